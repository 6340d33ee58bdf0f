package ui_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// Each pane tells how old it is, also while answers about the other one come.
func TestStaleness_EachPane(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		path, stale, fresh string
	}{
		{"/operations", "─ Operations ", "─ Pools "},
		{"/pools", "─ Pools ", "─ Operations "},
	} {
		t.Run(c.path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := start(t, simulator.WithOperationTime(10*time.Minute, 0))
				r.closeFirst()
				r.wait(30 * time.Second)
				f := status(http.StatusServiceUnavailable)
				f.Method, f.Path = http.MethodGet, c.path
				r.suffers(f)
				r.wait(90 * time.Second)
				if !strings.Contains(r.title(c.stale), "stale since 00:00:") {
					t.Errorf("nothing says since when it is old:\n%s", r.screen())
				}
				if strings.Contains(r.title(c.fresh), "stale") {
					t.Errorf("what is fresh is said to be old:\n%s", r.screen())
				}
				r.sim.Clear()
				r.wait(interval)
				if strings.Contains(r.screen(), "stale") {
					t.Errorf("it stays old:\n%s", r.screen())
				}
				r.quit()
			})
		})
	}
}

// title is the line of a pane's name.
func (r *run) title(name string) string {
	r.t.Helper()
	for l := range strings.Lines(r.screen()) {
		if strings.Contains(l, name) {
			return l
		}
	}
	r.t.Fatalf("there is no %s:\n%s", name, r.screen())
	return ""
}

func TestStaleness_ClocksStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, simulator.WithOperationTime(2*time.Minute, 0))
		id := r.closeFirst()
		r.wait(30 * time.Second)
		r.suffers(simulator.Fault{Kind: simulator.Hang})
		r.wait(20 * time.Second)
		was := r.row(id)
		for range 10 {
			r.wait(5 * time.Second)
			if r.row(id) != was {
				t.Errorf("the row said %s and now says %s", was, r.row(id))
			}
		}
		r.sees("stale since 00:00:3")
		r.sim.Clear()
		r.wait(interval)
		if strings.Contains(r.screen(), "stale") || r.row(id) == was {
			t.Errorf("it does not go on by itself:\n%s", r.screen())
		}
		r.quit()
	})
}
