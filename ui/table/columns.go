package table

// A Column is what a table knows of one column before it has a width.
type Column struct {
	Title string
	Min   int  // least cells it is shown with; below 1 counts as 1
	Max   int  // most cells it grows to; 0 for no limit
	Flex  int  // its share of cells left over; 0 keeps it at Min
	Drop  int  // 0 never goes; when room is short the highest goes first
	Right bool // text stands at the right end of the cell
}

// columnGap is how many blank cells stand between two columns.
const columnGap = 2

// A layout is which columns are shown, and how wide each is, for one width.
type layout struct {
	widths []int // by column; 0 is not shown
	shown  []int // columns from left to right
}

// least returns the least width of a column that is shown.
func (c Column) least() int { return max(c.Min, 1) }

// solve shares room cells among the columns. Columns are dropped, the highest
// Drop first and of equal ones the rightmost, until those left fit at their
// least width; when none may go the widest shrink, and at last the rightmost
// are not shown. Cells left over are dealt one by one to the column furthest
// behind its share, so a table one cell wider never makes a column narrower
// unless another column appeared.
func solve(columns []Column, room int) layout {
	l := layout{widths: make([]int, len(columns))}
	for i, c := range columns {
		l.widths[i] = c.least()
	}
	l.list()
	for l.total() > room && l.drop(columns) {
		l.list()
	}
	l.squeeze(room)
	l.restore(columns, room-l.total())
	l.deal(columns, room-l.total())
	return l
}

// list rebuilds the list of shown columns.
func (l *layout) list() {
	l.shown = l.shown[:0]
	for i, w := range l.widths {
		if w > 0 {
			l.shown = append(l.shown, i)
		}
	}
}

// total returns the cells all shown columns take, gaps included.
func (l *layout) total() int {
	total := max(len(l.shown)-1, 0) * columnGap
	for _, i := range l.shown {
		total += l.widths[i]
	}
	return total
}

// drop takes away the column that goes first and reports whether one could go.
func (l *layout) drop(columns []Column) bool {
	first, order := -1, 0
	for _, i := range l.shown {
		if d := columns[i].Drop; d > 0 && d >= order {
			first, order = i, d
		}
	}
	if first < 0 {
		return false
	}
	l.widths[first] = 0
	return true
}

// squeeze narrows the widest column cell by cell until all fit, and takes away
// the rightmost when every column is down to one cell.
func (l *layout) squeeze(room int) {
	for len(l.shown) > 0 && l.total() > room {
		widest := l.shown[len(l.shown)-1]
		for _, i := range l.shown {
			if l.widths[i] > l.widths[widest] {
				widest = i
			}
		}
		l.widths[widest]--
		l.list()
	}
}

// restore gives cells that a column left when it was taken away back to those
// that had shrunk for it, from left to right.
func (l *layout) restore(columns []Column, cells int) {
	for _, i := range l.shown {
		more := min(cells, columns[i].least()-l.widths[i])
		if more > 0 {
			l.widths[i] += more
			cells -= more
		}
	}
}

// deal gives cells one by one to the growing column furthest behind its share.
func (l *layout) deal(columns []Column, cells int) {
	for ; cells > 0; cells-- {
		next := -1
		for _, i := range l.shown {
			c := columns[i]
			if c.Flex <= 0 || c.Max > 0 && l.widths[i] >= c.Max {
				continue
			}
			if next < 0 || behind(c, l.widths[i], columns[next], l.widths[next]) {
				next = i
			}
		}
		if next < 0 {
			return
		}
		l.widths[next]++
	}
}

// behind reports whether column a has had less of its share than column b.
func behind(a Column, aWidth int, b Column, bWidth int) bool {
	return (aWidth-a.least())*b.Flex < (bWidth-b.least())*a.Flex
}

// measure solves the columns if the width has changed since they were.
func (t *Table[ID]) measure() {
	if t.measured {
		return
	}
	t.layout = solve(t.columns, t.width-t.gutter())
	t.measured = true
}

// gutter returns how many cells stand left of the columns.
func (t *Table[ID]) gutter() int {
	if t.flagged {
		return 5
	}
	return 4
}
