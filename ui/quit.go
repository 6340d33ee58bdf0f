package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/ui/dialog"
)

// quitWait is how long quitting waits for replies to commands on their way.
const quitWait = 2 * time.Second

// quit ends the program, after a question if commands would be lost by it. What
// lost its reply is looked up by the next start.
func (m *Model) quit() tea.Cmd {
	m.summary = m.fleet.Summary(m.now)
	if m.summary.Queued+m.summary.Sending > 0 {
		return m.ask(&dialog.Confirmation{Purpose: dialog.ToQuit})
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

// quitLosses says what quitting gives up.
func quitLosses(sum fleet.Summary) string {
	var parts []string
	if n := sum.Queued; n > 0 {
		parts = append(parts, wording.Plural(n, "command is", "commands are")+" still queued and will not be sent.")
	}
	if n := sum.Sending; n > 0 {
		parts = append(parts, wording.Plural(n, "command is", "commands are")+" on the way; the replies are waited for up to "+wording.Elapsed(quitWait)+".")
	}
	if n := sum.Unconfirmed; n > 0 {
		whose := "Their outcomes are"
		if n == 1 {
			whose = "Its outcome is"
		}
		parts = append(parts, wording.Plural(n, "command has", "commands have")+" lost the reply. "+whose+" not known yet.")
	}
	if len(parts) == 0 {
		parts = append(parts, "Nothing is waiting any more.")
	}
	return strings.Join(append(parts, "What Toloka has accepted goes on there."), " ")
}
