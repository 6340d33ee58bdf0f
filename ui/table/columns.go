package table

import "slices"

// A Column is what a table knows of one column before it has a width.
//
// A column whose content is known (see [Table.SetContent]) is never wider than
// its widest text or its title, so that no column keeps blanks while another
// cuts its text. One that holds nothing and has no title is not shown.
type Column struct {
	Title  string
	Min    int  // cells it is shown with before other columns are dropped; below 1 counts as 1
	Least  int  // cells it shrinks to before a column with Keep is dropped; 0 is Min
	Prefer int  // cells it grows to before a column with Extra appears, or the next one; 0 is Min
	Max    int  // most cells it grows to while another column cuts its text; 0 for no limit
	Flex   int  // its share of cells left over; 0 is as wide as its content, or Min while that is not known
	Drop   int  // 0 is never dropped; when room is short the highest is dropped first
	Keep   bool // is dropped only when the others have shrunk to Least
	Extra  bool // appears only where every other column has what it prefers
	Right  bool // text stands at the right end of the cell
	Middle bool // long text is cut in its middle, not at its end
	Hidden bool // is not shown, whatever room there is; see [Table.Hide]
}

// columnGap is how many blank cells stand between two columns.
const columnGap = 2

// unknown is the content of a column that nobody has measured.
const unknown = -1

// A layout is which columns are shown, and how wide each is, for one width.
type layout struct {
	widths []int // by column; 0 is not shown
	shown  []int // columns from left to right
	beyond int   // cells right of the last column
}

// A solver shares cells among columns.
type solver struct {
	layout
	columns []Column
	content []int // cells of the widest text of each column, or of its title; unknown where not measured
}

// solve shares room cells among the columns:
//
//  1. Columns are dropped, the highest Drop first and of equal ones the
//     rightmost, until those left fit at Min. Those with Keep stay while the
//     others can shrink to Least.
//  2. Where none may go the widest shrink, and at last the rightmost are not shown.
//  3. Columns grow to what they prefer. Then extra columns appear as far as they fit,
//     one after the other, and grow to what they prefer too.
//  4. What is left is dealt up to Max, then up to the content.
//
// Cells are dealt one by one to the column furthest behind its share, so a table
// one cell wider never makes a column narrower unless another column appeared.
func solve(columns []Column, content []int, room int) layout {
	s := solver{columns: columns, content: content, layout: layout{widths: make([]int, len(columns))}}
	for i, c := range columns {
		if !c.Extra && !c.Hidden && s.content[i] != 0 {
			s.widths[i] = s.least(i)
		}
	}
	s.list()
	s.drop(room)
	s.squeeze(room, func(int) int { return 0 })
	s.restore(room - s.total())
	s.deal(room-s.total(), func(i int) int { return max(s.columns[i].Prefer, s.least(i)) })
	s.appear(room)
	s.deal(room-s.total(), func(i int) int { return s.columns[i].Max })
	s.deal(room-s.total(), func(i int) int {
		if s.content[i] == unknown {
			return s.columns[i].Max
		}
		return 0
	})
	return s.layout
}

// bounded returns cells, or the content of a column if that is less.
func (s *solver) bounded(column, cells int) int {
	cells = max(cells, 1)
	if known := s.content[column]; known != unknown {
		return min(cells, max(known, 1))
	}
	return cells
}

// least returns the cells a column is shown with before others are dropped.
func (s *solver) least(column int) int {
	c := s.columns[column]
	if c.Flex == 0 && s.content[column] != unknown {
		if c.Max == 0 {
			return max(s.content[column], 1)
		}
		return s.bounded(column, c.Max)
	}
	return s.bounded(column, c.Min)
}

