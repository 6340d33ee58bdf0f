package fleet

import (
	"errors"
	"time"

	"tolokadash/tolokaapi"
)

// The HTTP statuses that change what is done next. They are named here because
// the core does not import net/http.
const (
	statusBadRequest  = 400
	statusForbidden   = 403
	statusNotFound    = 404
	statusNotAllowed  = 405
	statusTimeout     = 408
	statusConflict    = 409
	statusOverQuota   = 429
	statusServerError = 500 // and above
	statusUnavailable = 503
)

// A submitResult is what the answer to a command means for it.
type submitResult int

const (
	resultAccepted      submitResult = iota // an operation to follow
	resultUnchanged                         // 204
	resultNotDelivered                      // cannot have arrived: send it again
	resultOverQuota                         // refused for now: send it again later
	resultTokenRefused                      // the token is refused: send nothing more
	resultLost                              // may have taken effect: look it up
	resultLockedByOther                     // another operation holds the pool
	resultRejected                          // anything else the server says no to
)

// classifyResponse is the outcome table: what a reply to a command means.
func classifyResponse(r Response) submitResult {
	if r.Err == nil {
		if r.Outcome.Unchanged {
			return resultUnchanged
		}
		return resultAccepted
	}
	var api *tolokaapi.Error
	if !errors.As(r.Err, &api) {
		return classifyTransportError(r.Err)
	}
	switch {
	case api.Authentication():
		return resultTokenRefused
	case api.Status == statusOverQuota:
		return resultOverQuota
	case api.Status == statusTimeout, api.Status >= statusServerError:
		return resultLost
	case api.Status == statusConflict && api.Code == tolokaapi.CodeLockedByOther:
		return resultLockedByOther
	}
	return resultRejected
}

// classifyTransportError is the part of the table where no usable answer came.
func classifyTransportError(err error) submitResult {
	var transport *tolokaapi.TransportError
	if !errors.As(err, &transport) || transport.MaybeSent {
		return resultLost
	}
	if transport.Cause == tolokaapi.CauseReadOnly || transport.Cause == tolokaapi.CauseInvalid {
		return resultRejected
	}
	return resultNotDelivered
}

// submitAnswered takes in the reply to a command.
func (q *commandQueue) submitAnswered(r *row, a Response) {
	r.Seen = q.clock.answered(a)
	switch classifyResponse(a) {
	case resultAccepted:
		op := a.Outcome.Operation
		if why := q.answerMismatch(r, op); why != nil {
			q.replyLost(r, a) // an answer about something else says nothing about this
			r.Problem, r.Named = why, why.Named
			return
		}
		if q.clock.confirmed {
			q.lag.learnAccepted(op, a.Server)
		}
		q.seen.learn(op, q.serverNow(), q.now)
		q.claim(r, op, a)
	case resultUnchanged:
		q.pools.setStatus(r.On, r.Verb.Becomes())
		if r.lookups > 0 { // an earlier send, whose reply was lost, may have done it
			r.Found = true
			q.finish(r, Succeeded, nil)
		} else {
			q.finish(r, Unchanged, nil)
		}
		q.refresh.refreshEnded(r.On)
	case resultNotDelivered:
		q.requeue(r, q.retryAt(a, r.Tries), problemOf(a.Err))
	case resultOverQuota:
		q.blockVerb(r, a)
	case resultTokenRefused:
		why := problemOf(a.Err)
		q.tokenRefused = why
		q.finish(r, Rejected, why)
		q.stop(why)
	case resultLost:
		q.replyLost(r, a)
	case resultLockedByOther:
		q.lockedByOther(r, a)
	case resultRejected:
		q.finish(r, Rejected, problemOf(a.Err))
		q.refresh.refreshEnded(r.On)
	}
}

// answerMismatch says why the operation of an accepted answer cannot be that of the row,
// nil if it can.
func (o *operationTracker) answerMismatch(r *row, op tolokaapi.Operation) *Problem {
	other := o.table.byOp[op.ID]
	switch {
	case op.Unreadable != "":
		return problemOf(unreadable(op.Unreadable))
	case op.Target != r.On && !op.Target.Zero():
		return &Problem{Named: op.Target.String()}
	case r.mismatch(op) != "":
		return &Problem{Named: string(op.Type)}
	case other != nil && other != r && other.Ours():
		return &Problem{Named: "the operation of " + other.On.String()}
	}
	return nil
}

// blockVerb queues a command again and holds its like until the quota is over.
// A quota of a minute, an hour or a day belongs to the verb; the limit per
// second belongs to everything.
func (q *commandQueue) blockVerb(r *row, a Response) {
	why := problemOf(a.Err)
	until := q.retryAt(a, r.Tries)
	held := tolokaapi.Verb("")
	if why.Interval != "" {
		held = r.Verb
	}
	if until.After(q.blocks[held].until) {
		q.blocks[held] = quotaBlock{until: until, problem: why}
	}
	q.requeue(r, until, why)
}

// lockedByOther gives way to the operation that holds the pool. If the command was
// sent before and its reply was lost, that operation may be its own.
func (q *commandQueue) lockedByOther(r *row, a Response) {
	if r.Tries > 1 && r.lookups > 0 {
		r.locked = true
		q.replyLost(r, a)
		return
	}
	q.finish(r, Rejected, problemOf(a.Err))
	q.wantHolder(r.On)
}

// replyLost starts looking up a command whose reply was lost.
func (q *commandQueue) replyLost(r *row, a Response) {
	r.State, r.Problem, r.RetryAt = Unconfirmed, nil, time.Time{}
	if a.Err != nil {
		r.Problem = problemOf(a.Err)
	}
	r.Start = r.sentServer
	r.lose(q.now, q.serverNow(), q.seq)
	q.table.changed(true)
	q.wantNews(r.Verb.Type(r.On.Subject), q.now)
	q.wantScan(r.Verb.Type(r.On.Subject)) // if it runs, it is found whatever its date
}

// finish ends a row.
func (o *operationTracker) finish(r *row, s State, why *Problem) {
	r.State, r.Problem, r.RetryAt = s, why, time.Time{}
	if r.Seen.IsZero() {
		r.Seen = o.serverNow()
	}
	r.End = r.Seen
	if s == Succeeded || s == Failed {
		if end := r.Op.Finished; end.Valid() {
			r.End = end.Time
		}
	}
	o.table.release(r)
	o.table.changed(true)
	if r.asksWhenEnded() {
		o.becomeUnknown(r)
	}
	o.pools.touch(r.On.Subject)
	if !r.Ours() {
		o.table.others.keep(r, o.now)
		return
	}
	o.table.batches[r.Batch].count(s)
	if s == Unchanged && reopens(r.Verb) {
		o.table.reopening.unchanged(r.On)
	}
	if s.Band() == Done {
		o.table.oursDone++
	}
}
