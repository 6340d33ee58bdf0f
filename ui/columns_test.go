package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
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
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(namedPools()), Options{}, 140, 30)
		s.wait(3 * time.Second)
		for width := 40; width <= 220; width++ {
			s.resize(width, 30)
			requireExact(t, s.m.View().Content, width, 30)
			s.sees("40000000")
			s.sees("24!")
			s.keepsNoBlanks(s.m.pools.Lines(s.m.drawing()), s.m.pools.Widths(), s.m.pools.Steady())
			if width >= 140 {
				s.sees("do not close before Friday")
			}
			if width >= 180 {
				s.sees("batch 24!")
				s.sees("do not close before Friday")
				s.sees("Apr  1 12:00")
			}
		}
	})
}

func TestPoolColumns_EveryWidthWithFigures(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(namedPools())
		w.figure = func(tolokaapi.Question) (tolokaapi.Figure, bool) { return tolokaapi.Figure{Value: "91"}, true }
		s := newStage(t, w, Options{}, 140, 30)
		s.wait(3 * time.Second)
		for width := 40; width <= 220; width += 3 {
			s.resize(width, 30)
			requireExact(t, s.m.View().Content, width, 30)
			s.sees("40000000")
			s.sees("24!")
			s.keepsNoBlanks(s.m.pools.Lines(s.m.drawing()), s.m.pools.Widths(), s.m.pools.Steady())
			if width < 110 {
				s.seesNot("DONE")
				s.seesNot("SPENT")
			} else {
				s.sees(" 91 %   $91.00")
			}
			if width >= 165 {
				s.sees("do not close before Friday")
			}
		}
	})
}

func TestOperationColumns_EveryWidth(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(namedPools())
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(3 * time.Second)
		s.press("a", "c")
		s.settle()
		s.press("y")
		s.wait(3 * time.Second)
		w.becomes("39999998", tolokaapi.Fail, 40)
		s.wait(3 * time.Second)
		s.press("2")
		for width := 40; width <= 220; width++ {
			s.resize(width, 40)
			requireExact(t, s.m.View().Content, width, 40)
			s.sees("39999999 Cats")
			s.sees("24!")
			s.keepsNoBlanksInOperations()
			if width >= 120 {
				s.sees("39999999 Cats or dogs, hard ones with glass, batch 24!")
			}
		}
	})
}

// A column must not jump while progress ticks or while one scrolls.
func TestOperationColumns_StandStill(t *testing.T) {
	t.Parallel()
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

// Projects too may differ in their end only.
func TestPoolColumns_ProjectsOfOneBeginning(t *testing.T) {
	t.Parallel()
	for _, width := range []int{80, 100} {
		synctest.Test(t, func(t *testing.T) {
			w := newToloka(manyPools(2))
			w.pools[1].ProjectID = "8"
			w.projects[0].Name, w.projects[1].Name = "Side-by-side of longer voices", "Side-by-side of longer voices (US)"
			s := newStage(t, w, Options{}, width, 30)
			s.wait(3 * time.Second)
			if l := s.line("39999999"); !strings.Contains(l, "(US)") {
				t.Errorf("at %d: %s", width, l)
			}
			s.press("a", "c")
			s.settle()
			if l := s.line("   39999999"); !strings.Contains(l, "(US)") {
				t.Errorf("at %d the question says: %s", width, l)
			}
		})
	}
}

// The columns of the pools keep to what all pools hold: no filter and no order
// changes them, and a pool that goes takes its room with it.
func TestPoolColumns_FollowThePools(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(3))
		w.pools[1].Name = strings.Repeat("a long name ", 8)
		s := newStage(t, w, Options{}, 200, 30)
		s.wait(3 * time.Second)
		wide := s.m.pools.Widths()
		s.press("/", "4", "0", "backspace", "backspace", "enter", "s", "S", "f", "f", "f", "f", "f")
		if now := s.m.pools.Widths(); !slices.Equal(now, wide) {
			t.Errorf("filters and orders change the columns from %v to %v", wide, now)
		}
		w.pools = slices.Delete(w.pools, 1, 2)
		s.press("r")
		s.wait(15 * time.Second)
		narrow := s.m.pools.Widths()
		const name = 1 // the column of the names
		if narrow[name] >= wide[name] || narrow[name] < len("Street signs, crop 1") {
			t.Errorf("without the long name the columns are %v, and were %v", narrow, wide)
		}
	})
}

// keepsNoBlanks fails if a column of a table is wider than what it shows while
// another one cuts.
func (s *stage) keepsNoBlanks(lines []string, widths, steady []int) {
	s.t.Helper()
	at := 4
	cut, blank := "", ""
	for i, width := range widths {
		if width == 0 {
			continue
		}
		widest, cuts := steady[i], false
		for _, l := range lines {
			cell := strings.TrimSpace(ansi.Cut(ansi.Strip(l), at, at+width))
			widest = max(widest, ansi.StringWidth(cell))
			if strings.Contains(cell, "…") {
				cut, cuts = cell, true
			}
		}
		if !cuts && width > widest { // half of a wide letter may stay blank where it cuts itself
			blank += fmt.Sprintf("column %d has %d cells and needs %d; ", i, width, widest)
		}
		at += width + 2
	}
	if cut != "" && blank != "" {
		s.t.Errorf("%d columns: %q is cut, but %s\n%s", s.m.width, cut, blank, strings.Join(lines, "\n"))
	}
}

func TestPoolColumns_AmountsNeverCut(t *testing.T) {
	t.Parallel()
	for _, currency := range []string{"USD", "RUB"} {
		for _, width := range []int{80, 100, 120, 200} {
			synctest.Test(t, func(t *testing.T) {
				pools := somePools()
				pools[0].Reward = "99.999"
				s := newStage(t, newToloka(pools), Options{Glyphs: theme.ASCII(), Environment: Environment{Name: "X", Currency: currency}}, width, 30)
				s.wait(3 * time.Second)
				if want := map[string]string{"USD": "$99.999", "RUB": "99.999 RUB"}[currency]; strings.Contains(s.screen(), "REWARD") {
					s.sees(want)
				}
			})
		}
	}
}

// A name is what one tells pools apart by: no window shows less of it for being wider,
// but by the few cells that a column takes when it appears. Figures stay whatever
// else has to go.
func TestPoolColumns_NameBesideFigures(t *testing.T) {
	t.Parallel()
	const name, done, spent = 1, 4, 5
	for _, id := range []string{"40000000", "40000000000000000000"} {
		synctest.Test(t, func(t *testing.T) {
			pools := namedPools()
			pools[0].Ref.ID = id
			w := newToloka(pools)
			w.figure = func(tolokaapi.Question) (tolokaapi.Figure, bool) {
				return tolokaapi.Figure{Value: "98765.43", Approximate: true}, true
			}
			s := newStage(t, w, Options{}, 200, 30)
			s.wait(3 * time.Second)
			for width := 110; width <= 160; width++ {
				s.resize(width, 30)
				widths := s.m.pools.Widths()
				if widths[done] == 0 || widths[spent] == 0 || widths[name] < 26 {
					t.Errorf("%d columns: the name has %d cells, %v:\n%s", width, widths[name], widths, s.line("NAME"))
				}
			}
		})
	}
}
