//go:build unix

package cli

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tolokadash/internal/config"
	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
	"tolokadash/ui"
)

// crashSecret is the token of a program that breaks.
const crashSecret = "secret-token-of-the-test"

// showBreaking runs the real screen on a simulator, with a place that breaks what
// asks it. The address of a pool's page is asked for by the model, when it acts
// on a key and when it draws the details; the network by a command.
func showBreaking(ctx context.Context) error {
	c, err := config.Load(config.Flags{})
	if err != nil {
		return err
	}
	sim, err := simulator.New()
	if err != nil {
		return err
	}
	client, err := tolokaapi.New(tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken(crashSecret),
		tolokaapi.WithTransport(breakingTransport{sim.RoundTripper()}))
	if err != nil {
		return err
	}
	p := target{
		environment: ui.Environment{Name: "DEMO", WebURL: func(tolokaapi.Pool) string { panic("broke with " + crashSecret) }},
		runner:      runner.New(client, 0),
		secret:      func() string { return crashSecret },
	}
	f := fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2)))
	if err := connect(ctx, f, p.runner.Do, "localhost", os.Stderr); err != nil {
		return err
	}
	return show(ctx, c, f, p, slog.New(slog.DiscardHandler), os.Stderr)
}

// A breakingTransport breaks at the first command.
type breakingTransport struct{ http.RoundTripper }

func (b breakingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPost {
		panic("broke with " + crashSecret)
	}
	return b.RoundTripper.RoundTrip(r)
}

func TestCrash_TerminalRestoredAndFileNamed(t *testing.T) {
	t.Parallel()
	for where, tc := range map[string]struct {
		act func(*terminal)
		in  string // the function that the crash file names
	}{
		"update":  {func(x *terminal) { x.press("b") }, "ui.(*Model).Update("},
		"view":    {func(x *terminal) { x.press("\r") }, "ui.(*Model).View("},
		"command": {(*terminal).confirmClose, "runner.(*Runner).Do("},
	} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			x := openProgram(t, os.Args[0], []string{breakVariable + "=model"})
			x.shows(`▸ +\d+ .*OPEN`)
			tc.act(x)
			if code := x.wait(); code != 1 {
				t.Errorf("exit code %d, want 1", code)
			}
			x.restored()
			if !strings.Contains(x.output(), "the program broke and wrote ") {
				t.Errorf("the crash file is not named: %q", tail(x.output()))
			}
			files := 0
			err := walkFiles(x.cmd.Dir+"/state", func(path string, text []byte, mode os.FileMode) {
				if !strings.HasPrefix(filepath.Base(path), "crash-") {
					return // the journal
				}
				files++
				if mode.Perm() != 0o600 {
					t.Errorf("%s is %v", path, mode)
				}
				for _, part := range []string{"broke with [hidden]", "panic_test.go", tc.in} {
					if !strings.Contains(string(text), part) {
						t.Errorf("%s does not name %q:\n%s", path, part, text)
					}
				}
			})
			if err != nil || files != 1 {
				t.Errorf("%d crash files, %v", files, err)
			}
		})
	}
}
