package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/keymap"
)

// A cooldown is over when no key has been pressed for a while. However many
// keys put it off, one tick is under way.
type cooldown struct {
	alarm
	until  time.Time     // wall clock
	wait   time.Duration // without a key
	lateBy time.Duration // a tick that is later than this begins the wait again
}

// start begins a cooldown. The timer runs from this moment, so the command has
// to be returned at once.
func (c *cooldown) start(now time.Time, wait time.Duration, message func(tag uint64) tea.Msg) tea.Cmd {
	c.wait, c.lateBy = wait, wait/2
	return c.restart(now, message)
}

// restart begins the wait again.
func (c *cooldown) restart(now time.Time, message func(tag uint64) tea.Msg) tea.Cmd {
	c.until = now.Add(c.wait)
	return c.set(now, c.until, message)
}

// putOff makes a cooldown last for the whole wait from now on.
func (c *cooldown) putOff(now time.Time) { c.until = now.Add(c.wait) }

// rang takes in a tick and reports whether the cooldown is over. If it was put
// off, the command waits for the rest. A tick that comes late shows that the
// program was held up: keys typed meanwhile may stand behind it. The wait begins
// again, and the next tick may be twice as late, so that it ends on a machine
// where every tick is late.
func (c *cooldown) rang(tag uint64, now time.Time, message func(tag uint64) tea.Msg) (over bool, cmd tea.Cmd) {
	due := c.at
	if !c.alarm.rang(tag) {
		return false, nil
	}
	rest := c.until.Sub(now)
	switch {
	case now.Sub(due) > c.lateBy:
		c.lateBy *= 2
		return false, c.restart(now, message)
	case rest > c.wait: // the clock was set back
		return false, c.restart(now, message)
	case rest > 0:
		return false, c.set(now, c.until, message)
	}
	return true, nil
}

// running reports whether the cooldown is not over.
func (c *cooldown) running() bool { return !c.at.IsZero() }

// dropped reports whether a key comes while keys are dropped.
func (m *Model) dropped(msg tea.KeyPressMsg) bool {
	return (m.leaving || m.deaf.running()) && !m.keys.Matches(msg, keymap.ForceQuit)
}

// drop takes in a key that means nothing. A thousand of them may follow one
// another, so nothing is looked at and nothing is drawn anew.
func (m *Model) drop() {
	if m.pasted {
		m.deaf.putOff(m.now)
	}
	m.picture.hold(m.draw)
}
