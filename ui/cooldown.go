package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// A cooldown is over when no key has been pressed for a while. However many
// keys put it off, one tick is under way.
type cooldown struct {
	alarm
	until time.Time // wall clock
}

// start begins a cooldown. The timer runs from this moment, so the command has
// to be returned at once.
func (c *cooldown) start(now time.Time, wait time.Duration, message func(tag uint64) tea.Msg) tea.Cmd {
	c.until = now.Add(wait)
	return c.set(now, c.until, message)
}

// putOff makes a cooldown last for the whole wait from now on.
func (c *cooldown) putOff(now time.Time, wait time.Duration) { c.until = now.Add(wait) }

// rang takes in a tick and reports whether the cooldown is over. If it was put
// off, the command waits for the rest. A tick that comes late shows that the
// program was held up: keys typed meanwhile may stand behind it, so the whole
// wait begins again.
func (c *cooldown) rang(tag uint64, now time.Time, wait time.Duration, message func(tag uint64) tea.Msg) (over bool, cmd tea.Cmd) {
	due := c.at
	if !c.alarm.rang(tag) {
		return false, nil
	}
	late := now.Sub(due) > wait/2
	rest := c.until.Sub(now)
	switch {
	case late, rest > wait: // or the clock was set back
		return false, c.start(now, wait, message)
	case rest > 0:
		return false, c.set(now, c.until, message)
	}
	return true, nil
}

// running reports whether the cooldown is not over.
func (c *cooldown) running() bool { return !c.at.IsZero() }
