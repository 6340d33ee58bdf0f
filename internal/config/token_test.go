package config

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"tolokadash/tolokaapi"
)

const sesame = "sesame-open-42"

func TestToken_ShownNowhere(t *testing.T) {
	token := newToken(sesame)
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "token", token, "struct", struct{ T Token }{token})
	encoded, err := json.Marshal(map[string]any{"t": token})
	if err != nil {
		t.Fatal(err)
	}
	all := []string{log.String(), string(encoded), token.String(), token.GoString(), fmt.Sprint(token, &token, []Token{token}, struct{ t Token }{token})}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T", "%10.3s"} {
		all = append(all, fmt.Sprintf(verb, token), fmt.Sprintf(verb, struct{ T Token }{token}))
	}
	for _, text := range all {
		if strings.Contains(text, sesame) || strings.Contains(text, fmt.Sprintf("%x", sesame)) {
			t.Errorf("the token shows in %q", text)
		}
	}
	if token.Reveal() != sesame || (Token{}).Reveal() != "" {
		t.Error("the token cannot be used")
	}
}

// fetched is the token of a configuration, or the text of the error.
func fetched(t *testing.T, c *Config) string {
	t.Helper()
	token, err := c.Token(t.Context())
	if err == nil {
		return token.Reveal()
	}
	var one *Error
	if !errors.As(err, &one) {
		t.Fatalf("the error is a %T", err)
	}
	if strings.Contains(err.Error(), sesame) || strings.ContainsAny(err.Error(), "\x1b\n\r\a") {
		t.Errorf("the error shows what it must not: %q", err)
	}
	return one.Message
}

func TestToken_ProfileSourceBeatsVariable(t *testing.T) {
	alone(t)
	t.Setenv(envToken, "common")
	t.Setenv("OWN", "  own  ")
	file := `
[profiles.own]
environment = "sandbox"
token_env = "OWN"
[profiles.lost]
environment = "sandbox"
token_env = "LOST"
`
	if got := fetched(t, loaded(t, file, Flags{Profile: "own"})); got != "own" {
		t.Errorf("got %q", got)
	}
	if got := fetched(t, loaded(t, file, Flags{Profile: "production"})); got != "common" {
		t.Errorf("got %q", got)
	}
	if got := fetched(t, loaded(t, file, Flags{Profile: "lost"})); !strings.Contains(got, "token_env names the variable LOST, which is not set") {
		t.Errorf("a profile whose own variable is empty took %q", got)
	}
}

func TestToken_MissingSaysWhatToSet(t *testing.T) {
	alone(t)
	if got := fetched(t, loaded(t, "", Flags{})); got != "there is no token for profile production (toloka.dev); set TOLOKA_TOKEN, or give the profile a token_env, token_file, token_command or token_keyring." {
		t.Errorf("got %q", got)
	}
	if got := fetched(t, loaded(t, "", Flags{APIURL: "http://127.0.0.1:8089"})); got != "there is no token for 127.0.0.1:8089; set TOLOKA_TOKEN." {
		t.Errorf("got %q", got)
	}
	t.Setenv(envToken, sesame+" "+sesame)
	if got := fetched(t, loaded(t, "", Flags{})); got != "what TOLOKA_TOKEN holds cannot be a token, as it holds a space, or a scheme other than OAuth and ApiKey; copy the token again, and nothing around it." {
		t.Errorf("got %q", got)
	}
}

