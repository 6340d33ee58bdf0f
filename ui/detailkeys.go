package ui

import (
	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/dialog"
	"tolokadash/ui/pane"
	"tolokadash/ui/screen"
)

// actDetails is an action while details lie open. It is about the row shown, alone:
// not about the marked rows, nor about a row that has come under the cursor since.
func (m *Model) actDetails(a keymap.Action) tea.Cmd {
	if m.o.ReadOnly && m.keys.Changes(a) {
		return m.show(screen.Warning, readOnly)
	}
	if verb, ok := m.keys.Verb(a); ok {
		return m.askToSubmit(verb, pane.Selection{Refs: []tolokaapi.Ref{m.details.pool}}, dialog.ToSubmit)
	}
	switch a {
	case keymap.Details:
		m.details = nil
		return nil
	case keymap.Down, keymap.Up:
		m.nextDetails(a)
		return nil
	case keymap.CopyID:
		return m.copyID()
	case keymap.OpenBrowser:
		return m.openBrowser()
	case keymap.Retry, keymap.RetryAlike:
		return m.retry(a == keymap.RetryAlike)
	case keymap.Dismiss:
		return m.dismiss(false)
	}
	if _, lines := m.detailLines(); m.details.Move(a, len(lines), m.layout.Body().Inside().Height) {
		return nil
	}
	return m.sayCloseFirst()
}

// nextDetails goes to the row below or above the one shown, and the cursor with it.
func (m *Model) nextDetails(a keymap.Action) {
	m.cursorToDetails()
	m.pane(m.focus).Move(a)
	m.cursorGuard.Stop()
	was := *m.details
	m.openDetails()
	if m.details.pool == was.pool && m.details.row == was.row && m.details.past == was.past {
		m.details.Scroll = was.Scroll
	}
}

// cursorToDetails puts the cursor on the row shown, if that is still in the table.
func (m *Model) cursorToDetails() {
	switch m.focus {
	case paneOperations:
		m.operations.SetCursor(m.details.row)
	case paneHistory:
		m.history.SetCursor(m.details.past)
	default:
		m.poolPane().SetCursor(m.details.pool)
	}
}

// chosenRows is what is sent again or dismissed: the row that lies open, alone, else
// what is aimed at in the table.
func (m *Model) chosenRows() (rows []fleet.Row, at pane.Marks) {
	if m.details == nil {
		return m.operations.Selected()
	}
	if r, ok := m.fleet.Row(m.details.row); ok {
		rows = append(rows, r)
	}
	return rows, pane.Marks{One: "row"}
}

// shownRow is the row of the table that lies open; the zero row for none.
func (m *Model) shownRow() fleet.Row {
	if m.details == nil {
		return fleet.Row{}
	}
	r, _ := m.fleet.Row(m.details.row)
	return r
}

// followRetry lets details of a row that was sent again, and left the table, show
// the row that took its place.
func (m *Model) followRetry(was fleet.Row) {
	if _, stays := m.fleet.Row(was.ID); stays || was.ID == 0 {
		return
	}
	if p, ok := m.fleet.Pool(was.On); ok && p.Busy != 0 {
		m.details.row = p.Busy
	}
}

// detailHints is what there is to do with what lies open, and in which order to
// leave it out.
func (m *Model) detailHints() (show, drop []keymap.Action) {
	if m.details.pool.ID != "" {
		for _, a := range m.keys.VerbActions() {
			verb, _ := m.keys.Verb(a)
			if ok, _ := m.fleet.Eligible(verb, []tolokaapi.Ref{m.details.pool}); len(ok) > 0 {
				show = append(show, a)
			}
		}
	}
	r, ok := m.fleet.Row(m.details.row)
	if ok && r.Failed() {
		show = append(show, keymap.Retry)
	}
	if ok && r.State.Finished() {
		show = append(show, keymap.Dismiss)
	}
	show = append(show, keymap.CopyID)
	if m.o.Environment.WebURL != nil {
		show = append(show, keymap.OpenBrowser)
	}
	show = append(show, keymap.Down, keymap.Up)
	if _, lines := m.detailLines(); len(lines) > m.layout.Body().Inside().Height {
		show = append(show, keymap.HalfPageDown)
	}
	drop = []keymap.Action{keymap.Help, keymap.Up, keymap.Dismiss, keymap.OpenBrowser, keymap.CopyID, keymap.Clone, keymap.Archive, keymap.Down, keymap.HalfPageDown}
	return append(show, keymap.Back, keymap.Help), drop
}

// detailWord is what a key does in details where that is not what it does in the
// tables; "" if it is.
func detailWord(a keymap.Action) string {
	switch a {
	case keymap.Down:
		return "next"
	case keymap.Up:
		return "previous"
	case keymap.HalfPageDown:
		return "more"
	}
	return ""
}
