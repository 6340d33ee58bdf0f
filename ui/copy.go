package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/message"
	"tolokadash/ui/screen"
)

// A copyJob is a text to put on the clipboard.
type copyJob struct {
	text string
	name string // of the text, as in "Pool id 32267700"
}

// copyJobOf is what names an operation, or else its pool.
func copyJobOf(r fleet.Row, p tolokaapi.Pool) copyJob {
	if r.Op.ID != "" {
		return copyJob{string(r.Op.ID), "Operation id " + string(r.Op.ID)}
	}
	return copyJob{p.Ref.ID, wording.Capital(wording.Noun(p.Ref.Subject)) + " id " + p.Ref.ID}
}

// sent says what is known when the terminal has been given the text.
func (j copyJob) sent() string { return j.name + " sent to the terminal's clipboard" }

// A copyQueue gives texts to the programs of the system one after the other: the
// text that was copied last is the one that stays.
type copyQueue struct {
	put  func(string) []string // puts a text on the clipboards of the system, and names them; may be nil
	busy bool
	next *copyJob // replaces the one before it
}

// add puts a text on the clipboards that programs of the system reach.
func (q *copyQueue) add(job copyJob) tea.Cmd {
	put := q.put
	switch {
	case put == nil:
		return nil
	case q.busy:
		q.next = &job
		return nil
	}
	q.busy = true
	return func() tea.Msg { return textCopiedMsg{job, put(job.text)} }
}

// copied goes on with the next text, else says where this one is now, unless something
// else than that it was sent stands on the status line.
func (q *copyQueue) copied(msg textCopiedMsg, status string) (said string, cmd tea.Cmd) {
	next := q.next
	q.busy, q.next = false, nil
	switch {
	case next != nil:
		return "", q.add(*next)
	case len(msg.targets) == 0 || status != msg.job.sent():
		return "", nil
	}
	return msg.job.name + " copied to " + strings.Join(msg.targets, " and "), nil
}

// copyID copies what names the row under the cursor. The terminal gets it in any
// case. It does not say whether it took it, so that alone is never called copied.
func (m *Model) copyID() tea.Cmd {
	r, p, ok := m.subject()
	if !ok {
		return m.say(screen.Plain, message.NoRow)
	}
	job := copyJobOf(r, p)
	return tea.Batch(tea.SetClipboard(job.text), m.say(screen.Plain, job.sent()), m.copies.add(job))
}
