package ui

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
)

// question is the verb and the ids of what the open question is about.
func (s *stage) question() (verb tolokaapi.Verb, ids []string) {
	s.t.Helper()
	if s.m.confirm == nil {
		return "", nil
	}
	for _, t := range s.m.confirm.Targets {
		ids = append(ids, t.Ref.ID)
	}
	return s.m.confirm.Verb, ids
}

// In the details of a pool its keys act on that pool alone, whatever is marked,
// in sight or hidden by a filter.
func TestDetails_KeysActOnThePoolShown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, keys string
		key        string
		verb       tolokaapi.Verb
		on         string
		remains    int // marks, after No
	}{
		{"close, others are marked", "j space j space g", "c", tolokaapi.VerbClose, "32267700", 2},
		{"close, every mark is hidden", "j space / b a t c h space 8 enter", "c", tolokaapi.VerbClose, "32267700", 1},
		{"open", "space G k k", "O", tolokaapi.VerbOpen, "32267696", 1},
		{"archive", "space G", "x", tolokaapi.VerbArchive, "32267694", 1},
		{"clone", "space j", "N", tolokaapi.VerbClone, "32267699", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newToloka(somePools())
				s := newStage(t, w, Options{}, 120, 30)
				s.wait(3 * time.Second)
				s.press(strings.Fields(c.keys)...)
				s.press("enter", c.key)
				if verb, ids := s.question(); verb != c.verb || !slices.Equal(ids, []string{c.on}) {
					t.Fatalf("asked to %s %v:\n%s", verb, ids, s.screen())
				}
				s.press("esc")
				s.settle()
				if s.m.details == nil || s.m.pools.MarkedShown()+s.m.pools.MarkedHidden() != c.remains {
					t.Errorf("after No: details %v\n%s", s.m.details, s.screen())
				}
				s.press(c.key)
				s.settle()
				s.sayYes()
				s.settle()
				if w.count(fleet.Submit) != 1 || s.m.details == nil {
					t.Errorf("after Yes: %d sent\n%s", w.count(fleet.Submit), s.screen())
				}
			})
		})
	}
}

// A key that the pool cannot take says why, and one for other rows still says
// that it works on rows.
func TestDetails_KeysThatCannotAct(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ keys, says string }{
		{"enter O", "32267700 is already open."},
		{"G enter c", "32267694 is already closed."},
		{"enter u", "That works on rows. Press esc to close the details."},
		{"enter a", "That works on rows. Press esc to close the details."},
	} {
		t.Run(c.keys, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
				s.wait(3 * time.Second)
				s.press(strings.Fields(c.keys)...)
				s.sees(c.says)
				if s.m.confirm != nil {
					t.Error("it asks all the same")
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{ReadOnly: true}, 120, 30)
		s.wait(3 * time.Second)
		s.press("enter", "c")
		s.sees("read-only: nothing is sent")
		s.wait(time.Minute)
		s.hints("esc back", "c close", "N clone")
	})
}

// closedBadly has four operations of which the first two failed alike, the third
// otherwise, and the fourth runs.
func closedBadly(t *testing.T) *stage {
	t.Helper()
	s := closing(t, 4)
	s.w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
		return tolokaapi.Outcome{Operation: operation(r.Verb, r.On, tolokaapi.Running, 1)}, nil
	}
	for _, op := range s.w.operations[:3] {
		s.w.becomes(op.Target.ID, tolokaapi.Fail, 40)
	}
	s.wait(5 * time.Second)
	return s
}

// In the details of an operation d dismisses it alone, whatever is marked, once it has
// ended.
func TestDetails_DismissOfTheRowShown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closedBadly(t)
		s.press("2", "g", "j", "space", "g", "enter")
		s.hints("d dismiss")
		shown := s.m.details.Row
		s.press("d")
		if _, stays := s.m.fleet.Row(shown); stays || s.m.operations.Total() != 3 || s.m.details != nil {
			t.Errorf("the row shown stays %v, %d rows, details %v", stays, s.m.operations.Total(), s.m.details)
		}
		if n := s.m.operations.MarkedShown(); n != 1 {
			t.Errorf("%d rows are marked", n)
		}
		s.press("G", "enter", "d")
		s.sees("This has not ended: it can be dismissed when it has.")
		if s.m.details == nil || s.m.operations.Total() != 3 {
			t.Error("what goes on is dismissed")
		}
	})
}

