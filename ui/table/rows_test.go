package table_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tolokadash/ui/table"
)

// newTable returns a table of one column and so many lines, with rows.
func newTable(t *testing.T, height int, rows ...int) *table.Table[int] {
	t.Helper()
	tb := table.New[int](table.Options{Columns: []table.Column{{Title: "ID", Min: 4, Flex: 1}}})
	tb.SetStyles(table.Styles{Cursor: ">", Mark: "*", Ellipsis: "..", Range: "–"})
	tb.SetSize(20, height)
	tb.SetRows(rows)
	return tb
}

// upTo returns the ids from 1 to n.
func upTo(n int) []int {
	ids := make([]int, n)
	for i := range ids {
		ids[i] = i + 1
	}
	return ids
}

func requireCursor(t *testing.T, tb *table.Table[int], want int) {
	t.Helper()
	got, ok := tb.Cursor()
	if !ok || got != want {
		t.Errorf("the cursor is on %d (%v), want %d", got, ok, want)
	}
}

// onScreen returns the ids that are drawn.
func onScreen(t *testing.T, tb *table.Table[int]) []int {
	t.Helper()
	var ids []int
	tb.Lines(func(id int, row *table.Row) {
		ids = append(ids, id)
		row.Put(0, 0, strconv.Itoa(id))
	})
	return ids
}

func TestSetRows_CursorStaysOnItsID(t *testing.T) {
	tests := map[string]struct {
		after []int
		want  int
		lost  bool
	}{
		"rows inserted above":            {[]int{8, 9, 1, 2, 3, 4, 5}, 3, false},
		"rows sorted the other way":      {[]int{5, 4, 3, 2, 1}, 3, false},
		"other rows gone":                {[]int{3}, 3, false},
		"the same rows":                  {[]int{1, 2, 3, 4, 5}, 3, false},
		"its row gone":                   {[]int{1, 2, 4, 5}, 4, true},
		"its row and the next gone":      {[]int{1, 2, 5}, 2, true},
		"its row gone and others moved":  {[]int{7, 5, 4, 2, 1}, 4, true},
		"all rows below gone with it":    {[]int{1, 2}, 2, true},
		"all rows replaced":              {[]int{11, 12, 13, 14}, 13, true},
		"fewer rows, none of them known": {[]int{11}, 11, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tb := newTable(t, 4, upTo(5)...)
			tb.SetCursor(3)
			if lost := tb.SetRows(tt.after); lost != tt.lost {
				t.Errorf("SetRows says lost: %v, want %v", lost, tt.lost)
			}
			requireCursor(t, tb, tt.want)
			if shown := onScreen(t, tb); !slices.Contains(shown, tt.want) {
				t.Errorf("the cursor is on %d and %v are on screen", tt.want, shown)
			}
		})
	}
}

func TestSetRows_CursorWithoutRows(t *testing.T) {
	tb := newTable(t, 4, upTo(5)...)
	tb.SetCursor(4)
	if !tb.SetRows(nil) {
		t.Error("the row under the cursor went unnoticed")
	}
	if id, ok := tb.Cursor(); ok {
		t.Errorf("without rows the cursor is on %d", id)
	}
	tb.Down()
	tb.Toggle()
	tb.MarkAll()
	if tb.MarkedShown()+tb.MarkedHidden() != 0 {
		t.Error("without rows something was marked")
	}
	if tb.SetRows([]int{5, 4, 3}) {
		t.Error("the row came back and was called lost")
	}
	requireCursor(t, tb, 4)

	tb.SetRows(nil)
	if !tb.SetRows([]int{7, 8}) {
		t.Error("other rows came and the cursor's was not called lost")
	}
	if _, ok := tb.Cursor(); !ok {
		t.Error("there are rows and no cursor")
	}
}

func TestSetRows_CopiesTheSlice(t *testing.T) {
	ids := upTo(3)
	tb := newTable(t, 10, ids...)
	ids[0] = 99
	if diff := cmp.Diff([]int{1, 2, 3}, tb.Rows()); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	tb.SetRows(ids)
	if diff := cmp.Diff([]int{99, 2, 3}, tb.Rows()); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestSetRows_CursorKeepsItsLine(t *testing.T) {
	tb := newTable(t, 11, upTo(100)...)
	tb.SetCursor(50)
	for range 4 {
		tb.Up()
	}
	line := slices.Index(onScreen(t, tb), 46)
	tb.SetRows(append([]int{201, 202, 203}, upTo(100)...))
	if got := slices.Index(onScreen(t, tb), 46); got != line {
		t.Errorf("the row moved from line %d to %d", line, got)
	}
}

func TestSetRows_AtTheTop(t *testing.T) {
	tb := newTable(t, 11, upTo(100)...)
	tb.SetRows(append([]int{201, 202, 203}, upTo(100)...))
	requireCursor(t, tb, 1)
	if got := onScreen(t, tb)[0]; got != 201 {
		t.Errorf("the first row on screen is %d, want the new 201", got)
	}
}
