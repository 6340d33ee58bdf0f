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
}

type sweep struct {
	typ    tolokaapi.OperationType
	status tolokaapi.OperationStatus
}

// sweep wants both sweeps of a type, unless they are to come anyway.
func (f *Fleet) sweep(t tolokaapi.OperationType) {
	s := &f.sweeps
	if len(s.todo) == 0 && s.problem == nil {
		s.due = f.now
	}
	for _, status := range [...]tolokaapi.OperationStatus{tolokaapi.Running, tolokaapi.Pending} {
		if w := (sweep{t, status}); !slices.Contains(s.todo, w) {
			s.todo = append(s.todo, w)
		}
	}
}

func (f *Fleet) askSweeps(t *turn) {
	s := &f.sweeps
	if len(s.todo) == 0 || f.paused || !f.windowsRead() || !s.ready(t) || f.givesWay(t, "", s.due) || !t.allowedList() {
		return
	}
	if s.query == (tolokaapi.Query{}) {
		s.query = tolokaapi.Query{
			Type: s.todo[0].typ, Status: string(s.todo[0].status), Sort: "-submitted,id", Limit: tolokaapi.MaxLimit,
		}
	}
	s.flying = true
	t.ask(Request{Kind: ListOperations, Query: s.query}, f.swept)
}

// windowsRead reports whether every watch that is wanted has been read once: the
// recent comes before the old.
func (f *Fleet) windowsRead() bool {
	for _, w := range f.watches {
		if w.covered.IsZero() && w.fails == 0 && f.wanted(w) {
			return false
		}
	}
	return true
}

func (f *Fleet) swept(r Response) {
	s := &f.sweeps
	if !f.settle(&s.lane, r) {
		return
	}
	for _, op := range r.Operations.Items {
		f.sight(op, r)
	}
	next, more, err := r.Operations.Next()
	if err != nil {
		subject, _, _ := s.todo[0].typ.Action()
		f.stuck(&s.lane, subject)
	}
	s.query = tolokaapi.Query{}
	if more && err == nil {
		s.query = next
		return
	}
	s.todo = s.todo[1:]
}
