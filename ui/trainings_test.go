package ui

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// withTrainings opens the screen of an account that has some.
func withTrainings(t *testing.T, o Options) *stage {
	t.Helper()
	s := newStage(t, newToloka(append(somePools(), someTrainings()...)), o, 120, 30)
	s.wait(3 * time.Second)
	return s
}

// asked is how many lists of trainings were asked for.
func (s *stage) asked() int {
	n := 0
	for _, r := range s.w.sent {
		if r.Kind == fleet.ListPools && r.On.Subject == tolokaapi.SubjectTraining {
			n++
		}
	}
	return n
}

func TestTrainings_ListedOnlyWhileShown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := withTrainings(t, Options{})
		s.wait(2 * time.Minute)
		if s.asked() != 0 {
			t.Errorf("%d lists of trainings that nobody looks at", s.asked())
		}
		s.press("3")
		s.wait(2 * time.Second)
		s.sees("Обучение: Тексты")
		s.seesNot("REWARD")
		once := s.asked()
		s.press("2")
		s.wait(2 * time.Minute)
		if s.asked() <= once {
			t.Error("trainings that are shown are not listed again")
		}
		s.press("1")
		s.wait(time.Second)
		left := s.asked()
		s.wait(20 * time.Minute)
		if s.asked() != left {
			t.Errorf("%d more lists after they were left", s.asked()-left)
		}
	})
}

func TestTrainings_Archived(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := withTrainings(t, Options{})
		s.w.pools[len(s.w.pools)-1].Status = tolokaapi.Archived
		s.press("3")
		s.wait(2 * time.Second)
		s.seesNot("練習: Audio")
		s.press("f", "f", "f", "f")
		s.wait(2 * time.Second)
		s.sees("ARCHIVED only 1 of 1")
		s.sees("練習: Audio")
	})
}

func TestTrainings_NoReward(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := withTrainings(t, Options{})
		s.press("3")
		s.wait(2 * time.Second)
		for _, want := range []string{"ID", "NAME", "PROJECT", "STARTED", "STATUS"} {
			s.press("s")
			if l := s.line("NAME"); !strings.Contains(l, want+" ▲") && !strings.Contains(l, want+" ▼") {
				t.Errorf("%s is not marked: %s", want, l)
			}
		}
	})
}

func TestTrainings_Words(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ keys, says string }{
		{"c", "Close 1 training on"},
		{"a c", "Close 2 trainings on"},
		{"G O", "Tolokers can take an open training"},
		{"G x", "an archived training can never be opened again"},
		{"N", "Each copy is a new closed training"},
		{"a c", "Left out: 1 already closed"},
		{"O", "31000003 is already open."},
		{"space j space x", "None of the 2 marked trainings can be archived: 2 OPEN"},
		{"y", "Training id 31000003 sent to the terminal's clipboard"},
		{"b", "The address of this training in the browser is not known."},
		{"enter", "─ Training 31000003 ─"},
		{"/ z z", "No training passes the filter “zz”"},
		{"f j f k f", "No training is LOCKED"},
		{"space / z c", "no training"},
	} {
		t.Run(c.keys, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := withTrainings(t, Options{})
				s.press("3")
				s.wait(2 * time.Second)
				if c.says == "no training" {
					s.press("space", "/", "z", "enter", "c")
					s.sees("Every marked training is hidden by the filter")
					return
				}
				s.press(strings.Fields(c.keys)...)
				s.sees(c.says)
			})
		})
	}
}

func TestTrainings_FollowedAfterLeaving(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := withTrainings(t, Options{})
		s.w.accepts(tolokaapi.Running, 10)
		s.press("3")
		s.wait(2 * time.Second)
		s.press("space", "c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		sent := s.w.sent[slices.IndexFunc(s.w.sent, func(r fleet.Request) bool { return r.Kind == fleet.Submit })]
		if sent.Verb != tolokaapi.VerbClose || sent.On != tolokaapi.TrainingRef("31000003") {
			t.Errorf("sent is %v on %v", sent.Verb, sent.On)
		}
		s.press("1")
		s.w.pools[len(s.w.pools)-3].Status = tolokaapi.Closed
		s.w.becomes("31000003", tolokaapi.Success, 100)
		s.wait(3 * time.Second)
		s.sees("1 training closed")
		s.sees("31000003 (training) Warm-up: Image labels")
		s.press("3")
		if s.m.trainings.MarkedShown() != 0 {
			t.Error("its mark was not taken off")
		}
		s.settle()
		s.press("u")
		s.sees("Open 1 training on")
	})
}

func TestRetry_PoolsAndTrainingsApart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := withTrainings(t, Options{})
		s.w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 400, Code: "NO"}
		}
		s.press("c")
		s.settle()
		s.press("y")
		s.settle()
		s.press("3")
		s.wait(2 * time.Second)
		s.press("c")
		s.settle()
		s.press("y")
		s.settle()
		s.press("2", "G", "R")
		s.sees("Close 1 training again on")
		s.press("esc")
		s.settle()
		s.press("a", "R")
		s.sees("Close 1 pool again on")
	})
}
