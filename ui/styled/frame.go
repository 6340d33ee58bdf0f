package styled

import (
	"strings"

	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// A Frame is a box with a title on its upper left and what matters most on its
// upper right.
type Frame struct {
	Title   string
	Right   []Part
	Focused bool
	Final   bool // what is asked in it cannot be undone
}

// Around draws the frame around lines which are exactly as wide as its inside.
// Lines that are missing are blank, those too many are left out.
func (f Frame) Around(t theme.Theme, width, height int, body []string) []string {
	border, style := t.Glyphs.Border, t.Border
	if f.Focused {
		style = t.BorderFocused
	}
	if f.Final {
		style = t.BorderFinal
	}
	inner := max(width-2, 0)
	left, right := style.Render(border.Left), style.Render(border.Right)
	blank := left + Blanks(inner) + right

	lines := make([]string, 0, height)
	lines = append(lines, f.top(t, inner))
	for i := range max(height-2, 0) {
		if i < len(body) {
			lines = append(lines, left+body[i]+right)
			continue
		}
		lines = append(lines, blank)
	}
	return append(lines, style.Render(border.BottomLeft+strings.Repeat(border.Bottom, inner)+border.BottomRight))
}

// top draws the upper border. Of what is too long, the right is cut first.
func (f Frame) top(t theme.Theme, inner int) string {
	border, style, named := t.Glyphs.Border, t.Border, t.Title
	if f.Focused {
		style, named = t.BorderFocused, t.TitleFocused
	}
	if f.Final {
		style, named = t.BorderFinal, t.BorderFinal
	}
	title := " " + table.Cut(f.Title, max(inner-4, 0), t.Glyphs.Ellipsis) + " "
	room := inner - 1 - table.Width(title)
	if room < 0 {
		return style.Render(border.TopLeft + strings.Repeat(border.Top, inner) + border.TopRight)
	}
	right, cells := "", 0
	const around = 3 // blanks, and one cell of border
	if room > around+1 && len(f.Right) > 0 {
		said := Join(f.Right, room-around-1, Span{t.Faint, t.Glyphs.Dot})
		cells = min(said.Width(), room-around-1)
		right = " " + said.Fit(cells, t.Glyphs.Ellipsis) + " " + style.Render(border.Top)
		cells += around
	}
	return style.Render(border.TopLeft+border.Top) + named.Render(title) +
		style.Render(strings.Repeat(border.Top, room-cells)) + right + style.Render(border.TopRight)
}
