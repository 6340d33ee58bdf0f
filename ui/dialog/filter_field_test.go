package dialog

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/ui/theme"
)

// searched is rows that note how they are filtered.
type searched struct {
	typed []string
	gone  bool // the row that the cursor was on is not found
	back  int
	moves []keymap.Action
}

func (s *searched) Search(typed string) { s.typed = append(s.typed, typed) }

func (s *searched) Bookmark() (back func() bool) {
	return func() bool { s.back++; return !s.gone }
}

func (s *searched) Move(a keymap.Action) bool {
	s.moves = append(s.moves, a)
	return true
}

// With each letter the cursor is where it was before while that row is found, else on
// the first row.
func TestFilterField_CursorWhileTyping(t *testing.T) {
	rows := &searched{}
	f := NewFilterField(rows, "")
	f.Take(tea.PasteMsg{Content: "c"})
	rows.gone = true
	f.Take(tea.PasteMsg{Content: "a"})
	f.Take(tea.KeyPressMsg{Code: tea.KeyLeft}) // the text is the same
	rows.gone = false
	f.Take(tea.PasteMsg{Content: "t"})
	if rows.back != 3 || len(rows.moves) != 1 || rows.moves[0] != keymap.Top {
		t.Errorf("back %d times, moved %v", rows.back, rows.moves)
	}
}

func TestFilterField_EveryLetterCounts(t *testing.T) {
	rows, keys := &searched{}, keymap.Default()
	f := NewFilterField(rows, "a")
	if got := f.Press(keys, tea.KeyPressMsg{Text: "q", Code: 'q'}); got != FieldStays {
		t.Errorf("a letter: answer %d", got)
	}
	f.Take(tea.PasteMsg{Content: "xy"})
	if got := f.Press(keys, tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl}); got != FieldSuspends {
		t.Errorf("ctrl+z: answer %d", got)
	}
	if got := f.Press(keys, tea.KeyPressMsg{Code: tea.KeyEnter}); got != FieldClosed || rows.back != 2 {
		t.Errorf("enter: answer %d, back %d", got, rows.back)
	}
	if got := strings.Join(rows.typed, " "); got != "a aq aqxy" {
		t.Errorf("filtered by %s", got)
	}
	if got := f.Press(keys, tea.KeyPressMsg{Code: tea.KeyEscape}); got != FieldClosed || rows.back != 3 || rows.typed[len(rows.typed)-1] != "" {
		t.Errorf("esc: answer %d, back %d, filtered by %q", got, rows.back, rows.typed)
	}
}

func TestFilterField_Help(t *testing.T) {
	w := &wording.Words{Dot: "-"}
	help := FilterHelp{Found: 3, All: 1200, Hints: []string{"status:open !not", "!not"}}
	wrong := FilterHelp{Problems: []string{"status is one of open and closed", "no such status"}}
	loaded := FilterHelp{Found: 3, All: 9, Loaded: true}
	for _, c := range []struct {
		help  FilterHelp
		width int
		want  string
	}{
		{help, 80, "3 of 1,200 - status:open !not - enter keeps it - esc clears it"},
		{help, 40, "3 of 1,200 - status:open !not"},
		{help, 30, "3 of 1,200 - !not"},
		{help, 10, ""},
		{loaded, 40, "3 of 9 loaded"},
		{wrong, 80, "status is one of open and closed"},
		{wrong, 30, "no such status"},
	} {
		line := ansi.Strip(NewFilterField(&searched{}, "").Line(theme.New(true, theme.ASCII()), w, c.help, c.width))
		if got := strings.TrimSpace(line[4:]); got != c.want || len(line) != c.width {
			t.Errorf("at %d columns: %q", c.width, line)
		}
	}
}
