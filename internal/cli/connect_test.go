//go:build unix

package cli

import (
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// TestConnect_ServerFault starts the real program in
// front of the simulator with one fault.
func TestConnect_ServerFault(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault simulator.Fault
		code  int
		want  string
		never string
	}{
		"an answer that is cut":      {simulator.Fault{Kind: simulator.Cut}, 1, "broke off", "address"},
		"a reset":                    {simulator.Fault{Kind: simulator.Reset}, 1, "broke off", "address"},
		"truncated JSON":             {simulator.Fault{Kind: simulator.Truncated}, 2, "check the address", "broke off"},
		"no answer":                  {simulator.Fault{Kind: simulator.Hang}, 1, "gave no answer within 1", "5 s:"}, // 1.1 s on a busy machine
		"an account without a right": {simulator.Fault{Kind: simulator.Status, Status: 403, Code: "ACCESS_DENIED"}, 5, "ask the owner of the account for the right, or use another token", "new one"},
		"a token that is refused":    {simulator.Fault{Kind: simulator.Status, Status: 403, Code: "AUTHENTICATION_ERROR"}, 5, "make a new one", "right"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, url := served(t)
			if err := sim.Inject(tc.fault); err != nil {
				t.Fatal(err)
			}
			x := open(t, []string{"TOLOKA_TOKEN=x"}, "--api-url", url, "--config", shortTimeout(t))
			if code := x.wait(); code != tc.code {
				t.Errorf("exit code %d, want %d", code, tc.code)
			}
			said := x.output()
			if !strings.Contains(said, tc.want) || strings.Contains(said, tc.never) {
				t.Errorf("it said %q", said)
			}
		})
	}
}

// shortTimeout is a configuration that gives a request a second.
func shortTimeout(t *testing.T) string {
	t.Helper()
	return write(t, "shortTimeout.toml", "[limits]\nrequest_timeout = \"1s\"\n")
}

func TestConnect_NamesTheTimeWaited(t *testing.T) {
	for timeout, want := range map[time.Duration]string{
		2 * time.Second:         "within 2 s:",
		2500 * time.Millisecond: "within 2.5 s:",
		15 * time.Second:        "within 5 s:",
	} {
		synctest.Test(t, func(t *testing.T) {
			sim, err := simulator.New()
			if err != nil {
				t.Fatal(err)
			}
			if err := sim.Inject(simulator.Fault{Kind: simulator.Hang}); err != nil {
				t.Fatal(err)
			}
			client, err := tolokaapi.New(tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken("x"),
				tolokaapi.WithTransport(sim.RoundTripper()))
			if err != nil {
				t.Fatal(err)
			}
			f := fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2)))
			err = connect(t.Context(), f, runner.New(client, timeout).Do, "toloka.dev", io.Discard)
			var said *failure
			if !errors.As(err, &said) || said.code != exitFailed || !strings.Contains(said.sentence, want) {
				t.Errorf("after %v: got %+v, want %q", timeout, err, want)
			}
		})
	}
}
