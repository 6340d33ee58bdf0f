package ui

import (
	"cmp"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/pane"
)

// cannot says why a verb can be sent to none of the pools.
func (m *Model) cannot(verb tolokaapi.Verb, at pane.Selection, left []fleet.Refusal) wording.Message {
	switch {
	case len(at.Refs) == 0 && at.Hidden > 0:
		return m.allHidden(at.One)
	case len(left) == 0:
		return wording.Message{Text: "There is no " + cmp.Or(at.One, wording.Noun(m.poolPane().Subject())) + " to " + string(verb) + " here."}
	}
	one := wording.Noun(left[0].On.Subject)
	if at.Marked {
		one = at.One
	}
	busy, _ := m.fleet.Row(left[0].Row)
	why := wording.Refusal(verb, left[0], busy)
	switch {
	case !at.Marked && len(left) == 1:
		return wording.Message{Text: left[0].On.ID + " is " + why + ".", Advice: m.wayToArchive(verb, left[0])}
	case !at.Marked:
		return wording.Message{Text: "None of the " + wording.Count(len(left)) + " " + one + "s can be " + wording.Passive(verb) + ": " + m.words.Dotted(wording.RefusalCounts(verb, left)...) + "."}
	case len(left) == 1:
		why = "The 1 marked " + one + ", " + left[0].On.ID + ", is " + why
	default:
		why = "None of the " + wording.Count(len(left)) + " marked " + one + "s can be " + wording.Passive(verb) + ": " + m.words.Dotted(wording.RefusalCounts(verb, left)...)
	}
	if at.Hidden > 0 {
		why += "; " + wording.Count(at.Hidden) + " more marked but hidden by the filter"
	}
	if advice := m.unmarking(at.Marks); advice != "" {
		return wording.Message{Text: why + ";", Advice: advice + "."}
	}
	return wording.Message{Text: why + "."}
}

// wayToArchive says how to archive what is open: by closing it first.
func (m *Model) wayToArchive(verb tolokaapi.Verb, left fleet.Refusal) string {
	key := m.keyOf(keymap.Close)
	if verb != tolokaapi.VerbArchive || left.Reason != fleet.WrongStatus || left.Status != tolokaapi.Open || key == "" {
		return ""
	}
	return key + " closes it first."
}

// allHidden says that there are marks, and none of them is in sight.
func (m *Model) allHidden(one string) wording.Message {
	said := "Every marked " + one + " is hidden by the filter"
	if key := m.keyOf(keymap.Back); key != "" {
		return wording.Message{Text: said + ";", Advice: key + " clears it."}
	}
	return wording.Message{Text: said + "."}
}

// unmarking says how to take the marks off that are in sight.
func (m *Model) unmarking(at pane.Marks) string {
	key := m.keyOf(keymap.MarkAll)
	switch {
	case key == "":
		return ""
	case at.All:
		return key + " unmarks"
	}
	return key + " twice unmarks"
}
