package ui

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/fleet"
	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// measured gives every pool figures: what is done and spent, by its id.
func measured(w *toloka, done, spent map[string]string) *toloka {
	w.figure = func(q tolokaapi.Question) (tolokaapi.Figure, bool) {
		of := map[tolokaapi.FigureName]map[string]string{tolokaapi.FigureCompletion: done, tolokaapi.FigureSpent: spent}[q.Name]
		value, ok := of[q.Pool]
		return tolokaapi.Figure{Value: json.Number(value)}, ok
	}
	return w
}

// asked are the questions that were asked so far.
func (w *toloka) asked() (all []tolokaapi.Question) {
	for _, r := range w.sent {
		if r.Kind == fleet.Analyze {
			all = append(all, r.Questions...)
		}
	}
	return all
}

// inOrder fails unless rows stand below each other in this order.
func (s *stage) inOrder(ids ...string) {
	s.t.Helper()
	screen, at := s.screen(), 0
	for _, id := range ids {
		next := strings.Index(screen, id)
		if next < at {
			s.t.Fatalf("%s does not come in the order of %v:\n%s", id, ids, screen)
		}
		at = next
	}
}

func TestFigures_Columns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := measured(newToloka(somePools()), map[string]string{"32267700": "91.7", "32267699": "100", "32267698": "0"},
			map[string]string{"32267700": "18.4049", "32267699": "1234.5"})
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(2 * time.Second)
		for id, want := range map[string]string{
			"32267700": "━━━━━━━╌  91 %     $18.40", "32267699": "━━━━━━━━ 100 %  $1,234.50", "32267698": "╌╌╌╌╌╌╌╌   0 %  ",
		} {
			if line := s.line(id); !strings.Contains(line, want) {
				t.Errorf("want %q in %q", want, line)
			}
		}
		if line := s.line("32267697"); strings.Contains(line, "%") || strings.Contains(line, "$0.00") {
			t.Errorf("what is not known is no 0: %q", line)
		}
		s.press("3")
		s.wait(2 * time.Second)
		s.seesNot("DONE")
	})
}

func TestFigures_InfiniteAndApproximate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		glyphs           theme.Glyphs
		infinite, nearly string
	}{{theme.Unicode(), "╌╌╌╌╌╌╌╌     ∞", "≈ $2.00"}, {theme.ASCII(), "inf", "~$2.00"}} {
		synctest.Test(t, func(t *testing.T) {
			w := newToloka(somePools())
			w.figure = func(q tolokaapi.Question) (tolokaapi.Figure, bool) {
				if q.Name == tolokaapi.FigureCompletion {
					return tolokaapi.Figure{Infinite: true}, true
				}
				return tolokaapi.Figure{Value: "2", Approximate: true}, true
			}
			s := newStage(t, w, Options{Glyphs: c.glyphs}, 120, 40)
			s.wait(2 * time.Second)
			if line := s.line("32267700"); !strings.Contains(line, c.infinite) || !strings.Contains(line, c.nearly) {
				t.Errorf("want %q and %q in %q", c.infinite, c.nearly, line)
			}
		})
	}
}

// The columns go where there is nothing to show in them.
func TestFigures_NoColumns(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		width  int
		change func(*toloka, *fleet.Config)
	}{
		"narrow":        {109, func(*toloka, *fleet.Config) {}},
		"not available": {120, func(w *toloka, _ *fleet.Config) { w.figure = nil }},
		"read-only":     {120, func(_ *toloka, c *fleet.Config) { c.ReadOnly = true }},
		"disabled":      {120, func(_ *toloka, c *fleet.Config) { c.Figures = settings.Figures{Refresh: time.Minute} }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := measured(newToloka(somePools()), nil, nil)
				var config fleet.Config
				c.change(w, &config)
				f := fleet.New(config, rand.New(rand.NewPCG(1, 2)))
				s := newStage(t, w, Options{ReadOnly: config.ReadOnly, Fleet: f}, c.width, 40)
				s.wait(2 * time.Second)
				s.seesNot("DONE")
				s.seesNot("SPENT")
				if n := len(w.asked()); n > 0 && name != "not available" {
					t.Errorf("%d questions were asked", n)
				}
				if name != "narrow" {
					for range 8 {
						s.press("s")
						s.seesNot("by completion")
					}
				}
			})
		})
	}
}

// Rows sorted by a figure take their places as it becomes known, those without one
// come last in both directions, and what changes later moves no row.
func TestFigures_Sort(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		done := map[string]string{"40000000": "10", "39999999": "90", "39999997": "50"}
		w := measured(newToloka(manyPools(4)), done, nil)
		s := newStage(t, w, Options{}, 120, 40)
		s.press("j", "s", "s", "s", "s")
		s.sees("by completion")
		s.wait(5 * time.Second)
		s.inOrder("39999999", "39999997", "40000000", "39999998")
		s.sees("by completion")
		if at, _ := s.m.pools.Cursor(); at.ID != "39999999" {
			t.Errorf("the cursor is on %s", at.ID)
		}
		done["40000000"] = "100"
		s.wait(2 * time.Minute)
		s.sees("100 %")
		s.inOrder("39999999", "39999997", "40000000", "39999998")
		s.sees("as last sorted") // it is not by completion any more
		s.seesNot("by completion")
		s.press("S")
		s.sees("by completion, reversed")
		s.inOrder("39999997", "39999999", "40000000", "39999998")
		s.press("S")
		s.inOrder("40000000", "39999999", "39999997", "39999998")
	})
}

