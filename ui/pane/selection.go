package pane

import (
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/table"
)

// A Selection is what an action is about.
type Selection struct {
	Refs    []tolokaapi.Ref
	Marks            // those they come from, if any
	LeftOut []string // why others like these are not among them
}

// Marks are the marks that an action goes by instead of the row under the cursor.
type Marks struct {
	Marked bool   // there are any
	Hidden int    // those on rows which the filter hides
	All    bool   // all that is in sight and may be is marked
	One    string // what one row is called
}

// marksOf are the marks of a table whose rows are called so.
func marksOf[ID comparable](t *table.Table[ID], one string) Marks {
	hidden := t.MarkedHidden()
	return Marks{Marked: t.MarkedShown() > 0 || hidden > 0, Hidden: hidden, All: t.AllMarked(), One: one}
}

// Selection is the marked rows that are shown, else the one under the cursor. With
// marks that are all hidden it is nothing: the row under the cursor was not meant.
func (p *Pools) Selection() Selection {
	at := Selection{Marks: marksOf(p.table, wording.Noun(p.subject))}
	if at.Marked {
		at.Refs = p.table.Marked()
	} else if ref, ok := p.table.Cursor(); ok {
		at.Refs = []tolokaapi.Ref{ref}
	}
	return at
}
