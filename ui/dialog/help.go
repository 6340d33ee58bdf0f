package dialog

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/filter"
	"tolokadash/keymap"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// cramped is the width below which each group of keys has a column of its own
// width, since the long names of one would leave no room for words in all.
const cramped = 60

// Help is every key that is bound, by where it works, and the language of the
// filter.
type Help struct {
	Scroll
	Groups []keymap.Group
	Filter []filter.Example
}

// Lines is the help in so many cells. Where there is room the groups stand in two
// columns.
func (h *Help) Lines(t theme.Theme, width int) []styled.Line {
	const twoColumns = 116
	half := width >= twoColumns
	if half {
		width /= 2
	}
	widest := labelWidth(h.Groups...)
	var all [][]styled.Line
	for _, g := range h.Groups {
		if width < cramped {
			widest = labelWidth(g)
		}
		all = append(all, keyLines(t, g, widest, width-1))
	}
	all = append(all, h.filterLines(t, widest, width-1))
	if !half {
		return flatten(all)
	}
	left, right := halves(all)
	return beside(left, right, width, t.Text, t.Glyphs.Ellipsis)
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

// keyLines is the keys of a scope. What a key does goes on below where it is
// long; where there is hardly room for words it is cut.
func keyLines(t theme.Theme, g keymap.Group, widest, width int) []styled.Line {
	const hardly = 12
	room := width - len("   ") - widest - len("  ")
	lines := []styled.Line{{styled.Text(t.Strong, " "+g.Scope.String())}}
	for _, e := range g.Entries {
		key, long := e.Label(), []string{e.Long}
		if room >= hardly {
			long = strings.Split(ansi.Wordwrap(e.Long, room, ""), "\n")
		}
		for _, words := range long {
			lines = append(lines, styled.Line{
				styled.Text(t.Key, "   "+table.Fit(key, widest, t.Glyphs.Ellipsis)),
				styled.Text(t.Text, "  "+words),
			})
			key = ""
		}
	}
	return append(lines, styled.Line{})
}

// filterLines is the language of the filter.
func (h *Help) filterLines(t theme.Theme, widest, width int) []styled.Line {
	const hardly = 12
	lines := []styled.Line{{styled.Text(t.Strong, " In the filter")}}
	for _, e := range h.Filter {
		typed, means := e.Typed, []string{e.Means}
		if room := width - len("   ") - max(widest, table.Width(typed)) - len("  "); room >= hardly {
			means = strings.Split(ansi.Wordwrap(e.Means, room, ""), "\n")
		}
		for _, words := range means {
			lines = append(lines, styled.Line{
				styled.Text(t.Key, "   "+table.Fit(typed, max(widest, table.Width(e.Typed)), t.Glyphs.Ellipsis)),
				styled.Text(t.Text, "  "+words),
			})
			typed = ""
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
