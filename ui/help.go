package ui

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"tolokadash/keymap"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
)

// cramped is the width below which each group of keys has a column of its own
// width, since the long names of one would leave no room for words in all.
const cramped = 60

// helpLines is every key that is bound now, by where it works. Where there is
// room the groups stand in two columns.
func (m *Model) helpLines() []styled.Line {
	groups := m.keys.Help(m.helpScopes()...)
	width := m.layout.body().inside().width
	const twoColumns = 116
	half := width >= twoColumns
	if half {
		width /= 2
	}
	widest := labelWidth(groups...)
	var all [][]styled.Line
	for _, g := range groups {
		if width < cramped {
			widest = labelWidth(g)
		}
		all = append(all, m.helpGroup(g, widest, width-1))
	}
	all = append(all, m.filterGroup(widest, width-1))
	if !half {
		return flatten(all)
	}
	left, right := halves(all)
	return beside(left, right, width, m.theme.Text, m.theme.Glyphs.Ellipsis)
}

// labelWidth is the width of the widest key of groups.
func labelWidth(groups ...keymap.Group) int {
	widest := 0
	for _, g := range groups {
		for _, e := range g.Entries {
			widest = max(widest, table.Width(e.Label()))
		}
	}
	return widest
}

// helpScopes is where keys work: first where one is, then elsewhere.
func (m *Model) helpScopes() []keymap.Scope {
	here := m.scopes()
	for _, s := range [...]keymap.Scope{keymap.Choosing, keymap.Pools, keymap.Operations, keymap.Field, keymap.Dialog} {
		if !slices.Contains(here, s) {
			here = append(here, s)
		}
	}
	return here
}

// helpGroup is the keys of a scope. What a key does goes on below where it is
// long; where there is hardly room for words it is cut.
func (m *Model) helpGroup(g keymap.Group, widest, width int) []styled.Line {
	const hardly = 12
	room := width - len("   ") - widest - len("  ")
	lines := []styled.Line{{styled.Text(m.theme.Strong, " "+g.Scope.String())}}
	for _, e := range g.Entries {
		key, long := e.Label(), []string{e.Long}
		if room >= hardly {
			long = strings.Split(ansi.Wordwrap(e.Long, room, ""), "\n")
		}
		for _, words := range long {
			lines = append(lines, styled.Line{
				styled.Text(m.theme.Key, "   "+table.Fit(key, widest, m.theme.Glyphs.Ellipsis)),
				styled.Text(m.theme.Text, "  "+words),
			})
			key = ""
		}
	}
	return append(lines, styled.Line{})
}

func flatten(groups [][]styled.Line) []styled.Line {
	var lines []styled.Line
	for _, g := range groups {
		lines = append(lines, g...)
	}
	return lines
}

// halves splits groups into two columns of about the same height.
func halves(groups [][]styled.Line) (left, right []styled.Line) {
	half := len(flatten(groups)) / 2
	for i, g := range groups {
		if len(left)+len(g)/2 > half {
			return left, flatten(groups[i:])
		}
		left = append(left, g...)
	}
	return left, nil
}

// beside puts two columns side by side, the second at a cell.
func beside(left, right []styled.Line, at int, style lipgloss.Style, ellipsis string) []styled.Line {
	lines := make([]styled.Line, max(len(left), len(right)))
	for i := range lines {
		var l styled.Line
		if i < len(left) {
			l = append(l, left[i].Clip(at-1, ellipsis)...)
		}
		if i < len(right) {
			l = append(append(l, styled.Text(style, styled.Blanks(at-l.Width()))), right[i]...)
		}
		lines[i] = l
	}
	return lines
}
