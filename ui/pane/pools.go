package pane

import (
	"slices"
	"time"

	"tolokadash/internal/filter"
	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/table"
)

// Pools is the pane of one subject's pools. It holds the order, the filter,
// the cursor and the marks; what a pool is, only the fleet knows.
type Pools struct {
	fleet   *fleet.Fleet
	subject tolokaapi.Subject
	words   *wording.Words
	columns []poolColumn
	rows[tolokaapi.Ref]

	by       *poolOrder
	reversed bool
	filter   TextFilter
	status   tolokaapi.PoolStatus // only this one; "" for all but archived

	known      []tolokaapi.Ref // as the fleet listed them when last looked at
	version    uint64          // of the fleet when last looked at
	fresh      uint64          // of the fleet when the entries were taken
	entries    map[tolokaapi.Ref]*entry
	newest     []*entry // all, newest first
	sorted     []*entry // all, as ordered
	checked    uint64   // of the fleet when it was last seen whether the order holds; 0: to be seen again
	outOfOrder bool     // a status or figure has changed since: it does not hold
	again      bool     // put in order once the lists that the user asked for are read
	total      int      // entries the status filter lets through
	counted    hits
	named      uint64          // version of the project names that the entries hold
	scratch    fleet.Pool      // the pool that is measured
	refs       []tolokaapi.Ref // scratch of show
	figures    poolFigures

	remeasured bool // the width of a cell has changed since the columns were fitted
}

// NewPools makes the pane of one subject's pools.
func NewPools(f *fleet.Fleet, s tolokaapi.Subject, w *wording.Words) *Pools {
	p := &Pools{
		fleet: f, subject: s, words: w,
		columns: poolColumns(s), by: byStatus,
		entries: map[tolokaapi.Ref]*entry{},
	}
	p.table = table.New[tolokaapi.Ref](table.Options{Columns: layouts(p.columns)})
	p.markSorting()
	p.table.SetChoice(p.passes)
	return p
}

// Name is the title of the pane.
func (p *Pools) Name() string { return wording.Capital(wording.Noun(p.subject)) + "s" }

// Filter is the filter by text.
func (p *Pools) Filter() *TextFilter { return &p.filter }

// Found is how many rows pass the filter by text, of how many.
func (p *Pools) Found() (shown, all int) {
	hits := p.hits()
	return hits.pass, hits.of
}

// Sync takes in what the fleet learned. New pools are put where they belong,
// those that are gone leave; no other row moves. It returns true when the pool
// under the cursor is gone.
func (p *Pools) Sync() (lost bool) {
	lost = p.followFleet()
	lost = p.followFigures() || lost
	p.checkOrder()
	if p.status != "" || p.filter.Typed != "" { // the title says what is found
		p.counted = p.hits()
	}
	return lost
}

// followFleet brings the rows up to date.
func (p *Pools) followFleet() (lost bool) {
	_, version := p.fleet.Pools(p.subject)
	if p.again && p.refreshed() {
		p.again = false
		return p.resort()
	}
	if version == p.version {
		return false
	}
	named := p.nameProjects()
	if !p.follow() && !named {
		return false
	}
	return p.show()
}

// refreshed reports whether all that the user wanted to be read again was.
func (p *Pools) refreshed() bool {
	list := p.fleet.List(p.subject)
	return list.Refreshed == list.Refreshes
}

// follow takes in which pools there are, and reports whether those are others
// than before.
func (p *Pools) follow() (changed bool) {
	refs, version := p.fleet.Pools(p.subject)
	p.version = version
	fresh := refs
	if n := len(p.known); len(refs) >= n && slices.Equal(refs[:n], p.known) {
		fresh = refs[n:] // the fleet only adds at the end
	} else {
		p.dropGone(refs)
	}
	p.known = refs
	if len(fresh) == 0 {
		return false
	}
	p.add(fresh)
	return true
}

// dropGone takes out the pools that are no longer known, and their marks.
func (p *Pools) dropGone(refs []tolokaapi.Ref) {
	known := make(map[tolokaapi.Ref]bool, len(refs))
	for _, ref := range refs {
		known[ref] = true
	}
	gone := func(e *entry) bool { return !known[e.ref] }
	p.sorted = slices.DeleteFunc(p.sorted, gone)
	p.newest = slices.DeleteFunc(p.newest, func(e *entry) bool {
		if gone(e) {
			p.remeasured = true
			delete(p.entries, e.ref)
			p.table.Unmark(e.ref)
			return true
		}
		return false
	})
}

