package dialog

import (
	"tolokadash/keymap"
	"tolokadash/ui/styled"
	"tolokadash/ui/theme"
)

// A Scroll is how far one has scrolled down lines that do not fit.
type Scroll struct{ offset int }

// Offset is the first line in sight.
func (s *Scroll) Offset() int { return s.offset }

// Move scrolls by an action of a table, and reports whether it was one.
func (s *Scroll) Move(a keymap.Action, lines, height int) bool {
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
func (s *Scroll) window(lines []styled.Line, height int, g theme.Glyphs) (seen []styled.Line, more string) {
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

// Panel draws lines that scroll in a frame of their own.
func (s *Scroll) Panel(t theme.Theme, name string, lines []styled.Line, width, height int) []string {
	inside := max(width-2, 0)
	seen, more := s.window(lines, max(height-2, 0), t.Glyphs)
	drawn := make([]string, len(seen))
	for i, l := range seen {
		drawn[i] = l.Fit(inside, t.Glyphs.Ellipsis)
	}
	f := styled.Frame{Title: name, Focused: true}
	if more != "" {
		f.Right = []styled.Part{{Line: styled.Line{styled.Text(t.Faint, more)}}}
	}
	return f.Around(t, width, height, drawn)
}
