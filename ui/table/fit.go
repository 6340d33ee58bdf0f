package table

import "github.com/charmbracelet/x/ansi"

// Fit returns s normalized (see [Normalize]) and exactly width cells wide: cut at its
// end with an ellipsis, or filled with blanks at its end. No cluster is split;
// where half a wide one would fit there is a blank. A width below one gives "".
// Fitting a result again, to the same width, changes nothing.
func Fit(s string, width int, ellipsis string) string {
	return string(fitting{ellipsis: ellipsis}.append(nil, s, width))
}

// Cut returns s normalized and at most width cells wide: cut at its end with an
// ellipsis where it is longer, and never filled.
func Cut(s string, width int, ellipsis string) string {
	p := fitting{ellipsis: ellipsis}.shorten(s, width)
	return p.text + p.tail
}

// CutMiddle returns s normalized and at most width cells wide: cut in its middle with
// an ellipsis where it is longer, so that texts which differ at their end still
// do. It is never filled.
func CutMiddle(s string, width int, ellipsis string) string {
	p := fitting{ellipsis: ellipsis, middle: true}.shorten(s, width)
	return p.text + p.tail + p.end
}

// A fitting is how text is made as wide as its cell.
type fitting struct {
	ellipsis string
	right    bool // text at the right end, blanks before it
	middle   bool // cut in the middle
}

// A piece is what is left of a text. If it was cut, the ellipsis follows, and its
// end where it was cut in the middle.
type piece struct {
	text, tail, end string
	cells           int
}

// append adds s to dst, exactly width cells wide.
func (f fitting) append(dst []byte, s string, width int) []byte {
	p := f.shorten(s, width)
	if f.right {
		dst = appendBlanks(dst, width-p.cells)
	}
	dst = append(dst, p.text...)
	dst = append(dst, p.tail...)
	dst = append(dst, p.end...)
	if !f.right {
		dst = appendBlanks(dst, width-p.cells)
	}
	return dst
}

// shorten normalizes s and cuts it to at most width cells.
func (f fitting) shorten(s string, width int) piece {
	width = max(width, 0)
	text, cells := normalize(s)
	if cells <= width {
		return piece{text: text, cells: cells}
	}
	dots, room := f.dots(width)
	p := piece{tail: dots, cells: Width(dots)}
	if f.middle && room >= leastMiddle {
		var endCells int
		p.end, endCells = keepEnd(text, cells, room*2/5)
		room -= endCells
		p.cells += endCells
	}
	p.text, cells = keepStart(text, room)
	p.cells += cells
	return p
}

// shortenForMore normalizes s, which is followed by more text than there is room for,
// and cuts it if no room is left for an ellipsis after it.
func (f fitting) shortenForMore(s string, width int) piece {
	text, cells := normalize(s)
	dots, room := f.dots(max(width, 0))
	if cells <= room {
		return piece{text: text, cells: cells}
	}
	text, cells = keepStart(text, room)
	return piece{text: text, tail: dots, cells: cells + Width(dots)}
}

// leastMiddle is the least room in which a text is cut in its middle: in less
// neither part says anything.
const leastMiddle = 5

// dots returns the ellipsis, itself cut to width cells, and the room it leaves.
func (f fitting) dots(width int) (ellipsis string, room int) {
	ellipsis, cells := normalize(f.ellipsis)
	if cells > width {
		ellipsis, cells = keepStart(ellipsis, width)
	}
	return ellipsis, width - cells
}

// keepStart returns the longest start of a normalized text that takes at most room
// cells, and the cells it takes.
func keepStart(text string, room int) (string, int) {
	cells := 0
	for i := 0; i < len(text); {
		n, w := firstCluster(text[i:])
		if cells+w > room {
			return text[:i], cells
		}
		i += n
		cells += w
	}
	return text, cells
}

// keepEnd returns the longest end of a normalized text of so many cells that takes at
// most room cells, and the cells it takes.
func keepEnd(text string, cells, room int) (string, int) {
	for cells > room {
		n, w := firstCluster(text)
		text, cells = text[n:], cells-w
	}
	return text, cells
}

// firstCluster returns the bytes and the cells of the first cluster of a
// normalized text.
func firstCluster(text string) (size, cells int) {
	if size, cells = leadingSimple(text); size > 0 {
		return size, cells
	}
	cluster, cells := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
	return len(cluster), cells
}

func appendBlanks(dst []byte, n int) []byte {
	for ; n > 0; n-- {
		dst = append(dst, ' ')
	}
	return dst
}
