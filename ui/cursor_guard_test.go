package ui

import (
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// waitForOtherRow waits until another row has come under the cursor of the operations.
func (s *stage) waitForOtherRow() {
	s.t.Helper()
	was, _ := s.m.operations.Cursor()
	for range 400 {
		s.wait(50 * time.Millisecond)
		if now, _ := s.m.operations.Cursor(); now != was {
			return
		}
	}
	s.t.Fatalf("the cursor stays:\n%s", s.screen())
}

func TestCursorGuard_RowThatLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 3)
		s.press("2", "f", "f", "j", "k") // running ones only, and the cursor is moved
		id, _ := s.m.operations.Cursor()
		r, _ := s.m.fleet.Row(id)
		s.w.becomes(r.On.ID, tolokaapi.Success, 100)
		s.waitForOtherRow()
		before := len(s.other)
		s.press("y")
		if len(s.other) != before {
			t.Errorf("%v was copied", s.other)
		}
		s.sees("Another row has just come under the cursor")
		s.wait(guardTime)
		s.press("y")
		if len(s.other) != before+1 {
			t.Error("nothing is copied after a look")
		}
	})
}

func TestCursorGuard_MovingEndsIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 5)
		s.press("2")
		s.w.becomes(s.w.operations[0].Target.ID, tolokaapi.Fail, 40)
		s.waitForOtherRow()
		s.press("j", "enter")
		if s.m.details == nil {
			t.Error("the details do not open")
		}
	})
}

// Rows come and go; whoever types, answers or asks for help is not disturbed.
func TestCursorGuard_OtherKeysCount(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, opens string
		keys        []string
		want        func(*stage) bool
	}{
		{"a filter", "/", []string{"s", "t", "r"}, func(s *stage) bool { return s.m.operations.Filter().Typed == "str" }},
		{"a question", "q", []string{"esc"}, func(s *stage) bool { return s.m.confirm == nil }},
		{"help", "", []string{"?"}, func(s *stage) bool { return s.m.help != nil }},
		{"another pane", "", []string{"1"}, func(s *stage) bool { return s.m.focus == panePools }},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := closing(t, 5)
				s.w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
					return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 429, Retry: time.Hour}
				}
				s.w.pools = append(s.w.pools, somePools()[0])
				s.press("r")
				s.wait(3 * time.Second)
				s.press("G", "N") // which waits for its quota: something to ask about
				s.settle()
				s.press("y")
				s.settle()
				s.press("2")
				if c.opens != "" {
					s.press(c.opens)
					s.settle()
				}
				s.w.becomes(s.w.operations[0].Target.ID, tolokaapi.Fail, 40)
				s.waitForOtherRow()
				s.press(c.keys...)
				if c.opens == "q" && s.m.confirm == nil && s.quit {
					t.Error("it ended")
				}
				if !c.want(s) {
					t.Errorf("%v did nothing:\n%s", c.keys, s.screen())
				}
			})
		})
	}
}

// After r the rows are put in order once the lists are read: no key was pressed
// for the row that then comes under the cursor.
func TestCursorGuard_LateSorting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("f", "j") // open ones only
		was, _ := s.m.pools.Cursor()
		w.carry = func(r fleet.Request) (fleet.Response, bool) {
			if r.Kind == fleet.ListPools {
				time.Sleep(2 * time.Second)
			}
			return fleet.Response{}, false
		}
		w.pools[1].Status = tolokaapi.Closed
		s.press("r")
		for range 400 {
			s.wait(50 * time.Millisecond)
			if now, _ := s.m.pools.Cursor(); now != was {
				s.press("c")
				if s.m.confirm != nil {
					t.Errorf("it asks about a pool that has just come:\n%s", s.screen())
				}
				return
			}
		}
		t.Fatalf("the cursor stays:\n%s", s.screen())
	})
}

func TestKeys_WindowTooSmall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 3)
		s.w.becomes(s.w.operations[0].Target.ID, tolokaapi.Fail, 40)
		s.wait(5 * time.Second)
		s.press("2")
		s.send(tea.WindowSizeMsg{Width: 19, Height: 4})
		s.press("D", "1", "c", "space", "/", "x")
		s.send(tea.WindowSizeMsg{Width: 120, Height: 30})
		if n := s.m.operations.Len(); n != 3 || s.m.confirm != nil || s.m.field != nil || s.m.focus != paneOperations {
			t.Errorf("%d rows are left:\n%s", n, s.screen())
		}
		s.send(tea.WindowSizeMsg{Width: 19, Height: 4})
		s.press("q")
		if !s.quit {
			t.Error("q does not quit")
		}
	})
}

func TestCursorGuard_KeyForTheRowBefore(t *testing.T) {
	t.Parallel()
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
