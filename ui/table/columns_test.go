package table

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestColumnsShareAWidth(t *testing.T) {
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
			if diff := cmp.Diff(tt.want, solve(columns, tt.room).widths); diff != "" {
				t.Errorf("widths (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOfColumnsThatGoTogetherTheRightmostGoesFirst(t *testing.T) {
	columns := []Column{{Min: 4}, {Min: 4, Drop: 1}, {Min: 4, Drop: 1}}
	if diff := cmp.Diff([]int{4, 4, 0}, solve(columns, 12).widths); diff != "" {
		t.Errorf("widths (-want +got):\n%s", diff)
	}
}

func TestColumnsNeverTakeMoreThanTheyHaveAndNeverShrinkInAWiderTable(t *testing.T) {
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
			l := solve(columns, room)
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
