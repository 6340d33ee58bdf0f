package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestHints_VerbOfThePool(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 160, 30)
		s.hints("c close", "O open")
		s.press("G") // a closed pool
		s.hints("O open", "c close")
		s.press("g", "space", "G") // marks are what a key would act on
		s.hints("c close", "O open")
	})
}

func TestHints_Operations(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(2))
		w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
			if r.On.ID == "39999999" {
				return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 400, Code: "SAME", Message: "no"}
			}
			return tolokaapi.Outcome{Operation: operation(r.Verb, r.On, tolokaapi.Running, 40)}, nil
		}
		s := newStage(t, w, Options{}, 160, 30)
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.press("2")
		s.hints("enter details", "R retry", "d dismiss") // one runs: nothing to retry or dismiss
		s.press("1", "j", "c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.press("2")
		s.hints("R retry")
		s.hints("d dismiss")
	})
}

func TestHints_MarkedOperations(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := operating(t, manyPools(4), []outcome{outcomeFails, outcomeLongCode, outcomeDone, outcomeRuns})
		s.seesNot("marked")
		s.hints("R retry  d dismiss  ")
		s.press("a")
		s.sees("4 marked · ")
		s.hints("R retry 2  d dismiss 3  ")
		s.press("/")
		s.press(strings.Split("state:fail", "")...)
		s.press("enter")
		s.sees("4 marked · ")
		s.hints("R retry 1  d dismiss 1  ") // R takes those in sight
	})
}

// hints fails unless the last line names one key and none of others.
func (s *stage) hints(shown string, not ...string) {
	s.t.Helper()
	lines := strings.Split(strings.TrimRight(s.screen(), "\n"), "\n")
	last := lines[len(lines)-1]
	if !strings.Contains(last, shown) {
		s.t.Errorf("no hint at %q: %q", shown, last)
	}
	for _, h := range not {
		if strings.Contains(last, h) {
			s.t.Errorf("a hint at %q: %q", h, last)
		}
	}
}
