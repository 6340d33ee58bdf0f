package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/keymap"
)

// No hand types floodKeys keys in floodTime, and no key that is held down
// repeats that fast. They come from a paste into a terminal that does not mark
// pastes, or from another program.
const (
	floodKeys = 200
	floodTime = time.Second

	floodPause = 100 * time.Millisecond // ends one
)

// A flood counts keys.
type flood struct {
	since time.Time // wall clock, like last
	last  time.Time // the key before
	keys  int
}

// counts takes note of a key, and reports whether too many came to have been
// typed. A clock that stands still says nothing about how fast they came.
func (f *flood) counts(now time.Time) bool {
	if passed := now.Sub(f.since); passed < 0 || passed > floodTime || now.Sub(f.last) > floodPause {
		*f = flood{since: now}
	}
	f.keys++
	f.last = now
	return f.keys > floodKeys && now.After(f.since)
}

// dropped reports whether a key comes while keys are dropped.
func (m *Model) dropped(msg tea.KeyPressMsg) bool {
	return (m.leaving || m.deaf.running()) && !m.keys.Matches(msg, keymap.ForceQuit)
}

// drop takes in a key that means nothing. A hundred thousand of them may follow
// one another, so nothing is looked at and nothing is drawn anew.
func (m *Model) drop() {
	if m.pasted {
		m.deaf.putOff(m.now, m.o.Confirm.ArmAfter)
	}
	m.picture.hold(m.draw)
}

// shutOut drops keys that came too fast to have been typed, until there is a
// pause.
func (m *Model) shutOut() tea.Cmd {
	m.flood = flood{}
	return tea.Batch(m.shutAfterPaste(),
		m.say(warning, "Keys came faster than anyone can type and are dropped until there is a pause."))
}
