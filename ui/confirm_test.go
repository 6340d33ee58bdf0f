package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
)

// posts is how many commands were sent.
func (s *stage) posts() int { return s.w.count(fleet.Submit) }

func TestConfirmation_EachKey(t *testing.T) {
	t.Parallel()
	const closed, open = false, true
	for _, c := range []struct {
		keys  string
		posts int
		open  bool
	}{
		{"y", 1, closed},
		{"н", 0, open}, // y on the Russian board, n on the Serbian one
		{"Н", 0, open},
		{"т", 0, closed}, // n on the Russian board
		{"n", 0, closed},
		{"esc", 0, closed},
		{"enter", 0, closed}, // No is chosen first
		{"tab", 0, open},
		{"tab enter", 1, closed},
		{"tab right enter", 0, closed},
		{"left enter", 1, closed},
		{"right enter", 1, closed},
		{"shift+tab enter", 1, closed},
		{"space", 0, open},
		{"q", 0, open},
		{"Y", 0, open},
		{"c", 0, open},
		{"?", 0, open},
		{"ctrl+z", 0, open},
		{"down", 0, open},
		{"ctrl+y", 0, open},
	} {
		t.Run(c.keys, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(somePools()), Options{}, 100, 30)
				s.press("c")
				s.settle()
				s.press(strings.Fields(c.keys)...)
				if s.posts() != c.posts || (s.m.confirm != nil) != c.open {
					t.Errorf("%d commands were sent, open is %v; want %d and %v", s.posts(), s.m.confirm != nil, c.posts, c.open)
				}
				if s.quit {
					t.Error("it quit")
				}
			})
		})
	}
}

func TestConfirmation_NotArmedTakesNoYes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		key  string
		open bool
	}{{"y", true}, {"enter", true}, {"tab", true}, {"space", true}, {"q", true}, {"n", false}, {"esc", false}} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 100, 30)
			s.press("c", c.key)
			s.wait(199 * time.Millisecond)
			s.press(c.key)
			if (s.m.confirm != nil) != c.open || s.posts() != 0 {
				t.Errorf("%s: open is %v, want %v; %d commands were sent", c.key, s.m.confirm != nil, c.open, s.posts())
			}
			s.wait(199 * time.Millisecond)
			s.press("y")
			if s.posts() != 0 {
				t.Errorf("%s at 199 ms did not put off the arming", c.key)
			}
			s.wait(201 * time.Millisecond)
			s.press("y")
			if want := map[bool]int{true: 1}[c.open]; s.posts() != want {
				t.Errorf("after %s and 201 ms, y sent %d commands, want %d", c.key, s.posts(), want)
			}
		})
	}
}

func TestConfirmation_TabBeforeArming(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 100, 30)
		s.press("c", "tab")
		s.settle()
		s.press("enter")
		if s.posts() != 0 {
			t.Error("a tab that was dropped had chosen Yes")
		}
	})
}

func TestConfirmation_CtrlCQuits(t *testing.T) {
	t.Parallel()
	for _, armed := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 100, 30)
			s.press("c")
			if armed {
				s.settle()
			}
			s.press("ctrl+c")
			if !s.quit || s.m.Exit() != Interrupted || s.posts() != 0 {
				t.Errorf("armed %v: quit %v, exit %v, %d commands", armed, s.quit, s.m.Exit(), s.posts())
			}
		})
	}
}

func TestConfirmation_KeysDroppedAfterwards(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"y", "n", "enter"} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 100, 30)
			s.press("c")
			s.settle()
			s.press(answer)
			s.wait(190 * time.Millisecond)
			s.press("q", "j", "c")
			if s.quit || s.m.confirm != nil {
				t.Errorf("after %s a key got through", answer)
			}
			s.wait(20 * time.Millisecond)
			s.press("?")
			if s.m.help == nil {
				t.Errorf("after %s keys stay dead", answer)
			}
		})
	}
}

func TestConfirmation_PasteIsNoAnswer(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 12} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(manyPools(n)), Options{}, 100, 30)
			s.press("a", "c")
			s.settle()
			s.send(tea.PasteMsg{Content: "y\n12\n"}, tea.PasteMsg{Content: "12"}, tea.PasteMsg{Content: "y"})
			s.press("enter")
			if s.posts() != 0 {
				t.Errorf("%d targets: a paste sent %d commands", n, s.posts())
			}
		})
	}
}

func TestConfirmation_EnvironmentsDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]Kind{}
	for _, kind := range []Kind{Production, Sandbox, Demo, Other} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{Environment: Environment{Name: "SAME NAME", Kind: kind}}, 100, 30)
			s.press("c")
			drawn := strings.Join(s.m.confirmView(s.m.confirm).Lines(), "\n")
			if other, twice := seen[drawn]; twice {
				t.Errorf("%v looks like %v", kind, other)
			}
			seen[drawn] = kind
		})
	}
}

func TestConfirmation_WindowTooSmall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 100, 30)
		s.press("c")
		s.settle()
		s.send(tea.WindowSizeMsg{Width: 19, Height: 4})
		s.press("y")
		if s.posts() != 0 {
			t.Error("it was confirmed unseen")
		}
		s.send(tea.WindowSizeMsg{Width: 20, Height: 5})
		s.sees("SANDBOX Close 1?")
		s.press("y")
		if s.posts() != 1 {
			t.Error("it cannot be confirmed any more")
		}
	})
}
