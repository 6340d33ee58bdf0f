package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// poolRefresh are the pools that are due to be read again: after an operation
// ended, or when a listing no longer held them. A few are read singly; many by
// ranges of ids, once their batch is over.
type poolRefresh struct {
	*scheduler
	pools *poolStore
	pollSchedule
	due     map[tolokaapi.Ref]*poolRefreshRequest
	reading map[tolokaapi.Ref]bool // single reads under way
	ranges  *rangePass
	sparse  bool // nobody looks at pools, and those that were due lay far apart
}

type poolRefreshRequest struct {
	since    time.Time // local clock
	seq      uint64    // only a read asked for later settles it
	single   bool      // a range should have held it and did not
	schedule pollSchedule
}

// A rangePass reads all pools between two ids, page by page.
type rangePass struct {
	subject tolokaapi.Subject
	query   tolokaapi.Query
	due     []tolokaapi.Ref // those of the range that are due
	limited bool            // other pools may lie between them in any number
}

func newPoolRefresh(s *scheduler, pools *poolStore) *poolRefresh {
	return &poolRefresh{scheduler: s, pools: pools, due: map[tolokaapi.Ref]*poolRefreshRequest{}, reading: map[tolokaapi.Ref]bool{}}
}

// refreshPool makes a pool due.
func (s *poolRefresh) refreshPool(ref tolokaapi.Ref) {
	if !tolokaapi.ValidID(ref.ID) {
		return
	}
	d := s.due[ref]
	if d == nil {
		d = &poolRefreshRequest{since: s.now}
		s.due[ref] = d
	}
	d.seq = s.seq
}

// refreshEnded makes a pool due about which a command ended as the server said. That is
// enough where nobody looks at pools: there it is read once, for its name, unless such
// pools were found to lie far apart.
func (s *poolRefresh) refreshEnded(ref tolokaapi.Ref) {
	p := s.pools.pools[ref]
	if !s.looksAtPools() && (s.sparse || p != nil && p.seq > 0) {
		return
	}
	s.refreshPool(ref)
}

// satisfied notes a read of a pool. One that was on its way when the pool became
// due may be older than the reason for it.
func (s *poolRefresh) satisfied(ref tolokaapi.Ref, seq uint64) {
	if d := s.due[ref]; d != nil && seq > d.seq {
		delete(s.due, ref)
	}
}

func (s *poolRefresh) forget(ref tolokaapi.Ref) { delete(s.due, ref) }

func (s *poolRefresh) shift(by time.Duration) {
	s.pollSchedule.shift(by)
	for _, d := range s.due {
		d.since = d.since.Add(by)
		d.schedule.shift(by)
	}
}

// askPoolRefresh reads what is due: singly up to eight, while no more are about to
// become due; else by ranges, once our commands are over or the oldest has
// waited for ten seconds.
func (s *poolRefresh) askPoolRefresh(t *schedulingRound) {
	if s.ranges != nil {
		s.askRange(t)
		return
	}
	if len(s.due) == 0 {
		return
	}
	s.askDueSingly(t, s.dueInOrder(true))
	coming := t.coming
	if len(s.due)+coming <= refreshSinglyUpTo {
		s.askDueSingly(t, s.dueInOrder(false))
		return
	}
	if coming > 0 {
		if at := s.oldestDue().Add(refreshWaitAtMost); at.After(t.now) {
			t.wakeAt(at)
			return
		}
	}
	due := s.dueInOrder(false)
	if len(due) <= refreshSinglyUpTo {
		s.askDueSingly(t, due)
		return
	}
	if few := s.beginRange(due); len(few) > 0 {
		s.askDueSingly(t, few)
		return
	}
	s.askRange(t)
}

// unfinishedOurs is how many commands of ours have not ended: their pools become due
// one after the other.
func (o *operationTracker) unfinishedOurs() int {
	n := 0
	for r := range o.table.unfinished {
		if r.Ours() {
			n++
		}
	}
	return n
}

// endsToCome is how many operations make their pools due when they end: ours; where nobody
// looks at pools, those of others too, which are followed for their ends alone.
func (o *operationTracker) endsToCome() int {
	if o.looksAtPools() {
		return o.unfinishedOurs()
	}
	n := 0
	for range o.table.unfinished {
		n++
	}
	return n
}

func (s *poolRefresh) oldestDue() time.Time {
	oldest := s.now
	for _, d := range s.due {
		oldest = earlier(oldest, d.since)
	}
	return oldest
}

// dueInOrder is what is due, by subject and id: what must be read singly, or
// all else.
func (s *poolRefresh) dueInOrder(single bool) []tolokaapi.Ref {
	var refs []tolokaapi.Ref
	for ref, d := range s.due {
		if d.single == single {
			refs = append(refs, ref)
		}
	}
	slices.SortFunc(refs, func(a, b tolokaapi.Ref) int {
		if a.Subject != b.Subject {
			if a.Subject < b.Subject {
				return -1
			}
			return 1
		}
		return tolokaapi.CompareIDs(a.ID, b.ID)
	})
	return refs
}

func (s *poolRefresh) askDueSingly(t *schedulingRound, refs []tolokaapi.Ref) {
	for _, ref := range refs {
		d := s.due[ref]
		s.askPool(t, ref, &d.schedule, s.readPool)
	}
}