// In the details of a failed operation R sends it again, alone; the details then
// follow the new row.
func TestDetails_RetryOfTheRowShown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closedBadly(t)
		s.press("2", "g", "space", "j", "enter") // another is marked
		row, _ := s.m.fleet.Row(s.m.details.Row)
		s.hints("R retry")
		s.press("R")
		if verb, ids := s.question(); verb != tolokaapi.VerbClose || !slices.Equal(ids, []string{row.On.ID}) {
			t.Fatalf("asked to %s %v", verb, ids)
		}
		s.sees("2 that failed alike (A takes them too)")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		now, ok := s.m.fleet.Row(s.m.details.Row)
		if !ok || now.ID == row.ID || now.On != row.On {
			t.Errorf("the details show %+v:\n%s", now, s.screen())
		}
		s.seesNot("has left the table")
		if under, _ := s.m.operations.Cursor(); s.m.operations.MarkedShown() != 1 {
			t.Errorf("the mark is gone, the cursor is on %d", under)
		}
	})
}

// A takes all that failed alike from there too; R on a row that runs says that
// nothing failed.
func TestDetails_RetryAlike(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closedBadly(t)
		s.press("2", "g", "enter", "A")
		if _, ids := s.question(); len(ids) != 3 {
			t.Errorf("asked about %v", ids)
		}
		s.press("esc")
		s.settle()
		s.press("esc", "G", "enter", "R")
		if s.m.confirm != nil {
			t.Errorf("asked about a row that runs:\n%s", s.screen())
		}
		s.sees("This has not failed: only what failed is sent again.")
		s.wait(time.Minute)
		s.hints("esc back", "R retry")
	})
}

// j and k go to the details of the next and the previous row, and the cursor with
// them; at an end they stay.
func TestDetails_NextRow(t *testing.T) {
	t.Parallel()
	title := func(s *stage) string {
		return strings.TrimSpace(strings.Trim(strings.Split(s.screen(), "\n")[1], "╭╮─ \n"))
	}
	for _, c := range []struct {
		name, pane string
		want       []string // after nothing, j, j, k, k, k
	}{
		{"pools", "1 g", []string{"Pool 32267700", "Pool 32267699", "Pool 32267698", "Pool 32267699", "Pool 32267700", "Pool 32267700"}},
		{"operations", "2 g", nil},
		{"history", "4 g", []string{"Close 32267700", "Open 32267699", "Close 32267698", "Open 32267699", "Close 32267700", "Close 32267700"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(somePools()), Options{Confirm: settings.Confirm{TypeCountFrom: 100}}, 120, 30)
				s.wait(3 * time.Second)
				if c.pane == "2 g" {
					s.w.accepts(tolokaapi.Running, 10)
					s.press("a", "c")
					s.settle()
					s.press("y")
					s.wait(3 * time.Second)
					ids, _ := s.m.fleet.Rows()
					for _, i := range []int{0, 1, 2, 1, 0, 0} {
						r, _ := s.m.fleet.Row(ids[i])
						c.want = append(c.want, "Close "+r.On.ID)
					}
				} else {
					pastOf(60)(s)
				}
				s.press(strings.Fields(c.pane)...)
				s.press("enter")
				for i, key := range []string{"", "j", "j", "k", "k", "k"} {
					if key != "" {
						s.press(key)
					}
					if got := title(s); got != c.want[i] {
						t.Errorf("after %d keys the details are of %q, want %q", i, got, c.want[i])
					}
				}
				s.press("j", "esc", "enter")
				if got := title(s); got != c.want[1] {
					t.Errorf("the cursor was left behind: %q, want %q", got, c.want[1])
				}
			})
		})
	}
}

