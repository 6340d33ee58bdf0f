package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// retry asks whether to send again what failed.
func (m *Model) retry() tea.Cmd {
	rows, at := m.operations.aim()
	if len(rows) == 0 && at.hidden > 0 {
		return m.say(warning, m.allHidden(at.one))
	}
	again := chosen(rows)
	if !at.marked {
		again = m.operations.alike(again)
	}
	if len(again.rows) == 0 {
		return m.say(warning, "Nothing failed here: put the cursor on a failed row, or mark some.")
	}
	refs := make([]tolokaapi.Ref, len(again.rows))
	ids := make([]fleet.RowID, len(again.rows))
	for i, r := range again.rows {
		refs[i], ids[i] = r.On, r.ID
	}
	cmd := m.askToSubmit(again.rows[0].Verb, aimed{refs: refs, marks: at, aside: again.aside}, toRetry)
	if m.confirm != nil {
		m.confirm.replaces, m.confirm.foreign = ids, !again.rows[0].Ours()
		m.confirm.twice = slices.ContainsFunc(again.rows, func(r fleet.Row) bool {
			return r.State == fleet.Unknown && r.Verb == tolokaapi.VerbClone
		})
	}
	return cmd
}

// A retrial is the failed rows that are sent again, which share one verb and are
// all pools or all trainings, and why others are not.
type retrial struct {
	rows  []fleet.Row
	aside []string
}

// chosen is what is sent again of rows that somebody chose.
func chosen(rows []fleet.Row) (again retrial) {
	var sound, others int
	for _, r := range rows {
		switch {
		case !failed(r):
			sound++
		case len(again.rows) > 0 && !sameCommand(r, again.rows[0]):
			others++
		default:
			again.rows = append(again.rows, r)
		}
	}
	if sound > 0 {
		again.aside = append(again.aside, count(sound)+" that did not fail")
	}
	if others > 0 {
		again.aside = append(again.aside, count(others)+" of another command")
	}
	return again
}

// alike is all that failed at the same thing for the same reason as the one row
// chosen, and is in sight of the filters.
func (o *operations) alike(one retrial) (again retrial) {
	if len(one.rows) == 0 {
		return one
	}
	first := one.rows[0]
	ids, _ := o.fleet.Rows()
	hidden := 0
	for _, id := range ids {
		r, ok := o.fleet.Row(id)
		if !ok || !failed(r) || !sameCommand(r, first) || r.State != first.State || code(r) != code(first) {
			continue
		}
		if _, shown := o.table.Index(id); shown {
			again.rows = append(again.rows, r)
		} else {
			hidden++
		}
	}
	if hidden > 0 {
		again.aside = append(again.aside, count(hidden)+" that failed alike but hidden by the filter")
	}
	return again
}

// sameCommand reports whether two rows may be sent again in one go: what others
// asked for is never slipped in among what was asked for here.
func sameCommand(a, b fleet.Row) bool {
	return a.Verb == b.Verb && a.On.Subject == b.On.Subject && a.Ours() == b.Ours()
}

// code is what failures are grouped by.
func code(r fleet.Row) string {
	if r.Problem == nil {
		return ""
	}
	return r.Problem.Code
}
