package table

// Toggle marks the row under the cursor, or takes its mark off. The cursor
// stays where it is.
func (t *Table[ID]) Toggle() {
	id, ok := t.Cursor()
	if !ok {
		return
	}
	if _, marked := t.marks[id]; marked {
		delete(t.marks, id)
		return
	}
	t.marks[id] = struct{}{}
}

// SetChoice says which of the rows [Table.MarkAll] and [Table.Invert] may mark:
// rows can be shown that were not asked for. Nil, as at first, is all of them.
func (t *Table[ID]) SetChoice(may func(ID) bool) { t.choice = may }

func (t *Table[ID]) choosable(id ID) bool { return t.choice == nil || t.choice(id) }

// AllMarked reports whether every row shown that may be marked is.
func (t *Table[ID]) AllMarked() bool {
	for _, id := range t.rows {
		if !t.IsMarked(id) && t.choosable(id) {
			return false
		}
	}
	return true
}

// MarkAll marks all rows shown that may be marked. When all of them are marked
// it takes the marks off the rows shown. Marks on ids that are not shown stay
// as they are either way.
func (t *Table[ID]) MarkAll() {
	if t.AllMarked() {
		t.Unmark(t.rows...)
		return
	}
	for _, id := range t.rows {
		if t.choosable(id) {
			t.marks[id] = struct{}{}
		}
	}
}

// Invert marks every row shown that was not marked and may be, and takes the
// marks off those that were. Marks on ids that are not shown stay.
func (t *Table[ID]) Invert() {
	for _, id := range t.rows {
		if _, marked := t.marks[id]; marked {
			delete(t.marks, id)
		} else if t.choosable(id) {
			t.marks[id] = struct{}{}
		}
	}
}

// Unmark takes the marks off these ids, shown or not.
func (t *Table[ID]) Unmark(ids ...ID) {
	before := len(t.marks)
	for _, id := range ids {
		delete(t.marks, id)
	}
	if len(t.marks) != before {
		t.countHidden()
	}
}

// IsMarked reports whether an id has a mark, shown or not.
func (t *Table[ID]) IsMarked(id ID) bool {
	_, marked := t.marks[id]
	return marked
}

// Marked returns the marked ids among the rows, in the order shown. Ids that
// are marked but not shown are left out; [Table.MarkedHidden] counts those.
func (t *Table[ID]) Marked() []ID {
	n := t.MarkedShown()
	if n == 0 {
		return nil
	}
	ids := make([]ID, 0, n)
	for _, id := range t.rows {
		if _, marked := t.marks[id]; marked {
			ids = append(ids, id)
		}
	}
	return ids
}

// MarkedShown returns how many rows shown are marked.
func (t *Table[ID]) MarkedShown() int { return len(t.marks) - t.marksHidden }

// MarkedHidden returns how many ids are marked but not among the rows.
func (t *Table[ID]) MarkedHidden() int { return t.marksHidden }

// countHidden counts the marks that are not among the rows.
func (t *Table[ID]) countHidden() {
	t.marksHidden = len(t.marks)
	if t.marksHidden == 0 {
		return
	}
	for _, id := range t.rows {
		if _, marked := t.marks[id]; marked {
			t.marksHidden--
		}
	}
}
