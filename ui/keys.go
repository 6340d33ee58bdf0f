package ui

import (
	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/ui/dialog"
	"tolokadash/ui/message"
	"tolokadash/ui/screen"
)

// press gives a key to whoever has the keys: a dialog, a text field, what lies
// open over the panes, the pane, and at last the screen.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	if m.quitting.waiting { // all but the key that quits at once is dropped
		return m.quitting.interrupt(m.now)
	}
	if m.field == nil { // while one types, the line that would show it is taken
		m.status.Clear()
		m.announcements.KeyPressed()
	}
	switch {
	case m.confirm != nil:
		return m.pressConfirm(msg)
	case m.layout.TooSmall:
		return m.pressBlind(msg)
	case m.field != nil:
		return m.pressField(msg)
	}
	action, ok := m.keys.Action(msg, m.scopes()...)
	if !ok {
		return m.unbound(msg)
	}
	if m.help != nil || m.details != nil {
		return m.actOpen(action)
	}
	return m.act(action)
}

// dropsKey reports whether a key comes while keys are dropped.
func (m *Model) dropsKey(msg tea.KeyPressMsg) bool {
	return (m.quitting.waiting || m.inputCooldown.Running()) && !m.keys.Matches(msg, keymap.ForceQuit)
}

// pressBlind is a key while the window is too small for anything to be seen:
// nothing is done to rows.
func (m *Model) pressBlind(msg tea.KeyPressMsg) tea.Cmd {
	switch a, _ := m.keys.Action(msg, keymap.Anywhere); a {
	case keymap.Quit, keymap.ForceQuit, keymap.Suspend:
		return m.actAnywhere(a)
	}
	return nil
}

// paste goes where text is typed, if that is a filter. It never answers a
// question. Keys right behind it are dropped.
func (m *Model) paste(msg tea.PasteMsg) tea.Cmd {
	if m.confirm == nil && m.field != nil {
		m.field.Take(msg)
	}
	return m.dropKeysAfterPaste(m.now)
}

// pressField is a key while the filter is typed.
func (m *Model) pressField(msg tea.KeyPressMsg) tea.Cmd {
	switch m.field.Press(m.keys, msg) {
	case dialog.FieldClosed:
		m.field = nil
	case dialog.FieldSuspends:
		return m.suspend()
	}
	return nil
}

// actOpen is an action while help or details lie over the panes.
func (m *Model) actOpen(a keymap.Action) tea.Cmd {
	inner := m.layout.Body().Inside().Height
	switch a {
	case keymap.Quit, keymap.ForceQuit, keymap.Suspend, keymap.Help, keymap.Refresh, keymap.Pause, keymap.Back:
		return m.act(a)
	case keymap.PoolsPane, keymap.OperationsPane, keymap.TrainingsPane, keymap.HistoryPane, keymap.NextPane, keymap.PreviousPane:
		m.help, m.details = nil, nil
		return m.act(a)
	}
	switch {
	case m.help != nil && m.help.Move(a, len(m.help.Lines(m.theme, m.layout.Body().Inside().Width)), inner):
		return nil
	case m.help != nil:
		return m.show(screen.Plain, m.closeFirst())
	}
	return m.actDetails(a)
}

// back closes what is open, one thing at a time.
func (m *Model) back() {
	switch {
	case m.help != nil:
		m.help = nil
	case m.details != nil:
		m.details = nil
	default:
		m.focused().Clear()
	}
}

// unbound answers a key that means nothing here.
func (m *Model) unbound(msg tea.KeyPressMsg) tea.Cmd {
	said := m.writer.OtherPane(msg, m.focus == paneHistory)
	if m.help != nil || m.details != nil {
		if _, ok := m.keys.Action(msg, keymap.Pools, keymap.Choosing, keymap.Operations); !ok {
			return nil
		}
		said = m.closeFirst()
	}
	switch said {
	case wording.Message{}:
		return nil
	case message.ReadOnly:
		return m.show(screen.Warning, said)
	}
	return m.show(screen.Plain, said)
}

// closeFirst says how to get back to the rows.
func (m *Model) closeFirst() wording.Message {
	if m.help != nil {
		return m.writer.CloseFirst("the keys")
	}
	return m.writer.CloseFirst("the details")
}
