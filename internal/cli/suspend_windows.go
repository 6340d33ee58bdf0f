package cli

import tea "charm.land/bubbletea/v2"

// inForeground: there is no other place to be.
func inForeground() bool { return true }

// suspender leaves suspending to Bubble Tea, which does nothing here.
func (*screen) suspender(func() *tea.Program) func(tea.Model, tea.Msg) tea.Msg {
	return func(_ tea.Model, msg tea.Msg) tea.Msg { return msg }
}
