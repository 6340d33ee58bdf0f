package fleet

import (
	"errors"
	"time"

	"tolokadash/tolokaapi"
)

// namedOperations are operations that are to be followed and of which only the id is
// known. Each is read by its id until an answer came; then it has a row like any
// other that was started elsewhere.
type namedOperations struct {
	*operationTracker
	byID  map[tolokaapi.OperationID]*namedOperation
	order []*namedOperation
}

// namedOperation is one of them. It counts what is not found as stragglers do.
type namedOperation struct {
	stragglerState
	id       tolokaapi.OperationID
	schedule pollSchedule
	row      RowID
	problem  *Problem // why it cannot be followed
}

// A NamedOperation is what became of following an operation by its id.
type NamedOperation struct {
	Row     RowID    // 0 until it was found
	Problem *Problem // why it cannot be followed; nil while that is open
	RetryAt time.Time
}

// FollowOperations follows operations of which only the ids are known to their end,
// whoever started them.
func (f *Fleet) FollowOperations(ids ...tolokaapi.OperationID) { f.named.followByID(ids) }

// followByID enters operations to be read by their ids.
func (n *namedOperations) followByID(ids []tolokaapi.OperationID) {
	for _, id := range ids {
		if n.byID[id] != nil || !tolokaapi.ValidID(string(id)) {
			continue
		}
		w := &namedOperation{id: id}
		if r := n.table.byOp[id]; r != nil {
			w.row = r.ID
		}
		n.byID[id] = w
		n.order = append(n.order, w)
	}
}

// NamedOperation tells how far an operation is that is followed by its id.
func (f *Fleet) NamedOperation(id tolokaapi.OperationID) NamedOperation {
	return f.named.byID[id].state()
}

// state is what became of it.
func (w *namedOperation) state() NamedOperation {
	if w == nil {
		return NamedOperation{}
	}
	n := NamedOperation{Row: w.row, Problem: w.problem}
	if n.Row == 0 && n.Problem == nil && w.schedule.problem != nil {
		n.RetryAt = w.schedule.due
	}
	return n
}

// shift moves every time by d.
func (n *namedOperations) shift(d time.Duration) {
	for _, w := range n.order {
		w.firstNotFound = shiftTime(w.firstNotFound, d)
		w.schedule.shift(d)
	}
}

// pending yields those of which no answer came yet.
func (n *namedOperations) pending(yield func(*namedOperation) bool) {
	for _, w := range n.order {
		if w.row == 0 && w.problem == nil && !yield(w) {
			return
		}
	}
}

// askNamed reads what is not known yet.
func (n *namedOperations) askNamed(t *schedulingRound) {
	for w := range n.pending {
		if !w.schedule.ready(t) {
			continue
		}
		if !t.allowRead() {
			return
		}
		w.schedule.inFlight = true
		t.ask(Request{Kind: GetOperation, Op: w.id}, func(a Response) { n.namedAnswered(w, a) })
	}
}

// namedAnswered takes in the answer about one of them.
func (n *namedOperations) namedAnswered(w *namedOperation, a Response) {
	op := a.Operation
	if a.Err == nil && op.Unreadable != "" {
		a.Err = unreadable(op.Unreadable)
	}
	good := n.recordAnswer(&w.schedule, a)
	var api *tolokaapi.Error
	if errors.As(a.Err, &api) && !api.Authentication() && (api.Status == statusNotFound || api.Status == 400) {
		n.namedNotFound(w, a, api)
		return
	}
	if !good {
		return
	}
	subject, verb, ok := op.Type.Action()
	switch {
	case op.ID != w.id:
		w.problem = &Problem{Named: "operation " + string(op.ID)}
	case !ok || op.Target.Zero() || op.Target.Subject != subject:
		w.problem = &Problem{Named: string(op.Type)}
	default:
		if n.table.byOp[op.ID] == nil {
			n.adopt(verb, op, a)
		}
		w.row = n.table.byOp[op.ID].ID
		if !op.Status.Terminal() {
			n.wantNews(op.Type, n.now.Add(firstLook))
		}
	}
}

// namedNotFound counts that there is no such operation. An id that cannot be one is
// refused at once.
func (n *namedOperations) namedNotFound(w *namedOperation, a Response, api *tolokaapi.Error) {
	if api.Status == statusNotFound && !w.countNotFound(n.now) {
		w.schedule.due = n.now.Add(notFoundOver / (notFoundNeeded - 1))
		return
	}
	w.problem = problemOf(a.Err)
}
