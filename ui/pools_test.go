package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// ids are the pools shown, in their order, by the last digit of their ids.
func (s *stage) ids() string {
	var b strings.Builder
	for _, ref := range s.m.pools.Rows() {
		b.WriteByte(ref.ID[len(ref.ID)-1])
	}
	return b.String()
}

// under is the id under the cursor.
func (s *stage) under() string {
	ref, _ := s.m.pools.Cursor()
	return ref.ID
}

// typing presses every letter of a text.
func (s *stage) typing(text string) {
	s.t.Helper()
	for _, r := range text {
		if r == ' ' {
			s.press("space")
			continue
		}
		s.press(string(r))
	}
}

func TestPoolSort_KeysGoThroughTheColumns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(3 * time.Second)
		for _, c := range []struct{ rows, reversed, mark string }{
			{"0987654", "4567890", "STATUS"},
			{"0987654", "4567890", "ID"},
			{"9047865", "5687409", "NAME"},
			{"8709546", "6095487", "PROJECT"},
			{"4876509", "0957684", "REWARD"},
			{"0987654", "5467890", "STARTED"},
		} {
			if !strings.Contains(s.line("NAME"), c.mark+" ▲") && !strings.Contains(s.line("NAME"), c.mark+" ▼") {
				t.Errorf("%s is not marked: %s", c.mark, s.line("NAME"))
			}
			got := s.ids()
			s.press("S")
			reversed := s.ids()
			if got != c.rows || reversed != c.reversed {
				t.Errorf("by %s: %s, reversed %s; want %s and %s", c.mark, got, reversed, c.rows, c.reversed)
			}
			s.press("S")
			if again := s.ids(); again != got {
				t.Errorf("by %s: reversed twice %s is %s", c.mark, got, again)
			}
			s.press("s")
		}
		if s.ids() != "0987654" {
			t.Errorf("after all columns the order is %s", s.ids())
		}
	})
}

func TestRefresh_SortsOnceAllIsRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		w.pools[0].Status = tolokaapi.Closed
		s.press("r")
		s.wait(3 * time.Second)
		if s.ids() != "9870654" {
			t.Errorf("the order is %s", s.ids())
		}
	})
}

func TestPoolSort_StatusChangeMovesNoRow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		before := s.ids()
		w.pools[0].Status = tolokaapi.Closed
		s.wait(2 * time.Minute)
		if p, _ := s.m.fleet.Pool(w.pools[0].Ref); p.Status != tolokaapi.Closed {
			t.Fatal("the change has not arrived")
		}
		if s.ids() != before {
			t.Errorf("the rows moved from %s to %s", before, s.ids())
		}
		s.press("r")
		if s.ids() != "9870654" {
			t.Errorf("after r the order is %s", s.ids())
		}
	})
}

func TestPoolSort_NewPools(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("j")
		under := s.under()
		fresh := w.pools[0]
		fresh.Ref.ID = "32267701"
		w.pools = append([]tolokaapi.Pool{fresh}, w.pools...)
		s.wait(time.Minute)
		if s.ids() != "10987654" {
			t.Errorf("the order is %s", s.ids())
		}
		if s.under() != under {
			t.Errorf("the cursor went from %s to %s", under, s.under())
		}
	})
}

func TestPools_GonePoolIsNamed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("space")
		w.pools = w.pools[1:]
		s.send(tea.PasteMsg{Content: "nothing"})
		for range 60 {
			s.wait(time.Second)
			if s.ids() == "987654" {
				break
			}
		}
		if s.ids() != "987654" {
			t.Fatalf("the rows are %s", s.ids())
		}
		s.sees("32267700 Cats or dogs, batch 8 is gone")
		if n := s.m.pools.MarkedShown() + s.m.pools.MarkedHidden(); n != 0 {
			t.Errorf("%d marks are left", n)
		}
		s.press("c") // was meant for the row that is gone
		if s.m.confirm != nil {
			t.Error("the row that took its place was aimed at")
		}
		s.sees("Another row has just come under the cursor")
		s.wait(guardTime)
		s.press("c")
		s.sees("32267699  Cats or dogs, batch 7")
	})
}

func TestMarks_TakenOffOnSubmit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("space", "j", "space", "j", "j", "space", "j", "space", "c")
		s.sees("Left out: 1 LOCKED · 1 already closed")
		s.settle()
		s.press("y")
		if marked := s.m.pools.Marked(); len(marked) != 1 || marked[0].ID != "32267697" {
			t.Errorf("marked is %v", marked)
		}
		s.settle()
		s.press("g", "j", "j", "space", "c") // and so the next question is about what is marked next
		s.sees("Close 1 pool on SANDBOX?")
	})
}

func TestRefusal_BusyPool(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{}, 120, 30)
		s.press("c")
		s.settle()
		s.press("y")
		s.settle()
		for _, c := range []struct{ keys, why string }{
			{"c", "32267700 is busy: closing."},
			{"G k O", "cannot"},
		} {
			s.press(strings.Fields(c.keys)...)
			if c.why != "cannot" {
				s.sees(c.why)
			}
			if s.m.confirm != nil && c.why != "cannot" {
				t.Errorf("%s asks", c.keys)
			}
		}
		if n := w.count(fleet.Submit); n != 1 {
			t.Errorf("%d commands were sent", n)
		}
	})
}

func TestRefusal_Reasons(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ keys, says string }{
		{"O", "32267700 is already open."},
		{"x", "32267700 is OPEN and cannot be archived."},
		{"j down j c", "32267697 is LOCKED and cannot be closed."},
		{"G c", "32267694 is already closed."},
		{"G space k space c", "None of the 2 marked pools can be closed: 2 already closed; a twice unmarks."},
		{"G space c", "The 1 marked pool, 32267694, is already closed; a twice unmarks."},
		{"G space f f f a c", "The 1 marked pool, 32267697, is LOCKED and cannot be closed; 1 more marked but hidden by the filter; a unmarks."},
		{"u", "Nothing has been closed from here yet."},
		{"b", "not known"},
		{"2 d", "nothing finished to dismiss"},
		{"2 s", "Operations keep their order"},
	} {
		t.Run(c.keys, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
				s.wait(2 * time.Second)
				s.press(strings.Fields(c.keys)...)
				s.sees(c.says)
				if s.m.confirm != nil {
					t.Error("it asks all the same")
				}
			})
		})
	}
}
