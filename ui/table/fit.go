package table

import "github.com/charmbracelet/x/ansi"

// Fit returns s settled (see [Settle]) and exactly width cells wide: cut at its
// end with an ellipsis, or filled with blanks at its end. No cluster is split;
// where half a wide one would fit there is a blank. A width below one gives "".
// Fitting a result again, to the same width, changes nothing.
func Fit(s string, width int, ellipsis string) string {
	return string(fitting{ellipsis: ellipsis}.append(nil, s, width))
}

// Cut returns s settled and at most width cells wide: cut at its end with an
// ellipsis where it is longer, and never filled.
func Cut(s string, width int, ellipsis string) string {
	p := fitting{ellipsis: ellipsis}.shorten(s, width)
	return p.text + p.tail
}

// A fitting is how text is made as wide as its cell.
type fitting struct {
	ellipsis string
	right    bool // text at the right end, blanks before it
}

// A piece is what is left of a text, with the ellipsis after it if it was cut.
type piece struct {
	text, tail string
	cells      int
}

// append adds s to dst, exactly width cells wide.
func (f fitting) append(dst []byte, s string, width int) []byte {
	p := f.shorten(s, width)
	if f.right {
		dst = appendBlanks(dst, width-p.cells)
	}
	dst = append(dst, p.text...)
	dst = append(dst, p.tail...)
	if !f.right {
		dst = appendBlanks(dst, width-p.cells)
	}
	return dst
}

// shorten settles s and cuts it to at most width cells.
func (f fitting) shorten(s string, width int) piece {
	width = max(width, 0)
	text, cells := settle(s)
	if cells <= width {
		return piece{text: text, cells: cells}
	}
	dots, room := f.dots(width)
	text, cells = keepStart(text, room)
	return piece{text: text, tail: dots, cells: cells + Width(dots)}
}

// dots returns the ellipsis, itself cut to width cells, and the room it leaves.
func (f fitting) dots(width int) (ellipsis string, room int) {
	ellipsis, cells := settle(f.ellipsis)
	if cells > width {
		ellipsis, cells = keepStart(ellipsis, width)
	}
	return ellipsis, width - cells
}

// keepStart returns the longest start of a settled text that takes at most room
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

// firstCluster returns the bytes and the cells of the first cluster of a
// settled text.
func firstCluster(text string) (size, cells int) {
	if size, cells = lone(text); size > 0 {
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
