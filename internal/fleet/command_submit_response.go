package fleet

import (
	"errors"
	"time"

	"tolokadash/tolokaapi"
)

// The HTTP statuses that change what is done next. They are named here because
// the core does not import net/http.
const (
	statusForbidden   = 403
	statusNotFound    = 404
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
func (f *Fleet) submitAnswered(r *row, a Response) {
	r.Seen = f.clock.answered(a)
	switch classifyResponse(a) {
	case resultAccepted:
		op := a.Outcome.Operation
		if why := f.answerMismatch(r, op); why != nil {
			f.replyLost(r, a) // an answer about something else says nothing about this
			r.Problem = why
			return
		}
		f.lag.learnAccepted(op, a.Server)
		f.seen.learn(op, f.serverNow(), f.now)
		f.claim(r, op, a)
	case resultUnchanged:
		f.setStatus(r.On, targetStatus(r.Verb))
		if r.lookups > 0 { // an earlier send, whose reply was lost, may have done it
			r.Found = true
			f.finish(r, Succeeded, nil)
		} else {
			f.finish(r, Unchanged, nil)
		}
		f.refreshPool(r.On)
	case resultNotDelivered:
		f.requeue(r, f.retryAt(a, r.Tries), problemOf(a.Err))
	case resultOverQuota:
		f.blockVerb(r, a)
	case resultTokenRefused:
		why := problemOf(a.Err)
		f.commands.tokenRefused = why
		f.finish(r, Rejected, why)
		f.stop(why)
	case resultLost:
		f.replyLost(r, a)
	case resultLockedByOther:
		f.lockedByOther(r, a)
	case resultRejected:
		f.finish(r, Rejected, problemOf(a.Err))
		f.refreshPool(r.On)
	}
}

// answerMismatch says why the operation of an accepted answer cannot be that of the row,
// nil if it can.
func (f *Fleet) answerMismatch(r *row, op tolokaapi.Operation) *Problem {
	other := f.table.byOp[op.ID]
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
func (f *Fleet) blockVerb(r *row, a Response) {
	why := problemOf(a.Err)
	until := f.retryAt(a, r.Tries)
	held := tolokaapi.Verb("")
	if why.Interval != "" {
		held = r.Verb
	}
	if until.After(f.commands.blocks[held].until) {
		f.commands.blocks[held] = quotaBlock{until: until, problem: why}
	}
	f.requeue(r, until, why)
}

// lockedByOther gives way to the operation that holds the pool. If the command was
// sent before and its reply was lost, that operation may be its own.
func (f *Fleet) lockedByOther(r *row, a Response) {
	if r.Tries > 1 && r.lookups > 0 {
		r.locked = true
		f.replyLost(r, a)
		return
	}
	f.finish(r, Rejected, problemOf(a.Err))
	f.scanForOthers(r.On.Subject)
}

// replyLost starts looking up a command whose reply was lost.
func (f *Fleet) replyLost(r *row, a Response) {
	r.State, r.Problem, r.RetryAt = Unconfirmed, nil, time.Time{}
	if a.Err != nil {
		r.Problem = problemOf(a.Err)
	}
	r.Start = r.sentServer
	r.lostAt, r.lostServer, r.caughtUpSeq = f.now, f.serverNow(), 0
	r.farAt, r.farFrom, r.doubted = time.Time{}, time.Time{}, false
	r.lostSeq, r.lookups, r.lastLookup, r.verifySince = f.seq, 0, time.Time{}, time.Time{}
	f.table.changed(true)
	f.pollerFor(r.Verb.Type(r.On.Subject)).dueBy(f.now)
	f.requestScan(r.Verb.Type(r.On.Subject)) // if it runs, it is found whatever its date
}

// finish ends a row.
func (f *Fleet) finish(r *row, s State, why *Problem) {
	r.State, r.Problem, r.RetryAt = s, why, time.Time{}
	if r.Seen.IsZero() {
		r.Seen = f.serverNow()
	}
	r.End = r.Seen
	if s == Succeeded || s == Failed {
		if end := r.Op.Finished; end.Valid() {
			r.End = end.Time
		}
	}
	f.table.release(r)
	f.table.changed(true)
	if r.revivable() {
		f.becomeUnknown(r)
	}
	f.pools.touch(r.On.Subject)
	if !r.Ours() {
		f.table.others.keep(r, f.now)
		return
	}
	f.table.batches[r.Batch].count(s)
	if s.Band() == Done {
		f.table.oursDone++
	}
}
