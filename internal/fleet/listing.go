package fleet

import (
	"fmt"
	"time"

	"tolokadash/tolokaapi"
)

// A listing reads all pools of one status, newest id first, page by page.
type listing struct {
	lane
	subject tolokaapi.Subject
	status  tolokaapi.PoolStatus
	every   time.Duration
	asked   bool // the user wants it now: it does not wait for its share of lists
	loaded  bool // once read to its end
	pass    *listingPass
}

// A listingPass is one reading of a listing.
type listingPass struct {
	seq     uint64 // of its first request
	query   tolokaapi.Query
	pages   int
	seen    map[tolokaapi.Ref]bool
	strange int // records without a usable id so far
}

// watch adds the listings of a subject, in the order in which they are read:
// what runs first, the long tail last.
func (s *shelf) watch(subject tolokaapi.Subject, c Config) {
	if s.watched(subject) {
		return
	}
	s.listings = append(s.listings,
		&listing{subject: subject, status: tolokaapi.Open, every: c.RefreshLive},
		&listing{subject: subject, status: tolokaapi.Locked, every: c.RefreshLive},
		&listing{subject: subject, status: tolokaapi.Closed, every: c.RefreshClosed})
}

func (s *shelf) watched(subject tolokaapi.Subject) bool {
	for _, l := range s.listings {
		if l.subject == subject {
			return true
		}
	}
	return false
}

// WatchArchived turns listing of archived pools and trainings on or off. What
// was listed stays known.
func (f *Fleet) WatchArchived(on bool) {
	var kept []*listing
	subjects := map[tolokaapi.Subject]bool{}
	for _, l := range f.shelf.listings {
		if l.status == tolokaapi.Archived {
			if !on {
				continue
			}
			subjects[l.subject] = false
		} else if _, has := subjects[l.subject]; !has {
			subjects[l.subject] = true
		}
		kept = append(kept, l)
	}
	f.shelf.listings = kept
	if !on {
		return
	}
	for _, s := range [...]tolokaapi.Subject{tolokaapi.SubjectPool, tolokaapi.SubjectTraining} {
		if subjects[s] {
			f.shelf.listings = append(f.shelf.listings, &listing{subject: s, status: tolokaapi.Archived, every: f.cfg.RefreshClosed})
		}
	}
}

// WatchTrainings turns listing of trainings and their operations on or off.
func (f *Fleet) WatchTrainings(on bool) {
	if on {
		f.shelf.watch(tolokaapi.SubjectTraining, f.cfg)
		f.watchOperations(tolokaapi.SubjectTraining)
		return
	}
	var kept []*listing
	for _, l := range f.shelf.listings {
		if l.subject != tolokaapi.SubjectTraining {
			kept = append(kept, l)
		}
	}
	f.shelf.listings = kept
}

// askPools goes on with the first listing that has a page to read. They are
// read one after the other, so that pools arrive in the order in which they
// are shown. A first load, and one the user asked for, is not held to the
// share of lists: each page waits for the one before anyhow.
func (f *Fleet) askPools(t *turn) {
	if f.paused {
		return
	}
	for _, l := range f.shelf.listings {
		if l.flying {
			return
		}
	}
	for _, l := range f.shelf.listings {
		if !l.ready(t) {
			continue
		}
		free := !l.loaded || l.asked
		if free && !t.allowed() || !free && !t.allowedList() {
			return
		}
		if l.pass == nil {
			l.pass = &listingPass{seen: map[tolokaapi.Ref]bool{}, query: tolokaapi.Query{
				Status: string(l.status), Sort: "-id", Limit: tolokaapi.MaxLimit,
			}}
		}
		l.flying = true
		t.ask(Request{Kind: ListPools, On: tolokaapi.Ref{Subject: l.subject}, Query: l.pass.query}, func(r Response) { f.listedPools(l, r) })
		if l.pass.seq == 0 {
			l.pass.seq = f.seq
		}
		return
	}
}

// listedPools takes in one page.
func (f *Fleet) listedPools(l *listing, r Response) {
	if !f.settle(&l.lane, r) {
		return // the pass goes on with the same page
	}
	p := l.pass
	p.pages++
	for _, pool := range r.Pools.Items {
		if !tolokaapi.ValidID(pool.Ref.ID) {
			p.strange++
			pool.Ref = tolokaapi.Ref{Subject: l.subject, ID: fmt.Sprintf("? %s %d", l.status, p.strange)}
		}
		p.seen[pool.Ref] = true
		f.take(pool, r)
	}
	next, more, err := r.Pools.Next()
	if more && err == nil {
		p.query = next
		return
	}
	l.pass, l.loaded, l.asked = nil, true, false
	l.due = f.now.Add(spread(f.rng, l.every))
	if err != nil {
		f.notices = append(f.notices, Notice{Kind: ListStuck, On: tolokaapi.Ref{Subject: l.subject}})
		return
	}
	f.missed(l, p)
}

// missed wants every pool read again that a complete listing should have held
// and did not: its status changed, or it is gone. Only a read of the pool
// itself can say which.
func (f *Fleet) missed(l *listing, p *listingPass) {
	for _, ref := range f.shelf.refs[l.subject] {
		known := f.shelf.pools[ref]
		if known.Status != l.status || p.seen[ref] || max(known.seq, known.word) >= p.seq {
			continue
		}
		if !tolokaapi.ValidID(ref.ID) {
			defer f.drop(ref)
			continue
		}
		f.reread(ref)
	}
}

// List tells how far the listing of a subject is.
func (f *Fleet) List(s tolokaapi.Subject) List {
	state := List{Loaded: f.shelf.watched(s), Counts: f.shelf.count(s)}
	for _, l := range f.shelf.listings {
		if l.subject != s {
			continue
		}
		state.Loaded = state.Loaded && l.loaded
		if l.pass != nil || l.flying {
			state.Loading = true
			if l.pass != nil {
				state.Pages = l.pass.pages
			}
		}
		if l.problem != nil && state.Problem == nil {
			state.Problem, state.RetryAt = l.problem, l.due
		}
	}
	return state
}

// A List is the state of a listing, to be drawn.
type List struct {
	Loading bool     // a pass is under way
	Loaded  bool     // every status has been listed once to its end
	Pages   int      // answers so far of the pass under way
	Problem *Problem // why the last page failed; nil once one succeeds
	RetryAt time.Time
	Counts  map[tolokaapi.PoolStatus]int // shared: do not change it
}

// count is how many pools have each status.
func (s *shelf) count(subject tolokaapi.Subject) map[tolokaapi.PoolStatus]int {
	if c := s.counts[subject]; c.counts != nil && c.version == s.versions[subject] {
		return c.counts
	}
	counts := map[tolokaapi.PoolStatus]int{}
	for _, ref := range s.refs[subject] {
		counts[s.pools[ref].Status]++
	}
	s.counts[subject] = counted{s.versions[subject], counts}
	return counts
}
