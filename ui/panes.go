package ui

import (
	"tolokadash/internal/fleet"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/pane"
)

// A paneID names a part of the screen that can have the keys.
type paneID int

// The panes. All but the operations share the upper part of the screen, one at
// a time.
const (
	panePools paneID = iota
	paneOperations
	paneTrainings
	paneHistory
)

// keyNames says which keys lead to an action.
type keyNames struct{ keys *keymap.Map }

// drawing is the context of what is drawn now.
func (m *Model) drawing() *pane.Context {
	return &pane.Context{
		Keys: m.keys, Theme: &m.theme, Words: &m.words, Now: m.now, Summary: m.summary,
		Width: m.layout.Header.Width, Paused: m.fleet.Paused(), ReadOnly: m.o.ReadOnly,
	}
}

// pane is a pane by its name.
func (m *Model) pane(p paneID) pane.Pane {
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

// upperPane is the pane shown above the operations.
func (m *Model) upperPane() pane.List {
	if m.upper == paneHistory {
		return m.history
	}
	return m.poolPane()
}

// target is the pool a row is about, as far as it is known.
func (m *Model) target(r fleet.Row) tolokaapi.Pool {
	if p, ok := m.fleet.Pool(r.On); ok {
		return p.Pool
	}
	return tolokaapi.Pool{Ref: r.On, Name: r.Name}
}

// filterHelp is what stands beside a filter that is typed: what it finds, words
// to learn from and keys, from long to short.
func (m *Model) filterHelp(found string) []string {
	var all []string
	for _, hint := range m.pane(m.focus).FilterHints() {
		all = append(all, m.words.Dotted(found, hint, "enter keeps it", "esc clears it"), m.words.Dotted(found, hint))
	}
	return append(all, found, "")
}

// goTo gives the keys to a pane, and the upper part of the screen if it belongs
// there.
func (m *Model) goTo(p paneID) {
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
func (m *Model) poolPane() *pane.Pools {
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
		return attention{trainings: true, archived: m.trainings.Archived()}
	case paneHistory:
		return attention{past: max(m.attention.past, m.history.Wants(m.layout.Upper.Inside().Height))}
	}
	return attention{archived: m.pools.Archived()}
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
