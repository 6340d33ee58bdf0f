package screen

import (
	"slices"

	"tolokadash/keymap"
	"tolokadash/ui/styled"
	"tolokadash/ui/theme"
)

// Hints is the keys worth knowing now.
type Hints struct {
	Lead styled.Span // what is said before them; left out where it would take the place of all of them
	Keys *keymap.Map
	Show []keymap.Action
	Drop []keymap.Action           // the least important first
	Word func(keymap.Entry) string // what a key does
}

// Line draws the hints. Where the line is short the least important are left out.
func (h Hints) Line(t theme.Theme, width int) string {
	show, drop := slices.Clone(h.Show), h.Drop
	for {
		l := h.line(t, show)
		switch {
		case l.Width() <= width:
			return l.Fit(width, t.Glyphs.Ellipsis)
		case len(drop) == 0 && h.Lead.Text != "":
			h.Lead.Text = ""
			return h.Line(t, width)
		case len(drop) == 0:
			return l.Fit(width, t.Glyphs.Ellipsis)
		}
		show = slices.DeleteFunc(show, func(a keymap.Action) bool { return a == drop[0] })
		drop = drop[1:]
	}
}

// line is the keys of actions, each with what it does.
func (h Hints) line(t theme.Theme, show []keymap.Action) styled.Line {
	l := styled.Line{styled.Text(t.Text, " ")}
	if h.Lead.Text != "" {
		l = append(l, h.Lead, styled.Text(t.Text, "  "))
	}
	for i, e := range h.Keys.Hints(show...) {
		if i > 0 {
			l = append(l, styled.Text(t.Text, "  "))
		}
		l = append(l, styled.Text(t.Key, e.Key()), styled.Text(t.Hint, " "+h.Word(e)))
	}
	return l
}
