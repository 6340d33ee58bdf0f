package fleet

import (
	"reflect"
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// A Pool is a pool and what the program knows around it.
type Pool struct {
	tolokaapi.Pool
	Project string // name of the project; "" until known
	Busy    RowID  // the unfinished row about this pool; 0 if none

	// ReadProblem is why the newest record could not be read, so that the one before
	// it is kept; "" if it could.
	ReadProblem string
}

// pool is a pool as last read.
type pool struct {
	tolokaapi.Pool
	seq       uint64    // of the newest read taken
	statusSeq uint64    // reads issued up to here are older than the status
	readAt    time.Time // server clock of that read

	readProblem string // why a newer record could not be read; "" if none came
}

// poolStore holds the pools and trainings known.
type poolStore struct {
	*scheduler
	pools     map[tolokaapi.Ref]*pool
	refs      map[tolokaapi.Subject][]tolokaapi.Ref // in the order of arrival
	versions  map[tolokaapi.Subject]uint64
	listings  []*poolListing
	refreshes uint64                                // calls of Refresh
	sorted    map[tolokaapi.Subject][]tolokaapi.Ref // by id, ascending; made when needed
	counts    map[tolokaapi.Subject]counted
}

type counted struct {
	version uint64
	counts  map[tolokaapi.PoolStatus]int
}

func newPoolStore(s *scheduler) *poolStore {
	return &poolStore{
		scheduler: s,
		pools:     map[tolokaapi.Ref]*pool{},
		refs:      map[tolokaapi.Subject][]tolokaapi.Ref{},
		versions:  map[tolokaapi.Subject]uint64{},
		sorted:    map[tolokaapi.Subject][]tolokaapi.Ref{},
		counts:    map[tolokaapi.Subject]counted{},
	}
}

// shift moves every time by d.
func (s *poolStore) shift(d time.Duration) {
	for _, l := range s.listings {
		l.shift(d)
	}
}

// touch notes that something about a subject's pools changed.
func (s *poolStore) touch(subject tolokaapi.Subject) { s.versions[subject]++ }

// Pools returns the pools (or trainings) known, in the order in which they
// arrived, and a number that changes whenever any of them does. The slice is
// shared: do not change it.
func (f *Fleet) Pools(s tolokaapi.Subject) (refs []tolokaapi.Ref, version uint64) {
	return f.pools.refs[s], f.pools.versions[s]
}

// Pool returns a pool as last read, by value.
func (f *Fleet) Pool(ref tolokaapi.Ref) (Pool, bool) {
	p := f.pools.pools[ref]
	if p == nil {
		return Pool{}, false
	}
	full := Pool{Pool: p.Pool, ReadProblem: p.readProblem, Project: f.projects.byID[p.ProjectID]}
	if rs := f.table.active[ref]; len(rs) > 0 {
		full.Busy = rs[0].ID
	}
	return full, true
}

// PoolStatus is a pool's status as last known: of [Fleet.Pool] that which is
// looked at for thousands of pools at once.
func (f *Fleet) PoolStatus(ref tolokaapi.Ref) (tolokaapi.PoolStatus, bool) {
	p := f.pools.pools[ref]
	if p == nil {
		return "", false
	}
	return p.Status, true
}

// storePool takes in a pool as it was read. A read that was asked for
// before the newest one, or before the server's word on the status, is old.
func (s *poolStore) storePool(p tolokaapi.Pool, a Response) {
	known := s.pools[p.Ref]
	if known == nil {
		known = s.add(p.Ref)
	}
	if a.Request.Seq <= known.seq || a.Request.Seq <= known.statusSeq {
		return
	}
	if p.Unreadable != "" && known.seq != 0 && known.Unreadable == "" {
		s.keepLast(p.Ref, p.Unreadable)
		s.wantRefresh(p.Ref) // what was read before says more
		return
	}
	if s.closedSince(known, &p) {
		s.emit(followUp{kind: poolClosed, pool: p, at: known.readAt})
	}
	known.seq, known.readAt = a.Request.Seq, s.clock.answered(a)
	s.emit(followUp{kind: poolRead, pool: p, answer: a})
	if !reflect.DeepEqual(known.Pool, p) || known.readProblem != "" {
		known.Pool, known.readProblem = p, ""
		s.touch(p.Ref.Subject)
	}
}

// add makes a pool known of which only the id is.
func (s *poolStore) add(ref tolokaapi.Ref) *pool {
	p := &pool{Pool: tolokaapi.Pool{Ref: ref}}
	s.pools[ref] = p
	s.refs[ref.Subject] = append(s.refs[ref.Subject], ref)
	delete(s.sorted, ref.Subject)
	return p
}

// track makes pools known that are not.
func (s *poolStore) track(refs []tolokaapi.Ref) {
	for _, ref := range refs {
		if s.pools[ref] == nil && tolokaapi.ValidID(ref.ID) {
			s.add(ref)
			s.touch(ref.Subject)
		}
	}
}

// unread reports whether no more than the id of a pool is known.
func (p *pool) unread() bool { return p.seq == 0 && p.Status == "" }

// keepLast notes that the newest record of a pool could not be read; the one before
// it is kept.
func (s *poolStore) keepLast(ref tolokaapi.Ref, why string) {
	if p := s.pools[ref]; p != nil && p.Unreadable == "" && p.readProblem != why {
		p.readProblem = why
		s.touch(ref.Subject)
	}
}

// nameRows gives others' rows the name of their pool once it is known.
func (o *operationTracker) nameRows(p tolokaapi.Pool) {
	for _, r := range o.table.nameless[p.Ref] {
		r.Name = p.Name
		o.table.changed(false)
	}
	delete(o.table.nameless, p.Ref)
}

// setStatus takes the server's word for a pool's status: SUCCESS or 204. Reads that
// are on their way may have been answered before it. The reason known belongs to the
// close before, and a later read brings the one of this close.
func (s *poolStore) setStatus(ref tolokaapi.Ref, status tolokaapi.PoolStatus) {
	p := s.pools[ref]
	if p == nil || status == "" {
		return
	}
	p.statusSeq = s.seq
	if p.Status != status {
		p.Status = status
		if status == tolokaapi.Closed {
			p.CloseReason = ""
		}
		s.touch(ref.Subject)
	}
}

// removePool takes a pool off the store.
func (s *poolStore) removePool(ref tolokaapi.Ref) {
	p := s.pools[ref]
	if p == nil {
		return
	}
	delete(s.pools, ref)
	delete(s.sorted, ref.Subject)
	kept := make([]tolokaapi.Ref, 0, len(s.refs[ref.Subject])) // callers may hold the old one
	for _, r := range s.refs[ref.Subject] {
		if r != ref {
			kept = append(kept, r)
		}
	}
	s.refs[ref.Subject] = kept
	s.touch(ref.Subject)
	s.emit(followUp{kind: poolRemoved, ref: ref})
}

// inOrder is a subject's readable pools by id, ascending.
func (s *poolStore) inOrder(subject tolokaapi.Subject) []tolokaapi.Ref {
	if refs, ok := s.sorted[subject]; ok {
		return refs
	}
	refs := slices.DeleteFunc(slices.Clone(s.refs[subject]), func(r tolokaapi.Ref) bool { return !tolokaapi.ValidID(r.ID) })
	slices.SortFunc(refs, func(a, b tolokaapi.Ref) int { return tolokaapi.CompareIDs(a.ID, b.ID) })
	s.sorted[subject] = refs
	return refs
}
