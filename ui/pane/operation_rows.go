package pane

import (
	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// Lines draws the rows that are in sight.
func (o *Operations) Lines(d *Context) []string {
	stale := !o.stale(d).IsZero()
	cells := &operationDrawing{Context: d}
	return o.table.LinesOr(func() (string, theme.Tone) { return o.placeholder(d), theme.ToneFaint }, func(id fleet.RowID, row *table.Row) {
		var ok bool
		if cells.Row, ok = o.fleet.Row(id); ok {
			o.fill(cells, row, stale)
		}
	})
}

func (o *Operations) fill(d *operationDrawing, row *table.Row, stale bool) {
	if glyph, tone := d.Theme.Glyphs.Flag(&d.Row); glyph != "" {
		row.Flag(tone, glyph)
	}
	if d.State.Band() == fleet.Done || stale {
		row.SetTone(theme.ToneFaint)
	}
	d.state, d.tone = o.words.State(d.Row), theme.StateTone(d.State)
	if stale && !d.State.Finished() {
		d.tone = theme.ToneStale
	}
	for i := range o.columns {
		o.columns[i].draw(d, row)
	}
}

// placeholder says why there are no rows.
func (o *Operations) placeholder(d *Context) string {
	if o.total > 0 {
		said := "No operation is " + bandName(o.only) + "."
		if o.filter.Typed != "" {
			return o.filter.refused("No operation passes the filter "+o.words.Quote(o.filter.Typed)+".", d.Keys.PressTo(keymap.Back, "see all "+wording.Count(o.total)), o.words)
		}
		return said + d.Keys.PressTo(keymap.Back, "see all "+wording.Count(o.total))
	}
	if d.Summary.DoneOurs > 0 {
		return "Nothing is left here: what ended was dismissed."
	}
	text := "No operations yet."
	if key := d.Keys.KeyOf(keymap.Close); key != "" && !d.ReadOnly {
		text += " Press " + key + " on a pool to close it."
	}
	return text
}
