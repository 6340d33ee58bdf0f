package ui

import (
	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/ui/screen"
)

// sayWhere says of a key that means nothing in the pane that has the keys in
// which one it works.
func (m *Model) sayWhere(msg tea.KeyPressMsg) tea.Cmd {
	if m.help != nil || m.details != nil {
		if _, ok := m.keys.Action(msg, keymap.Pools, keymap.Choosing, keymap.Operations); ok {
			return m.sayCloseFirst()
		}
		return nil
	}
	where, pane := "the pools", keymap.PoolsPane
	a, ok := m.keys.Action(msg, keymap.Pools)
	if !ok {
		where, pane = "the operations", keymap.OperationsPane
		a, ok = m.keys.Action(msg, keymap.Operations)
	}
	if !ok && m.focus == paneHistory {
		if _, chooses := m.keys.Action(msg, keymap.Choosing); chooses {
			return m.say(screen.Plain, "The past is only to be looked at: nothing is marked or sorted here.")
		}
	}
	switch {
	case !ok:
		return nil
	case m.o.ReadOnly && m.keys.Changes(a):
		return m.show(screen.Warning, readOnly)
	}
	said := m.keyOf(a) + " works in " + where
	if key := m.keyOf(pane); key != "" {
		return m.advise(screen.Plain, said+":", "press "+key+" first.")
	}
	return m.say(screen.Plain, said+".")
}

// sayCloseFirst says how to get back to the rows.
func (m *Model) sayCloseFirst() tea.Cmd {
	what := "the details"
	if m.help != nil {
		what = "the keys"
	}
	return m.advise(screen.Plain, "That works on rows.", m.pressFor(keymap.Back, "close "+what))
}

// readOnly is the answer to whatever would change a pool, where nothing may.
var readOnly = wording.Message{
	Text:   "read-only: nothing is sent;",
	Advice: "start without --read-only (or read_only = true) to change pools",
}
