package ui

import (
	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/ui/dialog"
	"tolokadash/ui/pane"
	"tolokadash/ui/screen"
)

// retry asks whether to send again what failed: the marked rows, else the one
// under the cursor. Where alike is set it takes all that failed for the same
// reason too.
func (m *Model) retry(alike bool) tea.Cmd {
	rows, at := m.chosenRows()
	if len(rows) == 0 && at.Hidden > 0 {
		return m.show(screen.Warning, m.allHidden(at.One))
	}
	again := m.fleet.Retry(rows, alike, func(id fleet.RowID) bool {
		_, shown := m.operations.Index(id)
		return shown
	})
	if len(again.Rows) == 0 {
		return m.say(screen.Warning, "Nothing failed here: put the cursor on a failed row, or mark some.")
	}
	cmd := m.askToSubmit(again.Verb(), pane.Selection{Refs: again.Pools(), Marks: at, Aside: m.notRetried(again)}, dialog.ToRetry)
	if m.confirm != nil {
		m.confirm.Foreign, m.confirm.Twice = again.Foreign(), again.MayRepeat()
		for i, t := range m.confirm.Order {
			m.confirm.Order[i].Replaces = again.Replaces(t.On)
		}
	}
	return cmd
}

// notRetried says what else is not sent again, and why.
func (m *Model) notRetried(again fleet.Retry) (aside []string) {
	add := func(n int, why string) {
		if n > 0 {
			aside = append(aside, wording.Count(n)+" "+why)
		}
	}
	add(again.NotFailed, "that did not fail")
	add(again.OtherCommand, "of another command")
	alike := "that failed alike"
	if key := m.keyOf(keymap.RetryAlike); key != "" {
		alike += " (" + key + " takes them too)"
	}
	add(again.Alike, alike)
	add(again.AlikeHidden, "that failed alike but hidden by the filter")
	return aside
}

// chosenRows is what is sent again or dismissed: the row that lies open, alone, else
// what is aimed at in the table.
func (m *Model) chosenRows() (rows []fleet.Row, at pane.Marks) {
	if m.details == nil {
		return m.operations.Selected()
	}
	if r, ok := m.fleet.Row(m.details.Row); ok {
		rows = append(rows, r)
	}
	return rows, pane.Marks{One: "row"}
}
