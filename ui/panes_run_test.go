package ui_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi/simulator"
)

func TestTrainings_Closed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		id := r.sim.AddPool(simulator.Pool{ID: "77000001", Name: "Warm-up: Cats", Status: "OPEN", Training: true})
		r.press('3')
		r.sees("Warm-up: Cats")
		r.press('c')
		r.wait(time.Second)
		r.sees("Close 1 training on DEMO?")
		r.press('y')
		r.sees("closing")
		r.press('1') // it is followed wherever one looks
		r.sees("1 training closed")
		if l := r.row(id); !strings.Contains(l, "SUCCESS") || !strings.Contains(l, "(training)") {
			t.Errorf("at its end the row says %s", l)
		}
		r.press('3')
		r.sees("○ CLOSED")
		if posts := r.sim.Count(http.MethodPost, "/api/v1/trainings/"); posts != 1 || r.posts() != 0 || r.sim.PoolStatus(id) != "CLOSED" {
			t.Errorf("%d commands to trainings, %d to pools; it is %s", posts, r.posts(), r.sim.PoolStatus(id))
		}
		r.quit()
	})
}

// pastPages is how many pages of past operations were asked for: those without
// a start and a status.
func (r *run) pastPages() int {
	n := 0
	for _, one := range r.sim.Requests() {
		if strings.HasSuffix(one.Path, "/operations") && !strings.Contains(one.Query, "submitted_gt") && !strings.Contains(one.Query, "status=") {
			n++
		}
	}
	return n
}

func TestHistory_SimulatorPages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, simulator.WithPools(1500))
		r.wait(30 * time.Second)
		if n := r.pastPages(); n != 0 {
			t.Errorf("%d pages before it is looked at", n)
		}
		r.press('4')
		r.sees("closes: half take ")
		r.wait(10 * time.Second)
		first := r.pastPages()
		if r.wait(time.Minute); r.pastPages() != first || strings.Contains(r.screen(), "no older ones") {
			t.Errorf("%d pages, then %d though nobody scrolls:\n%s", first, r.pastPages(), r.screen())
		}
		for range 30 {
			r.press('G')
			r.wait(3 * time.Second)
		}
		r.sees("no older ones")
		whole := r.pastPages()
		if whole <= first {
			t.Errorf("scrolling asks for nothing: %d pages", whole)
		}
		r.press('G', 'k', 'G')
		if r.wait(time.Minute); r.pastPages() != whole {
			t.Errorf("%d pages beyond the end", r.pastPages()-whole)
		}
		r.press('1', '4', '1') // begins anew, and is left at once
		r.wait(5 * time.Second)
		left := r.pastPages()
		if r.wait(time.Minute); r.pastPages() != left || left > whole+1 {
			t.Errorf("%d pages, %d a minute after it was left, of %d before", left, r.pastPages(), whole)
		}
		r.quit()
	})
}
