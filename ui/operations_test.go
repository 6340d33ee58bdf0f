package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestFailuresAreRetriedTogetherAfterAQuestion(t *testing.T) {
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

func TestTheLastBatchIsReopened(t *testing.T) {
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

func TestACloneShowsTheNewPool(t *testing.T) {
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

func TestFinishedRowsAreDismissed(t *testing.T) {
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

func TestBatchesThatRunTogetherAreCountedTogether(t *testing.T) {
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
