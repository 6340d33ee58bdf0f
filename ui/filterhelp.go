package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/filter"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
)

// filterGroup is the language of the filter, as a group of the help.
func (m *Model) filterGroup(widest, width int) []styled.Line {
	const hardly = 12
	lines := []styled.Line{{styled.Text(m.theme.Strong, " In the filter")}}
	for _, e := range filter.Examples(m.filtered()) {
		typed, means := e.Typed, []string{e.Means}
		if room := width - len("   ") - max(widest, table.Width(typed)) - len("  "); room >= hardly {
			means = strings.Split(ansi.Wordwrap(e.Means, room, ""), "\n")
		}
		for _, words := range means {
			lines = append(lines, styled.Line{
				styled.Text(m.theme.Key, "   "+table.Fit(typed, max(widest, table.Width(e.Typed)), m.theme.Glyphs.Ellipsis)),
				styled.Text(m.theme.Text, "  "+words),
			})
			typed = ""
		}
	}
	return append(lines, styled.Line{})
}

// filtered is what a filter of the pane with the keys is for.
func (m *Model) filtered() filter.Records {
	switch m.focus {
	case paneOperations, paneHistory:
		return filter.Operations
	}
	return recordsOf(m.shelf().subject)
}
