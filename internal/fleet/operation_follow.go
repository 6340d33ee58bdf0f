package fleet

import (
	"errors"
	"time"

	"tolokadash/tolokaapi"
)

// claim makes an operation the row's own and takes in what it says. If it had
// been taken for another's, that row gives way.
func (o *operationTracker) claim(r *row, op tolokaapi.Operation, a Response) {
	if other := o.table.byOp[op.ID]; other != nil && other != r && !other.Ours() {
		o.table.release(other)
		o.table.remove(other)
	}
	o.table.byOp[op.ID] = r
	if r.revivable() {
		o.reviveUnknown(r)
	}
	if r.State == Queued { // to be sent again: it need not be
		o.emit(followUp{kind: commandFound, row: r})
		r.RetryAt = time.Time{}
	}
	r.sentServer, r.lookups, r.verifySince, r.Problem = firstSet(r.sentServer, r.Seen), 0, time.Time{}, nil
	r.State = Pending
	o.table.changed(true)
	o.follow(r, op, a)
	if !r.State.Finished() {
		o.wantNews(r.Verb.Type(r.On.Subject), o.now.Add(firstLook))
	}
}

// firstLook is how long an accepted operation is left alone: documented samples
// take at least so long.
const firstLook = 500 * time.Millisecond

// mismatch says why a record cannot be about the operation of a row; "" if it can.
func (r *row) mismatch(op tolokaapi.Operation) string {
	switch {
	case op.Unreadable != "":
		return op.Unreadable
	case op.Target != r.On && !op.Target.Zero():
		return "it is about another pool"
	case op.Type != r.Verb.Type(r.On.Subject) && op.Type != "":
		return "it is of another type"
	}
	return ""
}

// unreadable is an answer that came and cannot be used.
func unreadable(why string) error {
	return &tolokaapi.TransportError{Cause: tolokaapi.CauseUnreadable, MaybeSent: true, Err: errors.New(why)}
}

// follow takes in what an answer says about a row's operation. Answers older
// than the row's newest are dropped, as are those about anything else. An end is
// final, except that news changes one that is unknown or only presumed.
func (o *operationTracker) follow(r *row, op tolokaapi.Operation, a Response) {
	if r.mismatch(op) != "" || r.State.Finished() && !r.revivable() || a.Request.Seq <= r.seq {
		return
	}
	if r.revivable() {
		o.reviveUnknown(r)
	}
	r.restored = false
	before := r.Row
	r.Problem, r.RetryAt = nil, time.Time{}
	r.seq = a.Request.Seq
	r.notFound, r.missedLists = 0, 0
	r.Seen = o.clock.answered(a)
	r.Op = op
	o.tellNews(op)
	r.Start = firstSet(op.Started.Time, op.Submitted.Time, r.sentServer)
	if op.Progress.Known {
		r.progress(op.Progress.Percent)
	}
	switch op.Status {
	case tolokaapi.Pending:
		r.State = Pending
	case tolokaapi.Success:
		o.succeed(r)
	case tolokaapi.Fail:
		o.finish(r, Failed, nil)
		o.refresh.refreshEnded(r.On)
	default:
		r.State = Running
	}
	if r.Row != before {
		o.table.changed(r.State.Band() != before.State.Band())
	}
}

// progress takes in a percentage. A fall keeps its mark until the number rises past
// where it fell from: what goes on at 30 after 80 has not recovered.
func (r *row) progress(percent int) {
	r.highest = max(r.highest, r.Percent)
	switch {
	case percent < r.Percent:
		r.ProgressFell = true
	case percent > r.highest:
		r.ProgressFell = false
	}
	r.Percent = percent
}

// succeed ends a row well. SUCCESS is the server's word, so the pool has its new
// status at once; it is read again for everything else.
func (o *operationTracker) succeed(r *row) {
	o.finish(r, Succeeded, nil)
	o.pools.setStatus(r.On, r.Verb.Becomes())
	o.refresh.refreshEnded(r.On)
	if made := r.Op.Created; !made.Zero() && o.looksAtPools() {
		o.refresh.refreshPool(made)
	}
}

// firstSet is the first time that is set.
func firstSet(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}
