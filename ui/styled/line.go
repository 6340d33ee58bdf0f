package styled

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"tolokadash/ui/table"
)

// A Span is a run of text in one style.
type Span struct {
	Style lipgloss.Style
	Text  string
}

// Text is a run of text in one style.
func Text(style lipgloss.Style, text string) Span { return Span{style, text} }

// A Line is what stands side by side on one line of the screen.
type Line []Span

// Width is how many cells the line takes.
func (l Line) Width() int {
	cells := 0
	for _, s := range l {
		cells += table.Width(s.Text)
	}
	return cells
}

// Clip is the line without what lies beyond width cells. A text that is cut,
// or followed by what is cut off, ends in the ellipsis.
func (l Line) Clip(width int, ellipsis string) Line {
	if l.Width() <= width {
		return l
	}
	var clipped Line
	for _, s := range l {
		cells := table.Width(s.Text)
		if cells < width {
			clipped = append(clipped, s)
			width -= cells
			continue
		}
		return append(clipped, Span{s.Style, table.Cut(s.Text+ellipsis, max(width, 0), ellipsis)})
	}
	return clipped
}

// Fit draws the line in exactly width cells.
func (l Line) Fit(width int, ellipsis string) string {
	var b strings.Builder
	for _, s := range l.Clip(width, ellipsis) {
		text := table.Normalize(s.Text)
		if text != "" {
			b.WriteString(s.Style.Render(text))
		}
		width -= table.Width(text)
	}
	b.WriteString(Blanks(width))
	return b.String()
}

// Wrapped is text on lines of at most so many cells.
func Wrapped(text string, width int, style lipgloss.Style) []Line {
	var lines []Line
	for part := range strings.SplitSeq(ansi.Wrap(text, max(width, 1), ""), "\n") {
		lines = append(lines, Line{{style, part}})
	}
	return lines
}

// A Part is one fact of a title. Where there is no room for all, those of the
// highest rank go first.
type Part struct {
	Line
	Rank  int
	Tight bool // a blank before it is enough
}

// Join puts parts side by side in at most width cells; the first always stays.
func Join(parts []Part, width int, dot Span) Line {
	for {
		var l Line
		for i, p := range parts {
			switch {
			case i == 0:
			case p.Tight:
				l = append(l, Span{dot.Style, " "})
			default:
				l = append(l, Span{dot.Style, " " + dot.Text + " "})
			}
			l = append(l, p.Line...)
		}
		if len(parts) < 2 || l.Width() <= width {
			return l
		}
		least := 1
		for i, p := range parts[1:] {
			if p.Rank >= parts[least].Rank {
				least = i + 1
			}
		}
		parts = slices.Concat(parts[:least], parts[least+1:])
	}
}

// Blanks is n blank cells.
func Blanks(n int) string { return strings.Repeat(" ", max(n, 0)) }

// Longest is the first of texts, which go from long to short, that fits; if none
// does, the last.
func Longest(texts []string, cells int) string {
	for _, text := range texts {
		if table.Width(text) <= cells {
			return text
		}
	}
	return texts[len(texts)-1]
}
