package table

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Lines draws the table: as many lines as it is high, each exactly as wide as
// it is, titles first. Fill is called for each row on screen, from top to
// bottom, and for no other. A table without width or height has no lines.
func (t *Table[ID]) Lines(fill func(id ID, row *Row)) []string { return t.LinesOr(nil, fill) }

// LinesOr draws the table as [Table.Lines] does. Without rows it draws what empty
// says, in that tone; every line of it is cut to the width.
func (t *Table[ID]) LinesOr(empty func() (text string, tone int), fill func(id ID, row *Row)) []string {
	if t.width == 0 || t.height == 0 {
		return nil
	}
	t.measure()
	lines := make([]string, 0, t.height)
	if t.height > 1 {
		lines = append(lines, t.header())
	}
	if len(t.rows) == 0 && empty != nil {
		lines = t.appendPlaceholder(lines, empty)
	}
	for i := t.offset; i < len(t.rows) && len(lines) < t.height; i++ {
		t.row.reset(&t.layout)
		fill(t.rows[i], &t.row)
		lines = append(lines, t.draw(i))
	}
	for len(lines) < t.height {
		lines = append(lines, strings.Repeat(" ", t.width))
	}
	return lines
}

// View returns the lines of [Table.Lines] joined.
func (t *Table[ID]) View(fill func(id ID, row *Row)) string {
	return strings.Join(t.Lines(fill), "\n")
}

// header draws the titles of the columns.
func (t *Table[ID]) header() string {
	p := lineWriter{dst: t.line[:0]}
	p.blanks(t.base.blank, min(t.gutter(), t.width))
	for n, i := range t.layout.shown {
		if n > 0 {
			p.blanks(t.base.blank, columnGap)
		}
		column, width := t.columns[i], t.layout.widths[i]
		title, styleBytes := column.Title, t.base.header
		if i == t.sorted {
			title, styleBytes = t.sortedTitle(title, width), t.base.sorted
		}
		f := fitting{ellipsis: t.set.Ellipsis, right: column.Right}
		p.text(styleBytes, title, width, f)
	}
	return t.finish(&p)
}

// sortedTitle returns a title with the mark of sorting, which is shown even
// where the title has to be cut for it.
func (t *Table[ID]) sortedTitle(title string, width int) string {
	mark := t.set.Ascending
	if t.falling {
		mark = t.set.Descending
	}
	if mark == "" {
		return title
	}
	if Width(title)+1+Width(mark) > width {
		return Cut(title, width-Width(mark), "") + mark
	}
	return title + " " + mark
}

func (t *Table[ID]) appendPlaceholder(lines []string, empty func() (text string, tone int)) []string {
	said, tone := empty()
	if said == "" {
		return lines
	}
	f := fitting{ellipsis: t.set.Ellipsis}
	indent := min(t.gutter(), t.width)
	wrapped := ansi.Wrap(said, max(t.width-indent-1, 1), "")
	for text := range strings.SplitSeq(wrapped, "\n") {
		if len(lines) == t.height {
			break
		}
		p := lineWriter{dst: t.line[:0]}
		p.blanks(t.base.blank, indent)
		p.text(t.tone(tone), text, t.width-indent, f)
		lines = append(lines, t.finish(&p))
	}
	return lines
}

// draw draws the row at i from what the caller put into the scratch row.
func (t *Table[ID]) draw(i int) string {
	here := i == t.cursor
	p := lineWriter{dst: t.line[:0], lit: here && t.focused}
	t.drawGutter(&p, i, here)
	shown := t.layout.shown
	for n := 0; n < len(shown); n++ {
		if n > 0 {
			p.blanks(t.base.blank, columnGap)
		}
		column, width := shown[n], t.layout.widths[shown[n]]
		if s := t.row.spill; s.cells > 0 && s.column == column {
			width = s.cells
			n += s.over
		}
		t.drawCell(&p, column, width)
	}
	return t.finish(&p)
}

// drawGutter draws a blank, the cursor, the mark, the flag where the table has
// flags, and a blank, each in a cell of its own.
func (t *Table[ID]) drawGutter(p *lineWriter, i int, here bool) {
	cells := [...]struct {
		styleBytes styleBytes
		glyph      string
	}{{}, {styleBytes: t.base.cursor}, {styleBytes: t.base.mark}, {t.tone(t.row.flag.tone), t.row.flag.text}, {}}
	if here {
		cells[1].glyph = t.set.Cursor
	}
	if t.IsMarked(t.rows[i]) {
		cells[2].glyph = t.set.Mark
	}
	for n, cell := range cells {
		switch {
		case p.cells == t.width, n == 3 && !t.flagged:
		case cell.glyph == "":
			p.blanks(t.base.blank, 1)
		default:
			p.text(cell.styleBytes, cell.glyph, 1, fitting{})
		}
	}
}

// finish fills the line up to the width and ends its styles.
func (t *Table[ID]) finish(p *lineWriter) string {
	p.blanks(t.base.blank, t.width-p.cells)
	p.use("")
	t.line = p.dst
	return string(p.dst)
}

// A lineWriter writes one line, turning styles on and off only where they change.
type lineWriter struct {
	dst   []byte
	style string // bytes that turned the present style on
	lit   bool   // the highlighted row
	cells int    // written so far
}

// use turns a style on, and the one before it off.
func (p *lineWriter) use(style string) {
	if style == p.style {
		return
	}
	if p.style != "" {
		p.dst = append(p.dst, ansi.ResetStyle...)
	}
	p.dst = append(p.dst, style...)
	p.style = style
}

// blanks writes n blank cells.
func (p *lineWriter) blanks(i styleBytes, n int) {
	if n <= 0 {
		return
	}
	p.use(i.on(p.lit))
	p.dst = appendBlanks(p.dst, n)
	p.cells += n
}

// text writes text fitted to width cells.
func (p *lineWriter) text(i styleBytes, text string, width int, f fitting) {
	if width <= 0 {
		return
	}
	p.use(i.on(p.lit))
	p.dst = f.append(p.dst, text, width)
	p.cells += width
}

// piece writes text that was cut already.
func (p *lineWriter) piece(i styleBytes, kept piece) {
	if kept.cells <= 0 {
		return
	}
	p.use(i.on(p.lit))
	p.dst = append(p.dst, kept.text...)
	p.dst = append(p.dst, kept.tail...)
	p.dst = append(p.dst, kept.end...)
	p.cells += kept.cells
}
