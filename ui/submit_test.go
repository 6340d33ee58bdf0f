package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestMarks_AlreadyClosedGoWithYes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answer string
		marks  int
	}{{"y", 0}, {"n", 2}} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			s.wait(3 * time.Second)
			s.press("space", "G", "space", "c")
			s.sees("Left out: 1 already closed")
			s.settle()
			s.press(c.answer)
			s.wait(3 * time.Second)
			if n := s.m.pools.MarkedShown(); n != c.marks {
				t.Errorf("after %s %d are marked, want %d", c.answer, n, c.marks)
			}
		})
	}
}

func TestConfirmation_ScrolledByPages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(manyPools(30)), Options{}, 100, 26)
		s.press("a", "c")
		s.settle()
		for _, c := range []struct{ key, says string }{
			{"pgdown", "… 8 above (↑) · … and 14 more (↓ to see them)"},
			{"down", "… 9 above (↑) · … and 13 more"},
			{"pgup", "… 1 above (↑)"},
			{"end", "… 22 above (↑)"},
			{"home", "  … and 22 more (↓ to see them)"},
		} {
			s.press(c.key)
			s.sees(c.says)
		}
	})
}

func TestConfirmation_EarlyYes(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"y", "enter"} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 100, 30)
			s.press("c")
			s.seesNot("one moment")
			s.press(key)
			s.sees("one moment…")
			s.settle()
			s.seesNot("one moment")
			if s.m.confirm == nil || s.posts() != 0 {
				t.Errorf("%s was not dropped", key)
			}
		})
	}
}

// A command that lost its reply is neither queued nor on its way: the next start
// looks it up.
func TestQuit_UnknownOutcome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := lostReply(t)
		s.press("q")
		if !s.quit || s.m.confirm != nil {
			t.Errorf("it does not quit:\n%s", s.screen())
		}
	})
}

func TestQuit_QuestionNamesUnknown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := lostReply(t)
		s.w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 429, Retry: time.Hour}
		}
		s.press("j", "c")
		s.settle()
		s.press("y")
		s.settle()
		s.press("q")
		s.sees("1 command is still queued and will not be sent.")
		s.sees("1 command has lost the reply.")
		_, after, _ := strings.Cut(s.screen(), "Quit now?")
		if lines := strings.Split(after, "\n"); len(lines) < 3 || !strings.Contains(lines[2], "still queued") {
			t.Errorf("lines are blank below the question:\n%s", s.screen())
		}
		s.settle()
		s.press("y")
		if !s.quit {
			t.Error("it does not quit")
		}
	})
}

// lostReply is a screen on which the reply to a close was lost.
func lostReply(t *testing.T) *stage {
	t.Helper()
	w := newToloka(somePools())
	w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
		return tolokaapi.Outcome{}, &tolokaapi.TransportError{MaybeSent: true, Cause: tolokaapi.CauseTimeout, Err: brokenOff()}
	}
	s := newStage(t, w, Options{}, 100, 30)
	s.press("c")
	s.settle()
	s.press("y")
	s.settle()
	return s
}

// TestArchive_OpenPool says how a pool that is open can be archived.
func TestArchive_OpenPool(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.press("x")
		s.sees("is OPEN and cannot be archived.")
		s.sees("c closes it first.")
	})
}
