package ui

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// labelled answers every question about a pool of which two suites a minute are handed
// in since 14:02; the estimate is of 1,000.
func labelled(q tolokaapi.Question) (tolokaapi.Figure, bool) {
	submitted := 700 + 2*int(wall().Sub(time.Date(2000, 3, 11, 14, 2, 11, 0, time.UTC)).Minutes())
	value, ok := map[tolokaapi.FigureName]string{
		tolokaapi.FigureCompletion: strconv.Itoa(submitted / 10), tolokaapi.FigureSubmitted: strconv.Itoa(submitted),
		tolokaapi.FigureApproved: strconv.Itoa(submitted - 30), tolokaapi.FigureRejected: "16", tolokaapi.FigureSkipped: "5",
		tolokaapi.FigureRealTasks: "2500", tolokaapi.FigureSpent: strconv.FormatFloat(float64(submitted-30)*0.02, 'f', -1, 64),
		tolokaapi.FigureMeanMillis: "42000", tolokaapi.FigureWorkers: "38", tolokaapi.FigureSubmitters: "31",
		tolokaapi.FigureActive: "12", tolokaapi.FigureAssignments: "1000",
	}[q.Name]
	return tolokaapi.Figure{Value: json.Number(value), Approximate: q.Name == tolokaapi.FigureAssignments}, ok
}

// lineOf is which line of the screen holds a text first; -1 if none does.
func (s *stage) lineOf(text string) int {
	before, _, found := strings.Cut(s.screen(), text)
	if !found {
		return -1
	}
	return strings.Count(before, "\n")
}

// What stands below the figures does not move when answers come, late or wrong.
func TestDetails_FiguresMoveNothing(t *testing.T) {
	t.Parallel()
	for _, size := range []struct{ width, height int }{{80, 24}, {120, 40}, {160, 45}} {
		synctest.Test(t, func(t *testing.T) { figuresMoveNothing(t, size.width, size.height) })
	}
}

func figuresMoveNothing(t *testing.T, width, height int) {
	t.Helper()
	w := newToloka(somePools())
	w.figure = labelled
	s := newStage(t, w, Options{}, width, height)
	s.settle() // the list beside them has asked for nothing yet
	s.press("enter")
	s.sees("asking…")
	at := s.lineOf("Name ")
	stands := func(when string) {
		t.Helper()
		if got := s.lineOf("Name "); got != at {
			t.Errorf("%s the name stands on line %d, before on %d:\n%s", when, got, at, s.screen())
		}
	}
	s.wait(5 * time.Second)
	s.sees("as of 14:02")
	s.sees("70 %")
	s.sees("70 % · time left from 14:13")
	s.sees("14 awaiting review · 670 accepted · 16 rejected")
	s.sees("$13.40 of ≈ $19.68 expected in all, without fee")
	s.seesNot("min left")
	stands("with figures")
	s.wait(25 * time.Minute)
	s.sees("about 2 h 10 min left") // 250 suites, two a minute
	s.sees("█  from 70 % at 14:02")
	stands("after 25 minutes")
	w.figure = func(tolokaapi.Question) (tolokaapi.Figure, bool) { return tolokaapi.Figure{}, false }
	s.wait(2 * time.Minute)
	s.sees("the server gave none")
	s.seesNot("$0.00")
	stands("without answers")
}

// Between two answers the details stand still, and paused ones say of when they are.
func TestDetails_FiguresStandStill(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.figure = labelled
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(3 * time.Second)
		s.press("enter")
		s.wait(5 * time.Second)
		s.press("p")
		s.sees("paused, as of 14:02")
		s.wait(10 * time.Second)
		drawn, asked := s.m.body(), len(w.asked())
		s.wait(50 * time.Second)
		if got := s.m.body(); strings.Join(got, "\n") != strings.Join(drawn, "\n") || len(w.asked()) != asked {
			t.Errorf("something changed by itself, or was asked:\n%s", s.screen())
		}
		s.wait(10 * time.Minute)
		s.sees("paused, as of 14:02")
	})
}

