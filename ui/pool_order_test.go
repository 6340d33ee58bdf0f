package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi"
)

// A closed pool keeps its place: the title does not go on saying that the open ones
// come first, until the rows are sorted again.
func TestPoolsTitle_OutdatedOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.sees("open first, newest first")
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(3 * time.Second)
		s.sees("as last sorted")
		s.seesNot("open first")
		s.press("s", "s", "s", "s", "s", "s")
		s.sees("open first, newest first")
		s.seesNot("as last sorted")
		w.has(w.pools[1].Ref, tolokaapi.Closed)
		s.press("r")
		s.wait(3 * time.Second)
		s.sees("open first, newest first")
	})
}