// add puts pools that are new in their places.
func (p *Pools) add(refs []tolokaapi.Ref) {
	fresh := make([]*entry, 0, len(refs))
	for _, ref := range refs {
		if p.entries[ref] != nil || !p.load(ref) {
			continue
		}
		e := newEntry(ref)
		e.take(&p.scratch)
		p.measure(e)
		p.entries[ref] = e
		fresh = append(fresh, e)
	}
	slices.SortFunc(fresh, newestFirst)
	p.newest = merge(p.newest, fresh, newestFirst)
	p.applyFilter(fresh)
	compare := p.by.ordered(p.reversed)
	slices.SortFunc(fresh, compare)
	p.sorted = merge(p.sorted, fresh, compare)
}

// Subject is what the pane shows: pools or trainings.
func (p *Pools) Subject() tolokaapi.Subject { return p.subject }

// Status is the status that alone is shown; "" for all but archived.
func (p *Pools) Status() tolokaapi.PoolStatus { return p.status }

// Listing reports whether the pools are being read.
func (p *Pools) Listing() bool { return p.fleet.List(p.subject).Loading }

// ListProblem is why the pools cannot be listed, and when it is tried again.
func (p *Pools) ListProblem() (*fleet.Problem, time.Time) {
	list := p.fleet.List(p.subject)
	return list.Problem, list.RetryAt
}

// Refresh puts all rows in order, now and once the lists are read that were asked
// for just now.
func (p *Pools) Refresh() {
	p.resort()
	p.again = true
}

// resort puts all rows in order and filters them, as the pools are now.
func (p *Pools) resort() (lost bool) {
	p.reload()
	p.arrange()
	return p.refilter()
}

// reload takes all entries in again if the pools have changed since.
func (p *Pools) reload() {
	if _, version := p.fleet.Pools(p.subject); version == p.fresh {
		return
	}
	p.follow()
	p.fresh, p.named = p.version, p.fleet.Projects().Version
	for _, e := range p.newest {
		if p.load(e.ref) {
			e.take(&p.scratch)
			p.measure(e)
		}
	}
}

// load copies a pool into the scratch one, and reports whether it is known.
func (p *Pools) load(ref tolokaapi.Ref) (ok bool) {
	p.scratch, ok = p.fleet.Pool(ref)
	return ok
}

// arrange puts the rows in order.
func (p *Pools) arrange() {
	p.checked, p.outOfOrder = 0, false
	p.sorted = p.by.arrange(p.by, p.newest)
	if p.reversed {
		p.by.reverse(p.sorted)
	}
}

// refilter filters the rows again.
func (p *Pools) refilter() (lost bool) {
	if p.by.figure != "" {
		p.checked = 0 // rows that are not shown speak against no order by figures
	}
	p.applyFilter(p.sorted)
	return p.show()
}

// show gives the table the rows that are shown.
func (p *Pools) show() (lost bool) {
	refs := p.refs[:0]
	p.total = 0
	for _, e := range p.sorted {
		if p.passesStatus(e) {
			p.total++
		}
		if e.shown {
			refs = append(refs, e.ref)
		}
	}
	p.refs, p.counted = refs, hits{}
	if len(refs) == 0 && p.filter.Typed != "" {
		p.filter.explain(p.passingStatus, p.fleet.ServerNow())
	}
	p.fitColumns()
	p.listFigures()
	return p.table.SetRows(refs)
}

// applyFilter decides which entries are shown. Whatever the status filter, a pool with
// an operation that was not dismissed is: it stays in view, and counts as no
// hit.
func (p *Pools) applyFilter(entries []*entry) {
	working := p.working()
	now := p.fleet.ServerNow()
	for _, e := range entries {
		e.shown = (p.passesStatus(e) || working[e.ref]) && p.filter.Match(&e.record, now)
	}
}

// passesStatus reports whether the status filter lets an entry through.
func (p *Pools) passesStatus(e *entry) bool { return p.matchesStatus(e.status) }

// working is every pool with an operation on the table that is ours or has not
// ended.
func (p *Pools) working() map[tolokaapi.Ref]bool {
	ids, _ := p.fleet.Rows()
	working := make(map[tolokaapi.Ref]bool, len(ids))
	for _, id := range ids {
		if r, ok := p.fleet.Row(id); ok && (r.Ours() || !r.State.Finished()) {
			working[r.On] = true
		}
	}
	return working
}

// passingStatus is the records that the status filter lets through.
func (p *Pools) passingStatus(yield func(*filter.Record) bool) {
	for _, e := range p.newest {
		if p.passesStatus(e) && !yield(&e.record) {
			return
		}
	}
}
