package ui

import (
	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/runner"
	"tolokadash/internal/wording"
	"tolokadash/ui/screen"
)

// earlierReadMsg is what other runs of the program have left for the account.
type earlierReadMsg struct {
	earlier runner.Earlier
	err     error
}

// readEarlier reads, once it is known whose account it is, what other runs have left
// for it.
func (m *Model) readEarlier() tea.Cmd {
	if m.o.Recorder == nil || m.earlierAsked || m.summary.Account == nil {
		return nil
	}
	m.earlierAsked = true
	recorder, account := m.o.Recorder, m.summary.Account.ID
	return func() tea.Msg {
		earlier, err := recorder.Earlier(account)
		return earlierReadMsg{earlier, err}
	}
}

// restore takes in what other runs have left: their batches come back as ours.
func (m *Model) restore(msg earlierReadMsg) tea.Cmd {
	if msg.err != nil && (m.news.noticeUnread || m.o.Recorder.Err() != nil) {
		return nil // it was said that there is no journal
	}
	if msg.err != nil {
		return m.show(screen.Warning, wording.Message{Text: "What earlier runs asked for is not shown: the journal cannot be read (" + msg.err.Error() + ")."})
	}
	m.alsoRunning = msg.earlier.Running
	restored := 0
	for _, b := range msg.earlier.Batches {
		id := m.o.Recorder.Restore(m.fleet, m.now, b)
		if id == 0 {
			continue
		}
		sum, _ := m.fleet.Batch(id)
		restored += len(sum.Rows)
		if sum.End.IsZero() {
			m.news.begun(id, b.Commands[0].Subject)
		}
	}
	if restored == 0 || m.news.noticeUnread {
		return m.dispatch()
	}
	said := wording.Message{Text: wording.Plural(restored, "command", "commands") + " of an earlier run restored from the journal."}
	return tea.Batch(m.dispatch(), m.show(screen.Plain, said))
}
