//go:build unix

package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tolokadash/internal/journal"
	"tolokadash/tolokaapi/simulator"
)

// stateOf is the state folder of a program in a terminal.
func stateOf(x *terminal) string { return filepath.Join(x.cmd.Dir, "state", "tolokadash") }

// recordsOf are the records of the journal there.
func recordsOf(t *testing.T, dir string) (all []journal.Record) {
	t.Helper()
	var skipped journal.Skipped
	for r, err := range journal.Read(dir, time.Time{}, journal.Filter{}, &skipped) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	if skipped != (journal.Skipped{}) {
		t.Errorf("skipped %+v", skipped)
	}
	return all
}

func eventsOf(records []journal.Record) (all []journal.Event) {
	for _, r := range records {
		all = append(all, r.Event)
	}
	return all
}

// wantEvents waits until the journal holds these events.
func wantEvents(t *testing.T, dir string, want ...journal.Event) []journal.Record {
	t.Helper()
	deadline := time.After(runTimeout)
	for {
		all := recordsOf(t, dir)
		if slices.Equal(eventsOf(all), want) {
			return all
		}
		select {
		case <-deadline:
			t.Fatalf("recorded %q, want %q", eventsOf(all), want)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// TestRecorder_Dashboard records a close from its confirmation until its row is
// dismissed.
func TestRecorder_Dashboard(t *testing.T) {
	t.Parallel()
	_, url := served(t, simulator.WithOperationTime(500*time.Millisecond, 0))
	x := dashboard(t, url)
	running, err := journal.Sessions(stateOf(x), "", "")
	if err != nil || len(running) != 1 || running[0].PID != x.cmd.Process.Pid {
		t.Errorf("running: %+v, %v", running, err)
	}
	x.confirmClose()
	x.shows(`SUCCESS`)
	x.press("2D")
	all := wantEvents(t, stateOf(x), journal.Confirmed, journal.Sending, journal.Answered, journal.Ended, journal.Dismissed)
	if code := x.quit(); code != exitClean {
		t.Errorf("code %d", code)
	}
	last := all[3]
	if last.State != journal.Succeeded || last.ID != all[0].Targets[0].ID || last.Account == "" || last.PID != x.cmd.Process.Pid || last.APIHost != strings.TrimPrefix(url, "http://") {
		t.Errorf("%+v", last)
	}
	if running, err := journal.Sessions(stateOf(x), "", ""); err != nil || len(running) != 0 {
		t.Errorf("still running: %+v, %v", running, err)
	}
}

// TestRecorder_DashboardKilled leaves what was about to be sent in the journal,
// and no lock.
func TestRecorder_DashboardKilled(t *testing.T) {
	t.Parallel()
	sim, url := served(t)
	x := dashboard(t, url)
	if err := sim.Inject(simulator.Fault{Kind: simulator.Hang, Method: "POST"}); err != nil {
		t.Fatal(err)
	}
	x.confirmClose()
	wantEvents(t, stateOf(x), journal.Confirmed, journal.Sending)
	if err := x.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-x.ended
	_ = x.cmd.Wait()
	commands, err := journal.Commands(journal.Read(stateOf(x), time.Time{}, journal.Filter{}, nil))
	if err != nil || len(commands) != 1 || !commands[0].Open || commands[0].Name == "" {
		t.Errorf("%+v, %v", commands, err)
	}
	if running, err := journal.Sessions(stateOf(x), "", ""); err != nil || len(running) != 0 {
		t.Errorf("running: %+v, %v", running, err)
	}
}

// withoutState is a terminal program whose state folder cannot be made.
func withoutState(t *testing.T, url, settings string) *terminal {
	t.Helper()
	x := open(t, []string{"TOLOKA_TOKEN=x", "XDG_STATE_HOME=/dev/null"}, "--api-url", url, "--config", write(t, "config.toml", settings))
	x.shows(`OPEN`)
	return x
}

// TestRecorder_DashboardUnwritable says on the screen and at the end that
// nothing is recorded, and works all the same.
func TestRecorder_DashboardUnwritable(t *testing.T) {
	t.Parallel()
	_, url := served(t, simulator.WithOperationTime(500*time.Millisecond, 0))
	x := withoutState(t, url, "")
	x.shows(`Nothing is recorded: the journal`)
	x.confirmClose()
	x.shows(`SUCCESS`)
	if code := x.quit(); code != exitClean {
		t.Errorf("code %d", code)
	}
	x.restored()
	x.shows(`tolokadash: warning: Nothing is recorded: the journal`)
}

// TestRecorder_DashboardRequired sends nothing that cannot be recorded.
func TestRecorder_DashboardRequired(t *testing.T) {
	t.Parallel()
	sim, url := served(t)
	x := withoutState(t, url, "[journal]\nrequired = true\n")
	x.shows(`Nothing is sent: the journal`)
	x.confirmClose()
	x.shows(`(?s)again in .*Nothing is sent: the journal`)
	requirePosts(t, sim, 0)
	x.press("\x03")
	x.wait()
	requirePosts(t, sim, 0)
}

// TestRecorder_Off writes nothing in a demo, and where the configuration says so.
func TestRecorder_Off(t *testing.T) {
	t.Parallel()
	_, url := served(t, simulator.WithOperationTime(500*time.Millisecond, 0))
	config := write(t, "config.toml", "[journal]\nenabled = false\n")
	for name, args := range map[string][]string{"demo": {"--demo"}, "not enabled": {"--api-url", url, "--config", config}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := open(t, []string{"TOLOKA_TOKEN=x"}, args...)
			x.shows(`OPEN`)
			x.confirmClose()
			x.shows(`SUCCESS|closing|RUNNING`)
			x.press("\x03")
			x.wait()
			if _, err := os.Stat(stateOf(x)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a state folder: %v", err)
			}
		})
	}
}
