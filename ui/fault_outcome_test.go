package ui_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/tolokaapi/simulator"
)

// An outcomeRow is a reply to a command, and what becomes of it.
type outcomeRow struct {
	name   string
	fault  simulator.Fault // of the POST
	sees   []string        // of the row, in this order
	posts  int
	closed bool
	then   string   // for the page, where what is seen does not tell
	also   []string // other tests of it
}

// outcomeTable is every reply that a command can have.
func outcomeTable() []outcomeRow {
	const batchStops = "the batch stops, what was not sent never is"
	return []outcomeRow{
		{name: "202, pending", sees: []string{"PENDING", "SUCCESS"}, posts: 1, closed: true},
		{name: "202, running", fault: simulator.Fault{Kind: simulator.Prompt, Count: 1}, sees: []string{"RUNNING", "SUCCESS"}, posts: 1, closed: true},
		{name: "202, over already", fault: simulator.Fault{Kind: simulator.Instant, Count: 1}, sees: []string{"SUCCESS"}, posts: 1, closed: true},
		{name: "202, and it fails", fault: simulator.Fault{Kind: simulator.Failing, Count: 1}, sees: []string{"FAIL"}, posts: 1},
		{name: "204", fault: simulator.Fault{Kind: simulator.Empty, Status: 204, Count: 1}, sees: []string{"already closed"}, posts: 1, then: "nothing"},
		{name: "never sent, the name is unknown", fault: simulator.Fault{Kind: simulator.NoName, Count: 2}, sees: []string{"queued", "SUCCESS"}, posts: 3, closed: true},
		{name: "never sent, the connection is refused", fault: simulator.Fault{Kind: simulator.Refuse, Count: 2}, sees: []string{"queued", "SUCCESS"}, posts: 3, closed: true},
		{name: "never sent, the certificate is bad", fault: simulator.Fault{Kind: simulator.OldTLS, Count: 2}, sees: []string{"queued", "SUCCESS"}, posts: 3, closed: true},
		{name: "429", fault: simulator.Fault{Kind: simulator.Status, Status: 429, RetryAfter: "7", Count: 1}, sees: []string{"queued", "SUCCESS"}, posts: 2, closed: true, then: "it is sent again when the time is over", also: []string{"TestQuota_RetryAfterSevenSeconds"}},
		{name: "401", fault: simulator.Fault{Kind: simulator.Status, Status: 401, Count: 1}, sees: []string{"rejected"}, posts: 1, then: batchStops, also: []string{"TestToken_RefusedRestNotSent"}},
		{name: "403 about the token", fault: simulator.Fault{Kind: simulator.Status, Status: 403, Code: "AUTHENTICATION_ERROR", Count: 1}, sees: []string{"rejected"}, posts: 1, then: batchStops},
		{name: "408", fault: simulator.Fault{Kind: simulator.Status, Status: 408, Count: 1}, sees: []string{"looking…", "SUCCESS"}, posts: 2, closed: true},
		{name: "500", fault: simulator.Fault{Kind: simulator.Status, Status: 500, Count: 1}, sees: []string{"looking…", "SUCCESS"}, posts: 2, closed: true},
		{name: "reset before the change", fault: simulator.Fault{Kind: simulator.Reset, Count: 1}, sees: []string{"looking…", "SUCCESS"}, posts: 2, closed: true},
		{name: "reset after the change", fault: simulator.Fault{Kind: simulator.ResetAfter, Count: 1}, sees: []string{"looking…", "SUCCESS"}, posts: 1, closed: true},
		{name: "a timeout before the change", fault: simulator.Fault{Kind: simulator.Hang, Count: 1}, sees: []string{"sending…", "looking…", "SUCCESS"}, posts: 2, closed: true},
		{name: "a timeout after the change", fault: simulator.Fault{Kind: simulator.HangAfter, Count: 1}, sees: []string{"sending…", "looking…", "SUCCESS"}, posts: 1, closed: true},
		{name: "202 that breaks off", fault: simulator.Fault{Kind: simulator.Cut, Count: 1}, sees: []string{"looking…", "SUCCESS"}, posts: 1, closed: true},
		{name: "202 that is cut short", fault: simulator.Fault{Kind: simulator.Truncated, Count: 1}, sees: []string{"looking…", "SUCCESS"}, posts: 1, closed: true},
		{name: "202 without a body", fault: simulator.Fault{Kind: simulator.Empty, Status: 202, Count: 1}, sees: []string{"looking…", "SUCCESS"}, posts: 2, closed: true},
		{name: "202 with HTML", fault: simulator.Fault{Kind: simulator.HTML, Status: 202, Count: 1}, sees: []string{"looking…", "SUCCESS"}, posts: 2, closed: true},
		{name: "409, held by another operation", fault: simulator.Fault{Kind: simulator.Status, Status: 409, Code: "POOL_LOCKED_BY_ANOTHER_OPERATION", Count: 1}, sees: []string{"rejected"}, posts: 1, then: "that operation is followed instead", also: []string{"TestSubmitResponse_LockingOperationFollowed"}},
		{name: "409 without an envelope", fault: simulator.Fault{Kind: simulator.FieldMap, Count: 1}, sees: []string{"rejected"}, posts: 1},
		{name: "400", fault: simulator.Fault{Kind: simulator.Status, Status: 400, Count: 1}, sees: []string{"rejected"}, posts: 1},
		{name: "a status nobody knows", fault: simulator.Fault{Kind: simulator.Status, Status: 418, Code: "TEAPOT", Count: 1}, sees: []string{"rejected"}, posts: 1},
	}
}

