package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// What the screen advises can be done: a key that leads nowhere is not named.
func TestMessages_UnboundKeysAreNotNamed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 400, Code: "SAME"}
		}
		unbound := map[string]string{}
		for _, name := range []string{"back", "refresh", "details", "operations_pane", "status_filter", "mark_all", "retry", "top"} {
			unbound[name] = ""
		}
		s := newStage(t, w, Options{Keys: remapped(t, unbound)}, 120, 30)
		s.wait(3 * time.Second)
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.sees("32267700 was rejected: SAME ")
		s.seesNot("SAME —")
		s.press("space", "/", "z", "z", "enter")
		s.sees("No pool passes the filter “zz”.")
		s.press("c")
		s.sees("Every marked pool is hidden by the filter. ")
		s.seesNot("Press ")
		s.press("tab", "/", "z", "z", "enter")
		s.sees("No operation passes the filter “zz”.")
		s.seesNot("Press ")
	})
}

func TestAnnouncements_KeysToTheFailedRow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, before, says string
		retry              bool // R is about it
	}{
		{"from the pools", "", "2 then enter for details or R to retry", true},
		{"in the operations", "2", "— enter for details, R to retry", true},
		{"with the cursor elsewhere", "2 G", "— g then enter for details, R to retry", true},
		{"from the pools, with the cursor elsewhere", "2 G 1", "2 then g then enter for details or R to retry", true},
		{"in the details of another", "2 G enter", "— esc then g then enter for details", false},
		{"in its details", "2 g j enter", "no reason given — R to retry", true},
		{"in the details of a pool", "1 enter", "2 then enter for details or R to retry", true},
		{"in the help", "2 ?", "— esc then enter for details", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := closing(t, 3)
				s.press(strings.Fields(c.before)...)
				r, _ := s.m.fleet.Row(s.m.operations.Rows()[1])
				s.w.becomes(r.On.ID, tolokaapi.Fail, 40)
				s.wait(4 * time.Second)
				s.sees(c.says)
				if said := s.line("failed: "); strings.Contains(said, "R to retry") != c.retry {
					t.Errorf("it says %q", said)
				}
			})
		})
	}
}

func TestAnnouncements_FailureWhileTyping(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 3)
		s.press("/")
		s.w.becomes(s.w.operations[0].Target.ID, tolokaapi.Fail, 40)
		s.wait(4 * time.Second)
		s.press("c", "r", "enter")
		s.sees("failed: no reason given")
	})
}
