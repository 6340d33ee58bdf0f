package ui

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// A scene brings the screen into a state worth a picture.
type scene struct {
	name    string
	options Options
	pools   []tolokaapi.Pool
	carry   func(fleet.Request) (fleet.Response, bool)
	figure  func(tolokaapi.Question) (tolokaapi.Figure, bool)
	play    func(s *stage)
}

func scenes() []scene {
	production := Options{Environment: Environment{Name: "PRODUCTION", Kind: Production, Currency: "USD", Host: "toloka.dev"}}
	return []scene{
		{name: "at rest", pools: somePools()},
		{name: "empty"},
		{name: "listing", pools: manyPools(700), carry: func(r fleet.Request) (fleet.Response, bool) {
			if r.Kind == fleet.ListPools && r.Query.ID.LT != "" {
				time.Sleep(time.Minute)
			}
			return fleet.Response{}, false
		}},
		{name: "refused", carry: func(r fleet.Request) (fleet.Response, bool) {
			return fleet.Response{Err: &tolokaapi.Error{Status: 503}}, r.Kind == fleet.ListPools
		}},
		{name: "marked and filtered", pools: somePools(), play: func(s *stage) {
			s.press("space", "j", "j", "space", "/", "c", "a", "t", "s")
		}},
		{name: "confirm one", pools: somePools(), play: func(s *stage) { s.press("c") }},
		{name: "confirm many", pools: manyPools(15), options: production, play: func(s *stage) {
			s.press("a", "c")
			s.settle()
			s.press("1", "2", "enter")
		}},
		{name: "confirm with comments", pools: commented(manyPools(15), friday, 4, 9), options: production, play: func(s *stage) {
			s.press("a", "c")
			s.settle()
			s.press("1", "5")
		}},
		{name: "confirm archiving", pools: commented(somePools(), friday, 4), play: func(s *stage) {
			s.press("G", "k", "k", "x")
		}},
		{name: "in flight", pools: somePools(), options: production, play: inFlight},
		{name: "details of a pool", pools: somePools(), play: func(s *stage) { s.press("enter") }},
		{name: "details with figures", pools: commented(somePools(), friday, 0), figure: labelled, play: func(s *stage) {
			pastOf(60)(s)
			s.press("1", "enter")
			s.wait(25 * time.Minute)
		}},
		{name: "details of a failure", pools: somePools(), play: func(s *stage) {
			inFlight(s)
			s.press("2", "g", "enter")
		}},
		{name: "help", pools: somePools(), play: func(s *stage) { s.press("?") }},
		{name: "offline", pools: somePools(), play: func(s *stage) {
			s.w.err = &tolokaapi.TransportError{Cause: tolokaapi.CauseReset, Host: "toloka.dev", Err: brokenOff()}
			s.wait(35 * time.Second)
		}},
		{name: "over quota", pools: somePools(), play: func(s *stage) {
			s.w.err = &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerMinute}
			s.wait(35 * time.Second)
		}},
		{name: "trainings", pools: append(somePools(), someTrainings()...), play: func(s *stage) {
			s.press("3")
			s.wait(3 * time.Second)
		}},
		{name: "no trainings", pools: somePools(), play: func(s *stage) {
			s.press("3")
			s.wait(3 * time.Second)
		}},
		{name: "confirm a training", pools: append(somePools(), someTrainings()...), play: func(s *stage) {
			s.press("3")
			s.wait(3 * time.Second)
			s.press("c")
		}},
		{name: "history", pools: somePools(), play: pastOf(400)},
		{name: "history to its end", pools: somePools(), play: func(s *stage) {
			pastOf(60)(s)
			s.press("G")
		}},
		{name: "history filtered", pools: somePools(), play: func(s *stage) {
			pastOf(60)(s)
			s.press("/", "c", "a", "t", "s")
		}},
		{name: "no history", pools: somePools(), play: pastOf(0)},
		{name: "history refused", pools: somePools(), play: func(s *stage) {
			s.wait(5 * time.Second)
			s.w.carry = func(r fleet.Request) (fleet.Response, bool) {
				return fleet.Response{Err: &tolokaapi.Error{Status: 403, Code: "ACCESS_DENIED"}}, ofHistory(r)
			}
			s.press("4")
			s.wait(3 * time.Second)
		}},
		{name: "details of the past", pools: somePools(), play: func(s *stage) {
			pastOf(60)(s)
			s.press("j", "j", "enter")
		}},
		{name: "read-only", pools: somePools(), options: Options{ReadOnly: true}, play: func(s *stage) { s.press("c") }},
		{name: "ascii", pools: somePools(), options: Options{Glyphs: theme.ASCII()}, play: inFlight},
		{name: "figures", pools: somePools(), figure: motleyFigures},
		{name: "figures in ascii", pools: somePools(), options: Options{Glyphs: theme.ASCII()}, figure: motleyFigures},
	}
}

// motleyFigures are figures of every sort: of one pool they are only estimated or
// without end, of another one is missing.
func motleyFigures(q tolokaapi.Question) (tolokaapi.Figure, bool) {
	of := map[string][2]tolokaapi.Figure{
		"32267700": {{Value: "91.5"}, {Value: "18.40"}},
		"32267699": {{Value: "100"}, {Value: "1234.5"}},
		"32267698": {{Infinite: true}, {Value: "0", Approximate: true}},
		"32267695": {{Value: "7"}, {}},
	}[q.Pool]
	f := of[0]
	if q.Name == tolokaapi.FigureSpent {
		f = of[1]
	}
	return f, f != tolokaapi.Figure{}
}

