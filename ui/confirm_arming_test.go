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

// TestConfirmation_KeysTypedAhead types the key that opens a confirmation and
// whatever follows it without a pause, as an unbracketed paste, a key held down
// or a slow link do.
func TestConfirmation_KeysTypedAhead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		open  string
		after time.Duration // how long the others come behind it
		n     int
		key   string
		every time.Duration
		last  string
	}{
		{"c and 100 y at once", "c", 150 * time.Millisecond, 100, "y", 0, "y"},
		{"c, 300 j, y at once", "c", 150 * time.Millisecond, 300, "j", 0, "y"},
		{"N and 3,000 y at once", "N", 190 * time.Millisecond, 3000, "y", 0, "y"},
		{"c and y held down", "c", 0, 50, "y", 33 * time.Millisecond, "y"},
		{"c and y held down slowly", "c", 0, 20, "y", 190 * time.Millisecond, "y"},
		{"c and tab, enter", "c", 0, 51, "tab", 20 * time.Millisecond, "enter"},
		{"c, keys that mean nothing, enter", "c", 0, 40, "space", 30 * time.Millisecond, "enter"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(somePools()), Options{}, 100, 30)
				s.press(c.open)
				s.wait(c.after)
				for range c.n {
					if c.every > 0 {
						s.wait(c.every)
					}
					s.press(c.key)
				}
				s.press(c.last)
				s.wait(150 * time.Millisecond) // more than 200 ms since it opened, less since the last key
				s.press(c.last)
				s.wait(50 * time.Millisecond)
				if s.posts() != 0 || s.m.confirm == nil {
					t.Fatalf("%d commands were sent, open is %v", s.posts(), s.m.confirm != nil)
				}
				s.wait(200 * time.Millisecond) // without a key
				s.press("y")
				if s.posts() != 1 {
					t.Errorf("after a pause y sent %d commands", s.posts())
				}
			})
		})
	}
}

// TestConfirmation_LateTick holds the program up while the confirmation would
// have armed: keys typed meanwhile stand behind the tick.
func TestConfirmation_LateTick(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 100, 30)
		s.press("c")
		time.Sleep(time.Second) // nothing is handled meanwhile
		s.drain()               // the tick
		s.press("y")
		if s.posts() != 0 {
			t.Fatal("a key typed while nothing was drawn confirmed")
		}
		s.wait(201 * time.Millisecond)
		s.press("y")
		if s.posts() != 1 {
			t.Errorf("%d commands were sent", s.posts())
		}
	})
}

// TestConfirmation_ClockSetBack sets the clock back while a confirmation arms,
// with and without a key behind that.
func TestConfirmation_ClockSetBack(t *testing.T) {
	t.Parallel()
	for _, keys := range [][]string{nil, {"j"}} {
		synctest.Test(t, func(t *testing.T) {
			back := time.Duration(0)
			s := newStage(t, newToloka(somePools()), Options{Now: func() time.Time { return wall().Add(-back) }}, 100, 30)
			s.press("c")
			back = time.Hour
			s.press(keys...)
			s.wait(500 * time.Millisecond)
			s.press("y")
			if s.posts() != 1 {
				t.Errorf("%d commands were sent", s.posts())
			}
		})
	}
}

// TestPaste_KeysBehindIt sends a paste that held the sequence which ends one, so
// that its rest arrives as keys.
func TestPaste_KeysBehindIt(t *testing.T) {
	t.Parallel()
	paste := tea.PasteMsg{Content: "the text"}
	for _, c := range []struct {
		name   string
		before []string
	}{{"in a confirmation", []string{"c"}}, {"in a confirmation with the count", []string{"a", "c"}}, {"in a pane", nil}, {"in the filter", []string{"/"}}} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(manyPools(12)), Options{}, 100, 30)
				s.press(c.before...)
				s.settle()
				was := s.m.confirm
				s.send(paste)
				for range 10 {
					s.press("1", "2", "enter", "y", "q", "enter", "c")
					s.wait(190 * time.Millisecond)
				}
				if s.posts() != 0 || s.quit || s.m.confirm != was {
					t.Errorf("%d commands, quit %v, open %v", s.posts(), s.quit, s.m.confirm != nil)
				}
				if f := s.m.field; f != nil && f.Text() != "the text" {
					t.Errorf("the filter is %q", f.Text())
				}
				s.wait(200 * time.Millisecond)
				s.press("ctrl+c")
				s.press("?")
				if !s.quit && s.m.help == nil && s.m.confirm == was {
					t.Error("keys stay dead")
				}
			})
		})
	}
}

