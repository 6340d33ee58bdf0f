package ui_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi/simulator"
)

func TestPools_ForbiddenPoolLeavesAndComesBack(t *testing.T) {
	t.Parallel()
	for _, code := range []int{http.StatusForbidden, http.StatusNotFound} {
		t.Run(http.StatusText(code), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := start(t)
				f := status(code)
				f.Method, f.Path = http.MethodGet, "/pools/*"
				r.suffers(f)
				id := r.closeFirst()
				r.sees("is gone, or may no longer be seen")
				r.wait(300 * time.Millisecond) // keys meant for the pool that left are dropped
				r.keysAnswer()
				r.sim.Clear()
				r.press('r')
				r.wait(5 * time.Second)
				if !strings.Contains(r.screen(), id+"  ") { // in the operations one blank follows the id
					t.Errorf("the pool does not come back:\n%s", r.screen())
				}
				r.quit()
			})
		})
	}
}

func TestOperations_NotFoundThreeTimesIsUnknown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, simulator.WithOperationTime(time.Hour, 0))
		f := status(http.StatusNotFound)
		f.Method, f.Path = http.MethodGet, "/operations/*"
		r.suffers(f)
		r.closeUnlisted()
		r.sees("unknown")
		r.sees("cannot be followed any more")
		for line := range strings.Lines(r.screen()) {
			if strings.Contains(line, " unknown ") && strings.ContainsAny(line, "━╌%") {
				t.Errorf("a bar is drawn of what nobody knows: %s", line)
			}
		}
		var asked []time.Time
		read := 0
		r.wait(time.Second)
		for _, q := range r.sim.Requests() {
			if strings.HasPrefix(q.Path, "/api/v1/operations/") {
				asked = append(asked, q.At)
			}
			if q.Method == http.MethodGet && strings.HasPrefix(q.Path, "/api/v1/pools/") {
				read++
			}
		}
		if len(asked) != 3 || asked[2].Sub(asked[0]) < 10*time.Second || read == 0 {
			t.Errorf("it was asked for at %v, the pool was read %d times", asked, read)
		}
		r.quit()
	})
}

// A name of the wrong type is one that is not known, which is no trouble.
func TestHeader_AccountOfWrongTypes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		r.suffers(simulator.Fault{Kind: simulator.WrongTypes, Path: "/requester"})
		r.press('r')
		r.wait(10 * time.Minute)
		r.sees("● live")
		r.keysAnswer()
		r.sim.Clear()
		r.wait(10 * time.Minute)
		r.sees("Acme Data")
		r.quit()
	})
}
