package screen

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
)

// Who has the keys.
const (
	pools = iota
	operations
)

// drawLayout draws the parts as letters: h, p, o, f(olded), d, s.
func drawLayout(l Layout, width, height int) string {
	cells := make([][]byte, height)
	for y := range cells {
		cells[y] = []byte(strings.Repeat(".", width))
	}
	for _, part := range []struct {
		Rect
		letter byte
	}{{l.Header, 'h'}, {l.Upper, 'p'}, {l.Operations, 'o'}, {l.Folded, 'f'}, {l.Details, 'd'}, {l.Status, 's'}} {
		for y := part.Y; y < part.Y+part.Height; y++ {
			for x := part.X; x < part.X+part.Width; x++ {
				cells[y][x] = part.letter
			}
		}
	}
	var b strings.Builder
	for _, row := range cells {
		b.Write(row)
		b.WriteByte('\n')
	}
	return b.String()
}

func TestLayout_PartsShareTheWindow(t *testing.T) {
	var b strings.Builder
	for _, size := range []struct{ width, height int }{{80, 24}, {61, 16}, {60, 16}, {80, 15}, {20, 5}} {
		for _, c := range []struct {
			focus  int
			rows   int
			folded bool
		}{{pools, 0, true}, {pools, 1, false}, {pools, 5, false}, {pools, 500, false}, {operations, 0, true}} {
			fmt.Fprintf(&b, "%dx%d focus %d, %d operations, folded %v\n", size.width, size.height, c.focus, c.rows, c.folded)
			l := Lay(size.width, size.height, Wanted{OperationsFocused: c.focus == operations, Operations: c.rows, Folded: c.folded})
			whole := drawLayout(l, size.width, size.height)
			if strings.Contains(whole, ".") {
				t.Errorf("%v %v leaves cells to nobody:\n%s", size, c, whole)
			}
			for row := range strings.Lines(whole) {
				b.WriteString(row[:1] + "\n") // every part is as wide as the window
				if strings.Trim(row, row[:1]+"\n") != "" {
					t.Errorf("two parts share a line: %q", row)
				}
			}
		}
	}
	golden.RequireEqual(t, b.String())
}

func TestLayout_PartsFitEverySize(t *testing.T) {
	for width := range 130 {
		for height := range 40 {
			for _, focus := range []int{pools, operations} {
				l := Lay(width, height, Wanted{OperationsFocused: focus == operations, Operations: width % 7 * height, Folded: width%2 == 0})
				if l.TooSmall {
					if width >= 20 && height >= 5 {
						t.Fatalf("%dx%d is too small", width, height)
					}
					continue
				}
				total := l.Header.Height + l.Upper.Height + l.Operations.Height + l.Folded.Height + l.Status.Height
				if total != height {
					t.Fatalf("%dx%d: the parts are %d lines high: %+v", width, height, total, l)
				}
				if focus == pools && l.Upper.Height < 3 || focus == operations && l.Operations.Height < 3 {
					t.Fatalf("%dx%d: the pane with the keys has no row: %+v", width, height, l)
				}
			}
		}
	}
}

// Details that stand beside or below the panes take no cell from another part, and
// leave rows to the pane with the keys.
func TestLayout_Details(t *testing.T) {
	for _, size := range []struct{ width, height int }{
		{120, 39}, {119, 60}, {159, 39}, {20, 5}, {120, 40}, {159, 40}, {120, 80}, {160, 5}, {160, 16}, {175, 24}, {176, 24}, {200, 60}, {300, 80},
	} {
		for _, w := range []Wanted{{Details: true, Folded: true}, {Details: true, Operations: 500}, {Details: true, Operations: 2, OperationsFocused: true}} {
			l := Lay(size.width, size.height, w)
			total := 0
			for _, part := range []Rect{l.Header, l.Upper, l.Operations, l.Folded, l.Details, l.Status} {
				total += part.Width * part.Height
			}
			whole := drawLayout(l, size.width, size.height)
			if strings.Contains(whole, ".") || total != size.width*size.height {
				t.Errorf("%v %+v: cells of nobody or of two parts:\n%s", size, w, whole)
			}
			if room := size.width >= 160 || size.width >= 120 && size.height >= 40; room != (l.Details.Height > 0) {
				t.Errorf("%v: details at %+v", size, l.Details)
			}
			if !w.OperationsFocused && l.Upper.Height < 3 || w.OperationsFocused && l.Operations.Height < 3 {
				t.Errorf("%v %+v: no row has room: %+v", size, w, l)
			}
		}
	}
}
