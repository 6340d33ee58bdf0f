package theme_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"tolokadash/ui/theme"
)

func TestBar_Percent(t *testing.T) {
	tests := map[string]struct {
		width, percent int
		known          bool
		unicode, ascii string
	}{
		"forty of a hundred":            {20, 40, true, "━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌", "[#######-----------]"},
		"cells are rounded down":        {10, 99, true, "━━━━━━━━━╌", "[#######-]"},
		"less than a cell is no cell":   {10, 9, true, "╌╌╌╌╌╌╌╌╌╌", "[--------]"},
		"a hundred is full":             {10, 100, true, "━━━━━━━━━━", "[########]"},
		"nothing said is an empty bar":  {10, 70, false, "╌╌╌╌╌╌╌╌╌╌", "[--------]"},
		"less than nothing is nothing":  {10, -5, true, "╌╌╌╌╌╌╌╌╌╌", "[--------]"},
		"more than all is all":          {5, 1_000_000_000, true, "━━━━━", "[###]"},
		"three cells have one between":  {3, 100, true, "━━━", "[#]"},
		"two cells have no room for it": {2, 50, true, "━╌", "#-"},
		"one cell":                      {1, 100, true, "━", "#"},
		"no cell":                       {0, 100, true, "", ""},
		"less than no cell":             {-3, 100, true, "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for _, c := range []struct {
				glyphs theme.Glyphs
				want   string
			}{{theme.Unicode(), tt.unicode}, {theme.ASCII(), tt.ascii}} {
				done, left := c.glyphs.Bar(tt.width, tt.percent, tt.known)
				if done+left != c.want {
					t.Errorf("bar is %q, want %q", done+left, c.want)
				}
				th := theme.New(true, c.glyphs)
				if got := ansi.Strip(th.Bar(tt.width, tt.percent, tt.known, th.Accent)); got != c.want {
					t.Errorf("drawn bar is %q, want %q", got, c.want)
				}
			}
		})
	}
}

func TestBar_NeverMoreThanItsPercent(t *testing.T) {
	g := theme.Unicode()
	for _, width := range []int{1, 7, 20, 33, 200, 256, 257, 1000} {
		before := 0
		for percent := 0; percent <= 100; percent++ {
			done, left := g.Bar(width, percent, true)
			if got := ansi.StringWidth(done + left); got != width {
				t.Fatalf("%d%% of %d cells is %d cells wide", percent, width, got)
			}
			cells := strings.Count(done, "━")
			if cells < before || cells*100 > percent*width || cells == width && percent < 100 {
				t.Fatalf("%d%% of %d cells fills %d after %d", percent, width, cells, before)
			}
			before = cells
		}
	}
}

func BenchmarkBar(b *testing.B) {
	g := theme.Unicode()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = g.Bar(20, 62, true)
	}
}
