package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi"
)

// The table keeps a thousand ended operations of others and says how many more
// there were.
func TestOperations_FloodOfOthersCounted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(20 * time.Second)
		w.operations = past(1500)
		for i := range w.operations {
			at, op := wall().Add(time.Duration(-i)*10*time.Millisecond), &w.operations[i]
			op.Submitted.Time, op.Started.Time, op.Finished.Time = at, at, at
		}
		s.wait(time.Minute)
		s.sees("none running · 1 failed · 999 done · 500 more not shown")
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.sees(" 0 of 1 done · 1 running · 1 more failed · 500 more not shown")
	})
}
