package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/settings"
)

// TestCooldown_EveryTickLate starves the program so that every tick comes late:
// keys count again all the same.
func TestCooldown_EveryTickLate(t *testing.T) {
	t.Parallel()
	for _, late := range []time.Duration{110 * time.Millisecond, 350 * time.Millisecond, time.Second} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 100, 30)
			s.press("c")
			for range 10 {
				time.Sleep(time.Until(s.m.arming.At()) + late)
				s.drain()
			}
			if !s.m.confirm.Armed {
				t.Errorf("ticks that are %v late arm nothing", late)
			}
			s.press("n")
			for range 10 {
				time.Sleep(time.Until(s.m.inputCooldown.At()) + late)
				s.drain()
			}
			s.press("?")
			if s.m.help == nil {
				t.Errorf("keys stay dead where ticks are %v late", late)
			}
		})
	}
}

// TestKeys_HeldDown holds a key down for a minute at the fastest repeat that
// keyboards have, after a link that stood still brought a thousand at once.
func TestKeys_HeldDown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(manyPools(6000)), Options{}, 120, 30)
		s.wait(30 * time.Second)
		for range 1000 {
			s.press("j")
		}
		for range 60 * 60 {
			s.press("j")
			s.wait(time.Second / 60)
		}
		s.sees("▸  " + s.m.pools.Rows()[4600].ID)
	})
}

// TestDroppedKeys_ScreenGoesOn lets an answer come while keys are dropped: it is
// drawn at once.
func TestDroppedKeys_ScreenGoesOn(t *testing.T) {
	t.Parallel()
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
