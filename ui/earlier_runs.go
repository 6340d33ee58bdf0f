package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/journal"
	"tolokadash/internal/runner"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/screen"
)

// earlierReadMsg is what other runs of the program have left for the account.
type earlierReadMsg struct {
	earlier runner.Earlier
	err     error
}

// earlierRuns reads, once, what other runs of the program have left for the account.
type earlierRuns struct {
	recorder *runner.Recorder // nil: nothing is restored
	asked    bool             // it is being read, or was
	running  []journal.Session
}

// A begunBatch is a batch that is not over.
type begunBatch struct {
	id    fleet.BatchID
	about tolokaapi.Subject
}

// read reads what is left once it is known whose account it is.
func (e *earlierRuns) read(account *tolokaapi.Requester) tea.Cmd {
	if e.recorder == nil || e.asked || account == nil {
		return nil
	}
	e.asked = true
	recorder, id := e.recorder, account.ID
	return func() tea.Msg {
		earlier, err := recorder.Earlier(id)
		return earlierReadMsg{earlier, err}
	}
}

// restore hands the fleet what was left: the batches come back as ours. It returns
// those that are not over and how many commands came back.
func (e *earlierRuns) restore(msg earlierReadMsg, f *fleet.Fleet, now time.Time) (begun []begunBatch, restored int) {
	e.running = msg.earlier.Running
	for _, b := range msg.earlier.Batches {
		id := e.recorder.Restore(f, now, b)
		if id == 0 {
			continue
		}
		sum, _ := f.Batch(id)
		restored += len(sum.Rows)
		if sum.End.IsZero() {
			begun = append(begun, begunBatch{id, b.Commands[0].Subject})
		}
	}
	return begun, restored
}

// problem says that what was left could not be read; nothing where it was said already
// that there is no journal.
func (e *earlierRuns) problem(err error) wording.Message {
	if e.recorder.Err() != nil {
		return wording.Message{}
	}
	return wording.Message{Text: "What earlier runs asked for is not shown: the journal cannot be read (" + err.Error() + ")."}
}

// restore takes in what other runs have left. A notice of the start stays.
func (m *Model) restore(msg earlierReadMsg) tea.Cmd {
	if msg.err != nil {
		if said := m.earlier.problem(msg.err); !said.Empty() && !m.announcements.Held() {
			return m.show(screen.Warning, said)
		}
		return nil
	}
	begun, restored := m.earlier.restore(msg, m.fleet, m.now)
	for _, b := range begun {
		m.announcements.Begin(b.id, b.about)
	}
	if restored == 0 || m.announcements.Held() {
		return m.dispatch()
	}
	said := wording.Plural(restored, "command", "commands") + " of an earlier run restored from the journal."
	return tea.Batch(m.dispatch(), m.say(screen.Plain, said))
}
