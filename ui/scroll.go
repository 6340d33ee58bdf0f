package ui

import (
	"tolokadash/keymap"
	"tolokadash/ui/styled"
	"tolokadash/ui/theme"
)

// A scroll is how far one has scrolled down lines that do not fit.
type scroll struct{ offset int }

// move scrolls by an action of a table, and reports whether it was one.
func (s *scroll) move(a keymap.Action, lines, height int) bool {
	switch a {
	case keymap.Down:
		s.offset++
	case keymap.Up:
		s.offset--
	case keymap.HalfPageDown:
		s.offset += height / 2
	case keymap.HalfPageUp:
		s.offset -= height / 2
	case keymap.PageDown:
		s.offset += height
	case keymap.PageUp:
		s.offset -= height
	case keymap.Top:
		s.offset = 0
	case keymap.Bottom:
		s.offset = lines
	default:
		return false
	}
	s.offset = max(min(s.offset, lines-height), 0)
	return true
}

// window is the lines in sight, and how to say that there are more.
func (s *scroll) window(lines []styled.Line, height int, g theme.Glyphs) (seen []styled.Line, more string) {
	first := max(min(s.offset, len(lines)-height), 0)
	last := min(first+max(height, 0), len(lines))
	switch {
	case first > 0 && last < len(lines):
		more = g.Up + g.Down
	case last < len(lines):
		more = g.Down + " more"
	case first > 0:
		more = g.Up + " more"
	}
	return lines[first:last], more
}

// panel draws lines that scroll in a frame of their own, in place of the panes.
func (m *Model) panel(name string, s *scroll, lines []styled.Line) []string {
	body := m.layout.body()
	inner := body.inside()
	seen, more := s.window(lines, inner.height, m.theme.Glyphs)
	drawn := make([]string, len(seen))
	for i, l := range seen {
		drawn[i] = l.Fit(inner.width, m.theme.Glyphs.Ellipsis)
	}
	f := styled.Frame{Title: name, Focused: true}
	if more != "" {
		f.Right = []styled.Part{{Line: styled.Line{styled.Text(m.theme.Faint, more)}}}
	}
	return f.Around(m.theme, body.width, body.height, drawn)
}
