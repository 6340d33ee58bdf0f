package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
)

func TestRetry_SeveralAfterAQuestion(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(4))
		w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
			if r.On.ID == "39999999" {
				return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 409, Code: "OTHER"}
			}
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 400, Code: "SAME", Message: "no"}
		}
		s := newStage(t, w, Options{}, 160, 40)
		s.press("a", "c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.sees("4 failed, last")
		s.press("2", "A")
		s.sees("Close 3 pools again on")
		w.submit = nil
		s.settle()
		s.press("y")
		s.wait(time.Second)
		if n := w.count(fleet.Submit); n != 7 {
			t.Errorf("%d commands were sent", n)
		}
		s.sees("3 of 3 done")
		s.sees("OTHER")
		s.seesNot("SAME")
	})
}

func TestOperations_CloneShowsTheNewPool(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
			op := operation(r.Verb, r.On, tolokaapi.Success, 100)
			op.Created = tolokaapi.PoolRef("55555555")
			return tolokaapi.Outcome{Operation: op}, nil
		}
		s := newStage(t, w, Options{}, 160, 30)
		s.press("N")
		s.sees("without tasks")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.sees("new pool 55555555")
	})
}

func TestDismiss_FinishedRows(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(4))
		s := newStage(t, w, Options{}, 120, 30)
		w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
			if r.On.ID == "40000000" {
				op := operation(r.Verb, r.On, tolokaapi.Running, 10)
				w.operations = []tolokaapi.Operation{op}
				return tolokaapi.Outcome{Operation: op}, nil
			}
			return tolokaapi.Outcome{Unchanged: true}, nil
		}
		s.press("a", "c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.press("2", "G", "d")
		if n := s.m.operations.Len(); n != 3 {
			t.Errorf("after d %d rows are left", n)
		}
		s.press("D", "D")
		if n := s.m.operations.Len(); n != 1 {
			t.Errorf("after D %d rows are left", n)
		}
		s.sees("it can be dismissed when it has")
	})
}

func TestOperationsSummary_SeveralBatches(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(6))
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{}, 120, 30)
		closeOne := func(end bool) {
			s.press("c")
			s.settle()
			s.press("y")
			s.wait(time.Second)
			if end {
				w.becomes(s.under(), tolokaapi.Success, 100)
				s.wait(5 * time.Second)
			}
			s.press("j")
		}
		closeOne(true)
		s.sees("1 of 1 done")
		closeOne(false)
		s.sees("0 of 1 done · 1 running")
		closeOne(true)
		s.sees("1 of 2 done · 1 running")
	})
}

// The time of a batch is ours, whatever the server's clock does meanwhile.
func TestOperationsSummary_ServerClockLeaps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 2)
		w := s.w
		w.carry = func(fleet.Request) (fleet.Response, bool) {
			w.carry, w.ahead = nil, time.Hour
			return fleet.Response{}, false
		}
		s.wait(20 * time.Second)
		if l := s.line("─ Operations "); !strings.Contains(l, "· 00:1") && !strings.Contains(l, "· 00:2") {
			t.Errorf("after about twenty seconds: %s", l)
		}
	})
}

func TestOperations_FailedRowInSight(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, keys string
		top        bool
	}{{"nobody was there", "", true}, {"only looked at", "2", true}, {"moved", "2 j j j", false}, {"moved and back on top", "2 j g", true}} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := closing(t, 40)
				s.press(strings.Fields(c.keys)...)
				under, _ := s.m.operations.Cursor()
				s.sees("1–11 of 40")
				for _, op := range s.w.operations[:20] {
					s.w.becomes(op.Target.ID, tolokaapi.Fail, 40)
				}
				s.wait(5 * time.Second)
				id, _ := s.m.operations.Cursor()
				first, _, _ := s.m.operations.Window()
				if top := first == 1 && id != under; top != c.top {
					t.Errorf("the first row in sight is %d, the cursor went from %d to %d", first, under, id)
				}
				if r, _ := s.m.fleet.Row(s.m.operations.Rows()[0]); r.State != fleet.Failed {
					t.Errorf("on top is one that is %s", r.State)
				}
			})
		})
	}
}

func TestOperationsSummary_OverHasNoBar(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 2)
		if !strings.Contains(s.line("Operations"), "━") && !strings.Contains(s.line("Operations"), "╌") {
			t.Errorf("while it runs: %s", s.line("Operations"))
		}
		s.w.becomes(s.w.operations[0].Target.ID, tolokaapi.Fail, 40)
		s.w.becomes(s.w.operations[1].Target.ID, tolokaapi.Success, 100)
		s.wait(5 * time.Second)
		s.sees("1 of 2 done · 1 failed")
		if l := s.line("1 of 2 done"); strings.ContainsAny(l, "━╌") {
			t.Errorf("when it is over: %s", l)
		}
	})
}

// closing closes n pools, and waits until all of these operations run.
func closing(t *testing.T, n int) *stage {
	t.Helper()
	w := newToloka(manyPools(n))
	w.accepts(tolokaapi.Running, 10)
	s := newStage(t, w, Options{Confirm: settings.Confirm{TypeCountFrom: 1000}}, 120, 30)
	s.wait(3 * time.Second)
	s.press("a", "c")
	s.settle()
	s.press("y")
	s.wait(2 * time.Second)
	return s
}
