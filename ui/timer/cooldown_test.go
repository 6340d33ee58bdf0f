package timer

import (
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

const wait = 200 * time.Millisecond

// fire lets a tick fire, late by so much, and takes it in.
func fire(c *Cooldown, tick tea.Cmd, late time.Duration) (over bool, next tea.Cmd) {
	msg := tick().(Fired)
	time.Sleep(late)
	return c.Fired(msg, time.Now().Round(0), false)
}

func TestCooldown_Postponed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Cooldown
		began := time.Now()
		tick := c.Start(began.Round(0), wait)
		time.Sleep(150 * time.Millisecond)
		c.Postpone(time.Now().Round(0))
		over, rest := fire(&c, tick, 0)
		if over || !c.Running() {
			t.Fatal("it is over 50 ms after a key")
		}
		if over, _ = fire(&c, rest, 0); !over || c.Running() || time.Since(began) != 350*time.Millisecond {
			t.Errorf("over %v after %v", over, time.Since(began))
		}
	})
}

func TestCooldown_LateTickBeginsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Cooldown
		tick := c.Start(time.Now().Round(0), wait)
		var over bool
		for n := range 2 { // more than 100 ms late, then more than 200 ms
			if over, tick = fire(&c, tick, 150*time.Millisecond*time.Duration(n+1)); over {
				t.Fatalf("late tick %d ends it", n+1)
			}
		}
		if over, _ = fire(&c, tick, 390*time.Millisecond); !over {
			t.Error("it never ends where every tick is late")
		}
	})
}

func TestCooldown_ClockSetBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Cooldown
		tick := c.Start(time.Now().Round(0), wait)
		msg := tick().(Fired)
		over, again := c.Fired(msg, time.Now().Add(-time.Hour).Round(0), false)
		if over || again == nil {
			t.Fatal("a clock that was set back ends it, or it waits for an hour")
		}
		began := time.Now()
		again()
		if passed := time.Since(began); passed != wait {
			t.Errorf("it waits for %v", passed)
		}
	})
}

// TestCooldown_KeysWaiting goes on for as long as keys wait to be taken in.
func TestCooldown_KeysWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Cooldown
		began := time.Now()
		tick := c.Start(began.Round(0), wait)
		for range 3 {
			msg := tick().(Fired)
			var over bool
			if over, tick = c.Fired(msg, time.Now().Round(0), true); over || tick == nil {
				t.Fatal("it is over while keys wait")
			}
		}
		if over, _ := fire(&c, tick, 0); !over || time.Since(began) != 4*wait {
			t.Errorf("over %v after %v", over, time.Since(began))
		}
	})
}