// A filter by a figure asks for all open pools that pass the other words, says of
// how many it is known, and shows each that passes once it does.
func TestFigures_Filter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := measured(newToloka(manyPools(100)), map[string]string{}, nil)
		known := map[string]string{}
		for i := range w.pools {
			if i%2 == 0 {
				w.pools[i].Status = tolokaapi.Closed
				continue
			}
			known[w.pools[i].Ref.ID] = "50"
		}
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(2 * time.Second)
		before := len(w.asked())
		w.figure = func(q tolokaapi.Question) (tolokaapi.Figure, bool) {
			value, ok := known[q.Pool]
			return tolokaapi.Figure{Value: json.Number(value)}, ok && q.Name == tolokaapi.FigureCompletion
		}
		s.press("/")
		s.typing("done>=98")
		s.press("enter")
		s.sees("figures of 0 of ")
		s.sees("No pool passes the filter")
		s.sees("are known so far")
		s.wait(90 * time.Second) // those in sight were asked for just before
		s.seesNot("figures of")
		s.sees("“done>=98”")
		for _, q := range w.asked()[before:] {
			if p, ok := s.m.fleet.Pool(tolokaapi.PoolRef(q.Pool)); !ok || p.Status != tolokaapi.Open {
				t.Errorf("%v was asked for, which is %s", q, p.Status)
			}
		}
		var first string
		for id := range known {
			first = max(first, id)
		}
		known[first] = "98"
		s.wait(2 * time.Minute)
		s.sees(first)
		s.sees("98 %")
		known[first] = "97"
		s.wait(2 * time.Minute)
		s.sees(first) // it stays until r
		s.press("r")
		s.wait(3 * time.Second)
		s.seesNot(first)
	})
}

// A list that moves is asked for once it rests, a paused one not at all.
func TestFigures_AskedForAtRest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := measured(newToloka(manyPools(500)), nil, nil)
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(5 * time.Second)
		before := len(w.asked())
		for range 12 {
			s.press("pgdown")
			s.wait(200 * time.Millisecond)
		}
		if n := len(w.asked()) - before; n > 0 {
			t.Errorf("%d questions while the list moved", n)
		}
		s.press("p")
		s.wait(time.Minute)
		if n := len(w.asked()) - before; n > 0 {
			t.Errorf("%d questions while paused", n)
		}
		s.press("p")
		s.wait(20 * time.Second)
		if n := len(w.asked()) - before; n == 0 {
			t.Error("nothing was asked at rest")
		}
	})
}

// Details ask for every figure of their pool.
func TestFigures_Details(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := measured(newToloka(somePools()), nil, nil)
		s := newStage(t, w, Options{}, 80, 24)
		s.wait(3 * time.Second)
		if n := len(w.asked()); n > 0 {
			t.Errorf("%d questions of a narrow list", n)
		}
		s.press("enter")
		s.wait(10 * time.Second)
		if n := len(w.asked()); n != len(tolokaapi.FigureNames) {
			t.Errorf("%d questions about the pool shown", n)
		}
	})
}

// A figure that should have been renewed is drawn faint, and says the same.
func TestFigures_OverdueIsFaint(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := measured(newToloka(somePools()), map[string]string{"32267700": "91"}, nil)
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(5 * time.Second)
		row := func() (drawn string) {
			for line := range strings.Lines(s.m.View().Content) {
				if strings.Contains(line, "91 %") {
					return line
				}
			}
			return ""
		}
		fresh := row()
		w.carry = func(r fleet.Request) (fleet.Response, bool) {
			return fleet.Response{Err: &tolokaapi.Error{Status: 500}}, r.Kind == fleet.Analyze
		}
		s.wait(100 * time.Second)
		if row() != fresh {
			t.Errorf("after 105 s it is drawn as %q, not %q", row(), fresh)
		}
		s.wait(time.Minute)
		if overdue := row(); overdue == fresh || ansi.Strip(overdue) != ansi.Strip(fresh) {
			t.Errorf("after 165 s it is drawn as %q, before as %q", overdue, fresh)
		}
	})
}

// While another window has the keys figures are asked for every ten minutes.
func TestFigures_Blurred(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := measured(newToloka(manyPools(3)), nil, nil)
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(5 * time.Second)
		once := len(w.asked())
		s.send(tea.BlurMsg{})
		s.wait(9 * time.Minute)
		if n := len(w.asked()); n != once {
			t.Errorf("%d questions within nine minutes, after %d", n-once, once)
		}
		s.wait(2 * time.Minute)
		if n := len(w.asked()); n != 2*once {
			t.Errorf("%d questions within eleven minutes, after %d", n-once, once)
		}
		s.send(tea.FocusMsg{})
		s.wait(2 * time.Minute)
		if n := len(w.asked()); n < 3*once {
			t.Errorf("%d questions two minutes after the keys came back", n-2*once)
		}
	})
}
