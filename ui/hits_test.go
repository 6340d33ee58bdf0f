package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi"
)

// onlyOpen shows the open pools, of which the first has been closed from here
// since.
func onlyOpen(t *testing.T) *stage {
	t.Helper()
	w := newToloka(somePools())
	w.accepts(tolokaapi.Success, 100)
	s := newStage(t, w, Options{}, 120, 30)
	s.wait(3 * time.Second)
	s.press("f")
	s.sees("OPEN only 3 of 7 ")
	s.press("c")
	s.settle()
	w.pools[0].Status = tolokaapi.Closed
	s.press("y")
	s.wait(2 * time.Second)
	return s
}

func TestHits_BusyRow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := onlyOpen(t)
		s.sees("OPEN only 2 of 7 · 1 with an operation")
		for _, keys := range []string{"r", "f f f f f"} {
			s.press(strings.Fields(keys)...)
			s.wait(time.Second)
			s.sees("OPEN only 2 of 7 · 1 with an operation")
		}
		s.press("/")
		s.sees("2 of 7 · status:open")
		s.typing("batch 8")
		s.press("enter")
		s.sees("OPEN only · filter “batch 8” 0 of 7 · 1 with an operation")
	})
}

func TestHits_MarkAll(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ keys, marked string }{
		{"a", "98"},
		{"a a", ""},
		{"i", "98"},
		{"i i", ""},
		{"j k space", "0"}, // one can still be marked by itself
		{"j k space i", "98"},
		{"j k space a a", ""},
		{"r a", "98"},
	} {
		t.Run(c.keys, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := onlyOpen(t)
				s.press("g")
				s.press(strings.Fields(c.keys)...)
				marked := ""
				for _, ref := range s.m.pools.Marked() {
					marked += ref.ID[len(ref.ID)-1:]
				}
				if marked != c.marked {
					t.Errorf("marked is %q, want %q", marked, c.marked)
				}
			})
		})
	}
}

func TestHits_ChangedRow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("f")
		w.pools[1].Status = tolokaapi.Closed
		s.wait(2 * time.Minute)
		s.sees("OPEN only 2 of 7 · 1 changed since")
		s.press("a")
		if n := s.m.pools.MarkedShown(); n != 2 {
			t.Errorf("%d are marked", n)
		}
		s.press("/", "enter")
		s.sees("OPEN only 2 of 7 · 2 marked")
		if s.ids() != "08" {
			t.Errorf("the rows are %q", s.ids())
		}
	})
}

func TestHits_FinishedByOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.operations = []tolokaapi.Operation{operation(tolokaapi.VerbClose, w.pools[4].Ref, tolokaapi.Running, 10)}
		s := newStage(t, w, Options{}, 200, 30)
		s.wait(3 * time.Second)
		s.press("f")
		if s.ids() != "0986" {
			t.Errorf("while it runs the rows are %q", s.ids())
		}
		w.becomes("32267696", tolokaapi.Success, 100)
		s.wait(5 * time.Second)
		s.sees("started elsewhere")
		s.press("r")
		if s.ids() != "098" {
			t.Errorf("the rows are %q", s.ids())
		}
	})
}

func TestHits_NeverMoreThanPools(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.pools[5].Status, w.pools[6].Status = tolokaapi.Archived, tolokaapi.Archived
		w.accepts(tolokaapi.Success, 100)
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("c")
		s.settle()
		w.pools[0].Status = tolokaapi.Closed
		s.press("y")
		s.wait(2 * time.Second)
		for range 5 { // all statuses
			s.press("f")
			s.wait(2 * time.Second)
			if pass, of := s.m.pools.Found(); pass > of {
				t.Errorf("%s: %d of %d", s.m.pools.Status(), pass, of)
			}
			if s.m.pools.Status() == tolokaapi.Archived {
				s.sees("ARCHIVED only 2 of 2 · 1 with an operation")
			}
		}
	})
}

func TestPoolsTitle_FilterLeavesLast(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		width, height int
		keys, says    string
	}{
		{46, 14, "f f f", "LOCKED only 1 of 7 "},
		{46, 14, "a f f f a", "LOCKED only 1 of 7 "},
		{30, 8, "a f f f", "LOCKED only ─"},
		{46, 14, "a / c a t s enter", "filter “cats” 2 of 7"},
		{30, 8, "a / c a t s enter", "filter “cats” ─"},
		{30, 8, "f / c a t s enter", "OPEN only · fil… ─"},
	} {
		t.Run(c.keys, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(somePools()), Options{}, c.width, c.height)
				s.wait(3 * time.Second)
				s.press(strings.Fields(c.keys)...)
				s.sees(c.says)
			})
		})
	}
}
