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
		named := &namedOperation{id: id}
		if r := n.table.byOp[id]; r != nil {
			named.row = r.ID
		}
		n.byID[id] = named
		n.order = append(n.order, named)
	}
}

// NamedOperation tells how far an operation is that is followed by its id.
func (f *Fleet) NamedOperation(id tolokaapi.OperationID) NamedOperation {
	return f.named.byID[id].state()
}

// state is what became of it.
func (named *namedOperation) state() NamedOperation {
	if named == nil {
		return NamedOperation{}
	}
	n := NamedOperation{Row: named.row, Problem: named.problem}
	if n.Row == 0 && n.Problem == nil && named.schedule.problem != nil {
		n.RetryAt = named.schedule.due
	}
	return n
}

// shift moves every time by d.
func (n *namedOperations) shift(d time.Duration) {
	for _, named := range n.order {
		named.firstNotFound = shiftTime(named.firstNotFound, d)
		named.schedule.shift(d)
	}
}

// pending yields those of which no answer came yet.
func (n *namedOperations) pending(yield func(*namedOperation) bool) {
	for _, named := range n.order {
		if named.row == 0 && named.problem == nil && !yield(named) {
			return
		}
	}
}

// askNamed reads what is not known yet.
func (n *namedOperations) askNamed(t *schedulingRound) {
	for named := range n.pending {
		if !named.schedule.ready(t) {
			continue
		}
		if !t.allowRead() {
			return
		}
		named.schedule.inFlight = true
		t.ask(Request{Kind: GetOperation, Op: named.id}, func(a Response) { n.namedAnswered(named, a) })
	}
}

// namedAnswered takes in the answer about one of them.
func (n *namedOperations) namedAnswered(named *namedOperation, a Response) {
	op := a.Operation
	if a.Err == nil && op.Unreadable != "" {
		a.Err = unreadable(op.Unreadable)
	}
	good := n.recordAnswer(&named.schedule, a)
	var api *tolokaapi.Error
	if errors.As(a.Err, &api) && !api.Authentication() && (api.Status == statusNotFound || api.Status == 400) {
		n.namedNotFound(named, a, api)
		return
	}
	if !good {
		return
	}
	subject, verb, ok := op.Type.Action()
	switch {
	case op.ID != named.id:
		named.problem = &Problem{Named: "operation " + string(op.ID)}
	case !ok || op.Target.Zero() || op.Target.Subject != subject:
		named.problem = &Problem{Named: string(op.Type)}
	default:
		if n.table.byOp[op.ID] == nil {
			n.adopt(verb, op, a)
		}
		named.row = n.table.byOp[op.ID].ID
		if !op.Status.Terminal() {
			n.wantNews(op.Type, n.now.Add(firstLook))
		}
	}
}

// namedNotFound counts that there is no such operation. An id that cannot be one is
// refused at once.
func (n *namedOperations) namedNotFound(named *namedOperation, a Response, api *tolokaapi.Error) {
	if api.Status == statusNotFound && !named.countNotFound(n.now) {
		named.schedule.due = n.now.Add(notFoundOver / (notFoundNeeded - 1))
		return
	}
	named.problem = problemOf(a.Err)
}
