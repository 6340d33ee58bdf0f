package ui

import (
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/keymap"
	"tolokadash/ui/theme"
)

// A drawContext is what a pane needs to draw itself and does not own, as it is at
// the time of the message last handled. A pane only reads it.
type drawContext struct {
	keyNames
	theme    *theme.Theme
	words    *words
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
		width: m.layout.header.width, paused: m.fleet.Paused(), readOnly: m.o.ReadOnly,
	}
}

// keyNames says which keys lead to an action.
type keyNames struct{ keys *keymap.Map }
