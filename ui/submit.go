package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/dialog"
	"tolokadash/ui/message"
	"tolokadash/ui/pane"
	"tolokadash/ui/screen"
)

// submit hands what was confirmed to the fleet. Pools that can no longer take
// the verb are refused there, and named.
func (m *Model) submit(c *dialog.Confirmation) tea.Cmd {
	refs := make([]tolokaapi.Ref, len(c.Order))
	for i, t := range c.Order {
		refs[i] = t.On
	}
	follow := m.followRetry()
	batch, refused := m.fleet.SubmitConfirmed(m.now, c.Verb, c.Order)
	refs = accepted(refs, refused)
	// The next question is about what is marked next. What was left out for another
	// reason than that it is so already keeps its mark.
	m.unmark(slices.Concat(refs, c.Already))
	if batch != 0 {
		m.announcements.Begin(batch, refs[0].Subject)
		follow()
	}
	if len(refused) == 0 {
		return m.dispatch()
	}
	if batch == 0 {
		busy, _ := m.fleet.Row(refused[0].Row)
		why := m.writer.Refused(c.Verb, pane.Selection{}, refused, busy, wording.Noun(m.poolPane().Subject()))
		return tea.Batch(m.show(screen.Warning, message.NotSent(why)), m.dispatch())
	}
	return tea.Batch(m.say(screen.Warning, m.announcements.LeaveOut(c.Verb, refused)), m.dispatch())
}

// accepted is the refs without those refused.
func accepted(refs []tolokaapi.Ref, refused []fleet.Refusal) []tolokaapi.Ref {
	out := make(map[tolokaapi.Ref]bool, len(refused))
	for _, r := range refused {
		out[r.On] = true
	}
	kept := make([]tolokaapi.Ref, 0, len(refs))
	for _, ref := range refs {
		if !out[ref] {
			kept = append(kept, ref)
		}
	}
	return kept
}

// foundClosed names those of what u reopens that were found closed after a lost
// reply: another may have closed them.
func foundClosed(refs []tolokaapi.Ref) string {
	if len(refs) == 0 {
		return ""
	}
	const named = 5
	var found []string
	for _, ref := range refs[:min(len(refs), named)] {
		found = append(found, ref.ID)
	}
	names := strings.Join(found, ", ")
	if more := len(refs) - named; more > 0 {
		names += " and " + wording.Count(more) + " more"
	}
	return "Another may have closed " + names + ": found after a lost reply."
}

// retry asks whether to send again what failed: the marked rows, else the one
// under the cursor. Where alike is set it takes all that failed for the same
// reason too.
func (m *Model) retry(alike bool) tea.Cmd {
	rows, at := m.chosenRows()
	if len(rows) == 0 && at.Hidden > 0 {
		return m.show(screen.Warning, m.writer.AllHidden(at.One))
	}
	again := m.fleet.Retry(rows, alike, func(id fleet.RowID) bool {
		_, shown := m.operations.Index(id)
		return shown || m.details != nil && m.details.Row == id // the filter may have lost it since
	})
	if len(again.Rows) == 0 && m.details != nil {
		return m.say(screen.Warning, "This has not failed: only what failed is sent again.")
	}
	if len(again.Rows) == 0 {
		return m.show(screen.Warning, message.NothingFailed)
	}
	cmd := m.askToSubmit(again.Verb(), pane.Selection{Refs: again.Pools(), Marks: at, LeftOut: m.writer.NotRetried(again)}, dialog.ToRetry)
	if m.confirm != nil {
		m.confirm.Foreign, m.confirm.Twice = again.Foreign(), again.MayRepeat()
		for i, t := range m.confirm.Order {
			m.confirm.Order[i].Replaces = again.Replaces(t.On)
		}
	}
	return cmd
}

// chosenRows is what is sent again or dismissed: the row that lies open, alone, else
// the selection of the table.
func (m *Model) chosenRows() (rows []fleet.Row, at pane.Marks) {
	if m.details == nil {
		return m.operations.Selected()
	}
	if r, ok := m.fleet.Row(m.details.Row); ok {
		rows = append(rows, r)
	}
	return rows, pane.Marks{One: "row"}
}
