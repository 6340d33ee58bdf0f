package table_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tolokadash/ui/table"
)

func TestMoves_StopAtBothEnds(t *testing.T) {
	tests := map[string]struct {
		move func(*table.Table[int])
		want int
	}{
		"up":             {(*table.Table[int]).Up, 49},
		"down":           {(*table.Table[int]).Down, 51},
		"top":            {(*table.Table[int]).Top, 1},
		"bottom":         {(*table.Table[int]).Bottom, 100},
		"page up":        {(*table.Table[int]).PageUp, 40},
		"page down":      {(*table.Table[int]).PageDown, 60},
		"half page up":   {(*table.Table[int]).HalfPageUp, 45},
		"half page down": {(*table.Table[int]).HalfPageDown, 55},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tb := newTable(t, 11, upTo(100)...)
			tb.SetCursor(50)
			tt.move(tb)
			requireCursor(t, tb, tt.want)
			for range 150 {
				tt.move(tb)
			}
			if end, _ := tb.Cursor(); end != 1 && end != 100 {
				t.Errorf("after many moves the cursor is on %d", end)
			}
			if shown := onScreen(t, tb); len(shown) != 10 {
				t.Errorf("%d of 10 lines are in use at the end", len(shown))
			}
		})
	}
}

func TestMoves_RowsAroundCursorVisible(t *testing.T) {
	tb := newTable(t, 11, upTo(100)...)
	for range 40 {
		tb.Down()
		id, _ := tb.Cursor()
		if shown := onScreen(t, tb); !slices.Contains(shown, id+2) {
			t.Fatalf("the cursor is on %d and %v are on screen", id, shown)
		}
	}
	for range 30 {
		tb.Up()
		id, _ := tb.Cursor()
		if shown := onScreen(t, tb); !slices.Contains(shown, id-2) {
			t.Fatalf("the cursor is on %d and %v are on screen", id, shown)
		}
	}
}

func TestPosition_NamesVisibleRows(t *testing.T) {
	tb := newTable(t, 17, upTo(1284)...)
	tb.SetCursor(39)
	tb.PageDown()
	tb.SetCursor(39)
	if got := tb.Position(); got != "37–52 of 1,284" {
		t.Errorf("position is %q", got)
	}
	tb.Bottom()
	if got := tb.Position(); got != "1,269–1,284 of 1,284" {
		t.Errorf("position at the bottom is %q", got)
	}
	tb.SetRows(upTo(16))
	if got := tb.Position(); got != "" {
		t.Errorf("position with all rows on screen is %q", got)
	}
	tb.SetRows(nil)
	if got := tb.Position(); got != "" {
		t.Errorf("position without rows is %q", got)
	}
}

func TestSetCursor_UnknownID(t *testing.T) {
	tb := newTable(t, 5, upTo(9)...)
	tb.SetCursor(4)
	if tb.SetCursor(44) {
		t.Error("an unknown id was taken")
	}
	requireCursor(t, tb, 4)
}

func TestMoves_CursorVisibleAtEverySize(t *testing.T) {
	sizes := [][2]int{{200, 60}, {20, 5}, {1, 1}, {0, 0}, {-5, -5}, {200, 60}, {3, 2}, {1, 40}, {40, 1}, {0, 9}, {9, 0}, {80, 24}}
	rapid.Check(t, func(t *rapid.T) {
		tb := table.New[int](table.Options{
			Columns: []table.Column{{Title: "ID", Min: 8}, {Title: "NAME", Min: 10, Flex: 1, Drop: 1}},
			Flagged: rapid.Bool().Draw(t, "flagged"),
		})
		moves := []func(*table.Table[int]){
			(*table.Table[int]).Up, (*table.Table[int]).Down, (*table.Table[int]).Top,
			(*table.Table[int]).Bottom, (*table.Table[int]).PageUp, (*table.Table[int]).PageDown,
			(*table.Table[int]).HalfPageUp, (*table.Table[int]).HalfPageDown, (*table.Table[int]).Toggle,
			(*table.Table[int]).MarkAll, (*table.Table[int]).Invert,
		}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			before, had := tb.Cursor()
			switch rapid.IntRange(0, 2).Draw(t, "step") {
			case 0:
				size := rapid.SampledFrom(sizes).Draw(t, "size")
				tb.SetSize(size[0], size[1])
			case 1:
				ids := rapid.SliceOfNDistinct(rapid.IntRange(1, 150), 0, 120, rapid.ID[int]).Draw(t, "rows")
				lost := tb.SetRows(ids)
				if after, _ := tb.Cursor(); had && (after == before) == lost {
					t.Fatalf("the cursor went from %d to %d, lost: %v", before, after, lost)
				}
			case 2:
				rapid.SampledFrom(moves).Draw(t, "move")(tb)
			}
			checkWhole(t, tb)
		}
	})
}

// checkWhole fails unless the cursor is among the rows drawn and the marks add
// up.
func checkWhole(t *rapid.T, tb *table.Table[int]) {
	var shown []int
	lines := tb.Lines(func(id int, row *table.Row) {
		shown = append(shown, id)
		row.Put(1, 0, "商品")
	})
	id, ok := tb.Cursor()
	if ok != (tb.Len() > 0) {
		t.Fatalf("%d rows, and a cursor: %v", tb.Len(), ok)
	}
	if ok && len(lines) > 0 && !slices.Contains(shown, id) {
		t.Fatalf("the cursor is on %d and %v are drawn", id, shown)
	}
	if want := min(max(len(lines)-1, min(len(lines), 1)), tb.Len()); len(shown) != want {
		t.Fatalf("%d rows are drawn on %d lines of %d rows, want %d", len(shown), len(lines), tb.Len(), want)
	}
	if len(tb.Marked()) != tb.MarkedShown() {
		t.Fatalf("%d ids are marked and %d counted", len(tb.Marked()), tb.MarkedShown())
	}
}
