package ui

import (
	"tolokadash/internal/fleet"
	"tolokadash/keymap"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// lines draws the rows that are in sight.
func (o *operations) lines(m *Model) []string {
	o.table.SetPlaceholder(o.placeholder(m), theme.ToneFaint)
	stale := !o.stale(m).IsZero()
	d := &operationDrawing{words: o.words, model: m}
	return o.table.Lines(func(id fleet.RowID, row *table.Row) {
		var ok bool
		if d.Row, ok = o.fleet.Row(id); ok {
			o.fill(d, row, stale)
		}
	})
}

func (o *operations) fill(d *operationDrawing, row *table.Row, stale bool) {
	if glyph, tone := o.words.flag(d.Row); glyph != "" {
		row.Flag(tone, glyph)
	}
	if d.State.Band() == fleet.Done || stale {
		row.SetTone(theme.ToneFaint)
	}
	d.state, d.tone = o.words.state(d.Row)
	if stale && !d.State.Finished() {
		d.tone = theme.ToneStale
	}
	for i := range o.columns {
		o.columns[i].draw(d, row)
	}
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
