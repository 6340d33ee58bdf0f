// Package timer has the timers of the screen as values: each remembers which of
// its ticks counts, so that those of earlier settings are ignored.
package timer

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// A Timer is a tick that is under way, if one is. Setting it again makes the tick
// before it void. It must not be copied while a tick is under way.
type Timer struct {
	at  time.Time // zero: no tick is under way
	tag uint64    // of the tick that counts
}

// A Fired is the message of a tick.
type Fired struct {
	Of  *Timer
	tag uint64
}

// Set lets the timer fire at a time. The time runs from this moment, so the
// command has to be returned at once.
func (t *Timer) Set(now, at time.Time) tea.Cmd {
	t.at = at
	t.tag++
	msg := t.Message()
	return tea.Tick(max(at.Sub(now), time.Millisecond), func(time.Time) tea.Msg { return msg })
}

// Message is the message of the tick that is under way.
func (t *Timer) Message() Fired { return Fired{t, t.tag} }

// Fired takes in a message of the timer, and reports whether it is of the tick
// that counts. That is over then.
func (t *Timer) Fired(msg Fired) bool {
	if msg.Of != t || msg.tag != t.tag || t.at.IsZero() {
		return false
	}
	t.at = time.Time{}
	return true
}

// At is when the timer fires; zero if it is not set.
func (t *Timer) At() time.Time { return t.at }

// Running reports whether a tick is under way.
func (t *Timer) Running() bool { return !t.at.IsZero() }

// Stop makes the tick under way void.
func (t *Timer) Stop() { t.at = time.Time{} }
