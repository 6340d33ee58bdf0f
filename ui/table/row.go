package table

import "slices"

// A Row takes what one row shows. It is handed to the function given to
// [Table.Lines], is blank at every call, and must not be kept.
type Row struct {
	layout *layout
	spans  []span
	tone   int
	flag   span
	spill  spill
}

// A spill is a cell that runs on over the columns right of it.
type spill struct {
	column int
	over   int // how many columns
	cells  int // in all, gaps included
}

// A span is a piece of one cell.
type span struct {
	column, tone int
	text         string
}

// Put adds text to the cell of a column, after what the cell holds already.
// Tone 0 is the tone of the row. Text for a column that is not shown is
// dropped. The text needs no care: it is cut and filled as [Fit] says, and no
// control character of it reaches the terminal. Of a cell made of several texts only the
// last is cut in its middle.
func (r *Row) Put(column, tone int, text string) {
	if text == "" || r.Width(column) == 0 {
		return
	}
	r.spans = append(r.spans, span{column: column, tone: tone, text: text})
}

// Width returns the cells of a column, and 0 when it is not shown.
func (r *Row) Width(column int) int {
	if column < 0 || column >= len(r.layout.widths) {
		return 0
	}
	return r.layout.widths[column]
}

// Spill makes the cell of a column run on over the columns right of it, up to the
// first that holds something by now, or to the edge of the table, and returns its
// cells. One cell of a row can do so, the last one told to.
func (r *Row) Spill(column int) (cells int) {
	at := slices.Index(r.layout.shown, column)
	if at < 0 {
		return 0
	}
	r.spill = spill{column: column, cells: r.layout.widths[column]}
	for _, next := range r.layout.shown[at+1:] {
		if r.holds(next) {
			return r.spill.cells
		}
		r.spill.over++
		r.spill.cells += columnGap + r.layout.widths[next]
	}
	r.spill.cells += r.layout.beyond
	return r.spill.cells
}

// holds reports whether anything was put into a column.
func (r *Row) holds(column int) bool {
	return slices.ContainsFunc(r.spans, func(s span) bool { return s.column == column })
}

// SetTone sets the tone of everything in the row that has tone 0.
func (r *Row) SetTone(tone int) { r.tone = tone }

// Flag puts a glyph of one cell in the gutter, right of cursor and mark. Only a
// table made with [Options.Flagged] shows it.
func (r *Row) Flag(tone int, glyph string) { r.flag = span{tone: tone, text: glyph} }

// reset blanks the row for the next id.
func (r *Row) reset(l *layout) {
	r.layout, r.tone, r.flag, r.spill = l, 0, span{}, spill{}
	r.spans = r.spans[:0]
}