// pastOf opens the past with n operations once nothing else is asked for.
func pastOf(n int) func(s *stage) {
	return func(s *stage) {
		s.wait(10 * time.Second)
		s.w.operations = past(n)
		s.press("4")
		s.wait(4 * time.Second)
	}
}

// ofHistory reports whether a request is for a page of the past.
func ofHistory(r fleet.Request) bool {
	return r.Kind == fleet.ListOperations && r.Query.Submitted.GTE == "" && r.Query.Status == ""
}

func brokenOff() error { return errors.New("broken off") }

// inFlight has one operation of every state on the table.
func inFlight(s *stage) {
	s.w.pools = append(s.w.pools, manyPools(5)...)
	s.press("r")
	s.wait(time.Second)
	fate := map[string]func(fleet.Request) (tolokaapi.Outcome, error){}
	s.w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) { return fate[r.On.ID](r) }
	started := func(status tolokaapi.OperationStatus, percent int) func(fleet.Request) (tolokaapi.Outcome, error) {
		return func(r fleet.Request) (tolokaapi.Outcome, error) {
			op := operation(r.Verb, r.On, status, percent)
			s.w.operations = append([]tolokaapi.Operation{op}, s.w.operations...)
			return tolokaapi.Outcome{Operation: op}, nil
		}
	}
	fails := func(err error) func(fleet.Request) (tolokaapi.Outcome, error) {
		return func(fleet.Request) (tolokaapi.Outcome, error) { return tolokaapi.Outcome{}, err }
	}
	fate["40000000"] = started(tolokaapi.Running, 10)
	fate["39999999"] = started(tolokaapi.Pending, -1)
	fate["39999998"] = fails(&tolokaapi.Error{Status: 409, Code: tolokaapi.CodeLockedByOther, Message: "The pool is busy", RequestID: "req-9", Payload: `{"x":1}`})
	fate["39999997"] = fails(&tolokaapi.TransportError{MaybeSent: true, Cause: tolokaapi.CauseTimeout, Err: brokenOff()})
	fate["39999996"] = func(fleet.Request) (tolokaapi.Outcome, error) { return tolokaapi.Outcome{Unchanged: true}, nil }
	fate["32267700"] = started(tolokaapi.Running, 20)
	fate["32267699"] = started(tolokaapi.Running, 5)
	fate["32267698"] = fails(&tolokaapi.Error{Status: 429, Interval: tolokaapi.PerMinute})
	s.w.operations = []tolokaapi.Operation{operation(tolokaapi.VerbOpen, tolokaapi.PoolRef("32267696"), tolokaapi.Running, 15)}
	s.press("a", "c")
	s.settle()
	s.sayYes()
	s.settle()
	s.wait(1500 * time.Millisecond)
	s.w.becomes("40000000", tolokaapi.Fail, 40)
	s.w.becomes("32267700", tolokaapi.Success, 100)
	s.w.becomes("32267699", tolokaapi.Running, 62)
	s.wait(1800 * time.Millisecond)
}

func TestScreens_Golden(t *testing.T) {
	t.Parallel()
	sizes := []struct{ width, height int }{{40, 14}, {80, 24}, {120, 40}, {200, 50}}
	for _, sc := range scenes() {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s/%d", sc.name, size.width), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := newToloka(sc.pools)
					w.carry, w.figure = sc.carry, sc.figure
					s := newStage(t, w, sc.options, size.width, size.height)
					s.wait(5 * time.Second)
					if sc.play != nil {
						sc.play(s)
					}
					drawn := s.m.View().Content
					requireExact(t, drawn, size.width, size.height)
					golden.RequireEqual(t, ansi.Strip(drawn)+"\n")
				})
			})
		}
	}
}

// requireExact fails unless there are height lines of width cells by both
// measures that terminals use.
func requireExact(t *testing.T, drawn string, width, height int) {
	t.Helper()
	lines := strings.Split(drawn, "\n")
	if len(lines) != height {
		t.Errorf("%d lines are drawn, want %d", len(lines), height)
	}
	for i, l := range lines {
		if g, w := ansi.StringWidth(l), ansi.StringWidthWc(l); g != width || w != width {
			t.Errorf("line %d is %d and %d cells wide, want %d: %q", i, g, w, width, ansi.Strip(l))
		}
	}
}

func TestScreens_GoldenOfFigures(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]Options{"colour": {}, "light": {Theme: "light"}, "no colour": {NoColor: true}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newToloka(somePools())
				w.figure = motleyFigures
				s := newStage(t, w, o, 120, 14)
				s.wait(5 * time.Second)
				golden.RequireEqual(t, s.m.View().Content+"\n")
			})
		})
	}
}

func TestScreens_GoldenInColour(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{Environment: Environment{Name: "PRODUCTION", Kind: Production, Currency: "USD"}}, 100, 24)
		s.wait(5 * time.Second)
		inFlight(s)
		golden.RequireEqual(t, s.m.View().Content+"\n")
	})
}
