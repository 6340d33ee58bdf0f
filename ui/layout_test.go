package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

func TestLayout_SmallestWindow(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"?", "enter"} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 20, 5)
			s.wait(3 * time.Second)
			s.press(key)
			if l := strings.Trim(strings.Split(s.screen(), "\n")[2], " │"); l == "" {
				t.Errorf("%s shows nothing:\n%s", key, s.screen())
			}
			if last := s.screen()[strings.LastIndex(s.screen(), "\n"):]; strings.Contains(last, "…") {
				t.Errorf("a hint is cut: %s", last)
			}
		})
	}
}

func TestLayout_EverySize(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(manyPools(50)), Options{}, 200, 60)
		s.wait(3 * time.Second)
		open := []func(){
			func() {},
			func() { s.press("?") },
			func() { s.press("?", "enter") },
			func() { s.press("esc", "/", "a") },
			func() { s.press("esc", "2", "2") },
			func() { s.press("3") },
			func() { s.press("4", "/", "z") },
			func() { s.press("esc") },
			func() { s.press("1", "a", "c") },
		}
		for _, change := range open {
			change()
			for _, size := range [][2]int{{200, 60}, {61, 16}, {60, 16}, {40, 9}, {20, 5}, {19, 5}, {1, 1}, {0, 0}, {3, 40}, {200, 4}, {80, 24}} {
				s.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				drawn := s.m.View()
				if !drawn.AltScreen {
					t.Errorf("%v leaves the alternate screen", size)
				}
				if size[0] > 0 {
					requireExact(t, drawn.Content, size[0], size[1])
				}
			}
		}
	})
}
