package ui

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"tolokadash/ui/table"
)

// A span is a run of text in one style.
type span struct {
	style lipgloss.Style
	text  string
}

// A line is what stands side by side on one line of the screen.
type line []span

// width is how many cells the line takes.
func (l line) width() int {
	cells := 0
	for _, s := range l {
		cells += table.Width(s.text)
	}
	return cells
}

// clip is the line without what lies beyond width cells. A text that is cut,
// or followed by what is cut off, ends in the ellipsis.
func (l line) clip(width int, ellipsis string) line {
	if l.width() <= width {
		return l
	}
	var clipped line
	for _, s := range l {
		cells := table.Width(s.text)
		if cells < width {
			clipped = append(clipped, s)
			width -= cells
			continue
		}
		return append(clipped, span{s.style, table.Cut(s.text+ellipsis, max(width, 0), ellipsis)})
	}
	return clipped
}

// fit draws the line in exactly width cells.
func (l line) fit(width int, ellipsis string) string {
	var b strings.Builder
	for _, s := range l.clip(width, ellipsis) {
		text := table.Settle(s.text)
		if text != "" {
			b.WriteString(s.style.Render(text))
		}
		width -= table.Width(text)
	}
	b.WriteString(blanks(width))
	return b.String()
}

// A part is one fact of a title. Where there is no room for all, those of the
// highest rank go first.
type part struct {
	line
	rank  int
	tight bool // a blank before it is enough
}

// join puts parts side by side in at most width cells; the first always stays.
func join(parts []part, width int, dot span) line {
	for {
		var l line
		for i, p := range parts {
			switch {
			case i == 0:
			case p.tight:
				l = append(l, span{dot.style, " "})
			default:
				l = append(l, span{dot.style, " " + dot.text + " "})
			}
			l = append(l, p.line...)
		}
		if len(parts) < 2 || l.width() <= width {
			return l
		}
		least := 1
		for i, p := range parts[1:] {
			if p.rank >= parts[least].rank {
				least = i + 1
			}
		}
		parts = slices.Concat(parts[:least], parts[least+1:])
	}
}

// blanks is n blank cells.
func blanks(n int) string { return strings.Repeat(" ", max(n, 0)) }