// TestSubmitResponse_OutcomeTable sends one command whose reply is each of those
// that a reply can be, and follows it to the end.
func TestSubmitResponse_OutcomeTable(t *testing.T) {
	for _, c := range outcomeTable() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := start(t)
				if c.fault.Kind != "" {
					c.fault.Method, c.fault.Path = http.MethodPost, "/pools/*/close"
					r.suffers(c.fault)
				}
				id := r.closeFirst()
				r.wait(80 * time.Second)
				r.went(id, c.sees)
				if r.posts() != c.posts {
					t.Errorf("%d commands were sent, want %d", r.posts(), c.posts)
				}
				if got := r.sim.PoolStatus(id) == "CLOSED"; got != c.closed {
					t.Errorf("the pool is %s", r.sim.PoolStatus(id))
				}
				if c.posts > 1 && c.sees[0] == lost {
					r.lookedTwice()
				}
				r.quit()
			})
		})
	}
}

// went fails unless the row about a pool was seen in these states, one after the
// other, and is in the last of them.
func (r *run) went(id string, states []string) {
	r.t.Helper()
	next := 0
	for _, screen := range *r.w.seen {
		for l := range strings.Lines(screen) {
			if next < len(states) && strings.Contains(l, "close  "+id) && strings.Contains(l, states[next]) {
				next++
			}
		}
	}
	if next < len(states) || !strings.Contains(r.row(id), states[next-1]) {
		r.t.Errorf("the row was seen in %d states of %q and says %s", next, states, r.row(id))
	}
}

// lookedTwice fails unless between two commands the operations were listed
// twice, five seconds apart, and then the pool was read.
func (r *run) lookedTwice() {
	r.t.Helper()
	var sent, looks, read []time.Time
	for _, q := range r.sim.Requests() {
		switch {
		case isCommand(q):
			sent = append(sent, q.At)
		case len(sent) != 1:
		case strings.Contains(q.Query, "type=POOL.CLOSE"):
			looks = append(looks, q.At)
		case strings.HasPrefix(q.Path, "/api/v1/pools/"):
			read = append(read, q.At)
		}
	}
	if len(sent) != 2 || len(looks) < 2 || looks[len(looks)-1].Sub(looks[0]) < 5*time.Second || len(read) != 1 || read[0].Before(looks[1]) {
		r.t.Errorf("commands at %v, look-ups at %v, reads at %v", sent, looks, read)
	}
}

