package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

// retry asks whether to send again what failed: the marked rows, else the one
// under the cursor. Where alike is set it takes all that failed for the same
// reason too.
func (m *Model) retry(alike bool) tea.Cmd {
	rows, at := m.chosenRows()
	if len(rows) == 0 && at.hidden > 0 {
		return m.show(warning, m.allHidden(at.one))
	}
	again := chosen(rows)
	group := m.operations.alike(again)
	if more := len(group.rows) - len(again.rows); alike {
		again = group
	} else if more > 0 {
		again.aside = append(again.aside, m.alikeLeft(more))
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

// alikeLeft says how many more failed for the same reason, and how to take them
// too.
func (m *Model) alikeLeft(n int) string {
	said := count(n) + " that failed alike"
	if key := m.keyOf(keymap.RetryAlike); key != "" {
		said += " (" + key + " takes them too)"
	}
	return said
}

// alike is all that failed at the same thing for the same reason as one of the
// rows chosen, and is in sight of the filters.
func (o *operations) alike(chosen retrial) (again retrial) {
	if len(chosen.rows) == 0 {
		return chosen
	}
	again.aside = slices.Clone(chosen.aside)
	reasons := make(map[failureReason]bool, 1)
	for _, r := range chosen.rows {
		reasons[reasonOf(r)] = true
	}
	ids, _ := o.fleet.Rows()
	hidden := 0
	for _, id := range ids {
		r, ok := o.fleet.Row(id)
		if !ok || !failed(r) || !reasons[reasonOf(r)] {
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

// A failureReason is what rows that failed alike have in common.
type failureReason struct {
	verb    tolokaapi.Verb
	subject tolokaapi.Subject
	ours    bool
	state   fleet.State
	code    string
}

func reasonOf(r fleet.Row) failureReason {
	return failureReason{r.Verb, r.On.Subject, r.Ours(), r.State, code(r)}
}

// code is what failures are grouped by.
func code(r fleet.Row) string {
	if r.Problem == nil {
		return ""
	}
	return r.Problem.Code
}
