package screen

import (
	"tolokadash/ui/styled"
	"tolokadash/ui/theme"
)

// Folded is the operations on one line.
func Folded(t theme.Theme, said []styled.Part, width int) string {
	name := styled.Text(t.Title, " Operations  ")
	rest := styled.Join(said, width-len(name.Text)-1, styled.Text(t.Faint, t.Glyphs.Dot))
	return append(styled.Line{name}, rest...).Fit(width, t.Glyphs.Ellipsis)
}
