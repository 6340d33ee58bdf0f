package timer

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// A Cooldown is over when no key has been pressed for a while. However many keys
// postpone it, one tick is under way.
type Cooldown struct {
	Timer
	until  time.Time     // wall clock
	wait   time.Duration // without a key
	lateBy time.Duration // a tick that is later than this begins the wait again
}

// Start begins a cooldown. The time runs from this moment, so the command has to
// be returned at once.
func (c *Cooldown) Start(now time.Time, wait time.Duration) tea.Cmd {
	c.wait, c.lateBy = wait, wait/2
	return c.restart(now)
}

// restart begins the wait again.
func (c *Cooldown) restart(now time.Time) tea.Cmd {
	c.until = now.Add(c.wait)
	return c.Set(now, c.until)
}

// Postpone makes a cooldown last for the whole wait from now on.
func (c *Cooldown) Postpone(now time.Time) { c.until = now.Add(c.wait) }

// Fired takes in a tick and reports whether the cooldown is over. If it was
// postponed, the command waits for the rest. Where keys are waiting that were typed
// and not taken in yet, the wait begins again. A tick that comes late shows that the
// program was held up: keys typed meanwhile may stand behind it. The wait begins
// again, and the next tick may be twice as late, so that it ends on a machine
// where every tick is late.
func (c *Cooldown) Fired(msg Fired, now time.Time, waiting bool) (over bool, cmd tea.Cmd) {
	due := c.at
	if !c.Timer.Fired(msg) {
		return false, nil
	}
	rest := c.until.Sub(now)
	switch {
	case now.Sub(due) > c.lateBy:
		c.lateBy *= 2
		return false, c.restart(now)
	case rest > c.wait: // the clock was set back
		return false, c.restart(now)
	case rest > 0:
		return false, c.Set(now, c.until)
	case waiting:
		return false, c.restart(now)
	}
	return true, nil
}
