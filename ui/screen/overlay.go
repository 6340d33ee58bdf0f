package screen

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"tolokadash/ui/styled"
	"tolokadash/ui/table"
)

// Over lays a dialog over the middle of the screen.
func Over(lines, dialog []string, width, height int) []string {
	x := max((width-lipgloss.Width(dialog[0]))/2, 0)
	y := max((height-len(dialog))/2, 0)
	base := lipgloss.NewLayer(strings.Join(lines, "\n"))
	box := lipgloss.NewLayer(strings.Join(dialog, "\n")).X(x).Y(y).Z(1)
	drawn := strings.Split(lipgloss.NewCompositor(base, box).Render(), "\n")
	for len(drawn) < height { // blank lines and ends of lines are trimmed away
		drawn = append(drawn, "")
	}
	for i, l := range drawn {
		drawn[i] = l + styled.Blanks(width-lipgloss.Width(l))
	}
	return drawn
}

// TooSmall says so, in as many words as there is room for.
func TooSmall(width, height int) []string {
	least := fmt.Sprintf("%dx%d", LeastWidth, LeastHeight)
	said := []string{"Too small:", least + " needed"}
	if width < table.Width(said[1]) {
		said = []string{"Too small", "for " + least}
	}
	lines := make([]string, height)
	for i := range lines {
		text := ""
		if i < len(said) {
			text = said[i]
		}
		lines[i] = table.Fit(text, width, "")
	}
	return lines
}
