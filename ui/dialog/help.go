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

// cramped is the width below which words are cut rather than go on below, were there
// one column for all keys.
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
	all := h.groupLines(t, width-1, func(keymap.Group) int { return widest })
	if width < cramped || len(flatten(all)) > h.fewestLines() { // the long names of one group leave too little room for words in all
		widest = h.typedWidth()
		all = h.groupLines(t, width-1, func(g keymap.Group) int { return labelWidth(g) })
	}
	all = append(all, h.filterLines(t, widest, width-1))
	if !half {
		return flatten(all)
	}
	left, right := halves(all)
	return beside(left, right, width, t.Text, t.Glyphs.Ellipsis)
}

// groupLines is each group of keys, with what the column of its keys takes.
func (h *Help) groupLines(t theme.Theme, width int, keys func(keymap.Group) int) (all [][]styled.Line) {
	for _, g := range h.Groups {
		all = append(all, keyLines(t, g, keys(g), width))
	}
	return all
}

// fewestLines is how many lines the keys take where no words go on below.
func (h *Help) fewestLines() (lines int) {
	const around = 2 // title and blank line
	for _, g := range h.Groups {
		lines += around + len(g.Entries)
	}
	return lines
}

// typedWidth is the width of what is typed in the longest example of the filter.
func (h *Help) typedWidth() (widest int) {
	for _, e := range h.Filter {
		widest = max(widest, table.Width(e.Typed))
	}
	return widest
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
