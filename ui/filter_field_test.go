package ui

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/ui/dialog"
)

func TestFilterField_CaretInSight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 60, 20)
		s.wait(3 * time.Second)
		s.press("/")
		for i := range dialog.FilterLimit {
			s.press(string(rune('a' + i%26)))
			s.sees(s.m.theme.Glyphs.Caret)
			if l := s.line(" / "); !strings.Contains(l, string(rune('a'+i%26))+s.m.theme.Glyphs.Caret) {
				t.Fatalf("after %d letters the caret stands elsewhere: %s", i+1, l)
			}
		}
		for range dialog.FilterLimit {
			s.send(tea.KeyPressMsg{Code: tea.KeyLeft})
			s.sees(s.m.theme.Glyphs.Caret)
		}
	})
}

func TestFilterField_LeavingRestoresTheCursor(t *testing.T) {
	t.Parallel()
	for _, pane := range []string{"1", "2"} {
		synctest.Test(t, func(t *testing.T) {
			s := closing(t, 12)
			cursor := func() string {
				pool, _ := s.m.pools.Cursor()
				row, _ := s.m.operations.Cursor()
				return fmt.Sprint(pool, row)
			}
			s.press(pane, "j", "j")
			at := cursor()
			s.press("/", "c", "r", "o", "p", " ", "2", "esc")
			if back := cursor(); back != at {
				t.Errorf("the cursor was on %s, and is on %s", at, back)
			}
			s.press("/", "c", "r", "o", "p", " ", "2", "enter")
			if cursor() == at {
				t.Error("enter goes back too")
			}
		})
	}
}

// A filter that is typed letter by letter leaves the cursor where the whole one does:
// on its row while that is found, else on the first.
func TestFilterField_CursorAfterTyping(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ start, typed, want string }{
		{"j", "status:open", "32267699"}, // found, and lost on the way
		{"G", "cats", "32267700"},
		{"g", "zzz", ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			s.wait(3 * time.Second)
			s.press(c.start, "/")
			for _, letter := range c.typed {
				s.press(string(letter))
			}
			s.press("enter")
			if ref, _ := s.m.pools.Cursor(); ref.ID != c.want {
				t.Errorf("%s: the cursor is on %q, want %q\n%s", c.typed, ref.ID, c.want, s.screen())
			}
		})
	}
}

func TestFilterField_EscClears(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"esc", "ctrl+c"} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			s.press("/")
			s.typing("cats")
			s.press(key)
			if s.m.field != nil || len(s.ids()) != 7 || s.quit {
				t.Errorf("%s: field %v, rows %s, quit %v", key, s.m.field, s.ids(), s.quit)
			}
		})
	}
}

func TestFilterField_Paste(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.press("/")
		s.send(tea.PasteMsg{Content: "ca\x1b]52;c;Zm9v\x07ts\r\n\u202e"})
		drawn := s.m.View().Content
		requireExact(t, drawn, 120, 30)
		for _, bad := range []string{"\x1b]52", "\x07", "\r", "\u202e"} {
			if strings.Contains(drawn, bad) {
				t.Errorf("%q reaches the terminal", bad)
			}
		}
	})
}

func TestFilterField_TypingNeverQuits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(manyPools(10)), Options{Keys: remapped(t, map[string]string{"force_quit": "ctrl+c 0"})}, 120, 30)
		s.wait(3 * time.Second)
		s.press("a", "c")
		s.settle()
		s.press("1", "0")
		if s.quit {
			t.Fatal("typing the count ended the program")
		}
		s.press("enter")
		s.wait(time.Second)
		if s.posts() != 10 {
			t.Errorf("%d commands were sent", s.posts())
		}
	})
}

func TestFilterField_Suspend(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(3 * time.Second)
		before := len(s.other)
		s.press("/", "a", "ctrl+z")
		if len(s.other) != before+1 {
			t.Fatalf("nothing suspends: %v", s.other[before:])
		}
		if _, ok := s.other[before].(tea.SuspendMsg); !ok {
			t.Errorf("it sent %T", s.other[before])
		}
	})
}
