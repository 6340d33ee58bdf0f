package ui

import (
	tea "charm.land/bubbletea/v2"

	"tolokadash/keymap"
)

// sayWhere says of a key that means nothing in the pane that has the keys in
// which one it works.
func (m *Model) sayWhere(msg tea.KeyPressMsg) tea.Cmd {
	if m.help != nil || m.details != nil {
		return nil
	}
	where, pane := "the pools", keymap.PoolsPane
	a, ok := m.keys.Action(msg, keymap.Pools)
	if !ok {
		where, pane = "the operations", keymap.OperationsPane
		a, ok = m.keys.Action(msg, keymap.Operations)
	}
	switch {
	case !ok:
		return nil
	case m.o.ReadOnly && m.keys.Changes(a):
		return m.say(warning, readOnly)
	}
	said := m.keyOf(a) + " works in " + where
	if key := m.keyOf(pane); key != "" {
		said += ": press " + key + " first"
	}
	return m.say(plain, said+".")
}

// readOnly is the answer to whatever would change a pool, where nothing may.
const readOnly = "read-only: nothing is sent; start without --read-only (or read_only = true) to change pools"
