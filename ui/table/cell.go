package table

// drawCell draws what the row has for one column, exactly width cells wide.
func (t *Table[ID]) drawCell(p *lineWriter, column, width int) {
	c := t.columns[column]
	f := fitting{ellipsis: t.set.Ellipsis, right: c.Right, middle: c.Middle}
	first, count := t.spansOf(column)
	switch count {
	case 0:
		p.blanks(t.base.blank, width)
	case 1:
		p.text(t.styleOf(first), first.text, width, f)
	default:
		t.drawSpans(p, column, width, f)
	}
}

// spansOf returns the first span of a column and how many it has.
func (t *Table[ID]) spansOf(column int) (first span, count int) {
	for _, s := range t.row.spans {
		if s.column != column {
			continue
		}
		if count == 0 {
			first = s
		}
		count++
	}
	return first, count
}

func (t *Table[ID]) styleOf(s span) styleBytes {
	if s.tone == 0 {
		return t.tone(t.row.tone)
	}
	return t.tone(s.tone)
}

// drawSpans draws a cell of several spans. The first that does not fit is cut and
// ends the cell. Only the last span is cut in its middle.
func (t *Table[ID]) drawSpans(p *lineWriter, column, width int, f fitting) {
	total, last := 0, 0
	for i, s := range t.row.spans {
		if s.column == column {
			total += Width(s.text)
			last = i
		}
	}
	end := p.cells + width
	if f.right {
		p.blanks(t.base.blank, width-total)
	}
	for i, s := range t.row.spans {
		if s.column != column {
			continue
		}
		part := fitting{ellipsis: f.ellipsis, middle: f.middle && i == last}
		kept := part.shorten(s.text, end-p.cells)
		if i != last && total > width {
			kept = part.shortenForMore(s.text, end-p.cells)
		}
		p.piece(t.styleOf(s), kept)
		if kept.tail != "" {
			break
		}
	}
	p.blanks(t.base.blank, end-p.cells)
}