func TestDetails_NoFigures(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options Options
		keys    string
		says    string
	}{
		"of this server":    {Options{}, "enter", "This server gives no figures."},
		"in read-only mode": {Options{ReadOnly: true}, "enter", "Read-only mode asks for no figures"},
		"of trainings":      {Options{}, "3 enter", "Training 31000003"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(append(somePools(), someTrainings()...)), c.options, 80, 24)
				s.wait(3 * time.Second)
				for _, key := range strings.Fields(c.keys) {
					s.press(key)
					s.wait(5 * time.Second)
				}
				s.sees(c.says)
				for _, label := range []string{"Spent", "People", "asking"} {
					s.seesNot(label)
				}
			})
		})
	}
}

// Details of a pool show what was done to it without a visit to the history: its newest page
// is read, and not again while it is fresh.
func TestDetails_OperationsAreRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 80, 50)
		s.wait(10 * time.Second)
		w.operations = past(60)
		w.operations[7].Target = tolokaapi.PoolRef("32267700")
		pages := func() (n int) {
			for _, r := range w.sent {
				if ofHistory(r) {
					n++
				}
			}
			return n
		}
		if n := pages(); n > 0 {
			t.Fatalf("%d pages of the past are read at rest", n)
		}
		for _, c := range []struct {
			after time.Duration
			pages int
		}{{0, 4}, {time.Minute, 4}, {9 * time.Minute, 8}} {
			s.wait(c.after)
			s.press("g", "enter")
			s.wait(4 * time.Second)
			s.sees("Known operations of the last 7 days")
			s.sees("open ")
			s.sees("Mar 11 09:50 · SUCCESS · took 8 s")
			if n := pages(); n != c.pages {
				t.Errorf("after %v more %d pages were read, want %d", c.after, n, c.pages)
			}
			s.press("esc")
		}
		s.press("4")
		s.wait(4 * time.Second)
		if n := pages(); n != 12 {
			t.Errorf("with the history %d pages were read, want it anew", n)
		}
	})
}

// A past that could not be read, or was read by a clock that was set back since, is not fresh.
func TestDetails_OperationsReadAgain(t *testing.T) {
	t.Parallel()
	refused := func(r fleet.Request) (fleet.Response, bool) {
		return fleet.Response{Err: &tolokaapi.Error{Status: 403, Code: "ACCESS_DENIED"}}, ofHistory(r)
	}
	for name, c := range map[string]struct {
		refused bool
		leap    time.Duration
	}{"refused": {refused: true}, "clock set back": {leap: -time.Hour}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				leap := time.Duration(0)
				w := newToloka(somePools())
				s := newStage(t, w, Options{Now: func() time.Time { return wall().Add(leap) }}, 80, 50)
				s.wait(10 * time.Second)
				w.operations = past(60)
				if c.refused {
					w.carry = refused
				}
				s.press("enter")
				s.wait(4 * time.Second)
				s.press("esc")
				w.carry, leap = nil, c.leap
				s.wait(time.Second)
				before := s.pages()
				s.press("enter")
				s.wait(4 * time.Second)
				if s.pages() == before {
					t.Error("nothing of the past is read")
				}
			})
		})
	}
}

// The operations of a pool that are known are shown at once, and nothing is asked for.
func TestDetails_OperationsKnown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 50)
		pastOf(60)(s)
		for i := range w.operations[:30] {
			w.operations[i].Target = tolokaapi.PoolRef("32267700")
		}
		old := &w.operations[3]
		old.Submitted = date("2000-03-01T10:00:00")
		s.press("r")
		s.wait(5 * time.Second)
		s.press("1", "c")
		s.settle()
		s.sayYes()
		s.wait(2 * time.Second)
		lists := w.count(fleet.ListOperations)
		s.press("g", "enter")
		if n := w.count(fleet.ListOperations) - lists; n > 0 {
			t.Errorf("%d lists were asked for", n)
		}
		_, below, _ := strings.Cut(s.screen(), "Known operations of the last 7 days")
		lines := strings.Split(below, "\n")[1:]
		shown := 0
		for _, line := range lines {
			if strings.Contains(line, ":") && strings.Contains(line, "Mar ") {
				shown++
			}
		}
		if shown != 10 || !strings.Contains(below, "FAIL · took 3 s") || strings.Contains(below, "Mar  1") {
			t.Errorf("%d operations:\n%s", shown, s.screen())
		}
		if !strings.Contains(lines[0], "close ") || !strings.Contains(lines[0], " Mar 11 14:02 · already closed") {
			t.Errorf("the newest is %q:\n%s", lines[0], s.screen())
		}
	})
}
