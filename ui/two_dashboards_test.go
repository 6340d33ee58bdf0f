package ui_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// Two dashboards on one server that lets half of all operations fail: within the
// idle cadence after the last has ended, both tell what the server's truth is.
func TestTwoDashboards_SameTruth(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := begin(t, nil, simulator.WithPools(200), simulator.WithFailRate(0.5))
		b := beginOn(t, a.sim, 7, nil, nil)
		open := a.sim.PoolIDs("OPEN")
		asked := map[string]bool{}
		closeSome := func(r *run, from, to int) {
			r.press('g')
			for range from {
				r.press('j')
			}
			for _, id := range open[from:to] {
				asked[id] = true
				r.press(' ', 'j')
			}
			r.press('c')
			r.wait(time.Second)
			r.press('y')
		}
		r := [...]*run{a, b}
		closeSome(a, 0, 5)
		closeSome(b, 5, 8)
		for _, id := range open[:8] {
			if !asked[id] {
				t.Fatalf("%s was not asked for", id)
			}
		}
		a.wait(6*time.Second + 3*time.Second) // all have ended
		a.wait(40 * time.Second)              // the idle cadence of 30 s, with its jitter
		done, failed := 0, 0
		for id := range asked {
			if a.sim.PoolStatus(id) == "CLOSED" {
				done++
			} else {
				failed++
			}
		}
		if done == 0 || failed == 0 {
			t.Fatalf("%d done, %d failed: the seed shows nothing", done, failed)
		}
		for _, r := range r {
			requireTruth(t, r, asked)
		}
		a.sees(fmt.Sprintf("%d of 5 done", doneOf(a, open[:5])))
		b.sees(fmt.Sprintf("%d of 3 done", doneOf(b, open[5:8])))
		title := fmt.Sprintf("%d failed - tolokadash", failed)
		for _, r := range r {
			r.w.mu.Lock() // the program updates the model under it
			got := r.model.View().WindowTitle
			r.w.mu.Unlock()
			if got != title {
				t.Errorf("the window's title is %q, want %q", got, title)
			}
		}
		for _, r := range r {
			r.press(tea.KeyEscape)
			r.quit()
		}
	})
}

// requireTruth fails where a row or a pool differs from what the server has.
func requireTruth(t *testing.T, r *run, asked map[string]bool) {
	t.Helper()
	r.w.mu.Lock() // the program updates the core under it
	defer r.w.mu.Unlock()
	ids, _ := r.fleet.Rows()
	seen := map[string]bool{}
	for _, id := range ids {
		row, _ := r.fleet.Row(id)
		seen[row.On.ID] = true
		want := fleet.Failed
		if r.sim.PoolStatus(row.On.ID) == "CLOSED" {
			want = fleet.Succeeded
		}
		if row.State != want {
			t.Errorf("%s is told as %v, the pool is %s", row.On.ID, row.State, r.sim.PoolStatus(row.On.ID))
		}
	}
	if len(seen) != len(asked) {
		t.Errorf("%d operations are told, %d were asked for", len(seen), len(asked))
	}
	for id := range asked {
		if p, _ := r.fleet.Pool(tolokaapi.PoolRef(id)); string(p.Status) != r.sim.PoolStatus(id) {
			t.Errorf("%s is shown as %s, it is %s", id, p.Status, r.sim.PoolStatus(id))
		}
	}
}

func doneOf(r *run, ids []string) (n int) {
	for _, id := range ids {
		if r.sim.PoolStatus(id) == "CLOSED" {
			n++
		}
	}
	return n
}
