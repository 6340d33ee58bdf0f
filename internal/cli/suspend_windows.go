package cli

import tea "charm.land/bubbletea/v2"

// mayUseTerminal: there is no job control.
func mayUseTerminal() bool { return true }

// suspend leaves suspending to Bubble Tea, which does nothing here.
func (*screen) suspend(*tea.Program) tea.Msg { return tea.SuspendMsg{} }
