package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// quitWait is how long quitting waits for replies to commands on their way.
const quitWait = 2 * time.Second

// quit ends the program, after a question if commands would be lost by it. What
// lost its reply is looked up by the next start.
func (m *Model) quit() tea.Cmd {
	m.summary = m.fleet.Summary(m.now)
	if m.summary.Queued+m.summary.Sending > 0 {
		return m.ask(&confirmation{purpose: toQuit})
	}
	m.exit = Quit
	return tea.Quit
}

// leave gives up what is queued and waits a little for the replies to what is
// on its way, so that the receipt can tell what became of it.
func (m *Model) leave() tea.Cmd {
	m.exit, m.leaving = Quit, true
	if m.left() {
		return tea.Quit
	}
	return m.quitTimeout.Set(m.now, m.now.Add(quitWait))
}

// left gives up what is queued (a command that could not be sent is queued
// again) and reports whether no reply is waited for any more.
func (m *Model) left() bool {
	m.fleet.CancelQueued(m.now)
	m.summary = m.fleet.Summary(m.now)
	return m.summary.Sending == 0
}

// interrupt ends the program at once.
func (m *Model) interrupt() tea.Cmd {
	m.fleet.CancelQueued(m.now)
	m.exit = Interrupted
	return tea.Quit
}
