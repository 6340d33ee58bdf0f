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

func TestAKeyOfAnotherPaneSaysWhereItWorks(t *testing.T) {
	for _, c := range []struct{ keys, says string }{
		{"2 u", "u works in the pools: press 1 first."},
		{"2 c", "c works in the pools: press 1 first."},
		{"4 x", "x works in the pools: press 1 first."},
		{"R", "R works in the operations: press 2 first."},
		{"3 D", "D works in the operations: press 2 first."},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			s.press(strings.Fields(c.keys)...)
			s.sees(c.says)
			if s.m.confirm != nil || s.posts() != 0 {
				t.Errorf("%s did something", c.keys)
			}
		})
	}
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

func TestWhatFailsIsInSightUntilTheCursorIsMoved(t *testing.T) {
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

func TestAKeyMeantForTheRowThatGaveWayIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 5)
		s.press("2")
		s.w.becomes(s.w.operations[0].Target.ID, tolokaapi.Fail, 40)
		for range 100 {
			under, _ := s.m.operations.Cursor()
			s.wait(50 * time.Millisecond)
			if now, _ := s.m.operations.Cursor(); now != under {
				s.press("enter")
				if s.m.details != nil {
					t.Error("it opened a row that had just come")
				}
				return
			}
		}
		t.Fatal("nothing came")
	})
}

func TestABatchThatIsOverHasNoBar(t *testing.T) {
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
