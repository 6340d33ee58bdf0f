package ui

import (
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/ui/theme"
)

// A drawContext is what a pane needs to draw itself and does not own, as it is at
// the time of the message last handled. A pane only reads it.
type drawContext struct {
	keyNames
	theme    *theme.Theme
	words    *wording.Words
	now      time.Time
	summary  fleet.Summary
	width    int // of the panes
	paused   bool
	readOnly bool
}

// drawing is the context of what is drawn now.
func (m *Model) drawing() *drawContext {
	return &drawContext{
		keyNames: m.keyNames, theme: &m.theme, words: &m.words, now: m.now, summary: m.summary,
		width: m.layout.Header.Width, paused: m.fleet.Paused(), readOnly: m.o.ReadOnly,
	}
}

// again is when a row that waits is tried next; zero if it does not wait.
func (d *drawContext) again(r fleet.Row) time.Time {
	return wording.RetryAt(r, d.summary.Connection, d.now)
}

// wait is how long a row waits for its next try; "" if it does not.
func (d *drawContext) wait(r fleet.Row) string { return wording.Wait(r, d.summary.Connection, d.now) }

// step is a row's state and what comes next, in full.
func (d *drawContext) step(r fleet.Row) string {
	return d.words.Step(r, d.summary.Connection, d.now)
}

// keyNames says which keys lead to an action.
type keyNames struct{ keys *keymap.Map }
