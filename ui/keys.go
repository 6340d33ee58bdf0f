package ui

import (
	tea "charm.land/bubbletea/v2"

	"tolokadash/keymap"
)

// press gives a key to whoever has the keys: a dialog, a text field, what lies
// open over the panes, the pane, and at last the screen.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	quits := m.keys.Matches(msg, keymap.ForceQuit)
	switch {
	case m.leaving && quits:
		return m.interrupt()
	case m.leaving, !m.deaf.at.IsZero() && !quits:
		return nil
	}
	m.status.text, m.news.unread = "", nil
	switch {
	case m.confirm != nil:
		return m.pressConfirm(msg)
	case m.field != nil:
		m.pressField(msg)
		return nil
	}
	action, ok := m.keys.Action(msg, m.scopes()...)
	if !ok {
		return m.sayWhere(msg)
	}
	if m.help != nil || m.details != nil {
		return m.actOpen(action)
	}
	return m.act(action)
}

// paste goes where text is typed, if that is a filter. It never answers a
// question.
func (m *Model) paste(msg tea.PasteMsg) {
	if m.confirm == nil && m.field != nil {
		m.field.take(msg)
		m.board(m.focus).search(m.field.text())
	}
}

// pressField is a key while the filter is typed. Every letter counts at once.
func (m *Model) pressField(msg tea.KeyPressMsg) {
	switch action, _ := m.keys.Action(msg, keymap.Field); action {
	case keymap.FieldAccept:
		m.field = nil
	case keymap.FieldLeave:
		m.field = nil
		m.board(m.focus).search("")
	default:
		m.field.take(msg)
		m.board(m.focus).search(m.field.text())
	}
}

// actOpen is an action while help or details lie over the panes.
func (m *Model) actOpen(a keymap.Action) tea.Cmd {
	inner := m.layout.body().inside().height
	switch a {
	case keymap.Quit, keymap.ForceQuit, keymap.Suspend, keymap.Help, keymap.Refresh, keymap.Back, keymap.CopyID, keymap.OpenBrowser:
		return m.act(a)
	case keymap.Details:
		if m.help == nil {
			m.details = nil
		}
		return nil
	}
	if m.help != nil {
		m.help.move(a, len(m.helpLines()), inner)
		return nil
	}
	_, lines := m.detailLines()
	m.details.move(a, len(lines), inner)
	return nil
}

// back closes what is open, one thing at a time.
func (m *Model) back() {
	switch {
	case m.help != nil:
		m.help = nil
	case m.details != nil:
		m.details = nil
	default:
		m.board(m.focus).clear()
	}
}

// move does what all tables do alike, and reports whether that was it.
func move(t mover, a keymap.Action) bool {
	switch a {
	case keymap.Down:
		t.Down()
	case keymap.Up:
		t.Up()
	case keymap.Top:
		t.Top()
	case keymap.Bottom:
		t.Bottom()
	case keymap.HalfPageDown:
		t.HalfPageDown()
	case keymap.HalfPageUp:
		t.HalfPageUp()
	case keymap.PageDown:
		t.PageDown()
	case keymap.PageUp:
		t.PageUp()
	case keymap.Mark:
		t.Toggle()
	case keymap.MarkAll:
		t.MarkAll()
	case keymap.InvertMarks:
		t.Invert()
	default:
		return false
	}
	return true
}
