package table

import (
	"fmt"

	"github.com/dustin/go-humanize"
)

// margin is how many rows are kept in sight above and below the cursor where
// the table is tall enough, so that one sees what comes next.
const margin = 2

// Up moves the cursor one row up.
func (t *Table[ID]) Up() { t.moveTo(t.cursor - 1) }

// Down moves the cursor one row down.
func (t *Table[ID]) Down() { t.moveTo(t.cursor + 1) }

// Top moves the cursor to the first row.
func (t *Table[ID]) Top() { t.moveTo(0) }

// Bottom moves the cursor to the last row.
func (t *Table[ID]) Bottom() { t.moveTo(len(t.rows) - 1) }

// PageUp scrolls one screen up, and the cursor with it.
func (t *Table[ID]) PageUp() { t.scroll(-t.body()) }

// PageDown scrolls one screen down, and the cursor with it.
func (t *Table[ID]) PageDown() { t.scroll(t.body()) }

// HalfPageUp scrolls half a screen up, and the cursor with it.
func (t *Table[ID]) HalfPageUp() { t.scroll(-max(t.body()/2, 1)) }

// HalfPageDown scrolls half a screen down, and the cursor with it.
func (t *Table[ID]) HalfPageDown() { t.scroll(max(t.body()/2, 1)) }

// scroll moves window and cursor together, so the cursor keeps its line.
func (t *Table[ID]) scroll(by int) {
	t.offset += by
	t.moveTo(t.cursor + by)
}

func (t *Table[ID]) moveTo(i int) {
	t.cursor = min(max(i, 0), max(len(t.rows)-1, 0))
	t.reveal()
}

// reveal scrolls as little as it must for the cursor to be on screen with its
// margin, and for no line to stay blank while rows are out of sight.
func (t *Table[ID]) reveal() {
	body := t.body()
	if len(t.rows) == 0 || body == 0 {
		t.offset = max(t.offset, 0)
		return
	}
	t.cursor = min(max(t.cursor, 0), len(t.rows)-1)
	keep := min(margin, (body-1)/2)
	t.offset = min(t.offset, t.cursor-keep)
	t.offset = max(t.offset, t.cursor+keep-body+1)
	t.offset = max(min(t.offset, len(t.rows)-body), 0)
}

// Window returns the first and the last row on screen, counted from one, and
// how many rows there are. First and last are 0 when nothing is on screen.
func (t *Table[ID]) Window() (first, last, total int) {
	total = len(t.rows)
	if total == 0 || t.body() == 0 {
		return 0, 0, total
	}
	return t.offset + 1, min(t.offset+t.body(), total), total
}

// Position says which rows are on screen, as in "37–52 of 1,284". It is empty
// when all of them are, or none.
func (t *Table[ID]) Position() string {
	first, last, total := t.Window()
	if last == 0 || first == 1 && last == total {
		return ""
	}
	to := t.set.Range
	if to == "" {
		to = "-"
	}
	comma := func(n int) string { return humanize.Comma(int64(n)) }
	return fmt.Sprintf("%s%s%s of %s", comma(first), to, comma(last), comma(total))
}
