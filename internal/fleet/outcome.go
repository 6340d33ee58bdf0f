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

// A verdict is what the answer to a command means for it.
type verdict int

const (
	accepted  verdict = iota // an operation to follow
	nothingTo                // 204
	notSent                  // cannot have arrived: send it again
	overQuota                // refused for now: send it again later
	stopBatch                // the token is refused: send nothing more
	lostReply                // may have taken effect: look it up
	lockedBy                 // another operation holds the pool
	refused                  // anything else the server says no to
)

// judge is the outcome table: what a reply to a command means.
func judge(r Response) verdict {
	if r.Err == nil {
		if r.Outcome.Unchanged {
			return nothingTo
		}
		return accepted
	}
	var api *tolokaapi.Error
	if !errors.As(r.Err, &api) {
		return judgeSilence(r.Err)
	}
	switch {
	case api.Authentication():
		return stopBatch
	case api.Status == statusOverQuota:
		return overQuota
	case api.Status == statusTimeout, api.Status >= statusServerError:
		return lostReply
	case api.Status == statusConflict && api.Code == tolokaapi.CodeLockedByOther:
		return lockedBy
	}
	return refused
}

// judgeSilence is the part of the table where no usable answer came.
func judgeSilence(err error) verdict {
	var transport *tolokaapi.TransportError
	if !errors.As(err, &transport) || transport.MaybeSent {
		return lostReply
	}
	if transport.Cause == tolokaapi.CauseReadOnly || transport.Cause == tolokaapi.CauseInvalid {
		return refused
	}
	return notSent
}

// answered takes in the reply to a command.
func (f *Fleet) answered(r *row, a Response) {
	r.Seen = f.clock.answered(a)
	switch judge(a) {
	case accepted:
		op := a.Outcome.Operation
		if why := f.mismatch(r, op); why != nil {
			f.lose(r, a) // an answer about something else says nothing about this
			r.Problem = why
			return
		}
		f.lag.learnAccepted(op, a.Server)
		f.ledger.learn(op, f.serverNow(), f.now)
		f.claim(r, op, a)
	case nothingTo:
		f.trust(r.On, becomes(r.Verb))
		if r.looks > 0 { // an earlier send, whose reply was lost, may have done it
			r.Found = true
			f.finish(r, Succeeded, nil)
		} else {
			f.finish(r, Unchanged, nil)
		}
		f.reread(r.On)
	case notSent:
		f.requeue(r, f.retryAt(a, r.Tries), problemOf(a.Err))
	case overQuota:
		f.holdBack(r, a)
	case stopBatch:
		why := problemOf(a.Err)
		f.desk.refused = why
		f.finish(r, Rejected, why)
		f.stop(why)
	case lostReply:
		f.lose(r, a)
	case lockedBy:
		f.yieldTo(r, a)
	case refused:
		f.finish(r, Rejected, problemOf(a.Err))
		f.reread(r.On)
	}
}

// mismatch says why the operation of an accepted answer cannot be that of the row,
// nil if it can.
func (f *Fleet) mismatch(r *row, op tolokaapi.Operation) *Problem {
	other := f.rows.byOp[op.ID]
	switch {
	case op.Unreadable != "":
		return problemOf(unreadable(op.Unreadable))
	case op.Target != r.On && !op.Target.Zero():
		return &Problem{Named: op.Target.String()}
	case r.amiss(op) != "":
		return &Problem{Named: string(op.Type)}
	case other != nil && other != r && other.Ours():
		return &Problem{Named: "the operation of " + other.On.String()}
	}
	return nil
}

// holdBack queues a command again and holds its like until the quota is over.
// A quota of a minute, an hour or a day belongs to the verb; the limit per
// second belongs to everything.
func (f *Fleet) holdBack(r *row, a Response) {
	why := problemOf(a.Err)
	until := f.retryAt(a, r.Tries)
	held := tolokaapi.Verb("")
	if why.Interval != "" {
		held = r.Verb
	}
	if until.After(f.desk.holds[held].until) {
		f.desk.holds[held] = hold{until: until, problem: why}
	}
	f.requeue(r, until, why)
}

// yieldTo gives way to the operation that holds the pool. If the command was
// sent before and its reply was lost, that operation may be its own.
func (f *Fleet) yieldTo(r *row, a Response) {
	if r.Tries > 1 && r.looks > 0 {
		r.locked = true
		f.lose(r, a)
		return
	}
	f.finish(r, Rejected, problemOf(a.Err))
	f.lookForOthers(r.On.Subject)
}

// lose starts looking up a command whose reply was lost.
func (f *Fleet) lose(r *row, a Response) {
	r.State, r.Problem, r.RetryAt = Unconfirmed, nil, time.Time{}
	if a.Err != nil {
		r.Problem = problemOf(a.Err)
	}
	r.Start = r.sentAt
	r.lostAt, r.lostServer, r.lateSeq = f.now, f.serverNow(), 0
	r.lostSeq, r.looks, r.lookedAt, r.freshAt = f.seq, 0, time.Time{}, time.Time{}
	f.rows.changed(true)
	f.watchFor(r.Verb.Type(r.On.Subject)).hurry(f.now)
	f.sweep(r.Verb.Type(r.On.Subject)) // if it runs, it is found whatever its date
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
	f.rows.release(r)
	f.rows.changed(true)
	if s == Unknown {
		f.becomeUnknown(r)
	}
	f.shelf.touch(r.On.Subject)
	if !r.Ours() {
		f.rows.others.keep(r, f.now)
		return
	}
	f.rows.batches[r.Batch].count(s)
	if s.Band() == Done {
		f.rows.doneOur++
	}
}
