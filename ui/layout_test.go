package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
)

// drawLayout draws the parts as letters: h, p, o, f(olded), s.
func drawLayout(l layout, width, height int) string {
	cells := make([][]byte, height)
	for y := range cells {
		cells[y] = []byte(strings.Repeat(".", width))
	}
	for _, part := range []struct {
		rect
		letter byte
	}{{l.header, 'h'}, {l.upper, 'p'}, {l.operations, 'o'}, {l.folded, 'f'}, {l.status, 's'}} {
		for y := part.y; y < part.y+part.height; y++ {
			for x := part.x; x < part.x+part.width; x++ {
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

func TestPartsShareTheWindow(t *testing.T) {
	var b strings.Builder
	for _, size := range []struct{ width, height int }{{80, 24}, {61, 16}, {60, 16}, {80, 15}, {20, 5}} {
		for _, c := range []struct {
			focus  pane
			rows   int
			folded bool
		}{{panePools, 0, true}, {panePools, 1, false}, {panePools, 5, false}, {panePools, 500, false}, {paneOperations, 0, true}} {
			fmt.Fprintf(&b, "%dx%d focus %d, %d operations, folded %v\n", size.width, size.height, c.focus, c.rows, c.folded)
			l := lay(size.width, size.height, c.focus, c.rows, c.folded)
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

func TestOfEverySizeThePartsFit(t *testing.T) {
	for width := range 130 {
		for height := range 40 {
			for _, focus := range []pane{panePools, paneOperations} {
				l := lay(width, height, focus, width%7*height, width%2 == 0)
				if l.tooSmall {
					if width >= 20 && height >= 5 {
						t.Fatalf("%dx%d is too small", width, height)
					}
					continue
				}
				total := l.header.height + l.upper.height + l.operations.height + l.folded.height + l.status.height
				if total != height {
					t.Fatalf("%dx%d: the parts are %d lines high: %+v", width, height, total, l)
				}
				if focus == panePools && l.upper.height < 3 || focus == paneOperations && l.operations.height < 3 {
					t.Fatalf("%dx%d: the pane with the keys has no row: %+v", width, height, l)
				}
			}
		}
	}
}
