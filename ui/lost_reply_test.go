package ui_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/tolokaapi/simulator"
)

// What a row says that was found after a lost reply.
const foundNote = "found; another may have started it"

// closeLosesReply closes the first open pool. It takes effect, the reply is lost.
func (r *run) closeLosesReply() string {
	r.t.Helper()
	inject(r.t, r.sim, simulator.Fault{Kind: simulator.ResetAfter})
	return r.closeFirst()
}

// rowsOf are the operations on a pool that are drawn.
func (r *run) rowsOf(id string) string {
	_, below, _ := strings.Cut(r.screen(), "─ Operations ")
	var rows strings.Builder
	for l := range strings.Lines(below) {
		if strings.Contains(l, id) {
			rows.WriteString("\n" + l)
		}
	}
	return rows.String()
}

// A reply is lost on a server whose dates of operations lag behind its Date header,
// and the operation is over before it is listed. One command is sent.
func TestLostReply_ProgramSubmittedLags(t *testing.T) {
	t.Parallel()
	for _, lag := range []time.Duration{90 * time.Second, 3 * time.Hour, -3 * time.Hour} {
		for _, fails := range []bool{false, true} {
			t.Run(fmt.Sprintf("%v, fails %v", lag, fails), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					rate, want := 0.0, foundNote
					if fails {
						rate, want = 1, "unknown"
					}
					if fails && lag < 0 {
						want = "FAIL"
					}
					r := startUnseen(t, simulator.WithSubmittedLag(lag), simulator.WithOperationTime(0, 0), simulator.WithFailRate(rate))
					id := r.closeLosesReply()
					r.wait(3 * time.Minute)
					// An operation whose date lags by an unknown time has a row of its own.
					if l := r.rowsOf(id); !strings.Contains(l, want) || r.posts() != 1 {
						t.Errorf("%d commands were sent, the rows say %s", r.posts(), l)
					}
					r.quit()
				})
			})
		}
	}
}

// A reply is lost on a server whose reads lag by 20 s. One command is sent, and the
// first is found.
func TestLostReply_ProgramReadsLag(t *testing.T) {
	t.Parallel()
	for _, fails := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			rate, want := 0.0, "SUCCESS"
			if fails {
				rate, want = 1, "FAIL"
			}
			r := startUnseen(t, simulator.WithReadLag(20*time.Second), simulator.WithOperationTime(0, 0), simulator.WithFailRate(rate))
			id := r.closeLosesReply()
			r.wait(2 * time.Minute)
			if l := r.row(id); !strings.Contains(l, want) || r.posts() != 1 {
				t.Errorf("%d commands were sent, the row says %s", r.posts(), l)
			}
			r.quit()
		})
	}
}

// A followed operation cannot be read for 40 s, so that its outcome is unknown. Then
// it can, and the row says what became of it.
func TestUnknown_ProgramListedLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, simulator.WithReadLag(40*time.Second))
		id := r.closeFirst()
		r.wait(35 * time.Second)
		if l := r.row(id); !strings.Contains(l, "unknown") {
			t.Fatalf("while it is missing the row says %s", l)
		}
		r.sees("1 unknown") // in the title of the frame: it is not known to have failed
		if strings.Contains(r.screen(), "1 failed") {
			t.Errorf("what is unknown counts as failed:\n%s", r.screen())
		}
		r.wait(45 * time.Second)
		if l := r.row(id); !strings.Contains(l, "SUCCESS") || strings.Contains(l, "unknown") || r.posts() != 1 {
			t.Errorf("%d commands were sent, the row says %s", r.posts(), l)
		}
		r.sees("○ CLOSED")
		r.quit()
	})
}

// Two dashboards close one pool and lose both replies. There is one operation, and
// neither claims it for itself: in the row, its gutter and its details.
func TestLostReply_TwoDashboards(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := startUnseen(t)
		b := beginOn(t, a.sim, 3, nil, nil)
		for range 2 {
			if err := a.sim.Inject(simulator.Fault{Kind: simulator.ResetAfter, Method: http.MethodPost, Path: "/pools/*/close", Count: 1}); err != nil {
				t.Fatal(err)
			}
		}
		id := a.sim.PoolIDs("OPEN")[0]
		for _, r := range []*run{a, b} {
			r.press('c')
		}
		a.wait(time.Second)
		for _, r := range []*run{a, b} {
			r.press('y')
		}
		a.wait(2 * time.Minute)
		if a.posts() != 2 {
			t.Fatalf("%d commands were sent, want one of each", a.posts())
		}
		for i, r := range []*run{a, b} {
			if l := r.row(id); !strings.Contains(l, "?") || !strings.Contains(l, foundNote) {
				t.Errorf("dashboard %d: the row says %s", i, l)
			}
			r.press('2', tea.KeyEnter)
			r.wait(time.Second)
			r.sees("after a lost reply; another may have started it")
			r.quit()
		}
	})
}
