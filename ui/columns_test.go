package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tolokadash/tolokaapi"
)

// namedPools are pools whose names differ in their end only, with a comment and a
// day on which they expire.
func namedPools() []tolokaapi.Pool {
	pools := manyPools(6)
	for i, name := range []string{
		"Cats or dogs, hard ones with glass, batch 23", "Cats or dogs, hard ones with glass, batch 24!", // 44 and 45 cells
		"商品画像の分類と検品、むずかしいもの、第二十三回", "Отзывы о ресторанах Нижнего Новгорода, пул 3",
		"Families 👨\u200d👩\u200d👧\u200d👦 and flags 🇩🇪🇫🇷🇮🇹🇪🇸, second try", strings.Repeat("x", 45),
	} {
		pools[i].Name = name
		pools[i].Comment = "do not close before Friday"
		pools[i].WillExpire = tolokaapi.DateOf(time.Date(2000, 4, 1, 12, 0, 0, 0, time.UTC))
	}
	return pools
}

func TestPoolColumns_EveryWidth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(namedPools()), Options{}, 40, 12)
		s.wait(3 * time.Second)
		for width := 40; width <= 220; width++ {
			s.resize(width, 30)
			requireExact(t, s.m.View().Content, width, 30)
			s.sees("40000000")
			s.sees("24!")
			if width >= 180 {
				s.sees("batch 24!")
				s.sees("do not close before Friday")
				s.sees("Apr  1 12:00")
			}
		}
	})
}

func TestOperationColumns_EveryWidth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(namedPools())
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(3 * time.Second)
		s.press("a", "c")
		s.settle()
		s.press("y")
		s.wait(3 * time.Second)
		s.press("2")
		for width := 40; width <= 220; width++ {
			s.resize(width, 40)
			requireExact(t, s.m.View().Content, width, 40)
			s.sees("39999999 Cats")
			s.sees("24!")
			if width >= 120 {
				s.sees("39999999 Cats or dogs, hard ones with glass, batch 24!")
			}
		}
	})
}

// A column must not jump while progress ticks or while one scrolls.
func TestOperationColumns_StandStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(namedPools())
		w.accepts(tolokaapi.Running, 5)
		s := newStage(t, w, Options{}, 140, 20)
		s.wait(3 * time.Second)
		s.press("a", "c")
		s.settle()
		s.press("y")
		s.wait(3 * time.Second)
		titles := s.line("VERB")
		for percent := 9; percent <= 100; percent += 13 {
			for i := range w.operations {
				w.operations[i].Progress.Percent = percent
			}
			s.wait(2 * time.Second)
			if now := s.line("VERB"); now != titles {
				t.Fatalf("at %d %% the titles moved from %q to %q", percent, titles, now)
			}
		}
		s.press("2", "G")
		if now := s.line("VERB"); ansi.Strip(now) != titles {
			t.Errorf("scrolling moved the titles from %q to %q", titles, now)
		}
	})
}
