package ui

import (
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestWaiting_CountsDownWithTheHeader(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		unreachable := &tolokaapi.TransportError{Cause: tolokaapi.CauseRefused, Host: "toloka.dev", Err: brokenOff()}
		w.submit = func(fleet.Request) (tolokaapi.Outcome, error) { return tolokaapi.Outcome{}, unreachable }
		s := newStage(t, w, Options{}, 200, 30)
		s.wait(3 * time.Second)
		w.err = unreachable
		s.press("space", "j", "space", "c")
		s.settle()
		s.press("y")
		header, row := regexp.MustCompile(`next try in (\S+( s)?)`), regexp.MustCompile(`queued .*again in (\S+( s)?)`)
		compared := 0
		for range 40 {
			s.wait(time.Second)
			above := header.FindStringSubmatch(s.screen())
			for l := range strings.Lines(s.screen()) {
				if !strings.Contains(l, " close ") || !strings.Contains(l, "queued") {
					continue
				}
				below := row.FindStringSubmatch(l)
				if above == nil || below == nil || above[1] != below[1] {
					t.Fatalf("the header and the row do not agree:\n%s", s.screen())
				}
				compared++
			}
		}
		if compared == 0 {
			t.Fatalf("no row waits:\n%s", s.screen())
		}
		s.press("2", "g", "enter")
		s.sees("queued · again in ")
	})
}

func TestWaiting_ForTheConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 100, 30)
		s.m.summary.Connection = fleet.Connection{State: fleet.Offline, RetryAt: s.m.now.Add(6500 * time.Millisecond)}
		if got := s.m.drawing().Step(fleet.Row{State: fleet.Queued}); got != "queued · again in 7 s" {
			t.Errorf("it says %q", got)
		}
		if got := s.m.drawing().Step(fleet.Row{State: fleet.Running}); got != "RUNNING" {
			t.Errorf("what runs says %q", got)
		}
	})
}

func TestWaiting_Sending(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.latency = 5 * time.Second
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.sees("0 of 1 done · 1 sending")
		s.sees("◐ sending…")
		s.seesNot("running")
	})
}

func TestDetails_Unconfirmed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 503, Code: "REMOTE_SERVICE_UNAVAILABLE", Message: "remote"}
		}
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(3 * time.Second)
		s.press("c")
		s.settle()
		s.press("y")
		s.settle()
		s.press("2", "enter")
		s.sees("unconfirmed, looking it up")
		s.sees("Toloka is not available (503)")
		s.sees("REMOTE_SERVICE_UNAVAILABLE")
	})
}
