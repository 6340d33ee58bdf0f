package fleet

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// A poolListing reads all pools of one status, newest id first, page by page.
type poolListing struct {
	pollSchedule
	subject      tolokaapi.Subject
	status       tolokaapi.PoolStatus
	every        time.Duration
	wanted       bool            // somebody looks at it
	requested    bool            // the user wants it now: it does not wait for its share of lists
	again        bool            // the user wanted it while it was being read: read it once more
	loaded       bool            // once read to its end
	unidentified []tolokaapi.Ref // records without a usable id, in the last complete pass
	pass         *poolListingPass

	refreshed uint64 // the number of the last Refresh that a pass read to its end came after
}

// A poolListingPass is one reading of a listing.
type poolListingPass struct {
	seq          uint64 // of its first request
	query        tolokaapi.Query
	pages        int
	seen         map[tolokaapi.Ref]bool
	unidentified []tolokaapi.Ref // names for records without a usable id
	refresh      uint64          // the number of the last Refresh when it began
}

// maxPages is how much of one status is listed, in pages: 150,000 pools, far
// more than an account has. A list that goes on is one that never ends.
const maxPages = 500

var errEndless = errors.New("the list does not end")

// want wants the listings of a subject, in the order in which they are read:
// what runs first, the long tail last, the archived only when asked for. A
// listing that was wanted before goes on where it was. With only, no other statuses
// are listed.
func (s *poolStore) want(subject tolokaapi.Subject, on, archived bool, only []tolokaapi.PoolStatus, c Config) {
	if on && s.listing(subject, tolokaapi.Open) == nil {
		s.listings = append(s.listings,
			&poolListing{subject: subject, status: tolokaapi.Open, every: c.OpenPools},
			&poolListing{subject: subject, status: tolokaapi.Locked, every: c.OpenPools},
			&poolListing{subject: subject, status: tolokaapi.Closed, every: c.ClosedPools},
			&poolListing{subject: subject, status: tolokaapi.Archived, every: c.ClosedPools})
	}
	for _, l := range s.listings {
		if l.subject == subject {
			l.wanted = on && (archived || l.status != tolokaapi.Archived)
			if len(only) > 0 {
				l.wanted = on && slices.Contains(only, l.status)
			}
		}
	}
}

// listing is the one of a subject and a status, nil if there is none.
func (s *poolStore) listing(subject tolokaapi.Subject, status tolokaapi.PoolStatus) *poolListing {
	for _, l := range s.listings {
		if l.subject == subject && l.status == status {
			return l
		}
	}
	return nil
}

// wanted reports whether a subject is listed now.
func (s *poolStore) wanted(subject tolokaapi.Subject) bool {
	return slices.ContainsFunc(s.listings, func(l *poolListing) bool { return l.subject == subject && l.wanted })
}

// askPools goes on with the first listing that has a page to read. They are
// read one after the other, so that pools arrive in the order in which they
// are shown. A first load, and one the user asked for, is not held to the
// share of lists: each page waits for the one before anyhow.
func (s *poolStore) askPools(t *schedulingRound) {
	for _, l := range s.listings {
		if l.inFlight {
			return
		}
	}
	for _, l := range s.listings {
		if !l.wanted || s.paused && !l.requested || !l.ready(t) {
			continue
		}
		free := !l.loaded || l.requested
		if free && !t.allowRead() || !free && !t.allowList() {
			return
		}
		if l.pass == nil {
			l.pass = &poolListingPass{seen: map[tolokaapi.Ref]bool{}, refresh: s.refreshes, query: tolokaapi.Query{
				Status: string(l.status), Sort: "-id", Limit: tolokaapi.MaxLimit,
			}}
		}
		l.inFlight = true
		t.ask(Request{Kind: ListPools, On: tolokaapi.Ref{Subject: l.subject}, Query: l.pass.query}, func(r Response) { s.listedPools(l, r) })
		if l.pass.seq == 0 {
			l.pass.seq = s.seq
		}
		return
	}
}

