package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// submit hands what was confirmed to the fleet. Pools that can no longer take
// the verb are refused there, and named.
func (m *Model) submit(c *confirmation) tea.Cmd {
	refs := make([]tolokaapi.Ref, len(c.order))
	for i, t := range c.order {
		refs[i] = t.On
	}
	batch, refused := m.fleet.SubmitConfirmed(m.now, c.verb, c.order)
	refs = accepted(refs, refused)
	m.unmark(slices.Concat(refs, c.already))
	if batch != 0 {
		m.news.begun(batch, refs[0].Subject)
		if c.verb == tolokaapi.VerbClose {
			m.rememberClosed(c.purpose, refs)
		}
		m.followRetry(c.replaces, refs)
		m.giveWay(c.replaces, refs)
	}
	if len(refused) == 0 {
		return m.turn()
	}
	if batch == 0 {
		why := m.cannot(c.verb, aimed{}, refused)
		return tea.Batch(m.advise(warning, "Nothing was sent: "+why.Text, why.Advice), m.turn())
	}
	reasons := m.words.dotted(m.words.leftOut(c.verb, refused)...)
	m.news.refused = "Left out since you were asked: " + reasons
	return tea.Batch(m.say(warning, m.news.refused), m.turn())
}

// unmark takes the marks off what is under way or already so: the next question
// is about what is marked next. What was left out for another reason keeps its
// mark.
func (m *Model) unmark(refs []tolokaapi.Ref) {
	m.pools.table.Unmark(refs...)
	m.trainings.table.Unmark(refs...)
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

// giveWay dismisses failed rows whose pools were sent the verb again.
func (m *Model) giveWay(rows []fleet.RowID, refs []tolokaapi.Ref) {
	again := make(map[tolokaapi.Ref]bool, len(refs))
	for _, ref := range refs {
		again[ref] = true
	}
	for _, id := range rows {
		if r, ok := m.fleet.Row(id); ok && again[r.On] {
			m.fleet.Dismiss([]fleet.RowID{id})
		}
	}
}

// forgetUnchanged takes out of what u reopens that which turned out to have been
// closed before: that was not done from here.
func (m *Model) forgetUnchanged() {
	if len(m.lastClosed) == 0 {
		return
	}
	newest := map[tolokaapi.Ref]fleet.Row{}
	ids, _ := m.fleet.Rows()
	for _, id := range ids {
		if r, ok := m.fleet.Row(id); ok && r.Ours() && r.Verb == tolokaapi.VerbClose && r.ID > newest[r.On].ID {
			newest[r.On] = r
		}
	}
	m.lastClosed = slices.DeleteFunc(slices.Clone(m.lastClosed), func(ref tolokaapi.Ref) bool {
		return newest[ref].State == fleet.Unchanged
	})
	if len(m.lastClosed) == 0 {
		m.lastClosed, m.before = m.before, nil
	}
}

// foundClosed names those of what u reopens that were found closed after a lost
// reply: another may have closed them.
func (m *Model) foundClosed(refs []tolokaapi.Ref) string {
	var found []string
	for _, ref := range m.fleet.FoundDone(tolokaapi.VerbClose, refs) {
		found = append(found, ref.ID)
	}
	if len(found) == 0 {
		return ""
	}
	const named = 5
	names := strings.Join(found[:min(len(found), named)], ", ")
	if more := len(found) - named; more > 0 {
		names += " and " + count(more) + " more"
	}
	return "Another may have closed " + names + ": found after a lost reply."
}

// rememberClosed takes note of what u reopens: what was closed together last.
// A retry belongs to the confirmation it repeats a part of.
func (m *Model) rememberClosed(why purpose, refs []tolokaapi.Ref) {
	again := func(ref tolokaapi.Ref) bool { return slices.Contains(m.lastClosed, ref) }
	if why != toRetry || !slices.ContainsFunc(refs, again) {
		m.before, m.lastClosed = m.lastClosed, refs
		return
	}
	m.lastClosed = slices.Clone(m.lastClosed)
	for _, ref := range refs {
		if !again(ref) {
			m.lastClosed = append(m.lastClosed, ref)
		}
	}
}
