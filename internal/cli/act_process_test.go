//go:build unix

package cli

import (
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// A realCommand is the real program as a process without a terminal.
type realCommand struct {
	*exec.Cmd
	stderr lockedBuffer
}

// command makes one with an empty home. Its stdout is dropped unless it is set.
func command(t *testing.T, url string, args ...string) *realCommand {
	t.Helper()
	home := t.TempDir()
	c := &realCommand{Cmd: exec.CommandContext(t.Context(), program(), append(args, "--api-url", url)...)}
	c.Env = []string{"HOME=" + home, "XDG_STATE_HOME=" + home, "TOLOKA_TOKEN=x", "LC_ALL=C.UTF-8"}
	c.Stderr = &c.stderr
	return c
}

// ends waits for the end and returns the exit code.
func (c *realCommand) ends(t *testing.T) int {
	t.Helper()
	var exit *exec.ExitError
	if err := c.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode()
}

// waitFor waits for something outside of this process.
func waitFor(t *testing.T, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(runTimeout)
	for !so() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("%s: not in time", what)
		}
	}
}

// Output that cannot be written ends no work.
func TestAct_StdoutFullOrClosedEarly(t *testing.T) {
	t.Parallel()
	const lost = "tolokadash: the output could not be written ("
	t.Run("full", func(t *testing.T) {
		t.Parallel()
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if errors.Is(err, os.ErrNotExist) {
			full, err = os.Open(os.DevNull) // where there is none: it cannot be written to either
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = full.Close() })
		sim, url := served(t, simulator.WithOperationTime(100*time.Millisecond, 0))
		id := sim.PoolIDs("OPEN")[0]
		c := command(t, url, "close", id, "--yes")
		c.Stdout = full
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if code := c.ends(t); code != exitFailed || sim.PoolStatus(id) != "CLOSED" || !strings.Contains(c.stderr.String(), lost) {
			t.Errorf("code %d, the pool is %s\n%s", code, sim.PoolStatus(id), c.stderr.String())
		}
	})
	t.Run("closed early, with 200 ids on stdin", func(t *testing.T) {
		t.Parallel()
		sim, url := served(t, simulator.WithPools(2000), simulator.WithOperationTime(100*time.Millisecond, 0))
		ids := sim.PoolIDs("OPEN")[:200]
		c := command(t, url, "close", "-", "--yes", "-o", "ndjson", "--progress", "quiet")
		c.Stdin = strings.NewReader(strings.Join(ids, "\n") + "\n")
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 16)); err != nil { // as head -1
			t.Fatal(err)
		}
		_ = out.Close()
		code := c.ends(t)
		for _, id := range ids {
			if sim.PoolStatus(id) != "CLOSED" {
				t.Errorf("%s is %s", id, sim.PoolStatus(id))
			}
		}
		if said := c.stderr.String(); code != exitFailed || !strings.Contains(said, lost) || !strings.Contains(said, "200 asked, 200 closed") {
			t.Errorf("code %d\n%s", code, said)
		}
	})
}

// A signal ends the real program in order.
func TestAct_SignalToTheProcess(t *testing.T) {
	t.Parallel()
	sim, url := served(t, simulator.WithOperationTime(time.Hour, 0))
	c := command(t, url, "close", sim.PoolIDs("OPEN")[0], "--yes")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "an operation is followed", func() bool { return strings.Contains(c.stderr.String(), ": pending") })
	_ = c.Process.Signal(syscall.SIGTERM)
	if code, said := c.ends(t), c.stderr.String(); code != exitTerm || !strings.Contains(said, "To go on waiting:\n  tolokadash wait ") {
		t.Errorf("code %d\n%s", code, said)
	}
}

// ctrl+c is typed on a terminal: it says how to go on. Where a reply is under way
// it says at once that it waits for it, and ends when ctrl+c is typed again.
func TestAct_InterruptedOnATerminal(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		lost    bool // the second command is without a reply
		follows string
	}{
		"once":  {false, `0 of 2 done, 2 running`},
		"twice": {true, `0 of 2 done, (1 running, 1 on the way|1 in doubt, 1 running)`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, url := served(t, simulator.WithOperationTime(time.Hour, 0))
			if tc.lost {
				if err := sim.Inject(simulator.Fault{Kind: simulator.HangAfter, Method: http.MethodPost, Skip: 1}); err != nil {
					t.Fatal(err)
				}
			}
			ids := sim.PoolIDs("OPEN")
			x := open(t, []string{"TOLOKA_TOKEN=x"}, "close", ids[0], ids[1], "--api-url", url)
			x.shows(`Type y and enter to close`)
			x.press("y\n")
			x.shows(tc.follows)
			x.press("\x03")
			if tc.lost {
				x.shows(`(?m)^tolokadash: waiting up to 2 s for replies; ctrl\+c again ends at once`)
				x.press("\x03") // that it ends at once is seen in TestAct_Signals, where time stands still
			}
			if code := x.wait(); code != exitBreak {
				t.Errorf("code %d", code)
			}
			x.restored()
			if s := x.text(); !tc.lost && (!strings.Contains(s, "Still running at Toloka:") || !strings.Contains(s, "tolokadash wait ")) {
				t.Errorf("it does not say how to go on:\n%s", s)
			}
			requirePosts(t, sim, 2)
		})
	}
}
