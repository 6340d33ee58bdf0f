package table_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tolokadash/ui/table"
)

func requireMarks(t *testing.T, tb *table.Table[int], hidden int, want ...int) {
	t.Helper()
	if diff := cmp.Diff(want, tb.Marked()); diff != "" {
		t.Errorf("marked rows (-want +got):\n%s", diff)
	}
	if got := tb.MarkedHidden(); got != hidden {
		t.Errorf("%d marks are hidden, want %d", got, hidden)
	}
	if got := tb.MarkedShown(); got != len(want) {
		t.Errorf("%d marks are shown, want %d", got, len(want))
	}
}

func TestMarks_BelongToIDs(t *testing.T) {
	tb := newTable(t, 5, upTo(5)...)
	for _, id := range []int{4, 2} {
		tb.SetCursor(id)
		tb.Toggle()
	}
	requireMarks(t, tb, 0, 2, 4)
	tb.SetRows([]int{5, 4, 3, 2, 1})
	requireMarks(t, tb, 0, 4, 2)
	tb.SetRows([]int{1, 2})
	requireMarks(t, tb, 1, 2)
	if !tb.IsMarked(4) {
		t.Error("a hidden id lost its mark")
	}
	tb.SetRows(upTo(5))
	requireMarks(t, tb, 0, 2, 4)
	tb.SetCursor(2)
	tb.Toggle()
	requireMarks(t, tb, 0, 4)
}

func TestMarks_MarkAll(t *testing.T) {
	tb := newTable(t, 5, upTo(5)...)
	tb.SetCursor(5)
	tb.Toggle()
	tb.SetRows([]int{1, 2, 3})
	tb.MarkAll()
	requireMarks(t, tb, 1, 1, 2, 3)
	tb.MarkAll()
	requireMarks(t, tb, 1)
	tb.Toggle()
	tb.MarkAll()
	requireMarks(t, tb, 1, 1, 2, 3)
}

func TestMarks_InvertShownOnly(t *testing.T) {
	tb := newTable(t, 5, upTo(4)...)
	tb.SetCursor(4)
	tb.Toggle()
	tb.Top()
	tb.Toggle()
	tb.SetRows([]int{1, 2, 3})
	tb.Invert()
	requireMarks(t, tb, 1, 2, 3)
	tb.Invert()
	requireMarks(t, tb, 1, 1)
}

func TestMarks_UnmarkHidden(t *testing.T) {
	tb := newTable(t, 5, upTo(4)...)
	tb.MarkAll()
	tb.SetRows([]int{1, 2})
	tb.Unmark(1, 3, 77)
	requireMarks(t, tb, 1, 2)
	tb.SetRows(upTo(4))
	requireMarks(t, tb, 0, 2, 4)
}
