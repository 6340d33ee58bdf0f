package ui_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// An endpoint is something the program looks for.
type endpoint struct {
	name, path string
	provoke    func(*run) // makes the program ask for it soon
	lenient    string     // rows of the table that it does not suffer from
}

func endpoints() []endpoint {
	refresh := func(r *run) { r.press('r') }
	return []endpoint{
		{"the list of pools", "/pools", refresh, ""},
		{"the list of operations", "/operations", refresh, ""},
		{"the names of projects", "/projects", refresh, ""},
		{"the account", "/requester", refresh, "wrong types"},
		{"one pool", "/pools/*", func(r *run) { r.closeFirst() }, "403, 404"},
		{"one operation", "/operations/*", func(r *run) { r.closeUnlisted() }, "404"},
	}
}

// TestWhateverGoesWrongWithLooking lets every endpoint suffer from every row of
// the fault table for a minute and more.
func TestWhateverGoesWrongWithLooking(t *testing.T) {
	for i, row := range faultTableNow() {
		for _, at := range endpoints() {
			if named(at.lenient, row.name) {
				continue
			}
			t.Run(row.name+"/"+at.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					r := startUnseen(t)
					row := faultTable()[i] // its dates are those of the bubble
					row.fault.Method, row.fault.Path = http.MethodGet, at.path
					r.suffers(row.fault)
					at.provoke(r)
					r.sees(row.says)
					r.keysAnswer()
					r.wire.look()
					r.wait(row.lasts)
					r.sees(row.says)
					r.keysAnswer()
					r.keepsQuiet(150)
					r.sim.Clear()
					if row.waits <= time.Hour || row.name == aDay { // one such day is like another
						r.recovers(row)
					}
					r.quit()
				})
			})
		}
	}
}

// TestWhateverGoesWrongWithACommand lets a command suffer from every row of the
// fault table for a minute and more.
func TestWhateverGoesWrongWithACommand(t *testing.T) {
	for i, row := range faultTableNow() {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := startUnseen(t)
				row := faultTable()[i]
				row.fault.Method, row.fault.Path = http.MethodPost, "/pools/*/close"
				r.suffers(row.fault)
				id := r.closeFirst()
				r.sees(row.command)
				if row.command == lost && !strings.Contains(r.row(id), "unconfirmed") {
					t.Errorf("the row says %s", r.row(id))
				}
				r.keysAnswer()
				r.detailsSay(row.reason)
				r.wire.look()
				r.wait(row.lasts)
				r.keysAnswer()
				r.keepsQuiet(120)
				r.sim.Clear()
				if row.command == refused {
					r.retry()
				}
				if row.waits > time.Hour && row.name != aDay {
					r.wait(10 * time.Minute)
					r.sees(row.command)
					r.quitLosing()
					return
				}
				r.wait(row.waits)
				r.succeeds(id)
				r.quit()
			})
		})
	}
}

// faultTableNow is for names only: dates in it are of no bubble.
func faultTableNow() []faultRow { return faultTable() }

func named(list, name string) bool {
	for one := range strings.SplitSeq(list, ", ") {
		if one == name {
			return true
		}
	}
	return false
}

// suffers injects a fault.
func (r *run) suffers(f simulator.Fault) {
	r.t.Helper()
	if err := r.sim.Inject(f); err != nil {
		r.t.Fatal(err)
	}
}

// closeUnlisted closes a pool whose operation no list shows, so that it is
// asked for by itself.
func (r *run) closeUnlisted() {
	r.t.Helper()
	r.suffers(simulator.Fault{Kind: simulator.Raw, Text: `{"items":[],"has_more":false}`, Method: http.MethodGet, Path: "/operations"})
	r.closeFirst()
}

// keysAnswer fails unless keys do what they should with no time passing.
func (r *run) keysAnswer() {
	r.t.Helper()
	began := time.Now()
	cursor := func() string {
		for l := range strings.Lines(r.screen()) {
			if strings.Contains(l, "▸") {
				return l
			}
		}
		return ""
	}
	was := cursor()
	r.press('j')
	if cursor() == was {
		r.t.Errorf("the cursor does not move:\n%s", r.screen())
	}
	r.press('k')
	if cursor() == "" {
		r.t.Errorf("there is no cursor:\n%s", r.screen())
	}
	r.press('?')
	if !strings.Contains(r.screen(), "─ Keys ") {
		r.t.Errorf("the keys do not open:\n%s", r.screen())
	}
	r.press('?')
	if took := time.Since(began); took != 0 {
		r.t.Errorf("the keys took %v", took)
	}
}

