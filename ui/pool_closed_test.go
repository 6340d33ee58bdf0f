package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// closes lets the server close a pool now, for a reason.
func (w *toloka) closes(id, reason string) {
	for i := range w.pools {
		if p := &w.pools[i]; p.Ref.ID == id {
			p.Status, p.CloseReason, p.LastStopped = tolokaapi.Closed, reason, tolokaapi.DateOf(wall())
		}
	}
}

// A pool that closes by itself is announced once, and its row says why from then on.
func TestPoolClosed_Announced(t *testing.T) {
	t.Parallel()
	for _, width := range []int{80, 110, 140} {
		synctest.Test(t, func(t *testing.T) {
			w := newToloka(somePools())
			s := newStage(t, w, Options{}, width, 40)
			s.wait(3 * time.Second)
			w.closes("32267700", fleet.ClosedNotEnoughBalance)
			w.closes("32267699", "COMPLETED")
			s.wait(40 * time.Second)
			s.sees("32267700 Cats or dogs, batch 8 closed by itself: the balance was not enough.")
			for id, says := range map[string]string{"32267700": "○ no funds", "32267699": "○ CLOSED", "32267698": "● OPEN"} {
				if line := s.line(id); !strings.Contains(line, says) {
					t.Errorf("%d columns: want %q in %q", width, says, line)
				}
			}
			s.wait(time.Minute)
			s.seesNot("closed by itself")
			if title := s.m.View().WindowTitle; title != "1 closed by itself - tolokadash" {
				t.Errorf("the title is %q", title)
			}
			s.press("j")
			if title := s.m.View().WindowTitle; title != "tolokadash" {
				t.Errorf("after a key the title is %q", title)
			}
			s.wait(20 * time.Minute)
			s.seesNot("closed by itself")
			s.press("/")
			s.typing("reason:balance")
			s.press("enter")
			s.sees("○ no funds")
			s.seesNot("32267698")
		})
	}
}

// The column of the status has room for a word only: with the cursor on the row the last
// line says in full why a pool is closed, and what to press. No row moves for it.
func TestPoolClosed_SaidUnderTheCursor(t *testing.T) {
	t.Parallel()
	const because = "Closed because: the balance was not enough"
	for _, c := range []struct {
		width int
		glyph theme.Glyphs
		says  bool
	}{{56, theme.Unicode(), false}, {60, theme.Unicode(), true}, {80, theme.Unicode(), true}, {110, theme.ASCII(), true}, {200, theme.Unicode(), true}} {
		synctest.Test(t, func(t *testing.T) {
			w := newToloka(somePools())
			w.closes("32267699", fleet.ClosedNotEnoughBalance)
			s := newStage(t, w, Options{Glyphs: c.glyph}, c.width, 24)
			s.wait(3 * time.Second)
			s.press("r")
			s.wait(30 * time.Second)
			s.seesNot(because)
			rows := s.m.pools.Len()
			s.press("/")
			s.typing("reason:balance")
			s.press("enter")
			s.wait(10 * time.Second)
			if said := strings.Contains(s.screen(), because); said != c.says || s.m.pools.Len() != 1 || rows == 1 {
				t.Errorf("%d columns: it says so: %v", c.width, said)
			}
			s.hints("O open")
			s.press("O")
			s.settle()
			s.seesNot(because)
		})
	}
}

// What closed by itself stands out for a day: later it is one of many closed pools.
func TestPoolClosed_StandsOutForADay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(3 * time.Second)
		const elsewhere = 1 // not under the cursor, which has colours of its own
		w.closes(w.pools[elsewhere].Ref.ID, fleet.ClosedExpired)
		w.pools[elsewhere].LastStopped = tolokaapi.DateOf(wall().Add(-22 * time.Hour))
		waits := s.m.theme.Wait.Render("○")
		waits = waits[:strings.Index(waits, "○")+len("○")]
		for _, c := range []struct {
			after time.Duration
			amber bool
		}{{time.Hour, true}, {2 * time.Hour, false}} {
			s.wait(c.after)
			s.send(tea.WindowSizeMsg{Width: 120, Height: 40}) // a row is drawn again
			if got := strings.Contains(s.m.View().Content, waits); got != c.amber {
				t.Errorf("after %v it stands out: %v", c.after, got)
			}
			s.sees("○ expired")
		}
	})
}

func TestPoolClosed_ManyAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(60))
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(3 * time.Second)
		for _, p := range w.pools[:40] {
			w.closes(p.Ref.ID, fleet.ClosedNotEnoughBalance)
		}
		s.wait(40 * time.Second)
		s.sees("40 pools closed by themselves: the balance was not enough.")
		if title := s.m.View().WindowTitle; title != "40 closed by themselves - tolokadash" {
			t.Errorf("the title is %q", title)
		}
	})
}

// A pool that we close is announced as our close, whatever the reason is.
func TestPoolClosed_ByOurClose(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(3 * time.Second)
		s.press("c")
		s.settle()
		s.sayYes()
		s.wait(time.Second)
		w.closes("32267700", fleet.ClosedNotEnoughBalance)
		w.becomes("32267700", tolokaapi.Success, 100)
		for range 60 {
			s.wait(time.Second)
			s.seesNot("by itself")
		}
		s.sees("○ no funds")
	})
}

func TestAccount_LowBalance(t *testing.T) {
	t.Parallel()
	for below, warns := range map[int]bool{2000: true, 1000: false, 0: false} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{Account: settings.Account{WarnBelow: below}}, 120, 40)
			s.wait(3 * time.Second)
			s.sees("$1,204.50")
			if strings.Contains(s.screen(), "▲ $1,204.50") != warns {
				t.Errorf("warned below %d:\n%s", below, s.screen())
			}
		})
	}
}