func TestTokenFile_OneLine(t *testing.T) {
	home := alone(t)
	folder := t.TempDir()
	config := filepath.Join(folder, "c.toml")
	for name, c := range map[string]struct{ path, content, want string }{
		"beside the configuration": {"token", sesame, sesame},
		"with blanks around":       {"token", " \n" + sesame + "\r\n\n", sesame},
		"in the home folder":       {"~/token", sesame, sesame},
		"with a scheme typed":      {"token", "OAuth " + sesame, "OAuth " + sesame},
		"empty":                    {"token", "\n", "token_file names " + folder + "/token, which is empty; its only"},
		"of two lines":             {"token", sesame + "\n" + sesame, "holds more than one line"},
		"huge":                     {"token", strings.Repeat("a", maxToken+1), "holds far more than a token"},
		"with control characters":  {"token", sesame + "\x1b[31m", "token_file leads to what cannot be a token, as it holds a space or another character"},
		"missing":                  {"none", "", "token_file names " + folder + "/none, which cannot be read (no such file"},
		"missing at home":          {"~/none", "", "token_file names " + home + "/none, which cannot be read"},
		"a token for a file":       {strings.Repeat(sesame, 3), "", "token_file names a file in " + folder + "/, which cannot be read"},
		"a folder":                 {".", "", "token_file names " + folder + ", which cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			at := filepath.Join(folder, c.path)
			if rest, ok := strings.CutPrefix(c.path, "~/"); ok {
				at = filepath.Join(home, rest)
			}
			if c.content != "" {
				if err := os.WriteFile(at, []byte(c.content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(config, fmt.Appendf(nil, "[profiles.production]\ntoken_file = %q\n", c.path), 0o600); err != nil {
				t.Fatal(err)
			}
			loaded, err := Load(Flags{Config: config})
			if err != nil {
				t.Fatal(err)
			}
			if got := fetched(t, loaded); !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestKeyring_TokenPerProfile(t *testing.T) {
	alone(t)
	file := "[profiles.sandbox]\ntoken_keyring = true\n[profiles.production]\ntoken_keyring = true\n"
	keyring.MockInit()
	if err := keyring.Set("tolokadash", "sandbox", sesame+"\n"); err != nil {
		t.Fatal(err)
	}
	if got := fetched(t, loaded(t, file, Flags{Profile: "sandbox"})); got != sesame {
		t.Errorf("got %q", got)
	}
	if got := fetched(t, loaded(t, file, Flags{})); !strings.Contains(got, "holds nothing for this profile; store the token with: ") {
		t.Errorf("got %q", got)
	}
	for _, nothing := range []error{
		&exec.Error{Name: "dbus-launch", Err: exec.ErrNotFound},
		&net.OpError{Op: "dial", Net: "unix", Err: os.ErrNotExist},
		errors.New("The name org.freedesktop.secrets was not provided by any .service files"),
		keyring.ErrUnsupportedPlatform,
	} {
		keyring.MockInitWithError(nothing)
		if got := fetched(t, loaded(t, file, Flags{})); !strings.HasPrefix(got, "token_keyring is set, but no keyring service answers here; start one") {
			t.Errorf("%v: got %q", nothing, got)
		}
	}
	keyring.MockInitWithError(errors.New("no bus\x1b[31m"))
	if got := fetched(t, loaded(t, file, Flags{})); !strings.Contains(got, "cannot be used (no bus)") {
		t.Errorf("got %q", got)
	}
}

func TestKeyring_NoAnswer(t *testing.T) {
	for name, timeout := range map[string]time.Duration{"nobody unlocks it": time.Hour, "the user gives up": time.Second} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), timeout)
				defer cancel()
				locked, began := make(chan struct{}), time.Now()
				_, err := withTimeout(ctx, keyringTimeout, func() (string, error) {
					<-locked
					return sesame, nil
				})
				if !errors.Is(err, errNoAnswer) || time.Since(began) != min(timeout, keyringTimeout) {
					t.Errorf("%v after %v", err, time.Since(began))
				}
				close(locked) // it answers after all; nothing is left of the wait
			})
		})
	}
}

func TestKeyring_HintPerSystem(t *testing.T) {
	s := tokenSource{profile: "work"}
	for system, want := range map[string]string{"linux": "secret-tool store", "darwin": "security add-generic-password", "windows": "cmdkey"} {
		if got := s.storing(system); !strings.HasPrefix(got, want) || !strings.Contains(got, "work") {
			t.Errorf("%s: %s", system, got)
		}
	}
}

func TestToken_AcceptedByClient(t *testing.T) {
	alone(t)
	t.Setenv(envToken, sesame)
	c := loaded(t, "read_only = true", Flags{Profile: "yandex-tasks"})
	token, err := c.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	client, err := tolokaapi.New(c.Options(token)...)
	if err != nil {
		t.Fatal(err)
	}
	if client.BaseURL() != "https://tasks.yandex.ru" {
		t.Errorf("the client talks to %s", client.BaseURL())
	}
}
