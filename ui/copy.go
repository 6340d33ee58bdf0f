package ui

import (
	"strings"

	"tolokadash/internal/wording"

	tea "charm.land/bubbletea/v2"
	"tolokadash/ui/screen"
)

// A copyJob is a text to put on the clipboard.
type copyJob struct {
	text string
	name string // of the text, as in "Pool id 32267700"
}

// A copyQueue gives texts to the programs of the system one after the other: the
// text that was copied last is the one that stays.
type copyQueue struct {
	busy bool
	next *copyJob // replaces the one before it
}

// copyID copies what names the row under the cursor. The terminal gets it in any
// case. It does not say whether it took it, so that alone is never called copied.
func (m *Model) copyID() tea.Cmd {
	r, p, ok := m.subject()
	if !ok {
		return m.say(screen.Plain, noRow)
	}
	job := copyJob{p.Ref.ID, wording.Capital(wording.Noun(p.Ref.Subject)) + " id " + p.Ref.ID}
	if r.Op.ID != "" {
		job = copyJob{string(r.Op.ID), "Operation id " + string(r.Op.ID)}
	}
	return tea.Batch(tea.SetClipboard(job.text), m.say(screen.Plain, job.sent()), m.copyBySystem(job))
}

// sent says what is known when the terminal has been given the text.
func (j copyJob) sent() string { return j.name + " sent to the terminal's clipboard" }

// copyBySystem puts a text on the clipboards that programs of the system reach.
func (m *Model) copyBySystem(job copyJob) tea.Cmd {
	put := m.o.CopyText
	switch {
	case put == nil:
		return nil
	case m.copies.busy:
		m.copies.next = &job
		return nil
	}
	m.copies.busy = true
	return func() tea.Msg { return textCopiedMsg{job, put(job.text)} }
}

// copied says where a text is now, unless something else has been said since.
func (m *Model) copied(msg textCopiedMsg) tea.Cmd {
	next := m.copies.next
	m.copies = copyQueue{}
	if next != nil {
		return m.copyBySystem(*next)
	}
	if len(msg.targets) == 0 || m.status.Said.Text != msg.job.sent() {
		return nil
	}
	return m.say(screen.Success, msg.job.name+" copied to "+strings.Join(msg.targets, " and "))
}
