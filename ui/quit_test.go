package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestQuit_Ways(t *testing.T) {
	t.Parallel()
	t.Run("nothing is lost, so nothing is asked", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			s.press("q")
			if !s.quit || s.m.Exit() != Quit {
				t.Errorf("quit %v, exit %v", s.quit, s.m.Exit())
			}
		})
	})
	t.Run("ctrl+c quits at once", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			s.press("ctrl+c")
			if !s.quit || s.m.Exit() != Interrupted {
				t.Errorf("quit %v, exit %v", s.quit, s.m.Exit())
			}
		})
	})
	for _, c := range []struct {
		name    string
		latency time.Duration
		after   time.Duration // when it ends at the latest
	}{
		{"the replies are waited for", time.Second, time.Second},
		{"but not for long", time.Minute, 2 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newToloka(somePools())
				w.latency = c.latency
				s := newStage(t, w, Options{}, 120, 30)
				s.press("c")
				s.settle()
				s.press("y")
				s.wait(250 * time.Millisecond)
				s.press("q")
				s.sees("1 command is on the way")
				s.wait(250 * time.Millisecond)
				s.press("y")
				if s.quit {
					t.Fatal("it did not wait")
				}
				s.sees("Waiting for 1 reply")
				asked := len(w.sent)
				s.wait(c.after + 10*time.Millisecond)
				if !s.quit || s.m.Exit() != Quit || len(w.sent) != asked {
					t.Errorf("quit %v, exit %v, %d requests more", s.quit, s.m.Exit(), len(w.sent)-asked)
				}
			})
		})
	}
}

func TestQuit_QueuedIsNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerDay}
		}
		s := newStage(t, w, Options{}, 120, 30)
		s.press("c")
		s.settle()
		s.press("y")
		s.settle()
		s.press("q")
		s.sees("1 command is still queued and will not be sent")
		s.settle()
		s.press("y")
		ids, _ := s.m.fleet.Rows()
		if r, _ := s.m.fleet.Row(ids[0]); r.State != fleet.NotSent || !s.quit {
			t.Errorf("the row is %v, quit %v", r.State, s.quit)
		}
	})
}

func TestQuit_CtrlCWhileAwaitingReplies(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.latency = time.Minute
		s := newStage(t, w, Options{}, 120, 30)
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(250 * time.Millisecond)
		s.press("q")
		s.settle()
		s.press("y")
		s.sees("Press ctrl+c to quit at once.")
		s.press("ctrl+c")
		if !s.quit || s.m.Exit() != Interrupted {
			t.Errorf("quit %v, exit %v", s.quit, s.m.Exit())
		}
	})
}