// While details are open the cursor stays on the row shown, whatever comes on top.
func TestDetails_CursorOnTheRowShown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 5)
		s.press("2", "enter") // nobody has moved the cursor off the top
		shown := s.m.details.Row
		other, _ := s.m.fleet.Row(s.m.operations.Rows()[3])
		s.w.becomes(other.On.ID, tolokaapi.Fail, 40)
		s.wait(4 * time.Second)
		if top := s.m.operations.Rows()[0]; top != other.ID {
			t.Fatalf("%d is on top, want %d", top, other.ID)
		}
		if at, _ := s.m.operations.Cursor(); at != shown || s.m.details.Row != shown {
			t.Errorf("the cursor is on %d, the details are of %d, want %d", at, s.m.details.Row, shown)
		}
		s.press("esc")
		if at, _ := s.m.operations.Cursor(); at != shown {
			t.Errorf("after esc the cursor is on %d, want %d", at, shown)
		}
	})
}

// What comes under the cursor because the row shown left a filter is not what the
// details show: the keys act on the row shown, and j goes on from there.
func TestDetails_RowShownLeaves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 5)
		s.press("2", "f", "f", "enter") // running ones only
		shown := s.m.details.Row
		r, _ := s.m.fleet.Row(shown)
		s.w.becomes(r.On.ID, tolokaapi.Success, 100)
		s.waitForOtherRow()
		if s.m.details.Row != shown {
			t.Fatalf("the details are of %d, want %d", s.m.details.Row, shown)
		}
		before := len(s.other)
		s.press("y")
		if len(s.other) != before+1 {
			t.Error("y is refused for another row that came under the cursor")
		}
		s.press("j")
		if s.m.details.Row == shown || s.m.cursorGuard.Running() {
			t.Errorf("j left the details at %d, guarded %v", s.m.details.Row, s.m.cursorGuard.Running())
		}
	})
}

// The context holds what is shown, the pool an operation is about, and what can be
// done with a pool now.
func TestDetails_Context(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		page := func(p tolokaapi.Pool) string { return "https://toloka.example/" + p.Ref.ID }
		s := newStage(t, newToloka(commented(somePools(), friday, 0)), Options{}, 120, 30)
		s.m.o.Environment.WebURL = page
		s.wait(3 * time.Second)
		s.press("enter")
		c := s.m.detailsContext()
		accepts := []tolokaapi.Verb{tolokaapi.VerbClose, tolokaapi.VerbClone}
		if !c.Known || c.Pool.Comment != friday || c.Page != page(c.Pool.Pool) || !c.Browser || !slices.Equal(c.Accepts, accepts) || c.Busy.ID != 0 {
			t.Errorf("of an open pool: %+v", c)
		}
		s.w.accepts(tolokaapi.Running, 10)
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(3 * time.Second)
		if c = s.m.detailsContext(); c.Busy.State != fleet.Running || slices.Contains(c.Accepts, tolokaapi.VerbClose) {
			t.Errorf("while it is closed: %+v", c)
		}
		s.press("2", "enter")
		if c = s.m.detailsContext(); !c.Known || c.Row.Verb != tolokaapi.VerbClose || c.Pool.Comment != friday {
			t.Errorf("of its operation: %+v", c)
		}
		pastOf(3)(s)
		s.press("4", "g", "enter")
		if c = s.m.detailsContext(); !c.Known || c.Row.Op.ID != s.m.details.Past || c.Pool.Ref != c.Row.On {
			t.Errorf("of the past: %+v", c)
		}
	})
}

// The age of a time changes with a message only.
func TestDetails_AgeChangesWithAMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("enter")
		s.sees(" ago")
		drawn := s.m.View().Content
		time.Sleep(5 * time.Hour)
		if s.m.View().Content != drawn {
			t.Error("the age changes while no message comes")
		}
	})
}

// The frame of the list does not say that it has the keys while details beside it have them.
func TestDetails_BesideHaveTheKeys(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 180, 30)
		s.wait(3 * time.Second)
		corner := func() string {
			before, _, _ := strings.Cut(coloursOf(s.m.View().Content, "Pools"), "╭")
			return before
		}
		focused := corner()
		s.press("enter")
		if open := corner(); open == focused {
			t.Errorf("the corner of the list stays %q", open)
		}
		s.press("esc")
		if again := corner(); again != focused {
			t.Errorf("the corner of the list is %q, want %q", again, focused)
		}
	})
}
