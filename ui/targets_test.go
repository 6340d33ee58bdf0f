package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
)

func TestConfirmation_CountTypedFromTen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		keys  string
		posts int
		open  bool
	}{
		{"1 2 enter", 12, false},
		{"1 3 backspace 2 enter", 12, false},
		{"1 1 enter", 0, true},
		{"1 1 enter backspace 2 enter", 12, false},
		{"1 2 0 enter", 0, true},
		{"enter", 0, true},
		{"y", 0, true},
		{"y enter", 0, true},
		{"n", 0, true}, // text
		{"tab enter", 0, true},
		{"q", 0, true},
		{"1 2 esc", 0, false},
		{"1 2 ctrl+c", 0, false}, // leaves the field
	} {
		t.Run(c.keys, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(manyPools(12)), Options{}, 100, 30)
				s.press("a", "c")
				s.settle()
				s.press(strings.Fields(c.keys)...)
				s.wait(time.Second)
				if s.posts() != c.posts || (s.m.confirm != nil) != c.open || s.quit {
					t.Errorf("%d commands, open %v, quit %v; want %d and %v", s.posts(), s.m.confirm != nil, s.quit, c.posts, c.open)
				}
			})
		})
	}
}

func TestConfirmation_TenNeedTheCount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(manyPools(10)), Options{}, 100, 30)
		s.press("a", "c")
		s.settle()
		s.press("y", "tab", "enter")
		if s.posts() != 0 {
			t.Errorf("%d commands were sent without the count", s.posts())
		}
		s.sees("Type 10 to close them:  y")
		s.press("backspace", "1", "0", "enter")
		s.wait(time.Second)
		if s.posts() != 10 {
			t.Errorf("%d commands were sent", s.posts())
		}
	})
}

func TestConfirmation_NineNeedNoCount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(manyPools(9)), Options{}, 100, 30)
		s.press("a", "c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		if s.posts() != 9 {
			t.Errorf("%d commands were sent", s.posts())
		}
	})
}

func TestConfirmation_FreezesTargets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(12))
		s := newStage(t, w, Options{}, 100, 30)
		s.press("space", "j", "j", "space", "c")
		s.sees("Close 2 pools on SANDBOX?")
		s.sees("40000000  Street signs, crop 12")
		s.sees("39999998  Street signs, crop 10")

		fresh := manyPools(1)[0]
		fresh.Ref.ID, fresh.Name = "50000000", "newest"
		w.pools = append([]tolokaapi.Pool{fresh}, w.pools...)
		s.wait(40 * time.Second) // the list is read again, and has one more
		s.press("y")
		s.wait(time.Second)
		var sent []string
		for _, r := range w.sent {
			if r.Kind == fleet.Submit {
				sent = append(sent, r.On.ID)
			}
		}
		if strings.Join(sent, " ") != "40000000 39999998" {
			t.Errorf("commands went to %v", sent)
		}
	})
}

func TestConfirmation_ScrollsToTheRest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(manyPools(40)), Options{}, 100, 24)
		s.press("a", "c")
		s.settle()
		s.sees("and 32 more")
		for range 50 {
			s.press("down")
		}
		s.sees("39999961  Street signs, crop 1")
		s.press("pgup", "pgup")
		s.seesNot("39999961")
		s.press("4", "0", "enter")
		s.wait(time.Second)
		if s.posts() != 40 {
			t.Errorf("%d commands were sent", s.posts())
		}
	})
}

func TestConfirmation_LeftOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.operations = []tolokaapi.Operation{operation(tolokaapi.VerbClose, w.pools[1].Ref, tolokaapi.Running, 10)}
		s := newStage(t, w, Options{}, 100, 30)
		s.wait(2 * time.Second)
		s.press("a", "/", "!", "b", "a", "t", "c", "h", "enter")
		s.wait(time.Second)
		s.press("c")
		s.sees("Close 1 pool on")
		s.sees("32267698")
		s.sees("1 LOCKED")
		s.sees("3 already closed")
		s.sees("2 marked but hidden by the filter")
	})
}

func TestSelection_AllMarksHidden(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 100, 30)
		s.press("space", "/")
		for _, r := range "audio" {
			s.press(string(r))
		}
		s.press("enter", "c")
		if s.m.confirm != nil {
			t.Error("the row under the cursor was taken for the marked one")
		}
		s.sees("hidden by the filter")
	})
}

func TestSubmit_BusyMeanwhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 100, 30)
		s.press("c")
		s.settle()
		w.operations = []tolokaapi.Operation{operation(tolokaapi.VerbClose, w.pools[0].Ref, tolokaapi.Running, 10)}
		s.wait(40 * time.Second)
		s.press("y")
		if s.posts() != 0 {
			t.Error("a busy pool was sent a command")
		}
		s.sees("Nothing was sent: 32267700 is busy: closing.")
	})
}

// In a narrow window the name of the place is shortened, and never what is done.
func TestConfirmation_NarrowSaysWhatIsDone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		host := "toloka-gateway.internal.research.example-company.com:8443"
		s := newStage(t, newToloka(somePools()), Options{Environment: Environment{Name: host}}, 120, 30)
		s.wait(3 * time.Second)
		s.press("c")
		for _, width := range []int{120, 80, 60, 40, 30} {
			s.send(tea.WindowSizeMsg{Width: width, Height: 24})
			s.sees("toloka-g")
			if !strings.Contains(s.screen(), "Close 1 pool on ") && !strings.Contains(s.screen(), " Close 1?") {
				t.Errorf("at %d columns the question does not say what is done:\n%s", width, s.screen())
			}
		}
	})
}

func TestConfirmation_LastTargetIsNamed(t *testing.T) {
	t.Parallel()
	for n, says := range map[int]string{9: "39999992", 10: "and 2 more"} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(manyPools(n)), Options{Confirm: settings.Confirm{TypeCountFrom: 100}}, 100, 26)
			s.wait(3 * time.Second)
			s.press("a", "c")
			s.sees(says)
			if n == 9 {
				s.seesNot("more (")
			}
		})
	}
}

func TestConfirmation_CountWithComma(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(manyPools(1005)), Options{}, 120, 40)
		s.wait(6 * time.Second)
		s.press("a", "c")
		s.sees("Close 1,005 pools")
		s.settle()
		s.press("1", ",", "0", "0", "5", "enter")
		if s.m.confirm != nil {
			t.Errorf("the count is not taken as it is shown:\n%s", s.screen())
		}
	})
}
