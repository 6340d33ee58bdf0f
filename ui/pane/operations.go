package pane

import (
	"time"

	"tolokadash/internal/filter"
	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/table"
)

// Operations is the pane of the operations. The fleet keeps their order.
type Operations struct {
	fleet *fleet.Fleet
	words *wording.Words
	rows[fleet.RowID]

	columns []operationColumn
	notes   map[fleet.RowID]measuredNote

	filter  TextFilter
	only    fleet.Band // shown alone, if some
	some    bool
	version uint64
	pools   uint64 // version of the pools that the filter looked at
	total   int

	moved  bool // the user has moved the cursor; until then the top is in sight
	ours   int  // rows of our own
	active int  // rows that have not finished

	measured fleet.Row // the row whose cells are measured
}

// Name is the title of the pane.
func (o *Operations) Name() string { return "Operations" }

// Filter is the filter by text.
func (o *Operations) Filter() *TextFilter { return &o.filter }

// Total is the number of rows, whatever the filter shows of them.
func (o *Operations) Total() int { return o.total }

// Moved reports whether the user has moved the cursor off the top.
func (o *Operations) Moved() bool { return o.moved }

// Move moves the cursor or changes the marks, and reports whether the action does that.
func (o *Operations) Move(a keymap.Action) bool {
	if !o.rows.Move(a) {
		return false
	}
	o.moved = a != keymap.Top
	return true
}

// SetCursor puts the cursor on a row, if it is shown.
func (o *Operations) SetCursor(id fleet.RowID) {
	o.rows.SetCursor(id)
	o.moved = true
}

// Found is how many rows pass the filter, of how many.
func (o *Operations) Found() (shown, all int) { return o.table.Len(), o.total }

// NewOperations makes the pane of the operations table.
func NewOperations(f *fleet.Fleet, w *wording.Words) *Operations {
	o := &Operations{fleet: f, words: w, columns: operationColumns(), notes: map[fleet.RowID]measuredNote{}}
	columns := make([]table.Column, len(o.columns))
	for i, c := range o.columns {
		columns[i] = c.Column
	}
	o.table = table.New[fleet.RowID](table.Options{Columns: columns, Flagged: true})
	return o
}

// Sync takes in what the fleet learned. It returns true when the row under the
// cursor left, or another one came under a cursor that nobody has moved: what
// failed is on top, and in sight.
func (o *Operations) Sync() (other bool) {
	_, version := o.fleet.Rows()
	_, pools := o.fleet.Pools(tolokaapi.SubjectPool)
	if version == o.version && (pools == o.pools || o.filter.Empty()) {
		return false
	}
	o.version, o.pools = version, pools
	was, had := o.table.Cursor()
	o.show()
	if !o.moved {
		o.table.Top()
	}
	is, _ := o.table.Cursor()
	return had && was != is
}

// show filters the rows and gives them to the table.
func (o *Operations) show() {
	ids, _ := o.fleet.Rows()
	o.total, o.ours, o.active = len(ids), 0, 0
	now := o.fleet.ServerNow()
	shown := make([]fleet.RowID, 0, len(ids))
	var records []filter.Record
	widest := make([]int, len(o.columns))
	for _, id := range ids {
		r, ok := o.fleet.Row(id)
		if !ok {
			continue
		}
		o.measured = r
		o.widen(widest, &o.measured)
		if r.Ours() {
			o.ours++
		}
		if !r.State.Finished() {
			o.active++
		}
		switch {
		case o.some && r.State.Band() != o.only:
		case o.filter.Empty():
			shown = append(shown, id)
		default:
			records = append(records, operationRecord(o.fleet, r))
			if o.filter.Match(&records[len(records)-1], now) {
				shown = append(shown, id)
			}
		}
	}
	if len(shown) == 0 && o.filter.Typed != "" {
		o.filter.explain(pointers(records), now)
	}
	o.fitColumns(widest)
	o.table.SetRows(shown)
}

// Idle reports whether the pane has nothing that must be seen: nothing runs,
// and nothing of our own is left on it.
func (o *Operations) Idle() bool { return o.ours == 0 && o.active == 0 }

// Search shows the rows that hold a text.
func (o *Operations) Search(typed string) {
	o.filter = parseFilter(o.words, typed, filter.Operations)
	o.show()
}

// FilterNext shows the next band only, after the last all again.
func (o *Operations) FilterNext() {
	switch {
	case !o.some:
		o.some, o.only = true, fleet.NeedsYou
	case o.only < fleet.Done:
		o.only++
	default:
		o.some = false
	}
	o.show()
}

// Clear takes away the filter by text, else that by state, and reports whether
// there was one.
func (o *Operations) Clear() bool {
	switch {
	case o.filter.Typed != "":
		o.Search("")
	case o.some:
		o.some = false
		o.show()
	default:
		return false
	}
	return true
}

// Selected is the marked rows that are shown, else the one under the cursor. With
// marks that are all hidden it is nothing, as with pools.
func (o *Operations) Selected() (rows []fleet.Row, at Marks) {
	at = marksOf(o.table, "row")
	ids := o.table.Marked()
	if id, ok := o.table.Cursor(); ok && !at.Marked {
		ids = []fleet.RowID{id}
	}
	rows = make([]fleet.Row, 0, len(ids))
	for _, id := range ids {
		if r, ok := o.fleet.Row(id); ok {
			rows = append(rows, r)
		}
	}
	return rows, at
}

// MarkedFor is how many of the marked rows in sight a key is about: those that failed
// are sent again, those that have ended are dismissed.
func (o *Operations) MarkedFor(a keymap.Action) (n int) {
	for _, id := range o.table.Marked() {
		r, _ := o.fleet.Row(id)
		if a == keymap.Retry && r.State.Unsuccessful() || a == keymap.Dismiss && r.State.Finished() {
			n++
		}
	}
	return n
}

// NextRetry is the nearest time at which a row in sight is tried again; zero when none
// waits.
func (o *Operations) NextRetry(d *Context) (next time.Time) {
	first, last, _ := o.table.Window()
	for _, id := range o.table.Rows()[max(first-1, 0):last] {
		r, ok := o.fleet.Row(id)
		if !ok {
			continue
		}
		if at := d.RetryAt(r); at.After(d.Now) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}
