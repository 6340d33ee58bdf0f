package dialog

import (
	"testing"

	"tolokadash/keymap"
	"tolokadash/ui/styled"
	"tolokadash/ui/theme"
)

func TestScroll_StaysWithinTheLines(t *testing.T) {
	lines := make([]styled.Line, 30)
	var s Scroll
	for _, c := range []struct {
		action keymap.Action
		offset int
		more   string
	}{
		{keymap.Up, 0, "↓ more"},
		{keymap.Down, 1, "↑↓"},
		{keymap.PageDown, 11, "↑↓"},
		{keymap.HalfPageDown, 16, "↑↓"},
		{keymap.PageDown, 20, "↑ more"},
		{keymap.Down, 20, "↑ more"},
		{keymap.Top, 0, "↓ more"},
		{keymap.Bottom, 20, "↑ more"},
	} {
		if !s.Move(c.action, len(lines), 10) {
			t.Errorf("%s does not scroll", c.action)
		}
		seen, more := s.window(lines, 10, theme.Unicode())
		if s.Offset() != c.offset || len(seen) != 10 || more != c.more {
			t.Errorf("after %s: line %d, %d in sight, %q; want %d, 10, %q", c.action, s.Offset(), len(seen), more, c.offset, c.more)
		}
	}
	if s.Move(keymap.Close, len(lines), 10) {
		t.Error("close scrolls")
	}
}
