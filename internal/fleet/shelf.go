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
}

// pool is a pool as last read.
type pool struct {
	tolokaapi.Pool
	seq    uint64    // of the newest read taken
	word   uint64    // reads issued up to here are older than the status
	readAt time.Time // server clock of that read
}

// shelf holds the pools and trainings known.
type shelf struct {
	pools     map[tolokaapi.Ref]*pool
	refs      map[tolokaapi.Subject][]tolokaapi.Ref // in the order of arrival
	versions  map[tolokaapi.Subject]uint64
	listings  []*listing
	archived  bool                                  // archived ones are listed too
	refreshes uint64                                // calls of Refresh
	sorted    map[tolokaapi.Subject][]tolokaapi.Ref // by id, ascending; made when needed
	counts    map[tolokaapi.Subject]counted
}

type counted struct {
	version uint64
	counts  map[tolokaapi.PoolStatus]int
}

func newShelf() shelf {
	return shelf{
		pools:    map[tolokaapi.Ref]*pool{},
		refs:     map[tolokaapi.Subject][]tolokaapi.Ref{},
		versions: map[tolokaapi.Subject]uint64{},
		sorted:   map[tolokaapi.Subject][]tolokaapi.Ref{},
		counts:   map[tolokaapi.Subject]counted{},
	}
}

// touch notes that something about a subject's pools changed.
func (s *shelf) touch(subject tolokaapi.Subject) { s.versions[subject]++ }

// Pools returns the pools (or trainings) known, in the order in which they
// arrived, and a number that changes whenever any of them does. The slice is
// shared: do not change it.
func (f *Fleet) Pools(s tolokaapi.Subject) (refs []tolokaapi.Ref, version uint64) {
	return f.shelf.refs[s], f.shelf.versions[s]
}

// Pool returns a pool as last read, by value.
func (f *Fleet) Pool(ref tolokaapi.Ref) (Pool, bool) {
	p := f.shelf.pools[ref]
	if p == nil {
		return Pool{}, false
	}
	full := Pool{Pool: p.Pool, Project: f.names.byID[p.ProjectID]}
	if rs := f.rows.active[ref]; len(rs) > 0 {
		full.Busy = rs[0].ID
	}
	return full, true
}

// PoolStatus is a pool's status as last known: of [Fleet.Pool] that which is
// looked at for thousands of pools at once.
func (f *Fleet) PoolStatus(ref tolokaapi.Ref) (tolokaapi.PoolStatus, bool) {
	p := f.shelf.pools[ref]
	if p == nil {
		return "", false
	}
	return p.Status, true
}

// take puts a pool on the shelf as it was read. A read that was asked for
// before the newest one, or before the server's word on the status, is old.
func (f *Fleet) take(p tolokaapi.Pool, a Response) {
	s := &f.shelf
	known := s.pools[p.Ref]
	if known == nil {
		known = &pool{}
		s.pools[p.Ref] = known
		s.refs[p.Ref.Subject] = append(s.refs[p.Ref.Subject], p.Ref)
		delete(s.sorted, p.Ref.Subject)
		f.nameRows(p)
	}
	if a.Request.Seq <= known.seq || a.Request.Seq <= known.word {
		return
	}
	if p.Unreadable != "" && known.seq != 0 && known.Unreadable == "" {
		f.reread(p.Ref) // what was read before says more
		return
	}
	known.seq, known.readAt = a.Request.Seq, f.clock.answered(a)
	f.rereads.settled(p.Ref, a.Request.Seq)
	f.mendByPool(p, a)
	if !reflect.DeepEqual(known.Pool, p) {
		known.Pool = p
		s.touch(p.Ref.Subject)
	}
}

// nameRows gives others' rows the name of their pool once it is known.
func (f *Fleet) nameRows(p tolokaapi.Pool) {
	for _, r := range f.rows.nameless[p.Ref] {
		r.Name = p.Name
		f.rows.changed(false)
	}
	delete(f.rows.nameless, p.Ref)
}

// trust takes the server's word for a pool's status: SUCCESS or 204. Reads that
// are on their way may have been answered before it.
func (f *Fleet) trust(ref tolokaapi.Ref, status tolokaapi.PoolStatus) {
	p := f.shelf.pools[ref]
	if p == nil || status == "" {
		return
	}
	p.word = f.seq
	if p.Status != status {
		p.Status = status
		f.shelf.touch(ref.Subject)
	}
}

// drop takes a pool off the shelf.
func (f *Fleet) drop(ref tolokaapi.Ref) {
	s := &f.shelf
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
	f.rereads.forget(ref)
}

// inOrder is a subject's readable pools by id, ascending.
func (s *shelf) inOrder(subject tolokaapi.Subject) []tolokaapi.Ref {
	if refs, ok := s.sorted[subject]; ok {
		return refs
	}
	refs := slices.DeleteFunc(slices.Clone(s.refs[subject]), func(r tolokaapi.Ref) bool { return !tolokaapi.ValidID(r.ID) })
	slices.SortFunc(refs, func(a, b tolokaapi.Ref) int { return tolokaapi.CompareIDs(a.ID, b.ID) })
	s.sorted[subject] = refs
	return refs
}
