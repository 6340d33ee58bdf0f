package ui

import (
	"tolokadash/keymap"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
)

// A pane is a part of the screen that can have the keys.
type pane int

// The panes. All but the operations share the upper part of the screen, one at
// a time.
const (
	panePools pane = iota
	paneOperations
	paneTrainings
	paneHistory
)

// A board is what a pane shows: rows to move through and to filter.
type board interface {
	name() string
	// sync takes in what the fleet has learned. It returns true when another row
	// came under the cursor by itself.
	sync() (other bool)
	summary(d *drawContext) []styled.Part
	lines(d *drawContext) []string
	rows() navigation
	bookmark() (back func()) // back puts the cursor where it was, if that row is there
	text() *textFilter       // the filter by text
	search(typed string)     // filters by a text
	clear() bool             // takes away one filter, and reports whether there was one
	found() (shown, all int) // rows that pass the filter by text, of how many
}

// A navigation is what all tables do alike, whatever its rows are.
type navigation interface {
	Down()
	Up()
	Top()
	Bottom()
	HalfPageDown()
	HalfPageUp()
	PageDown()
	PageUp()
	Toggle()
	MarkAll()
	Invert()
	SetSize(width, height int)
	SetFocused(focused bool)
	SetStyles(styles table.Styles)
}

// board is what a pane shows.
func (m *Model) board(p pane) board {
	switch p {
	case paneOperations:
		return m.operations
	case paneTrainings:
		return m.trainings
	case paneHistory:
		return m.history
	}
	return m.pools
}

// goTo gives the keys to a pane, and the upper part of the screen if it belongs
// there.
func (m *Model) goTo(p pane) {
	m.focus = p
	if p != paneOperations {
		m.upper = p
	}
}

// goOn gives the keys to the other pane on the screen: there are two.
func (m *Model) goOn() {
	if m.focus == paneOperations {
		m.focus = m.upper
		return
	}
	m.focus = paneOperations
}

// poolPane is the pools or the trainings, whichever were on the screen last.
func (m *Model) poolPane() *pools {
	if m.upper == paneTrainings {
		return m.trainings
	}
	return m.pools
}

// scopes is who gets a key now, first to last.
func (m *Model) scopes() []keymap.Scope {
	switch m.focus {
	case paneOperations:
		return []keymap.Scope{keymap.Operations, keymap.Choosing, keymap.Table, keymap.Anywhere}
	case paneHistory:
		return []keymap.Scope{keymap.Table, keymap.Anywhere}
	}
	return []keymap.Scope{keymap.Pools, keymap.Choosing, keymap.Table, keymap.Anywhere}
}

// An attention is what of the fleet is looked at, beyond pools that are not
// archived and operations that go on.
type attention struct {
	trainings bool
	archived  bool
	past      int // operations; 0 while nobody looks at them
}

// attending is what is looked at now.
func (m *Model) attending() attention {
	switch m.upper {
	case paneTrainings:
		return attention{trainings: true, archived: m.trainings.archived()}
	case paneHistory:
		return attention{past: max(m.attention.past, m.history.wants(m.layout.Upper.Inside().Height))}
	}
	return attention{archived: m.pools.archived()}
}

// attend has the fleet read what is looked at and nothing else. It reports
// whether that is something new.
func (m *Model) attend() bool {
	was, is := m.attention, m.attending()
	if was == is {
		return false
	}
	m.attention = is
	all := m.fleet.Interests()
	all.Trainings, all.Archived, all.History = is.trainings, is.archived, is.past
	m.fleet.SetInterests(all)
	return true
}
