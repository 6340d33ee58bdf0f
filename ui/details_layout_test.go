package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi"
)

// Where there is room for both, details stand beside the list or below it: one goes
// from row to row, rows change meanwhile, and the figures of both are asked for.
func TestDetails_BesideTheList(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		width, height int
		both          bool
	}{
		{"beside", 160, 30, true},
		{"too narrow", 159, 30, false},
		{"below", 120, 40, true},
		{"too low", 120, 39, false},
		{"too narrow for two columns", 119, 60, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := measured(newToloka(somePools()), nil, nil)
				s := newStage(t, w, Options{}, c.width, c.height)
				s.settle() // nothing is asked yet
				s.press("enter", "j")
				s.sees("Pool 32267699")
				if listed := strings.Contains(s.screen(), "32267698"); listed != c.both {
					t.Fatalf("the list is on the screen: %v\n%s", listed, s.screen())
				}
				if !c.both {
					return
				}
				if row := s.line("▸"); !strings.Contains(row, "32267699") {
					t.Errorf("the cursor is on %q", row)
				}
				s.line("DONE              SPENT") // the list keeps its figures and drops other columns
				s.wait(30 * time.Second)
				asked := map[string]int{}
				for _, q := range w.asked() {
					asked[q.Pool]++
				}
				if asked["32267698"] == 0 || asked["32267699"] < len(tolokaapi.FigureNames) {
					t.Errorf("asked for figures of %v", asked)
				}
				w.has(tolokaapi.PoolRef("32267698"), tolokaapi.Closed)
				s.press("r")
				s.wait(3 * time.Second)
				if row := s.line("32267698"); !strings.Contains(row, "CLOSED") {
					t.Errorf("the list stands still: %q", row)
				}
				s.press("esc")
				s.seesNot("Pool 32267699")
			})
		})
	}
}
