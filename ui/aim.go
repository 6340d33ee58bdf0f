package ui

import (
	"tolokadash/internal/fleet"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

// aimed is what an action is about.
type aimed struct {
	refs   []tolokaapi.Ref
	marked bool     // they are about marks, not about the row under the cursor
	hidden int      // further marks, on rows which the filter hides
	aside  []string // why others like these are not among them
}

// aim is what an action is about: the marked rows that are shown, else the one
// under the cursor. With marks that are all hidden it is nothing: the row under
// the cursor was not meant.
func (p *pools) aim() aimed {
	if hidden := p.table.MarkedHidden(); p.table.MarkedShown() > 0 || hidden > 0 {
		return aimed{refs: p.table.Marked(), marked: true, hidden: hidden}
	}
	if ref, ok := p.table.Cursor(); ok {
		return aimed{refs: []tolokaapi.Ref{ref}}
	}
	return aimed{}
}

// cannot says why a verb can be sent to none of the pools.
func (m *Model) cannot(verb tolokaapi.Verb, at aimed, left []fleet.Refusal) string {
	one := noun(m.shelf().subject)
	if len(left) > 0 {
		one = noun(left[0].On.Subject)
	}
	switch {
	case len(at.refs) == 0 && at.hidden > 0:
		return m.allHidden(one)
	case len(left) == 0:
		return "There is no " + one + " to " + string(verb) + " here."
	}
	busy, _ := m.fleet.Row(left[0].Row)
	why := m.words.refusal(verb, left[0], busy)
	switch {
	case !at.marked && len(left) == 1:
		return left[0].On.ID + " is " + why + "."
	case !at.marked:
		return "None of the " + count(len(left)) + " " + one + "s can be " + passive(verb) + ": " + m.words.dotted(m.words.leftOut(verb, left)...) + "."
	case len(left) == 1:
		why = "The 1 marked " + one + ", " + left[0].On.ID + ", is " + why
	default:
		why = "None of the " + count(len(left)) + " marked " + one + "s can be " + passive(verb) + ": " + m.words.dotted(m.words.leftOut(verb, left)...)
	}
	if at.hidden > 0 {
		why += "; " + count(at.hidden) + " more marked but hidden by the filter"
	}
	return why + m.unmarking() + "."
}

// allHidden says that there are marks, and none of them is in sight.
func (m *Model) allHidden(one string) string {
	said := "Every marked " + one + " is hidden by the filter"
	if key := m.keyOf(keymap.Back); key != "" {
		said += "; " + key + " clears it"
	}
	return said + "."
}

// unmarking says how to take the marks off that are in sight.
func (m *Model) unmarking() string {
	key := m.keyOf(keymap.MarkAll)
	switch {
	case key == "":
		return ""
	case m.shelf().table.AllMarked():
		return "; " + key + " unmarks"
	}
	return "; " + key + " twice unmarks"
}
