package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// historyOf opens the history over operations.
func historyOf(t *testing.T, w *toloka) *stage {
	t.Helper()
	s := newStage(t, w, Options{}, 120, 30)
	s.wait(3 * time.Second)
	s.press("4")
	s.wait(5 * time.Second)
	return s
}

// Another dashboard's close ends while this one shows the history.
func TestHistory_FollowsWhatItDrawsAsMoving(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(40 * time.Second) // between two looks for others' operations
		w.operations = []tolokaapi.Operation{operation(tolokaapi.VerbClose, w.pools[0].Ref, tolokaapi.Running, 6)}
		s.press("4")
		s.wait(3 * time.Second)
		if l := s.line("close"); !strings.Contains(l, "RUNNING") {
			t.Fatalf("it begins as %s", l)
		}
		w.becomes(w.pools[0].Ref.ID, tolokaapi.Success, 100)
		s.wait(5 * time.Second)
		if l := s.line("close"); !strings.Contains(l, "SUCCESS") {
			t.Errorf("after its end the history says %s", l)
		}
	})
}

// What cannot be asked about says how old it is.
func TestHistory_OldNewsSaysSo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.operations = []tolokaapi.Operation{operation(tolokaapi.VerbClose, w.pools[0].Ref, tolokaapi.Running, 6)}
		s := historyOf(t, w)
		if l := s.line("▸   close"); strings.Contains(l, "14:02") {
			t.Errorf("what was just read has an age: %s", l)
		}
		w.err = &tolokaapi.Error{Status: 500}
		s.wait(2 * time.Minute)
		if l := s.line("▸   close"); !strings.Contains(l, "14:02:") {
			t.Errorf("nothing says how old this is: %s", l)
		}
		s.resize(80, 24) // without the column of notes
		if l := s.line("▸   close"); !strings.Contains(l, "14:02:") || strings.Contains(l, "as of") {
			t.Errorf("in a narrow window nothing says how old this is: %s", l)
		}
	})
}

// A list that never ends is not all, and does not load for ever.
func TestHistory_EndlessList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.operations = past(1)
		w.carry = func(r fleet.Request) (fleet.Response, bool) {
			if r.Kind != fleet.ListOperations || len(page(w.operations, r.Query).Items) == 0 {
				return fleet.Response{}, false
			}
			a := fleet.Response{Operations: page(w.operations, r.Query), Server: wall()}
			a.Operations.HasMore = true
			return a, true
		}
		s := historyOf(t, w)
		s.wait(10 * time.Second)
		s.sees("not all of them")
		s.seesNot("loading older ones")
	})
}

// An operation of a type that is neither a pool's nor a training's has a row that
// says what it is.
func TestHistory_ForeignTypeIsNamed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		strange := tolokaapi.Operation{ID: "strange-1", Type: "ANALYTICS.RUN", Status: tolokaapi.Success, Submitted: tolokaapi.DateOf(wall())}
		w.carry = func(r fleet.Request) (fleet.Response, bool) {
			if r.Kind != fleet.ListOperations || r.Query.Type != "POOL.CLOSE" {
				return fleet.Response{}, false
			}
			return fleet.Response{Operations: tolokaapi.Page[tolokaapi.Operation]{Items: []tolokaapi.Operation{strange}, Query: r.Query}, Server: wall()}, true
		}
		s := historyOf(t, w)
		s.sees("ANALYTICS.RUN strange-1")
		s.press("enter")
		s.sees("ANALYTICS.RUN")
	})
}
