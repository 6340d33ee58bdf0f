package ui_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi/simulator"
	"tolokadash/ui"
)

func TestClose_FollowedToItsEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		id := r.closeFirst()
		r.sees("closing")
		r.sees("SUCCESS")
		if l := r.row(id); !strings.Contains(l, "100 %") || !strings.Contains(l, "5 s") {
			t.Errorf("at its end the row says %s", l)
		}
		r.sees("○ CLOSED")
		last, steps := -1, 0
		for _, screen := range *r.w.seen {
			percent := percentOf(screen, id)
			if percent < last && percent >= 0 {
				t.Errorf("the bar fell from %d to %d", last, percent)
			}
			if percent > last {
				last = percent
				steps++
			}
		}
		if steps < 4 {
			t.Errorf("the bar rose in %d steps", steps)
		}
		if r.posts() != 1 {
			t.Errorf("%d commands were sent", r.posts())
		}
		r.quit()
		if r.model.Exit() != ui.Quit {
			t.Errorf("exit is %v", r.model.Exit())
		}
	})
}

func TestOperationBar_FailedStopsWhereItWas(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		r.sim.Script(simulator.Script{PoolID: r.sim.PoolIDs("OPEN")[0], Verb: "close", Outcome: simulator.Fails, Duration: 5 * time.Second, FailAt: 40})
		id := r.closeFirst()
		r.sees("FAIL")
		if l := r.row(id); !strings.Contains(l, "✗") || !strings.Contains(l, "40 %") {
			t.Errorf("the row says %s", l)
		}
		r.sees("✗ " + id + " failed: ")
		r.sees("R to retry")
		r.wait(3 * time.Second)
		if percentOf(r.screen(), id) != 40 {
			t.Errorf("later the row says %s", r.row(id))
		}
		r.quit()
	})
}

func TestOperationBar_NoProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		inject(t, r.sim, simulator.Fault{Kind: simulator.Silent})
		id := r.closeFirst()
		r.sees("RUNNING")
		if l := r.row(id); strings.Contains(l, "━") || strings.Contains(l, "%") || !strings.Contains(l, "╌╌╌╌") {
			t.Errorf("the row says %s", l)
		}
		r.sees("SUCCESS")
		if l := r.row(id); strings.Contains(l, "━") || strings.Contains(l, "%") {
			t.Errorf("at its end the row says %s", l)
		}
		r.quit()
	})
}

func TestClose_EndedInTheReply(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		inject(t, r.sim, simulator.Fault{Kind: simulator.Instant})
		id := r.closeFirst()
		if l := r.row(id); !strings.Contains(l, "SUCCESS") || !strings.Contains(l, "✓") {
			t.Errorf("the row says %s", l)
		}
		r.quit()
	})
}

func TestClose_NothingToDo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		inject(t, r.sim, simulator.Fault{Kind: simulator.Empty, Status: 204})
		id := r.closeFirst()
		if l := r.row(id); !strings.Contains(l, "already closed") || !strings.Contains(l, "=") || strings.Contains(l, "%") {
			t.Errorf("the row says %s", l)
		}
		r.quit()
	})
}

func TestClose_RejectedWithCode(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		id := r.sim.PoolIDs("OPEN")[0]
		r.sim.Script(simulator.Script{PoolID: id, Verb: "close", Outcome: simulator.HeldByOther, Duration: 3 * time.Second, Times: 1})
		r.closeFirst()
		r.sees("rejected")
		if l := r.row(id); !strings.Contains(l, "POOL_LOCKED_BY") {
			t.Errorf("the row says %s", l)
		}
		r.sees("✗ " + id + " was rejected: POOL_LOCKED_BY_ANOTHER_OPERATION")
		r.quit()
	})
}

func TestLostReply_FoundAndSentOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		inject(t, r.sim, simulator.Fault{Kind: simulator.ResetAfter})
		id := r.closeFirst()
		looked := false
		for _, screen := range *r.w.seen {
			looked = looked || strings.Contains(screen, "looking…")
		}
		if !looked {
			t.Error("nothing said that the reply was being looked for")
		}
		r.sees("SUCCESS")
		if l := r.row(id); !strings.Contains(l, "100 %") {
			t.Errorf("the row says %s", l)
		}
		if r.posts() != 1 {
			t.Errorf("%d commands were sent", r.posts())
		}
		r.quit()
	})
}

func TestOperations_OthersAppear(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		id := r.sim.PoolIDs("OPEN")[3]
		r.sim.Script(simulator.Script{PoolID: id, Verb: "close", Outcome: simulator.Succeeds, Duration: 2 * time.Minute})
		if _, err := r.sim.Start("close", id); err != nil {
			t.Fatal(err)
		}
		r.sees("↗")
		if l := r.row(id); !strings.Contains(l, "↗") {
			t.Errorf("the row says %s", l)
		}
		r.quit()
	})
}

func TestQuit_AsksAboutQueued(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		if err := r.sim.Inject(simulator.Fault{Kind: simulator.Status, Status: 429, Method: http.MethodPost, Path: "/pools/*/close", RetryAfter: "3600"}); err != nil {
			t.Fatal(err)
		}
		r.closeFirst()
		r.sees("queued")
		r.press('q')
		r.sees("1 command is still queued and will not be sent.")
		r.wait(300 * time.Millisecond)
		r.press('n')
		r.wait(300 * time.Millisecond)
		r.sees("queued")
		r.press('q')
		r.wait(300 * time.Millisecond)
		r.press('y')
		if err := <-r.ended; err != nil {
			t.Error(err)
		}
		time.Sleep(24 * time.Hour)
		if r.posts() != 1 {
			t.Errorf("%d commands were sent", r.posts())
		}
	})
}