// floor returns the cells a column shrinks to before one with Keep is dropped.
func (s *solver) floor(column int) int {
	c := s.columns[column]
	if c.Least == 0 {
		return s.least(column)
	}
	return s.bounded(column, min(c.Least, s.least(column)))
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

// drop drops columns until the others fit, as far as columns may be dropped.
func (s *solver) drop(room int) {
	for s.total() > room && s.dropOne(false) {
	}
	for s.total() > room {
		s.squeeze(room, s.floor)
		if s.total() <= room || !s.dropOne(true) {
			return
		}
		for _, i := range s.shown {
			s.widths[i] = s.least(i)
		}
	}
}

// dropOne drops the column that goes first and reports whether one could go.
func (s *solver) dropOne(kept bool) bool {
	first, order := -1, 0
	for _, i := range s.shown {
		if c := s.columns[i]; c.Keep == kept && c.Drop > 0 && c.Drop >= order {
			first, order = i, c.Drop
		}
	}
	if first < 0 {
		return false
	}
	s.widths[first] = 0
	s.list()
	return true
}

// squeeze narrows the widest column, the rightmost of equal ones, cell by cell
// until all fit or each is at its floor. At a floor of 0 a column is no longer shown.
func (s *solver) squeeze(room int, floor func(column int) int) {
	for len(s.shown) > 0 && s.total() > room {
		widest := -1
		for _, i := range slices.Backward(s.shown) {
			if s.widths[i] > floor(i) && (widest < 0 || s.widths[i] > s.widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		s.widths[widest]--
		s.list()
	}
}

// restore gives cells that a column left when it was taken away back to those
// that had shrunk for it, from left to right.
func (s *solver) restore(cells int) {
	for _, i := range s.shown {
		more := min(cells, s.least(i)-s.widths[i])
		if more > 0 {
			s.widths[i] += more
			cells -= more
		}
	}
}

// appear shows the extra columns that fit, the lowest Drop first. None appears
// while another column has not what it prefers, extra ones among them, nor one that
// is empty.
func (s *solver) appear(room int) {
	var extra []int
	for i, c := range s.columns {
		switch {
		case c.Hidden, s.content[i] == 0:
		case c.Extra:
			extra = append(extra, i)
		case !c.Extra && s.widths[i] < s.bounded(i, max(c.Prefer, s.least(i))):
			return
		}
	}
	slices.SortStableFunc(extra, func(a, b int) int { return s.columns[a].Drop - s.columns[b].Drop })
	for _, i := range extra {
		s.widths[i] = s.least(i)
		s.list()
		if s.total() > room {
			s.widths[i] = 0
			s.list()
			return
		}
		s.deal(room-s.total(), func(column int) int {
			if column != i {
				return s.widths[column]
			}
			return max(s.columns[i].Prefer, s.least(i))
		})
	}
}

// deal gives cells one by one to the growing column furthest behind its share,
// to each up to its limit; a limit of 0 is none. No column outgrows its content.
func (s *solver) deal(cells int, limit func(column int) int) {
	for ; cells > 0; cells-- {
		next := -1
		for _, i := range s.shown {
			if !s.grows(i, limit(i)) {
				continue
			}
			if next < 0 || s.behind(i, next) {
				next = i
			}
		}
		if next < 0 {
			return
		}
		s.widths[next]++
	}
}

func (s *solver) grows(column, limit int) bool {
	width, known := s.widths[column], s.content[column]
	switch {
	case limit > 0 && width >= limit:
		return false
	case known == unknown:
		return s.columns[column].Flex > 0
	}
	return width < known
}

// behind reports whether column a has had less of its share than column b. A
// column without a share is as wide as its content before others grow.
func (s *solver) behind(a, b int) bool {
	shareA, shareB := s.columns[a].Flex, s.columns[b].Flex
	if shareA == 0 || shareB == 0 {
		return shareA == 0 && shareB > 0
	}
	return (s.widths[a]-s.least(a))*shareB < (s.widths[b]-s.least(b))*shareA
}

// SetContent says how many cells the widest text of each column takes, of all
// rows and not only of those on screen: widths that followed the screen would
// jump while one scrolls. A number below 0, and a column left out, is not known.
func (t *Table[ID]) SetContent(cells []int) {
	if slices.Equal(cells, t.content) {
		return
	}
	t.content = append(t.content[:0], cells...)
	t.measured = false
}

// Widths returns the cells of each column as it is drawn now; 0 is not shown.
func (t *Table[ID]) Widths() []int {
	t.measure()
	return slices.Clone(t.layout.widths)
}

// measure solves the columns if the width or the content has changed since they
// were.
func (t *Table[ID]) measure() {
	if t.measured {
		return
	}
	content := make([]int, len(t.columns))
	for i := range content {
		content[i] = unknown
		if i < len(t.content) && t.content[i] >= 0 {
			content[i] = t.contentOf(i)
		} else if t.columns[i].Flex == 0 {
			content[i] = max(t.titleWidth(i), t.columns[i].Min)
		}
	}
	room := t.width - t.gutter()
	t.layout = solve(t.columns, content, room)
	t.layout.beyond = max(room-t.layout.total(), 0)
	t.measured = true
}

// contentOf returns the cells that a column has a use for.
func (t *Table[ID]) contentOf(column int) int {
	cells := t.content[column]
	if cells == 0 && t.columns[column].Extra {
		return 0
	}
	return max(cells, t.titleWidth(column))
}

// titleWidth returns the cells of a column's title, with the mark of sorting where
// it has that.
func (t *Table[ID]) titleWidth(column int) int {
	title := Width(t.columns[column].Title)
	if column == t.sorted {
		title += 1 + max(Width(t.set.Ascending), Width(t.set.Descending))
	}
	return title
}

// gutter returns how many cells stand left of the columns.
func (t *Table[ID]) gutter() int {
	if t.flagged {
		return 5
	}
	return 4
}
