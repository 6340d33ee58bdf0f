package fleet

import (
	"slices"

	"tolokadash/tolokaapi"
)

// sweeps list the operations that have not ended, however long ago they were
// submitted: at start, after a gap longer than the adoption window, and when a
// command was refused because another operation holds its pool.
type sweeps struct {
	lane
	todo  []sweep
	query tolokaapi.Query // of the page to read next; zero between sweeps
	now   swept           // the one under way
	// The last of each type that were read to their end.
	pending map[tolokaapi.OperationType]swept
	whole   map[tolokaapi.OperationType]whole
}

func newSweeps() sweeps {
	return sweeps{pending: map[tolokaapi.OperationType]swept{}, whole: map[tolokaapi.OperationType]whole{}}
}

// A whole is a sweep of what runs, and the one before it of what is pending: what
// went on in between has been in one of the two.
type whole struct{ pending, running swept }

// swept is one reading of a sweep.
type swept struct {
	seq   uint64                // of its first request; 0: not begun
	murky []tolokaapi.Operation // those that do not say enough to tell whose they are
	open  bool                  // it holds one whose owner only a reply on its way can tell
}

type sweep struct {
	typ    tolokaapi.OperationType
	status tolokaapi.OperationStatus
}

// unended are the statuses swept, in an order in which nothing that goes from one
// to the next is missed.
var unended = [...]tolokaapi.OperationStatus{tolokaapi.Pending, tolokaapi.Running}

// sweep wants both sweeps of a type, unless they are to come anyway.
func (f *Fleet) sweep(t tolokaapi.OperationType) {
	s := &f.sweeps
	if len(s.todo) == 0 && s.problem == nil {
		s.due = f.now
	}
	coming := s.todo
	if s.now.seq != 0 {
		coming = coming[1:] // the one under way may be past what is looked for
	}
	for _, status := range unended {
		if w := (sweep{t, status}); !slices.Contains(coming, w) {
			s.todo = append(s.todo, w)
		}
	}
}

// record takes note of a sweep that was read to its end.
func (s *sweeps) record(w sweep, read swept) {
	if w.status == tolokaapi.Pending {
		s.pending[w.typ] = read
		return
	}
	if pending, ok := s.pending[w.typ]; ok {
		s.whole[w.typ] = whole{pending: pending, running: read}
	}
}

// leave gives up sweeps that nobody looks for any more, and the trouble they had.
func (s *sweeps) leave(unwanted func(sweep) bool) {
	if s.flying || !slices.ContainsFunc(s.todo, unwanted) {
		return
	}
	if unwanted(s.todo[0]) {
		s.query, s.now = tolokaapi.Query{}, swept{}
		s.forgive()
	}
	s.todo = slices.DeleteFunc(slices.Clone(s.todo), unwanted)
}

// putOff lets the other types come first, since that of the sweep under way
// cannot be listed now. It begins anew then.
func (s *sweeps) putOff() {
	typ := s.todo[0].typ
	var first, last []sweep
	for _, w := range s.todo {
		if w.typ == typ {
			last = append(last, w)
		} else {
			first = append(first, w)
		}
	}
	s.todo = slices.Concat(first, last)
	s.query, s.now = tolokaapi.Query{}, swept{}
}

func (f *Fleet) askSweeps(t *turn) {
	s := &f.sweeps
	s.leave(func(w sweep) bool {
		subject, _, _ := w.typ.Action()
		return !f.lookedAt(subject) && !f.anyFollowed(w.typ)
	})
	if len(s.todo) == 0 || !f.sweeping() || !f.windowsRead() || !s.ready(t) || f.givesWay(t, "", s.due) || !t.allowedList() {
		return
	}
	if s.query == (tolokaapi.Query{}) {
		s.query = tolokaapi.Query{
			Type: s.todo[0].typ, Status: string(s.todo[0].status), Sort: "-submitted,id", Limit: tolokaapi.MaxLimit,
		}
	}
	s.flying = true
	t.ask(Request{Kind: ListOperations, Query: s.query}, f.readSweep)
	if s.now.seq == 0 {
		s.now.seq = f.seq
	}
}

// sweeping reports whether sweeps go on: not while looking for news is paused,
// but for a command of unknown fate, which is looked up all the same.
func (f *Fleet) sweeping() bool {
	if !f.paused {
		return true
	}
	for r := range f.rows.unfinished {
		if r.State == Unconfirmed {
			return true
		}
	}
	return false
}

// windowsRead reports whether every watch that is wanted has been read once: the
// recent comes before the old.
func (f *Fleet) windowsRead() bool {
	for _, w := range f.watches {
		if w.covered.IsZero() && w.fails == 0 && !w.stuck && f.wanted(w) {
			return false
		}
	}
	return true
}

func (f *Fleet) readSweep(r Response) {
	s := &f.sweeps
	if !f.settle(&s.lane, r) {
		s.putOff()
		return
	}
	for _, op := range r.Operations.Items {
		if murky(op) {
			s.now.murky = append(s.now.murky, op)
		}
		s.now.open = !f.sight(op, r) || s.now.open
	}
	next, more, err := r.Operations.Next()
	s.query, s.due = tolokaapi.Query{}, later(s.due, f.now)
	if more && err == nil {
		s.query = next
		return
	}
	subject, _, _ := s.todo[0].typ.Action()
	f.listRead(&s.lane, subject, err)
	now, read := s.todo[0], s.now
	s.todo, s.now = s.todo[1:], swept{}
	if err == nil {
		s.record(now, read)
	}
	if read.open && !slices.Contains(s.todo, now) {
		s.todo = append(s.todo, now) // once more, when that reply is in
	}
}
