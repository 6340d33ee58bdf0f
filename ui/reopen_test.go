package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestReopen_ClosedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(1)) // answers 204 at first
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		closeIt := func() {
			s.press("c")
			s.settle()
			s.press("y")
			s.wait(2 * time.Second)
		}
		closeIt()
		w.has(w.pools[0].Ref, tolokaapi.Open) // elsewhere
		s.press("r")
		s.wait(5 * time.Second)
		w.accepts(tolokaapi.Running, 10)
		closeIt()
		s.w.becomes(s.w.operations[0].Target.ID, tolokaapi.Success, 100)
		s.w.pools[0].Status = tolokaapi.Closed
		s.wait(5 * time.Second)
		s.press("u")
		s.sees("Open 1 pool on")
	})
}

func TestReopen_AfterRetry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		fails := true
		w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
			if fails && r.On.ID == "32267699" {
				return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 400, Code: "NO"}
			}
			for i := range w.pools {
				if w.pools[i].Ref == r.On {
					w.pools[i].Status = tolokaapi.Closed
				}
			}
			return tolokaapi.Outcome{Operation: operation(r.Verb, r.On, tolokaapi.Success, 100)}, nil
		}
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("f", "a", "c")
		s.settle()
		s.press("y")
		s.wait(3 * time.Second)
		fails = false
		s.press("2", "g", "R")
		s.settle()
		s.press("y")
		s.wait(3 * time.Second)
		s.press("1", "u")
		s.sees("Open 3 pools on SANDBOX?")
		for _, id := range []string{"32267700", "32267699", "32267698"} {
			s.sees("  " + id + "  ")
		}
	})
}

func TestReopen_LastBatch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(3))
		w.accepts(tolokaapi.Success, 100)
		s := newStage(t, w, Options{}, 120, 30)
		s.press("space", "j", "space", "c")
		s.settle()
		w.pools[0].Status, w.pools[1].Status = tolokaapi.Closed, tolokaapi.Closed
		s.press("y")
		s.wait(time.Second)
		s.sees("2 pools closed")
		s.press("u")
		s.sees(" from here.")
		s.sees("Open 2 pools on")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		if n := w.count(fleet.Submit); n != 4 {
			t.Errorf("%d commands were sent", n)
		}
	})
}

func TestReopen_ClosedBeforeIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		closed int // of three, from here
		says   string
		u      string
	}{
		{"none", 0, "3 pools already closed: nothing had to be done", "Nothing has been closed from here yet"},
		{"one", 1, "1 pool closed · 2 already closed · 00:00 — u reopens", "Open 1 pool on"},
		{"all", 3, "3 pools closed · 00:00 — u reopens", "Open 3 pools on"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newToloka(manyPools(3))
				w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
					for i := range w.pools {
						if w.pools[i].Ref == r.On {
							w.pools[i].Status = tolokaapi.Closed
						}
					}
					if w.count(fleet.Submit) > c.closed {
						return tolokaapi.Outcome{Unchanged: true}, nil
					}
					return tolokaapi.Outcome{Operation: operation(r.Verb, r.On, tolokaapi.Success, 100)}, nil
				}
				s := newStage(t, w, Options{}, 120, 30)
				s.wait(3 * time.Second)
				s.press("a", "c")
				s.settle()
				s.press("y")
				s.wait(2 * time.Second)
				s.sees(c.says)
				s.press("D", "u")
				s.sees(c.u)
			})
		})
	}
}
