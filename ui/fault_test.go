package ui_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// An endpoint is something the program looks for.
type endpoint struct {
	name, path string
	before     func(*run) // while all is well
	provoke    func(*run) // makes the program ask for it soon
	lenient    string     // rows of the table that it does not suffer from
	aside      string     // what the header calls it, if everything else goes on
	unreadable string     // what the screen says if its answer cannot be read, which is no trouble of the connection
}

// live is what the header says while all is well. A pool whose refresh cannot be
// read keeps the status that SUCCESS told.
const live = "● live"

// offlineSince is what the header says of a connection that is down, with the time behind.
const offlineSince = "offline since "

func endpoints() []endpoint {
	nothing := func(*run) {}
	refresh := func(r *run) { r.press('r') }
	return []endpoint{
		{"the list of pools", "/pools", nothing, refresh, "", "", ""},
		{"the list of trainings", "/trainings", (*run).showTrainings, refresh, "", "", ""},
		{"the list of operations", "/operations", nothing, refresh, "", "", ""},
		{"the names of projects", "/projects", nothing, refresh, "", "names of projects: ", ""},
		{"the account", "/requester", nothing, refresh, "wrong types", "the account: ", ""},
		{"one pool", "/pools/*", nothing, func(r *run) { r.closeFirst() }, "403, 404", "", live},
		{"one training", "/trainings/*", (*run).showTrainings, func(r *run) { r.send(closingATraining) }, "403, 404", "", live},
		{"one operation", "/operations/*", nothing, func(r *run) { r.closeUnlisted() }, "404", "", "the answer cannot be read"},
	}
}

// TestFaults_Looking lets endpoints suffer from the rows of the
// fault table for a minute and more.
func TestFaults_Looking(t *testing.T) {
	selection := newFaultSelection()
	for i, row := range faultTableNow() {
		for _, at := range rotated(endpoints(), i) {
			if named(at.lenient, row.name) || !selection.includes(row, at.name) {
				continue
			}
			t.Run(row.name+"/"+at.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					r := startUnseen(t)
					row := faultTable()[i] // its dates are those of the bubble
					if said, ok := strings.CutPrefix(row.says, "▲ "); ok && at.aside != "" {
						row.says = at.aside + strings.TrimSuffix(said, " · next try in ")
						row.says, _, _ = strings.Cut(row.says, " · check the ") // there is no room for what to do besides
					}
					if strings.HasPrefix(row.class, unreadable) && at.unreadable != "" {
						row.says = at.unreadable
					}
					row.fault.Method, row.fault.Path = http.MethodGet, at.path
					at.before(r)
					r.suffers(row.fault)
					at.provoke(r)
					r.sees(row.says)
					if strings.HasPrefix(row.class, disconnected) {
						r.sees(offlineSince)
					}
					r.keysAnswer()
					r.wire.look()
					r.wait(row.lasts)
					r.sees(row.says)
					r.keysAnswer()
					r.keepsQuiet(150)
					r.sim.Clear()
					if row.waits <= time.Hour || row.name == aDay && (*full || at.aside == "") { // one such day is like another
						r.recovers(row)
					}
					r.quit()
				})
			})
		}
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
	if len(r.wire.duplicates) > 0 {
		r.t.Errorf("asked for twice at once: %q", r.wire.duplicates)
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
	well := func() bool {
		return strings.Contains(r.screen(), live) && (row.says == live || !strings.Contains(r.screen(), row.says))
	}
	for waited := time.Duration(0); !well(); waited += time.Second {
		if waited > interval {
			r.t.Fatalf("it does not recover:\n%s", r.screen())
		}
		r.wait(time.Second)
	}
	r.wait(interval)
	r.press('1')
	for _, bad := range []string{"stale", "looking…", "RUNNING", "PENDING"} {
		if strings.Contains(r.screen(), bad) {
			r.t.Errorf("%q is left on the screen:\n%s", bad, r.screen())
		}
	}
	if !strings.Contains(r.screen(), live) || !strings.Contains(r.screen(), r.sim.PoolIDs("")[0]) {
		r.t.Errorf("it is not as it was:\n%s", r.screen())
	}
}

// showTrainings shows some trainings.
func (r *run) showTrainings() {
	r.t.Helper()
	r.sim.AddPool(simulator.Pool{Training: true, Status: "OPEN"})
	id := r.sim.AddPool(simulator.Pool{Training: true, Status: "OPEN"})
	r.press('3')
	r.sees(id)
}
