package table

import "slices"

// SetRows replaces the rows. Each id is given once; the slice is copied. Equal
// rows given again cost one comparison.
//
// The cursor stays on its id. If that id is gone the cursor rests on the
// nearest row that is left, and SetRows returns true: what is under the cursor
// is then not what the user aimed at, and nothing should act on it before they
// have seen so. When no row is left the cursor waits for its id, and takes it
// up again when rows come back.
//
// A table scrolled to its top stays there while that shows the cursor; scrolled
// further down, the row under the cursor keeps its line on screen.
func (t *Table[ID]) SetRows(ids []ID) (lost bool) {
	if slices.Equal(ids, t.rows) {
		return false
	}
	old, was := t.rows, t.cursor
	t.rows = slices.Clone(ids)

	at, lost := t.follow(old, was)
	if t.offset > 0 {
		t.offset += at - was
	}
	t.cursor = at
	t.countHidden()
	t.reveal()
	return lost
}

// follow returns where the cursor belongs after old rows became the present
// ones, and whether its id was lost on the way.
func (t *Table[ID]) follow(old []ID, was int) (at int, lost bool) {
	switch {
	case len(t.rows) == 0:
		if len(old) > 0 {
			id := old[was]
			t.lost = &id
			return was, true
		}
		return was, false
	case len(old) == 0:
		return t.resume(was)
	}
	if at, ok := t.Index(old[was]); ok {
		return at, false
	}
	return t.nearest(old, was), true
}

// nearest returns where that of the old rows is now which was nearest to a place
// and is left; with none left, the place itself.
func (t *Table[ID]) nearest(old []ID, was int) int {
	places := make(map[ID]int, len(t.rows))
	for i, id := range t.rows {
		places[id] = i
	}
	for d := 1; d < len(old); d++ {
		for _, i := range [2]int{was + d, was - d} {
			if i < 0 || i >= len(old) {
				continue
			}
			if at, ok := places[old[i]]; ok {
				return at
			}
		}
	}
	return min(was, len(t.rows)-1)
}

// resume puts the cursor back after the table was empty.
func (t *Table[ID]) resume(was int) (at int, lost bool) {
	if t.lost == nil {
		return min(was, len(t.rows)-1), false
	}
	at, ok := t.Index(*t.lost)
	if !ok {
		at = min(was, len(t.rows)-1)
	}
	t.lost = nil
	return at, !ok
}

// Len returns how many rows there are.
func (t *Table[ID]) Len() int { return len(t.rows) }

// Rows returns the ids in the order shown. The slice is the table's own: read
// it, and not after the next [Table.SetRows].
func (t *Table[ID]) Rows() []ID { return t.rows }

// Index returns the place of an id among the rows, counted from zero.
func (t *Table[ID]) Index(id ID) (int, bool) {
	i := slices.Index(t.rows, id)
	return max(i, 0), i >= 0
}

// Cursor returns the id under the cursor, and false when there are no rows.
func (t *Table[ID]) Cursor() (ID, bool) {
	if len(t.rows) == 0 {
		var none ID
		return none, false
	}
	return t.rows[t.cursor], true
}

// SetCursor puts the cursor on an id and reports whether that is a row.
func (t *Table[ID]) SetCursor(id ID) bool {
	i, ok := t.Index(id)
	if ok {
		t.moveTo(i)
	}
	return ok
}
