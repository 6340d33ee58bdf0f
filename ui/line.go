package ui

import (
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

// blanks is n blank cells.
func blanks(n int) string { return strings.Repeat(" ", max(n, 0)) }
