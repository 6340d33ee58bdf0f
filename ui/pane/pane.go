package pane

import (
	"time"

	"tolokadash/internal/filter"
	"tolokadash/internal/fleet"
	"tolokadash/keymap"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
)

// A Pane is rows to move through and to filter.
type Pane interface {
	Name() string
	// Sync takes in what the fleet has learned. It returns true when another row
	// came under the cursor by itself.
	Sync() (other bool)
	Summary(d *Context) []styled.Part
	Lines(d *Context) []string
	Hints(d *Context) (show, drop []keymap.Action) // keys worth knowing now, and in which order they are left out
	Move(a keymap.Action) bool                     // moves the cursor or changes the marks, and reports whether the action does that
	SetSize(width, height int)
	SetFocused(focused bool)
	SetStyles(styles table.Styles)
	Bookmark() (back func() bool) // back puts the cursor where it was, and reports whether that row is there

	Records() filter.Records // what the filter by text is for
	Filter() *TextFilter     // the filter by text
	FilterHints() []string   // words of the filter to learn from, from long to short
	Search(typed string)     // filters by a text
	Clear() bool             // takes away one filter, and reports whether there was one
	Found() (shown, all int) // rows that pass the filter by text, of how many
}

// A List is a pane whose rows are listed for it.
type List interface {
	Pane
	Listing() bool                            // its rows are being read
	ListProblem() (*fleet.Problem, time.Time) // why they cannot be read, and when it is tried again
}

// rows is the table of a pane, as the screen sees it.
type rows[ID comparable] struct{ table *table.Table[ID] }

// Cursor is the row under the cursor.
func (r rows[ID]) Cursor() (ID, bool) { return r.table.Cursor() }

// SetCursor puts the cursor on a row, if it is shown.
func (r rows[ID]) SetCursor(id ID) { r.table.SetCursor(id) }

// Rows is the rows that are shown, in their order.
func (r rows[ID]) Rows() []ID { return r.table.Rows() }

// Len is the number of rows that are shown.
func (r rows[ID]) Len() int { return r.table.Len() }

// Index is the place of a row that is shown.
func (r rows[ID]) Index(id ID) (int, bool) { return r.table.Index(id) }

// Window is the rows in sight, counted from one, of how many.
func (r rows[ID]) Window() (first, last, total int) { return r.table.Window() }

// Marked is the marked rows that are shown.
func (r rows[ID]) Marked() []ID { return r.table.Marked() }

// MarkedShown is the number of marked rows that are shown.
func (r rows[ID]) MarkedShown() int { return r.table.MarkedShown() }

// MarkedHidden is the number of marked rows that are not shown.
func (r rows[ID]) MarkedHidden() int { return r.table.MarkedHidden() }

// Widths is the cells of each column as it is drawn now; 0 is not shown.
func (r rows[ID]) Widths() []int { return r.table.Widths() }

// Unmark takes marks off.
func (r rows[ID]) Unmark(ids ...ID) { r.table.Unmark(ids...) }

// SetSize gives the rows so many cells and lines, the titles included.
func (r rows[ID]) SetSize(width, height int) { r.table.SetSize(width, height) }

// SetFocused tells the pane whether it has the keys.
func (r rows[ID]) SetFocused(focused bool) { r.table.SetFocused(focused) }

// SetStyles tells the pane how its table is drawn.
func (r rows[ID]) SetStyles(styles table.Styles) { r.table.SetStyles(styles) }

// Bookmark notes the row under the cursor; back puts the cursor there, and reports
// whether that is a row.
func (r rows[ID]) Bookmark() (back func() bool) {
	at, _ := r.table.Cursor()
	return func() bool { return r.table.SetCursor(at) }
}

// Move does what all tables do alike, and reports whether that was it.
func (r rows[ID]) Move(a keymap.Action) bool {
	t := r.table
	switch a {
	case keymap.Down:
		t.Down()
	case keymap.Up:
		t.Up()
	case keymap.Top:
		t.Top()
	case keymap.Bottom:
		t.Bottom()
	case keymap.HalfPageDown:
		t.HalfPageDown()
	case keymap.HalfPageUp:
		t.HalfPageUp()
	case keymap.PageDown:
		t.PageDown()
	case keymap.PageUp:
		t.PageUp()
	case keymap.Mark:
		t.Toggle()
	case keymap.MarkAll:
		t.MarkAll()
	case keymap.InvertMarks:
		t.Invert()
	default:
		return false
	}
	return true
}
