package ui

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
)

// remembering opens the history of n operations.
func remembering(t *testing.T, n int) *stage {
	t.Helper()
	s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
	pastOf(n)(s)
	return s
}

// pages is how many pages of the past were asked for.
func (s *stage) pages() int {
	n := 0
	for _, r := range s.w.sent {
		if ofHistory(r) {
			n++
		}
	}
	return n
}

func TestHistory_ReadWhenLookedAt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(time.Minute)
		if s.pages() != 0 {
			t.Errorf("%d pages before anybody looks", s.pages())
		}
		pastOf(60)(s)
		rows := s.m.history.Rows()
		for i, id := range rows {
			if id != tolokaapi.OperationID(fmt.Sprint("past-", i)) {
				t.Fatalf("row %d is %s", i, id)
			}
		}
		if len(rows) != 60 {
			t.Errorf("%d rows", len(rows))
		}
	})
}

func TestHistory_PagesAsOneScrolls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := remembering(t, 3000) // five pages of closes, five of opens, one clone
		first := s.pages()
		if loaded := s.m.history.Len(); loaded >= 1000 || loaded < 500 {
			t.Errorf("%d are loaded at first", loaded)
		}
		s.wait(10 * time.Minute)
		if s.pages() != first {
			t.Errorf("%d more pages though nobody scrolls", s.pages()-first)
		}
		s.sees(" loaded ─╮")
		seen := s.m.history.Len()
		for range 20 {
			s.press("G")
			s.wait(5 * time.Second)
			if now := s.m.history.Len(); now < seen {
				t.Fatalf("%d are loaded, %d were", now, seen)
			} else {
				seen = now
			}
		}
		if seen != 3000 {
			t.Errorf("at the end %d are loaded", seen)
		}
		s.sees("no older ones")
		asked := s.pages()
		s.press("G", "k", "G")
		s.wait(time.Minute)
		if s.pages() != asked {
			t.Errorf("%d pages beyond the end", s.pages()-asked)
		}
	})
}

func TestHistory_LeavingStopsItsPages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := remembering(t, 3000)
		s.press("G", "g", "1")
		s.wait(time.Second)
		left := s.pages()
		s.wait(5 * time.Minute)
		if s.pages() != left {
			t.Errorf("%d pages after it was left", s.pages()-left)
		}
		s.press("4")
		s.wait(5 * time.Second)
		if s.pages() != left+4 { // one of each verb
			t.Errorf("coming back reads %d pages", s.pages()-left)
		}
		left = s.pages()
		s.press("1", "4", "1")
		s.wait(time.Minute)
		if s.pages() > left+1 {
			t.Errorf("%d pages though it was left at once", s.pages()-left)
		}
	})
}

func TestHistory_FilterLoadsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := remembering(t, 3000)
		asked, loaded := s.pages(), s.m.history.Len()
		s.press("/")
		s.typing("fail")
		s.press("enter", "G")
		s.wait(time.Minute)
		if s.pages() != asked {
			t.Errorf("%d pages for a filter", s.pages()-asked)
		}
		s.sees(fmt.Sprintf("filter “fail” 1 of %s loaded", wording.Count(loaded)))
		s.press("esc", "/")
		s.typing("succ")
		s.press("enter", "G")
		s.wait(time.Minute)
		if s.pages() != asked || s.m.history.Len() != loaded-1 {
			t.Errorf("%d pages at the end of what passes", s.pages()-asked)
		}
		s.press("/")
		s.typing("zz")
		s.sees("None of the " + wording.Count(loaded) + " loaded operations passes the filter “succzz”")
		s.press("esc")
		if s.m.history.Len() < loaded { // the cursor stands at the end: older ones may have come
			t.Errorf("esc leaves %d rows", s.m.history.Len())
		}
	})
}

func TestHistory_TypicalDurations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		operations, width int
		says              string
	}{
		{60, 160, "closes: half take 5 s, nearly all 9 s · 28 samples · opens: half take 6 s, nearly all 10 s"},
		{60, 80, "closes: half take 5 s, nearly all 9 s"},
		{60, 40, "closes: half take 5 s"},
		{13, 120, "closes: half take 3 s, nearly all 7 s · 5 samples"},
		{11, 120, "opens: half take"}, // four closes that went well tell nothing
		{4, 120, "no older ones"},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, c.width, 30)
			pastOf(c.operations)(s)
			s.sees(c.says)
			if c.operations < 13 {
				s.seesNot("closes ")
			}
		})
	}
}

func TestHistory_RowsAreReadOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var opened []string
		s := newStage(t, newToloka(somePools()), Options{
			OpenURL:     func(u string) error { opened = append(opened, u); return nil },
			Environment: Environment{Name: "X", WebURL: func(p tolokaapi.Pool) string { return "https://x/" + p.Ref.ID }},
		}, 120, 30)
		pastOf(60)(s)
		s.press("space", "a", "i", "c", "O", "x", "N", "u", "d", "D", "R", "s", "S", "f")
		s.sees("The past is only to be looked at")
		if s.m.confirm != nil || s.w.count(fleet.Submit) != 0 || s.m.history.MarkedShown() != 0 {
			t.Error("a key does something to the past")
		}
		s.press("j", "j", "j", "j", "enter")
		for _, fact := range []string{"─ Clone 32267696 ─", "New pool   40000001", "Operation  past-4", "Took       5 s", "Mar 11 10:20, 3 h ago"} {
			s.sees(fact)
		}
		before := len(s.other)
		s.press("y")
		s.sees("Operation id past-4 sent to the terminal's clipboard")
		if got := fmt.Sprint(s.other[before:]); got != "[past-4]" {
			t.Errorf("the clipboard got %v", got)
		}
		s.press("esc", "k", "y", "b")
		if got := fmt.Sprint(s.other[before:]); got != "[past-4 past-3]" {
			t.Errorf("the clipboard got %v", got)
		}
		if !slices.Equal(opened, []string{"https://x/32267697"}) {
			t.Errorf("opened was %v", opened)
		}
	})
}

func TestHistory_ListProblem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := remembering(t, 3000)
		s.w.carry = func(r fleet.Request) (fleet.Response, bool) {
			return fleet.Response{Err: &tolokaapi.Error{Status: 403, Code: "ACCESS_DENIED"}}, ofHistory(r)
		}
		loaded := s.m.history.Len()
		s.press("G")
		s.wait(2 * time.Second)
		s.sees("older ones: asking again in ")
		if s.m.history.Len() < loaded { // the cursor stands at the end: older ones may have come
			t.Error("what was loaded is gone")
		}
		s.w.carry = nil
		s.wait(time.Minute)
		s.seesNot("asking again")
		if s.m.history.Len() <= loaded {
			t.Error("older ones never come")
		}
	})
}

func TestHistory_Refresh(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := remembering(t, 10)
		fresh := past(11)[10]
		fresh.ID, fresh.Submitted = "past-fresh", tolokaapi.DateOf(wall().Add(-time.Hour))
		s.w.operations = slices.Insert(s.w.operations, 0, fresh)
		s.press("r")
		s.wait(10 * time.Second)
		if rows := s.m.history.Rows(); len(rows) != 11 || rows[0] != "past-fresh" {
			t.Errorf("the rows are %v", rows)
		}
	})
}

func TestHistory_Paused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(5 * time.Second)
		s.press("p", "4")
		s.wait(time.Minute)
		s.sees("Paused: nothing is listed.")
		if s.pages() != 0 {
			t.Errorf("%d pages", s.pages())
		}
		s.press("p")
		s.wait(5 * time.Second)
		s.sees("No past operations")
	})
}
