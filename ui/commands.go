package ui

import (
	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
)

// dispatch asks the core what is due and puts it on its way, and sets the timer the
// core wants to be woken by. While quitting nothing new is asked.
func (m *Model) dispatch() tea.Cmd {
	if m.leaving {
		return nil
	}
	ask, wake := m.fleet.Next(m.now)
	cmds := make([]tea.Cmd, 0, len(ask)+1)
	for _, r := range ask {
		cmds = append(cmds, m.carry(r))
	}
	return tea.Batch(append(cmds, m.wakeAt(wake))...)
}

// carry makes one call to the API.
func (m *Model) carry(r fleet.Request) tea.Cmd {
	ctx, carry := m.o.Context, m.o.Carry
	return func() tea.Msg { return respondedMsg{carry(ctx, r)} }
}

// browse opens a page in the browser.
func (m *Model) browse(url string) tea.Cmd {
	open := m.o.OpenURL
	return func() tea.Msg { return browserOpenedMsg{url, open(url)} }
}
