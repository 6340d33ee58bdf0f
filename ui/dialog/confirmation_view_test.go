package dialog

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/styled"
	"tolokadash/ui/theme"
)

// closing asks to close pools of these names in a window.
func closing(width, height int, names ...string) ConfirmationView {
	c := &Confirmation{Verb: tolokaapi.VerbClose}
	for i, name := range names {
		c.Targets = append(c.Targets, Target{Ref: tolokaapi.PoolRef(strconv.Itoa(100 + i)), Name: name, Project: "Image labels", ProjectID: "7"})
	}
	g := theme.Unicode()
	return ConfirmationView{
		Confirmation: c, Theme: theme.New(true, g), Words: &wording.Words{Location: time.UTC, Dot: g.Dot, Ellipsis: g.Ellipsis},
		Where: styled.Text(lipgloss.NewStyle(), "SANDBOX"), Up: "up", Down: "down", Width: width, Height: height,
	}.Sized()
}

func TestConfirmationView_WidthOfLongestTarget(t *testing.T) {
	long := strings.Repeat("cats or dogs of the second harbour ", 3) + "batch 15"
	for _, c := range []struct {
		width, outer int
		names        []string
		whole        bool
	}{
		{160, 92, []string{"cats", "dogs"}, false},
		{160, 140, []string{"cats", long}, true},
		{120, 112, []string{"cats", long}, false}, // up to the window less 8
		{119, 92, []string{"cats", long}, false},
		{200, 140, []string{"cats", long}, true},
	} {
		lines := closing(c.width, 30, c.names...).Lines()
		drawn := ansi.Strip(strings.Join(lines, "\n"))
		if got := lipgloss.Width(lines[0]); got != c.outer {
			t.Errorf("in %d columns the dialog is %d wide, want %d", c.width, got, c.outer)
		}
		if strings.Contains(drawn, long) != c.whole {
			t.Errorf("in %d columns:\n%s", c.width, drawn)
		}
	}
}

func TestConfirmation_PressAnswers(t *testing.T) {
	c := &Confirmation{Targets: []Target{{}, {}}}
	if c.Typed() || c.enter() != AnswerNo {
		t.Error("no is not chosen first")
	}
	c.yes = true
	if c.enter() != AnswerYes {
		t.Error("the chosen yes is not taken")
	}
	c.TypeCount()
	if c.enter() != AnswerNone || !c.wrong {
		t.Error("a count that was not typed is taken")
	}
	c.typed = NewField("2", countLimit)
	if c.enter() != AnswerYes {
		t.Error("the right count is not taken")
	}
}