// oldestDue is since when the listing that has waited longest is due.
func (s *poolStore) oldestDue() time.Time {
	oldest := s.now
	for _, l := range s.listings {
		if l.wanted && (!s.paused || l.requested) {
			oldest = earlier(oldest, l.due)
		}
	}
	return oldest
}

// listedPools takes in one page.
func (s *poolStore) listedPools(l *poolListing, r Response) {
	if r.Err == nil {
		r.Err = s.allUnreadable(r.Pools.Items)
	}
	if !s.recordAnswer(&l.pollSchedule, r) {
		return // the pass goes on with the same page
	}
	p := l.pass
	p.pages++
	for _, pool := range r.Pools.Items {
		if !tolokaapi.ValidID(pool.Ref.ID) {
			pool.Ref = tolokaapi.Ref{Subject: l.subject, ID: fmt.Sprintf("? %s %d", l.status, len(p.unidentified)+1)}
			p.unidentified = append(p.unidentified, pool.Ref)
		}
		p.seen[pool.Ref] = true
		s.storePool(pool, r)
	}
	next, more, err := r.Pools.Next()
	if more && p.pages >= maxPages {
		err = errEndless
	}
	if more && err == nil {
		p.query, l.due = next, later(l.due, s.now) // it got its share: it is not late
		return
	}
	l.pass, l.loaded, l.refreshed = nil, true, p.refresh
	if l.again {
		l.again, l.due = false, s.now
	} else {
		l.requested, l.due = false, s.now.Add(jitter(s.rng, l.every))
	}
	s.recordListEnd(&l.pollSchedule, ListStuck, l.subject, err)
	if err == nil {
		s.refreshUnlisted(l, p)
	}
}

// allUnreadable is the error of a page of which nothing can be used, though some of it
// could be read before; else nil.
func (s *poolStore) allUnreadable(page []tolokaapi.Pool) error {
	if len(page) == 1 {
		return nil // one record is said of its pool, not of the list
	}
	var why error
	for _, p := range page {
		if p.Unreadable == "" {
			return nil
		}
		if known := s.pools[p.Ref]; known != nil && known.Unreadable == "" {
			why = unreadable(p.Unreadable)
		}
	}
	return why
}

// refreshUnlisted wants every pool read again that a complete listing should have held
// and did not: its status changed, or it is gone. Only a read of the pool
// itself can say which. What has no id cannot be read: it is gone at once.
func (s *poolStore) refreshUnlisted(l *poolListing, p *poolListingPass) {
	for _, ref := range l.unidentified {
		if !p.seen[ref] {
			s.removePool(ref)
		}
	}
	l.unidentified = p.unidentified
	for _, ref := range s.refs[l.subject] {
		known := s.pools[ref]
		if known.Status != l.status || p.seen[ref] || max(known.seq, known.statusSeq) >= p.seq {
			continue
		}
		s.wantRefresh(ref)
	}
}

// List tells how far the listing of a subject is.
func (f *Fleet) List(s tolokaapi.Subject) List {
	state := List{Loaded: f.pools.wanted(s), Counts: f.pools.count(s), Refreshes: f.pools.refreshes, Refreshed: f.pools.refreshes}
	for _, l := range f.pools.listings {
		if l.subject != s || !l.wanted {
			continue
		}
		state.Refreshed = min(state.Refreshed, l.refreshed)
		state.Loaded, state.Stuck = state.Loaded && l.loaded, state.Stuck || l.stuck
		if l.pass != nil || l.inFlight {
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
	Loaded  bool     // every status has been listed once, as far as it could be
	Stuck   bool     // one of them could not be read to its end the last time
	Pages   int      // answers so far of the pass under way
	Problem *Problem // why the last page failed; nil once one succeeds
	RetryAt time.Time
	Counts  map[tolokaapi.PoolStatus]int // shared: do not change it

	// Refreshes counts the calls of Refresh. Refreshed is the number of the last one
	// that is answered: each list that is wanted was read to its end, or as far as
	// it goes, in a pass that began after it.
	Refreshes, Refreshed uint64
}

// count is how many pools have each status.
func (s *poolStore) count(subject tolokaapi.Subject) map[tolokaapi.PoolStatus]int {
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