// keepsQuiet fails if more was asked since the last look than it should be, or
// the same thing twice at the same time.
func (r *run) keepsQuiet(most int) {
	r.t.Helper()
	made, together := r.wire.look()
	if made > most || together > 8 {
		r.t.Errorf("%d requests were made, %d at once", made, together)
	}
	if len(r.wire.twins) > 0 {
		r.t.Errorf("asked for twice at once: %q", r.wire.twins)
	}
}

// interval is how long it may take at the most until all is well after the end
// of a fault: what hangs runs into its timeout, then comes a back-off.
const interval = 15*time.Second + 30*time.Second

// recovers fails unless all is well within an interval, with nothing of the
// fault left on the screen.
func (r *run) recovers(row faultRow) {
	r.t.Helper()
	r.wait(row.waits)
	for waited := time.Duration(0); !strings.Contains(r.screen(), "● live"); waited += time.Second {
		if waited > interval {
			r.t.Fatalf("it does not recover:\n%s", r.screen())
		}
		r.wait(time.Second)
	}
	r.wait(interval)
	for _, bad := range []string{"stale", "looking…", "RUNNING", "PENDING"} {
		if strings.Contains(r.screen(), bad) {
			r.t.Errorf("%q is left on the screen:\n%s", bad, r.screen())
		}
	}
	if !strings.Contains(r.screen(), "● live") || !strings.Contains(r.screen(), r.sim.PoolIDs("")[0]) {
		r.t.Errorf("it is not as it was:\n%s", r.screen())
	}
}

// detailsSay opens the first operation and fails unless its details hold a text.
func (r *run) detailsSay(text string) {
	r.t.Helper()
	r.press('2', tea.KeyEnter)
	r.sees("What went wrong")
	r.sees(text)
	r.press(tea.KeyEnter, '1')
}

// retry sends what was refused again, as a person does.
func (r *run) retry() {
	r.t.Helper()
	r.press('2', 'R')
	r.wait(time.Second)
	r.press('y')
	r.wait(time.Second)
}

// succeeds fails unless the command about a pool ends well soon, and was
// carried out once.
func (r *run) succeeds(id string) {
	r.t.Helper()
	for waited := time.Duration(0); !strings.Contains(r.row(id), "SUCCESS"); waited += time.Second {
		if waited > 2*interval {
			r.t.Fatalf("it does not end:\n%s", r.screen())
		}
		r.wait(time.Second)
	}
	if n := r.carriedOut(id); n != 1 || r.sim.PoolStatus(id) != "CLOSED" {
		r.t.Errorf("%d operations were started, the pool is %s", n, r.sim.PoolStatus(id))
	}
	r.wait(2 * time.Second)
	r.sees("○ CLOSED")
	if posts := r.posts(); posts > 15 {
		r.t.Errorf("%d commands were sent", posts)
	}
}

// carriedOut is how many operations closed a pool.
func (r *run) carriedOut(id string) int {
	r.t.Helper()
	client, err := tolokaapi.New(tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken("x"), tolokaapi.WithTransport(r.sim.RoundTripper()))
	if err != nil {
		r.t.Fatal(err)
	}
	page, err := client.ListOperations(context.Background(), tolokaapi.Query{Type: tolokaapi.VerbClose.Type(tolokaapi.SubjectPool)})
	if err != nil || page.HasMore {
		r.t.Fatal(page.HasMore, err)
	}
	n := 0
	for _, op := range page.Items {
		if op.Target.ID == id {
			n++
		}
	}
	return n
}

// quitLosing quits although something is queued.
func (r *run) quitLosing() {
	r.t.Helper()
	r.press('q')
	r.sees("will not be sent")
	r.wait(time.Second)
	r.press('y')
	if err := <-r.ended; err != nil {
		r.t.Errorf("the program ended with %v", err)
	}
}