// TestConfirmation_Repeat presses y as terminals report a key that is held down.
func TestConfirmation_Repeat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 100, 30)
		s.press("c")
		s.settle()
		held := keyPress("y")
		held.IsRepeat = true
		s.send(held)
		if s.posts() != 0 {
			t.Error("a key that was held down confirmed")
		}
	})
}

func TestConfirmation_AmbiguousLetter(t *testing.T) {
	t.Parallel()
	for key, says := range map[string]bool{"н": true, "Н": true, "y": false, "ў": false} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 80, 24)
			s.press("c")
			s.settle()
			s.press(key)
			const hint = "y on one keyboard and n on another"
			if !says {
				s.seesNot(hint)
				return
			}
			s.sees(hint)
			if s.posts() != 0 || s.m.confirm == nil {
				t.Fatalf("%s: %d commands, open %v", key, s.posts(), s.m.confirm != nil)
			}
			s.press("tab")
			s.seesNot(hint)
			s.press("enter")
			if s.posts() != 1 {
				t.Errorf("tab and enter sent %d commands", s.posts())
			}
		})
	}
	// A terminal that reports where keys are knows which letter it is; nobody
	// else does.
	for _, base := range []rune{'y', 'n'} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 80, 24)
			s.press("c")
			s.settle()
			s.send(tea.KeyPressMsg{Code: 'н', Text: "н", BaseCode: base})
			if s.posts() != 0 || s.m.confirm == nil {
				t.Errorf("at the place of %c it means something", base)
			}
		})
	}
}

// TestSubmit_LeftOutIsRead closes two pools of which one becomes busy while the
// question is open.
func TestSubmit_LeftOutIsRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(3))
		w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
			w.has(r.On, tolokaapi.Closed)
			return tolokaapi.Outcome{Operation: operation(r.Verb, r.On, tolokaapi.Success, 100)}, nil
		}
		s := newStage(t, w, Options{}, 120, 30)
		s.press("space", "j", "space", "c")
		s.settle()
		w.operations = []tolokaapi.Operation{operation(tolokaapi.VerbClose, w.pools[1].Ref, tolokaapi.Running, 10)}
		s.wait(40 * time.Second)
		s.press("y")
		for range 60 {
			s.wait(500 * time.Millisecond)
			s.sees("Left out since you were asked: 1 busy")
		}
		s.sees("Left out since you were asked: 1 busy")
		s.press("j")
		s.seesNot("Left out")
	})
}

// TestSubmit_NameAsConfirmed renames a pool while it is asked about.
func TestSubmit_NameAsConfirmed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{}, 120, 30)
		s.press("c")
		s.sees("Cats or dogs, batch 8")
		w.pools[0].Name = "renamed"
		s.wait(40 * time.Second)
		s.sees("32267700  Cats or dogs, batch 8")
		s.press("y")
		s.wait(time.Second)
		ids, _ := s.m.fleet.Rows()
		for _, id := range ids {
			if r, _ := s.m.fleet.Row(id); !strings.HasPrefix(r.Name, "Cats or dogs, batch 8") {
				t.Errorf("the row is called %q", r.Name)
			}
		}
	})
}

// TestConfirmation_InputWaiting has keys that were typed and wait to be taken in: a
// confirmation takes no answer before they were, however long that is.
func TestConfirmation_InputWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		waiting := true
		s := newStage(t, newToloka(somePools()), Options{InputWaiting: func() bool { return waiting }}, 100, 30)
		s.press("c")
		s.wait(3 * time.Second)
		waiting = false
		s.press("y")
		if s.posts() != 0 || s.m.confirm == nil {
			t.Fatalf("%d commands were sent, open is %v", s.posts(), s.m.confirm != nil)
		}
		s.wait(250 * time.Millisecond)
		s.press("y")
		if s.posts() != 1 {
			t.Errorf("after a pause y sent %d commands", s.posts())
		}
	})
}

func TestConfirmation_TickOfAnEarlierOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{Confirm: settings.Confirm{ArmAfter: time.Second}}, 120, 30)
		s.wait(3 * time.Second)
		s.press("c")
		stale := s.m.arming.Message()
		s.press("esc")
		s.wait(1100 * time.Millisecond)
		s.press("c")
		s.send(stale)
		s.press("y")
		if s.m.confirm == nil || s.posts() != 0 {
			t.Error("the tick of the first dialog armed the second")
		}
	})
}
