//go:build unix

package cli

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// hangUp closes the terminal's other end, as a window that is closed.
func (x *terminal) hangUp() {
	x.t.Helper()
	x.gate.Lock()
	x.stalled = true
	for x.reading.Load() { // a read that waits would keep it open
		x.press("?")
		x.changes()
	}
	if err := x.tty.Close(); err != nil {
		x.t.Fatal(err)
	}
}

func TestSignalWatcher_TerminalGone(t *testing.T) {
	t.Parallel()
	for name, controlling := range map[string]bool{"of its session": true, "of no session": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, url := served(t, simulator.WithOperationTime(time.Hour, 0))
			x := openSession(t, controlling, program(), []string{"TOLOKA_TOKEN=x"}, "--api-url", url)
			x.shows(`▸  \d+ .*OPEN`)
			x.hangUp()
			if code := x.exits(); code != exitHangup {
				t.Errorf("exit code %d, want %d", code, exitHangup)
			}
		})
	}
}

func TestSignalWatcher_QuitDumpsGoroutines(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		start func(t *testing.T) *terminal
		names string
	}{
		"running": {func(t *testing.T) *terminal {
			t.Helper()
			x := open(t, nil, "--demo")
			x.shows(`▸  \d+ .*OPEN`)
			return x
		}, "(*Program).eventLoop"},
		"hanging": {func(t *testing.T) *terminal {
			t.Helper()
			x := openProgram(t, os.Args[0], []string{breakVariable + "=stuck"})
			x.shows("all is well")
			x.press("x")
			x.shows("stuck")
			return x
		}, "cli.breaking.Update"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := tc.start(t)
			x.signal(syscall.SIGQUIT)
			if code := x.wait(); code != exitQuit {
				t.Errorf("exit code %d, want %d", code, exitQuit)
			}
			x.restored()
			_, dump, found := strings.Cut(x.output(), "SIGQUIT: the goroutines of tolokadash")
			if !found || !strings.Contains(dump, "goroutine ") || !strings.Contains(dump, tc.names) {
				t.Errorf("no goroutines in %q", tail(x.output()))
			}
			if n := strings.Count(dump, "\n"); n != strings.Count(dump, "\r\n") {
				t.Error("lines of the dump do not begin at the left")
			}
			if leave := strings.LastIndex(x.output(), "\x1b[?1049l"); leave < 0 || leave > strings.Index(x.output(), "SIGQUIT: ") {
				t.Error("the dump is on the alternate screen")
			}
		})
	}
}
