package table

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestColumns_ShareAWidth(t *testing.T) {
	columns := []Column{
		{Title: "ID", Min: 8},
		{Title: "NAME", Min: 10, Flex: 3},
		{Title: "PROJECT", Min: 8, Max: 12, Flex: 1, Drop: 1},
		{Title: "REWARD", Min: 6, Drop: 3},
		{Title: "STARTED", Min: 7, Drop: 2},
	}
	tests := map[string]struct {
		room int
		want []int
	}{
		"all fit exactly":                {47, []int{8, 10, 8, 6, 7}},
		"one cell short drops the first": {46, []int{8, 15, 10, 0, 7}},
		"leftover goes by weight":        {51, []int{8, 13, 9, 6, 7}},
		"a column stops at its most":     {80, []int{8, 39, 12, 6, 7}},
		"then the second goes":           {36, []int{8, 14, 10, 0, 0}},
		"then the third":                 {27, []int{8, 17, 0, 0, 0}},
		"then the widest shrink":         {16, []int{7, 7, 0, 0, 0}},
		"down to one cell each":          {4, []int{1, 1, 0, 0, 0}},
		"then the rightmost go":          {3, []int{3, 0, 0, 0, 0}},
		"one cell":                       {1, []int{1, 0, 0, 0, 0}},
		"no cell":                        {0, []int{0, 0, 0, 0, 0}},
		"less than no cell":              {-4, []int{0, 0, 0, 0, 0}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, solve(columns, unmeasured(columns), tt.room).widths); diff != "" {
				t.Errorf("widths (-want +got):\n%s", diff)
			}
		})
	}
}

func TestColumns_RightmostDroppedFirst(t *testing.T) {
	columns := []Column{{Min: 4}, {Min: 4, Drop: 1}, {Min: 4, Drop: 1}}
	if diff := cmp.Diff([]int{4, 4, 0}, solve(columns, unmeasured(columns), 12).widths); diff != "" {
		t.Errorf("widths (-want +got):\n%s", diff)
	}
}

func TestColumns_GrowWithTheTable(t *testing.T) {
	column := rapid.Custom(func(t *rapid.T) Column {
		return Column{
			Min:  rapid.IntRange(-1, 20).Draw(t, "min"),
			Max:  rapid.SampledFrom([]int{0, 0, 25}).Draw(t, "max"),
			Flex: rapid.IntRange(0, 4).Draw(t, "flex"),
			Drop: rapid.IntRange(0, 3).Draw(t, "drop"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.SliceOfN(column, 0, 8).Draw(t, "columns")
		before := layout{}
		for room := range 240 {
			l := solve(columns, unmeasured(columns), room)
			if l.total() > room {
				t.Fatalf("%v take %d of %d cells", l.widths, l.total(), room)
			}
			if slices.Equal(l.shown, before.shown) {
				for i, w := range before.widths {
					if l.widths[i] < w {
						t.Fatalf("with %d cells column %d is %d wide, with one less %d", room, i, l.widths[i], w)
					}
				}
			}
			before = l
		}
	})
}

// unmeasured is the content of columns that nobody has measured.
func unmeasured(columns []Column) []int {
	content := make([]int, len(columns))
	for i := range content {
		content[i] = unknown
	}
	return content
}

// drawColumns draws columns and the content of each.
func drawColumns(t *rapid.T) ([]Column, []int) {
	column := rapid.Custom(func(t *rapid.T) Column {
		return Column{
			Min:    rapid.IntRange(-1, 30).Draw(t, "min"),
			Least:  rapid.SampledFrom([]int{0, 0, 2, 8}).Draw(t, "least"),
			Prefer: rapid.SampledFrom([]int{0, 0, 20, 54}).Draw(t, "prefer"),
			Max:    rapid.SampledFrom([]int{0, 0, 12, 25}).Draw(t, "max"),
			Flex:   rapid.IntRange(0, 4).Draw(t, "flex"),
			Drop:   rapid.IntRange(0, 5).Draw(t, "drop"),
			Keep:   rapid.Bool().Draw(t, "keep"),
			Extra:  rapid.IntRange(0, 3).Draw(t, "extra") == 0,
		}
	})
	columns := rapid.SliceOfN(column, 0, 9).Draw(t, "columns")
	content := make([]int, len(columns))
	for i := range content {
		content[i] = rapid.SampledFrom([]int{0, 1, 5, 8, 20, 45, 90, 300}).Draw(t, "content")
	}
	return columns, content
}

// No column keeps blanks while another cuts: each is at most as wide as its widest
// text, and no cell is left over while a text is cut.
func TestColumns_NoBlanksWhileAnotherCuts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns, content := drawColumns(t)
		for room := 40; room <= 220; room++ {
			l := solve(columns, content, room)
			cuts := false
			for _, i := range l.shown {
				if l.widths[i] > max(content[i], 1) {
					t.Fatalf("in %d cells column %d is %d wide and holds %d", room, i, l.widths[i], content[i])
				}
				cuts = cuts || l.widths[i] < content[i]
			}
			if cuts && l.total() != room {
				t.Fatalf("%v of %v leave blanks in %d cells, and cut", l.widths, content, room)
			}
			if l.total() > room {
				t.Fatalf("%v take %d of %d cells", l.widths, l.total(), room)
			}
		}
	})
}

func TestColumns_ContentDecides(t *testing.T) {
	columns := []Column{
		{Title: "ID", Min: 8, Drop: 1, Keep: true},
		{Title: "NAME", Min: 20, Least: 8, Prefer: 30, Flex: 4},
		{Title: "STATUS"},
		{Title: "NOTE", Min: 10, Flex: 1, Drop: 1, Extra: true},
	}
	tests := map[string]struct {
		room    int
		content []int
		want    []int
	}{
		"all is whole, the rest stays blank":         {120, []int{8, 25, 10, 15}, []int{8, 25, 10, 15}},
		"an extra column waits for what others lack": {50, []int{8, 30, 10, 90}, []int{8, 28, 10, 0}},
		"and appears when they have it":              {64, []int{8, 30, 10, 90}, []int{8, 30, 10, 10}},
		"nobody needs an empty one":                  {120, []int{8, 25, 10, 0}, []int{8, 25, 10, 0}},
		"a long name takes what is left":             {90, []int{8, 90, 10, 12}, []int{8, 54, 10, 12}},
		"the name shrinks before the id goes":        {31, []int{8, 90, 10, 12}, []int{8, 9, 10, 0}},
		"at last the id goes":                        {29, []int{8, 90, 10, 12}, []int{0, 17, 10, 0}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, solve(columns, tt.content, tt.room).widths); diff != "" {
				t.Errorf("widths (-want +got):\n%s", diff)
			}
		})
	}
}
