package ui

import (
	"cmp"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/table"
)

// aimed is what an action is about.
type aimed struct {
	refs  []tolokaapi.Ref
	marks          // those they come from, if any
	aside []string // why others like these are not among them
}

// marks are the marks that an action goes by instead of the row under the cursor.
type marks struct {
	marked bool   // there are any
	hidden int    // those on rows which the filter hides
	all    bool   // all that is in sight and may be is marked
	one    string // what one row is called
}

// marksOf are the marks of a table whose rows are called so.
func marksOf[ID comparable](t *table.Table[ID], one string) marks {
	hidden := t.MarkedHidden()
	return marks{marked: t.MarkedShown() > 0 || hidden > 0, hidden: hidden, all: t.AllMarked(), one: one}
}

// aim is what an action is about: the marked rows that are shown, else the one
// under the cursor. With marks that are all hidden it is nothing: the row under
// the cursor was not meant.
func (p *pools) aim() aimed {
	at := aimed{marks: marksOf(p.table, wording.Noun(p.subject))}
	if at.marked {
		at.refs = p.table.Marked()
	} else if ref, ok := p.table.Cursor(); ok {
		at.refs = []tolokaapi.Ref{ref}
	}
	return at
}

// cannot says why a verb can be sent to none of the pools.
func (m *Model) cannot(verb tolokaapi.Verb, at aimed, left []fleet.Refusal) wording.Message {
	switch {
	case len(at.refs) == 0 && at.hidden > 0:
		return m.allHidden(at.one)
	case len(left) == 0:
		return wording.Message{Text: "There is no " + cmp.Or(at.one, wording.Noun(m.poolPane().subject)) + " to " + string(verb) + " here."}
	}
	one := wording.Noun(left[0].On.Subject)
	if at.marked {
		one = at.one
	}
	busy, _ := m.fleet.Row(left[0].Row)
	why := m.words.Refusal(verb, left[0], busy)
	switch {
	case !at.marked && len(left) == 1:
		return wording.Message{Text: left[0].On.ID + " is " + why + "."}
	case !at.marked:
		return wording.Message{Text: "None of the " + wording.Count(len(left)) + " " + one + "s can be " + wording.Passive(verb) + ": " + m.words.Dotted(m.words.LeftOut(verb, left)...) + "."}
	case len(left) == 1:
		why = "The 1 marked " + one + ", " + left[0].On.ID + ", is " + why
	default:
		why = "None of the " + wording.Count(len(left)) + " marked " + one + "s can be " + wording.Passive(verb) + ": " + m.words.Dotted(m.words.LeftOut(verb, left)...)
	}
	if at.hidden > 0 {
		why += "; " + wording.Count(at.hidden) + " more marked but hidden by the filter"
	}
	if advice := m.unmarking(at.marks); advice != "" {
		return wording.Message{Text: why + ";", Advice: advice + "."}
	}
	return wording.Message{Text: why + "."}
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
func (m *Model) unmarking(at marks) string {
	key := m.keyOf(keymap.MarkAll)
	switch {
	case key == "":
		return ""
	case at.all:
		return key + " unmarks"
	}
	return key + " twice unmarks"
}
