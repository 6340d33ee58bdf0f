package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// longRun is how many cells of a bar are kept ready; longer ones are built when
// drawn.
const longRun = 256

// A bar holds what progress bars are made of: cells one column wide, and caps
// that stand at both ends of bars at least three cells long.
type bar struct {
	open, full, empty, shut string
	fullRun, emptyRun       string // longRun cells, to cut from without copying
}

func newBar(open, full, empty, shut string) bar {
	return bar{
		open: open, full: full, empty: empty, shut: shut,
		fullRun:  strings.Repeat(full, longRun),
		emptyRun: strings.Repeat(empty, longRun),
	}
}

// Bar returns a progress bar of exactly width cells in two pieces, to be styled
// apart: what is done, and the track that is left. A width below one gives two
// empty pieces.
//
// The bar never shows more than percent says: cells are rounded down, so a full
// bar means 100 and a bar of twenty cells stays empty below 5. Percents below 0
// count as 0 and above 100 as 100. When known is false the track is empty
// whatever percent is, for there is nothing to draw a bar from.
func (g Glyphs) Bar(width, percent int, known bool) (done, left string) {
	if width < 1 {
		return "", ""
	}
	b := g.bar
	open, shut := b.open, b.shut
	if open != "" && width < 3 {
		open, shut = "", ""
	}
	cells := width - len(open) - len(shut)
	filled := 0
	if known {
		filled = cells * min(max(percent, 0), 100) / 100
	}
	done = open + run(b.fullRun, b.full, filled)
	left = run(b.emptyRun, b.empty, cells-filled) + shut
	return done, left
}

// run returns n cells, cut from a ready run where that is long enough.
func run(ready, cell string, n int) string {
	if n <= longRun {
		return ready[:n*len(cell)]
	}
	return strings.Repeat(cell, n)
}

// Bar draws a progress bar of exactly width cells as [Glyphs.Bar] describes,
// with what is done in the style given and the track faint.
func (t Theme) Bar(width, percent int, known bool, style lipgloss.Style) string {
	done, left := t.Glyphs.Bar(width, percent, known)
	if done != "" {
		done = style.Render(done)
	}
	if left != "" {
		left = t.Faint.Render(left)
	}
	return done + left
}