// askPool reads one pool, if its schedule is ready and nobody else is reading it.
func (s *poolRefresh) askPool(t *schedulingRound, ref tolokaapi.Ref, schedule *pollSchedule, then func(Response)) {
	if s.reading[ref] || !schedule.ready(t) || !t.allowRead() {
		return
	}
	schedule.inFlight, s.reading[ref] = true, true
	t.ask(Request{Kind: GetPool, On: ref}, func(a Response) {
		delete(s.reading, ref)
		if a.Err == nil && a.Pool.Unreadable != "" {
			a.Err = unreadable(a.Pool.Unreadable)
		}
		s.recordAnswer(schedule, a)
		then(a)
	})
}

// readPool takes in a read of one pool. Only here a pool is taken away: when
// the server says that it does not exist, or no longer for us.
func (s *poolRefresh) readPool(a Response) {
	ref := a.Request.On
	if a.Err == nil {
		s.pools.storePool(a.Pool, a)
		return
	}
	if a.Pool.Unreadable != "" {
		s.pools.keepLast(ref, a.Pool.Unreadable)
	}
	if !inaccessible(a.Err) {
		return
	}
	s.forget(ref)
	if p := s.pools.pools[ref]; p != nil {
		s.notices = append(s.notices, Notice{Kind: PoolGone, On: ref, Name: p.Name})
		s.pools.removePool(ref)
	}
}

// beginRange takes the lowest due id and as many further ones as a page of
// known pools spans. If those are few it begins none and returns them.
func (s *poolRefresh) beginRange(refs []tolokaapi.Ref) (few []tolokaapi.Ref) {
	first := refs[0]
	known := s.pools.inOrder(first.Subject)
	byID := func(a, b tolokaapi.Ref) int { return tolokaapi.CompareIDs(a.ID, b.ID) }
	start, _ := slices.BinarySearchFunc(known, first, byID)
	last := 0
	for i, ref := range refs {
		at, _ := slices.BinarySearchFunc(known, ref, byID)
		if ref.Subject != first.Subject || at-start >= tolokaapi.MaxLimit {
			break
		}
		last = i
	}
	listed := s.pools.listing(first.Subject, tolokaapi.Open)
	limited := listed == nil || !listed.loaded
	if !limited && last < rangeFrom-1 {
		return refs[:last+1]
	}
	s.pollSchedule.due = s.now
	s.ranges = &rangePass{
		limited: limited,
		subject: first.Subject,
		due:     refs[:last+1],
		query: tolokaapi.Query{
			Sort: "id", Limit: tolokaapi.MaxLimit,
			ID: tolokaapi.Range{GTE: first.ID, LTE: refs[last].ID},
		},
	}
	return nil
}

// rangeFrom is how many due pools a range holds at the least: a page of three hundred is
// no price for two.
const rangeFrom = 3

// askRange asks for the next page. Where nobody looks at pools a command waits for it to
// end, so that it is not held to the share of lists.
func (s *poolRefresh) askRange(t *schedulingRound) {
	allow := t.allowList
	if !s.looksAtPools() {
		allow = t.allowRead
	}
	if !s.ready(t) || !allow() {
		return
	}
	s.inFlight = true
	t.ask(Request{Kind: ListPools, On: tolokaapi.Ref{Subject: s.ranges.subject}, Query: s.ranges.query}, s.readRange)
}

// readRange takes in one page of a range. A due pool that the whole range did
// not hold is asked for itself.
func (s *poolRefresh) readRange(a Response) {
	if !s.recordAnswer(&s.pollSchedule, a) {
		if s.fails >= rangeTries {
			s.refreshSingly()
		}
		return
	}
	found := 0
	for _, p := range a.Pools.Items {
		if s.due[p.Ref] != nil {
			found++
		}
		if s.pools.pools[p.Ref] != nil || s.due[p.Ref] != nil { // not the archived in between
			s.pools.storePool(p, a)
		}
	}
	next, more, err := a.Pools.Next()
	s.pollSchedule.due = later(s.pollSchedule.due, s.now)
	if more && err == nil && (!s.ranges.limited || found >= duePerPage) {
		s.ranges.query = next
		return
	}
	if more && s.ranges.limited {
		s.skipUnread()
	}
	s.recordListEnd(&s.pollSchedule, ListStuck, s.ranges.subject, err)
	s.refreshSingly()
}

// rangeTries is how often a range is tried before its pools are read one by one.
const rangeTries = 3

// duePerPage is how many due pools a page must have held for the next to be read, of a
// range whose other pools are not known: half of all. One whose other pools are known is
// read to its end.
const duePerPage = tolokaapi.MaxLimit / 2

// skipUnread leaves what a limited range did not reach as it is known: the server's
// word on the operation is enough. Where nobody looks at pools no other range is tried.
func (s *poolRefresh) skipUnread() {
	skipped := s.ranges.due
	if s.sparse = !s.looksAtPools(); s.sparse {
		skipped = s.dueInOrder(false)
	}
	for _, ref := range skipped {
		s.forget(ref)
	}
}

// refreshSingly ends a range; what it still owes is read pool by pool.
func (s *poolRefresh) refreshSingly() {
	for _, ref := range s.ranges.due {
		if d := s.due[ref]; d != nil {
			d.single = true
		}
	}
	s.ranges, s.problem, s.fails = nil, nil, 0
}

// Settled reports whether nothing the program was asked to do is under way, and
// every pool that an operation may have changed was read again.
func (f *Fleet) Settled() bool {
	return f.unfinishedOurs() == 0 && len(f.refresh.due) == 0 && f.refresh.ranges == nil
}
