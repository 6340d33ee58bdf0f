package screen

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"tolokadash/keymap"
	"tolokadash/ui/styled"
	"tolokadash/ui/theme"
)

func TestHints_LeastImportantLeftOut(t *testing.T) {
	h := Hints{
		Keys: keymap.Default(),
		Show: []keymap.Action{keymap.Close, keymap.Mark, keymap.Help},
		Drop: []keymap.Action{keymap.Mark, keymap.Help},
		Word: func(e keymap.Entry) string { return "<" + e.Short + ">" },
	}
	for width, want := range map[int]string{
		60: "c <close>  space <mark>  ? <help>",
		30: "c <close>  ? <help>",
		14: "c <close>",
		5:  "c ..",
	} {
		line := ansi.Strip(h.Line(theme.New(true, theme.ASCII()), width))
		if got := strings.TrimSpace(line); got != want || len(line) != width {
			t.Errorf("at %d columns: %q", width, line)
		}
	}
	h.Lead = styled.Text(theme.New(true, theme.ASCII()).Text, "Closed because: no money")
	for width, want := range map[int]string{
		70: "Closed because: no money  c <close>  space <mark>  ? <help>",
		50: "Closed because: no money  c <close>  ? <help>",
		40: "Closed because: no money  c <close>",
		30: "c <close>  ? <help>",
		5:  "c ..",
	} {
		line := ansi.Strip(h.Line(theme.New(true, theme.ASCII()), width))
		if got := strings.TrimSpace(line); got != want || len(line) != width {
			t.Errorf("with a lead, at %d columns: %q", width, line)
		}
	}
	if len(h.Show) != 3 || h.Show[1] != keymap.Mark {
		t.Error("drawing changes what is shown")
	}
}
