package table

// A Table holds ids in the order shown, one cursor and any number of marks.
// Make one with [New] and keep the pointer: a copy would share its rows. It is
// not safe for use from several goroutines at once.
type Table[ID comparable] struct {
	columns []Column
	flagged bool
	sorted  int // column sorted by, -1 for none
	falling bool
	set     Styles
	styles  []styleBytes
	base    baseStyles

	width, height int
	focused       bool
	layout        layout
	content       []int // cells of the widest text of each column
	measured      bool  // layout is that of width and content

	rows   []ID
	cursor int // index into rows; 0 when there are none
	lost   *ID // under the cursor when the last row went
	offset int // first row on screen

	marks       map[ID]struct{}
	marksHidden int // marks that are not among rows
	choice      func(ID) bool

	row  Row // scratch of Lines
	line []byte
}

// Options are what a table is made of. They do not change afterwards.
type Options struct {
	// Columns from left to right. Their indexes are what [Row.Put] takes.
	Columns []Column
	// Flagged tables have one more cell in the gutter, for [Row.Flag].
	Flagged bool
}

// New returns an empty table of no size that has no styles yet.
func New[ID comparable](options Options) *Table[ID] {
	t := &Table[ID]{
		columns: append([]Column(nil), options.Columns...),
		flagged: options.Flagged,
		sorted:  -1,
		marks:   map[ID]struct{}{},
	}
	t.SetStyles(Styles{})
	return t
}

// SetSize says how many cells and lines the table has, the line of titles among
// them. Below two lines the titles go; anything below zero counts as zero. The
// cursor stays on screen.
func (t *Table[ID]) SetSize(width, height int) {
	width, height = max(width, 0), max(height, 0)
	if width != t.width {
		t.measured = false
	}
	t.width, t.height = width, height
	t.reveal()
}

// SetFocused says whether the table has the keys. Without them the row under
// the cursor keeps its glyph and loses its highlight.
func (t *Table[ID]) SetFocused(focused bool) { t.focused = focused }

// SetSort puts the mark of sorting on the title of a column. A column that does
// not exist, -1 for one, takes it off. It orders no rows: that is the caller's.
func (t *Table[ID]) SetSort(column int, descending bool) {
	if column < 0 || column >= len(t.columns) {
		column = -1
	}
	if column != t.sorted {
		t.measured = false // the title needs room for its mark
	}
	t.sorted, t.falling = column, descending
}

// Hide takes a column away, or lets it be shown again where there is room.
func (t *Table[ID]) Hide(column int, hidden bool) {
	if t.columns[column].Hidden != hidden {
		t.columns[column].Hidden, t.measured = hidden, false
	}
}

// body returns how many lines there are for rows.
func (t *Table[ID]) body() int {
	if t.height < 2 {
		return t.height
	}
	return t.height - 1
}
