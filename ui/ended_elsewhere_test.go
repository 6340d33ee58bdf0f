package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi"
)

// justBefore dates all operations a minute before the screen opens.
func justBefore(w *toloka) {
	at := tolokaapi.DateOf(time.Date(2000, 3, 11, 14, 1, 11, 0, time.UTC))
	for i := range w.operations {
		op := &w.operations[i]
		op.Submitted, op.Started = at, at
		if op.Status.Terminal() {
			op.Finished = at
		}
	}
}

// Nothing of ours runs and no key is pressed: what operations of others came to
// is counted and told all the same.
func TestFoldedOperations_CountWhatOthersFailedAt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.operations = []tolokaapi.Operation{
			operation(tolokaapi.VerbClose, w.pools[0].Ref, tolokaapi.Running, 40),
			operation(tolokaapi.VerbClose, w.pools[1].Ref, tolokaapi.Success, 100),
		}
		justBefore(w)
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.sees("↗ close  32267700")
		w.becomes("32267700", tolokaapi.Fail, 40)
		s.wait(40 * time.Second)
		s.sees(" Operations  none running · 1 failed · 1 done")
	})
}

func TestFailureMessage_ToldOnceWhoeverStartedIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.operations = []tolokaapi.Operation{operation(tolokaapi.VerbClose, w.pools[0].Ref, tolokaapi.Running, 40)}
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		w.becomes("32267700", tolokaapi.Fail, 40)
		told := false
		for range 80 {
			s.wait(500 * time.Millisecond)
			told = told || strings.Contains(s.screen(), "32267700 failed: no reason given — 2 then enter for details")
		}
		if !told {
			t.Error("the failure is told nowhere")
		}
		s.press("j")
		s.wait(time.Minute)
		s.seesNot("32267700 failed")
		if title := s.m.View().WindowTitle; title != "1 failed - tolokadash" {
			t.Errorf("the title of the window is %q", title)
		}
		w.operations = append(w.operations, operation(tolokaapi.VerbClose, w.pools[1].Ref, tolokaapi.Running, 40)) // the rows change
		s.wait(time.Minute)
		s.sees("↗ close  32267699")
		s.seesNot("32267700 failed")
	})
}

// After kill -9 the operations of the earlier run are found by the first list.
func TestFailureMessage_FoundAtStart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(60))
		for i, p := range w.pools {
			status, percent := tolokaapi.Success, 100
			if i < 15 {
				status, percent = tolokaapi.Fail, 40
			}
			w.operations = append(w.operations, operation(tolokaapi.VerbClose, p.Ref, status, percent))
		}
		justBefore(w)
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.sees(" Operations  none running · 15 failed · 45 done")
		s.sees("15 failed, last ")
		s.sees("2 then enter for details")
	})
}

func TestBatchSummary_StaysUntilDismissed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 3)
		for _, op := range s.w.operations[:3] {
			s.w.becomes(op.Target.ID, tolokaapi.Success, 100)
		}
		s.wait(30 * time.Minute)
		s.sees("3 of 3 done")
		s.w.operations = append(s.w.operations, operation(tolokaapi.VerbClose, tolokaapi.PoolRef("77"), tolokaapi.Fail, 40))
		s.wait(40 * time.Second)
		s.sees("3 of 3 done")
		s.sees("1 more failed")
	})
}
