//go:build unix

package cli

import (
	"errors"
	"strings"
	"testing"

	"tolokadash/tolokaapi"
)

func TestConnect_ServerWithoutTLS(t *testing.T) {
	plain := strings.TrimPrefix(answering(t, 404, "", ""), "http://")
	for _, address := range []string{plain, "https://" + plain} {
		x := open(t, []string{"TOLOKA_TOKEN=x"}, "--api-url", address)
		if code := x.wait(); code != exitFailed {
			t.Errorf("%s: exit code %d", address, code)
		}
		if want := "tolokadash: " + plain + " does not speak TLS: write http://" + plain; strings.TrimSpace(x.output()) != want {
			t.Errorf("%s: %q", address, x.output())
		}
	}
	elsewhere := explain(&tolokaapi.TransportError{Cause: tolokaapi.CausePlain, Err: errors.New("x")}, "example.com:8080")
	if got := elsewhere.Error(); !strings.HasPrefix(got, "example.com:8080 does not speak TLS, and plain http is for this machine only") {
		t.Errorf("of another host: %q", got)
	}
}