func TestQuota_RetryAfterSevenSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		inject(t, r.sim, simulator.Fault{Kind: simulator.Status, Status: 429, RetryAfter: "7"})
		r.closeFirst()
		r.sees("SUCCESS")
		var sent []time.Time
		for _, q := range r.sim.Requests() {
			if isCommand(q) {
				sent = append(sent, q.At)
			}
		}
		if len(sent) != 2 || sent[1].Sub(sent[0]) < 7*time.Second || sent[1].Sub(sent[0]) > 8*time.Second {
			t.Errorf("the command was sent at %v", sent)
		}
		r.quit()
	})
}

func TestToken_RefusedRestNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		for range 20 {
			r.sim.AddPool(simulator.Pool{Status: "OPEN"})
		}
		r.press('r')
		r.wait(2 * time.Second)
		r.suffers(simulator.Fault{Kind: simulator.Status, Status: 401, Method: http.MethodPost, Path: "/pools/*/close"})
		r.press('f', 'a', 'c')
		r.sees("Type 25 to close them")
		r.wait(time.Second)
		r.press('2', '5', tea.KeyEnter)
		r.wait(time.Second)
		if r.posts() != 16 {
			t.Errorf("%d commands were sent", r.posts())
		}
		r.sees("25 failed")
		r.sees("Toloka refused the token (401)")
		r.press('2', 'G')
		r.sees("not sent")
		r.wait(time.Minute)
		if r.posts() != 16 {
			t.Errorf("%d commands were sent in the end", r.posts())
		}
		r.quit()
	})
}

func TestSubmitResponse_LockingOperationFollowed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		id := r.sim.PoolIDs("OPEN")[0]
		r.sim.Script(simulator.Script{PoolID: id, Verb: "close", Outcome: simulator.HeldByOther, Duration: 20 * time.Second, Times: 1})
		r.closeFirst()
		r.sees("POOL_LOCKED_BY_ANOTHER_OPERATION")
		r.sees("↗ close  " + id)
		r.sees("SUCCESS")
		if r.posts() != 1 {
			t.Errorf("%d commands were sent", r.posts())
		}
		r.quit()
	})
}

func TestLostReply_CloneNotSentAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		kind simulator.Kind
		ends string
		made int // new pools
	}{
		{"it took effect", simulator.ResetAfter, "SUCCESS", 1},
		{"it did not", simulator.Reset, "unknown", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := start(t)
				before := len(r.sim.PoolIDs(""))
				r.suffers(simulator.Fault{Kind: c.kind, Method: http.MethodPost, Path: "/pools/*/clone"})
				r.press('N')
				r.wait(time.Second)
				r.press('y')
				r.sees("looking…")
				r.sees(c.ends)
				r.wait(2 * time.Minute)
				r.sees(c.ends)
				if made := len(r.sim.PoolIDs("")) - before; made != c.made || r.posts() != 1 {
					t.Errorf("%d pools were made by %d commands", made, r.posts())
				}
				r.quit()
			})
		})
	}
}

func TestLostReply_ClosedMeanwhileNotSentAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		inject(t, r.sim, simulator.Fault{Kind: simulator.Reset})
		id := r.closeFirst()
		r.sees("looking…")
		r.sim.AddPool(simulator.Pool{ID: id, Status: "CLOSED"}) // by hand, without an operation
		r.sees("found; another may have started it")
		if r.posts() != 1 {
			t.Errorf("%d commands were sent", r.posts())
		}
		r.press('u')
		r.sees("Another may have closed " + id)
		r.press(tea.KeyEscape)
		r.wait(time.Second)
		r.press('2', 'D', '1') // dismissed, it is still known
		r.wait(time.Second)
		r.press('u')
		r.sees("Another may have closed " + id)
		r.press(tea.KeyEscape)
		r.wait(time.Second)
		r.quit()
	})
}
