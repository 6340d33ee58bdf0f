package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/dialog"
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
		m.news.begun(batch, refs[0].Subject)
		follow()
	}
	if len(refused) == 0 {
		return m.dispatch()
	}
	if batch == 0 {
		why := m.cannot(c.Verb, pane.Selection{}, refused)
		return tea.Batch(m.advise(screen.Warning, "Nothing was sent: "+why.Text, why.Advice), m.dispatch())
	}
	reasons := m.words.Dotted(wording.RefusalCounts(c.Verb, refused)...)
	m.news.refused = "Left out since you were asked: " + reasons
	return tea.Batch(m.say(screen.Warning, m.news.refused), m.dispatch())
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
