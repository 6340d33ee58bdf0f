package ui

import (
	"strconv"
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// The columns of the operations.
const (
	opVerb = iota
	opPool
	opState
	opBar
	opPercent
	opElapsed
	opNote
)

func operationColumns() []table.Column {
	return []table.Column{
		opVerb:    {Title: "VERB", Min: 7, Drop: 1},
		opPool:    {Title: "POOL", Min: 14, Max: 70, Flex: 4},
		opState:   {Title: "STATE", Min: 9, Max: 16, Flex: 1},
		opBar:     {Title: "", Min: 10, Max: 20, Flex: 2, Drop: 3},
		opPercent: {Title: "", Min: 5, Drop: 2, Right: true},
		opElapsed: {Title: "ELAPSED", Min: 7, Drop: 4, Right: true},
		opNote:    {Title: "", Min: 50, Flex: 1, Drop: 5},
	}
}

// lines draws the rows that are in sight.
func (o *operations) lines(m *Model) []string {
	o.table.SetPlaceholder(o.placeholder(m), theme.ToneFaint)
	stale := !o.stale(m).IsZero()
	return o.table.Lines(func(id fleet.RowID, row *table.Row) {
		if r, ok := o.fleet.Row(id); ok {
			o.fill(r, m, row, stale)
		}
	})
}

func (o *operations) fill(r fleet.Row, m *Model, row *table.Row, stale bool) {
	if glyph, tone := o.words.flag(r); glyph != "" {
		row.Flag(tone, glyph)
	}
	if r.State.Band() == fleet.Done || stale {
		row.SetTone(theme.ToneFaint)
	}
	row.Put(opVerb, theme.ToneText, string(r.Verb))
	row.Put(opPool, theme.ToneText, r.On.ID)
	if r.On.Subject == tolokaapi.SubjectTraining {
		row.Put(opPool, theme.ToneFaint, " (training)")
	}
	row.Put(opPool, theme.ToneText, " "+r.Name)
	word, tone := o.words.state(r)
	if stale && !r.State.Finished() {
		tone = theme.ToneStale
	}
	if r.State == fleet.Unchanged && row.Width(opState) < len(word) {
		word = "already"
		row.Put(opBar, tone, Done(r.Verb))
	}
	row.Put(opState, tone, word)
	o.fillBar(r, tone, row)
	if !r.Start.IsZero() && r.Op.ID != "" || r.State == fleet.Unconfirmed && row.Width(opNote) > 0 {
		row.Put(opElapsed, theme.ToneText, elapsed(r.Elapsed()))
	}
	if row.Width(opNote) > 0 {
		note, tone := o.note(r, m)
		row.Put(opNote, tone, note)
		return
	}
	if says, tone := o.brief(r, m); len(says) > 0 {
		row.Put(opBar, tone, longest(says, row.Spill(opBar)))
	}
}

// brief is what stands where a bar would, on a row that has none and no room for
// a note: the same from long to short.
func (o *operations) brief(r fleet.Row, m *Model) (says []string, tone theme.Tone) {
	note, tone := o.note(r, m)
	wait := m.wait(r)
	switch {
	case r.State == fleet.Rejected && r.Problem != nil:
		return []string{note, or(r.Problem.Code, o.words.problem(r.Problem))}, theme.ToneFaint
	case r.State == fleet.Unconfirmed && r.Problem != nil && r.Problem.Named != "":
		why := o.words.problem(r.Problem)
		return []string{note, why, strings.TrimPrefix(why, "the answer ")}, tone
	case r.State == fleet.Unconfirmed:
		return []string{note, unconfirmed, "unconfirmed"}, tone
	case r.Found && r.Op.ID == "":
		return []string{note, "found"}, tone
	case wait != "":
		return []string{note, "again in " + wait, wait}, tone
	}
	return nil, tone
}

// longest is the first of texts, which go from long to short, that fits; if none
// does, the last.
func longest(texts []string, cells int) string {
	for _, text := range texts {
		if table.Width(text) <= cells {
			return text
		}
	}
	return texts[len(texts)-1]
}

// fillBar draws the bar of an operation the server has accepted. It is drawn
// from a number the server gave or stays empty.
func (o *operations) fillBar(r fleet.Row, tone theme.Tone, row *table.Row) {
	if r.Op.ID == "" || r.State == fleet.Unconfirmed || r.State == fleet.Unknown {
		return
	}
	known := r.Percent >= 0
	if !known && r.State.Finished() {
		return // an empty track would read as 0 %
	}
	full, left := o.words.glyphs.Bar(row.Width(opBar), r.Percent, known)
	row.Put(opBar, tone, full)
	row.Put(opBar, theme.ToneFaint, left)
	if !known {
		return
	}
	if r.Fell && !r.State.Finished() {
		row.Put(opPercent, theme.ToneWait, o.words.glyphs.Down)
		row.Put(opPercent, theme.ToneText, strconv.Itoa(r.Percent)+"%")
		return
	}
	row.Put(opPercent, theme.ToneText, strconv.Itoa(r.Percent)+" %")
}

// note is what else there is to say about a row, in a few words.
func (o *operations) note(r fleet.Row, m *Model) (string, theme.Tone) {
	wait := m.wait(r)
	switch {
	case r.State == fleet.Unconfirmed && wait != "":
		return o.words.dotted(o.words.unconfirmed(r), "again in "+wait), theme.ToneWait
	case r.State == fleet.Unconfirmed:
		return o.words.unconfirmed(r), theme.ToneWait
	case wait != "" && r.Problem != nil:
		return o.words.dotted(o.words.problem(r.Problem), "again in "+wait), theme.ToneWait
	case wait != "":
		return "again in " + wait, theme.ToneWait
	case failed(r):
		return o.words.why(r), theme.ToneBad
	case !r.Op.Created.Zero():
		return "new " + noun(r.On.Subject) + " " + r.Op.Created.ID, theme.ToneGood
	case r.Found:
		return foundNote, theme.ToneWait
	case r.State == fleet.Unchanged:
		return "nothing had to be done", theme.ToneFaint
	case !r.Ours():
		return "started elsewhere", theme.ToneFaint
	}
	return "", theme.ToneText
}

// placeholder says why there are no rows.
func (o *operations) placeholder(m *Model) string {
	if o.total > 0 {
		said := "No operation is " + bandName(o.only) + "."
		if o.filter.typed != "" {
			return o.filter.refused("No operation passes the filter "+o.words.quote(o.filter.typed)+".", m.pressTo(keymap.Back, "see all "+count(o.total)), o.words)
		}
		return said + m.pressTo(keymap.Back, "see all "+count(o.total))
	}
	if m.summary.DoneOurs > 0 {
		return "Nothing is left here: what ended was dismissed."
	}
	text := "No operations yet."
	if key := m.keyOf(keymap.Close); key != "" && !m.o.ReadOnly {
		text += " Press " + key + " on a pool to close it."
	}
	return text
}
