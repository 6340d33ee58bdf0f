package config

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/zalando/go-keyring"
)

// keyringService is the service under which the system keyring holds tokens;
// the user is the profile's name.
const keyringService = "tolokadash"

// keyringTimeout bounds the wait for the keyring, which may ask its owner to
// unlock it.
const keyringTimeout = 60 * time.Second

// fromKeyring asks the system keyring.
func (s tokenSource) fromKeyring(ctx context.Context) (string, *Error) {
	secret, err := withTimeout(ctx, keyringTimeout, func() (string, error) { return keyring.Get(keyringService, s.profile) })
	switch {
	case errors.Is(err, errNoAnswer):
		return "", s.fail("is set, but the system keyring does not answer; unlock it, or use another source.")
	case errors.Is(err, keyring.ErrNotFound):
		return "", s.fail("is set, but the system keyring holds nothing for this profile; store the token with: " + s.storing(runtime.GOOS))
	case err != nil && noKeyring(err):
		return "", s.fail("is set, but no keyring service answers here; start one, such as GNOME Keyring or KWallet, in a session with D-Bus, or use another source.")
	case err != nil:
		return "", s.fail("is set, but the system keyring cannot be used (" + reason(err) + "); use another source.")
	}
	return strings.TrimSpace(secret), nil
}

// noKeyring reports whether err means that there is nothing to ask: no bus of
// the session, nothing that starts one, or no keyring on it.
func noKeyring(err error) bool {
	var dial *net.OpError
	return errors.Is(err, exec.ErrNotFound) || errors.As(err, &dial) || errors.Is(err, keyring.ErrUnsupportedPlatform) ||
		strings.Contains(err.Error(), "org.freedesktop.secrets was not provided")
}

// storing is the command that puts a token into the system keyring; the tools
// named ask for it instead of taking it as an argument.
func (s tokenSource) storing(system string) string {
	switch system {
	case "darwin":
		return fmt.Sprintf("security add-generic-password -s %s -a %s -w", keyringService, s.profile)
	case "windows":
		return fmt.Sprintf("cmdkey /generic:%s:%s /user:%s /pass", keyringService, s.profile, s.profile)
	}
	return fmt.Sprintf("secret-tool store --label=%s service %s username %s", keyringService, keyringService, s.profile)
}
