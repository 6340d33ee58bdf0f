package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/settings"
)

// TestFlood_DroppedUntilAPause sends text that no terminal marked as a paste, a
// key every millisecond.
func TestFlood_DroppedUntilAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(manyPools(12)), Options{}, 120, 30)
		s.wait(3 * time.Second)
		for range 600 {
			s.press("j")
			s.wait(time.Millisecond)
		}
		s.sees("Keys came faster than anyone can type")
		cursor, _ := s.m.pools.table.Cursor()
		for range 100 {
			s.press("c", "y", "enter", "q", "a", "x")
			s.wait(50 * time.Millisecond)
		}
		if at, _ := s.m.pools.table.Cursor(); s.posts() != 0 || s.quit || s.m.confirm != nil || at != cursor {
			t.Errorf("%d commands, quit %v, open %v:\n%s", s.posts(), s.quit, s.m.confirm != nil, s.screen())
		}
		s.wait(201 * time.Millisecond)
		s.press("?")
		s.sees("Keys")
		if s.m.help == nil {
			t.Error("keys stay dead after the pause")
		}
	})
}

// TestFlood_HeldKey holds a key down for a minute at the fastest repeat that
// keyboards have.
func TestFlood_HeldKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		for range 60 * 60 {
			s.press("j")
			s.wait(time.Second / 60)
		}
		s.seesNot("faster than anyone can type")
	})
}

// TestFlood_CtrlC quits in the middle of a flood.
func TestFlood_CtrlC(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		for range 300 {
			s.press("j")
			s.wait(time.Millisecond)
		}
		s.press("ctrl+c")
		if !s.quit {
			t.Error("ctrl+c was dropped")
		}
	})
}

// TestDroppedKeys_ScreenGoesOn lets an answer come while keys are dropped: it is
// drawn at once.
func TestDroppedKeys_ScreenGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.accepts("RUNNING", 10)
		s := newStage(t, w, Options{Confirm: settings.Confirm{ArmAfter: 5 * time.Second}}, 120, 30)
		s.press("c")
		s.wait(6 * time.Second)
		s.press("y", "j", "j")
		s.wait(2 * time.Second)
		s.press("j")
		s.sees("RUNNING")
		w.becomes("32267700", "RUNNING", 62)
		s.wait(2 * time.Second)
		s.sees("62 %")
	})
}
