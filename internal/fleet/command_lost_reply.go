package fleet

import (
	"errors"
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// Looking up a lost reply. The operation of a command whose reply was lost is
// searched in its type's list. Only after enough lookups found nothing, and a
// fresh read shows that the pool is as before, the command is sent again; a
// clone never is, since a second one would be a second pool.
const (
	lookupMargin        = time.Minute      // before the send, for a server's clock that is guessed at
	lookupInterval      = 5 * time.Second  // at least, between two lookups that count
	lookupTimeout       = 10 * time.Minute // for what a locked pool is locked by, or in lists that are not clear
	lookupsNeeded       = 2
	lookupsUnrepeatable = 3
	resendAfter         = 25 * time.Second // reads may lag behind commands: what is concluded from them was asked for so long after the loss
)

// couldMatch reports whether an operation can be what a command of unknown fate
// became: the command was sent, the type and the pool match, the operation was
// not known before that, nor submitted long before. The date of one that still
// runs does not matter, since it would have kept ours from starting; only clones
// run beside each other.
func (o *operationTracker) couldMatch(r *row, op tolokaapi.Operation) bool {
	if r.sentServer.IsZero() || op.Type != r.Verb.Type(r.On.Subject) || op.Target != r.On || o.seen.known(op.ID, r.seenPosition) {
		return false
	}
	if other := o.table.byOp[op.ID]; other != nil && other.Ours() {
		return false
	}
	if r.restored && op.Submitted.Valid() && op.Submitted.Time.After(r.lostServer.Add(lookupMargin+o.lag.ahead)) {
		return false // the run that sent the command had ended by then
	}
	alone := !op.Status.Terminal() && r.Verb.Repeatable()
	return alone || op.Submitted.Valid() && !op.Submitted.Time.Before(r.earliestLikely(&o.lag))
}

// clockAmbiguous reports whether an operation that is over may be what a command of
// unknown fate became, only that it seems to have been submitted before the
// command was sent: the local clock, by which the time of sending is known, leapt
// about that time, or it is not known by how much such dates lag. It is neither followed nor is anything sent again.
func (o *operationTracker) clockAmbiguous(r *row, op tolokaapi.Operation) bool {
	if r.sentServer.IsZero() || op.Type != r.Verb.Type(r.On.Subject) || op.Target != r.On || o.seen.known(op.ID, r.seenPosition) {
		return false
	}
	if other := o.table.byOp[op.ID]; other != nil && other.Ours() {
		return false
	}
	leapt := o.clock.server(r.sentLocal).Sub(r.sentServer).Abs() > clockSlack
	at := op.Submitted
	return (leapt || !o.lag.known) && at.Valid() && !at.Time.Before(r.earliestPossible(&o.lag)) && at.Time.Before(r.earliestLikely(&o.lag))
}

// ambiguous reports whether a record of a list does not say enough to tell whose
// operation it is.
func ambiguous(op tolokaapi.Operation) bool {
	return op.Unreadable != "" || op.Target.Zero() || !op.Submitted.Valid()
}

// couldContain reports whether one of the ambiguous records can be the operation that is
// looked for: nothing that it does say speaks against it. As in couldMatch, the
// date speaks against it only if it may be over.
func (o *operationTracker) couldContain(records []tolokaapi.Operation, r *row, over bool) bool {
	return slices.ContainsFunc(records, func(op tolokaapi.Operation) bool {
		switch {
		case op.Target != r.On && !op.Target.Zero():
			return false
		case over && op.Submitted.Valid() && op.Submitted.Time.Before(r.earliestPossible(&o.lag)):
			return false
		}
		return o.table.byOp[op.ID] == nil && !o.seen.known(op.ID, r.seenPosition)
	})
}

// lookupMissed counts a pass that read back to a server's time and in which a
// row's operation did not appear. A pass that may have held it, unreadably, counts
// for nothing.
func (o *operationTracker) lookupMissed(r *row, p *operationPass, back time.Time) {
	if p.firstSeq <= r.lostSeq || back.After(r.recentFrom(&o.lag)) || !r.verifySince.IsZero() {
		return
	}
	scanned := o.scannedSinceLoss(r)
	if o.couldContain(p.ambiguous, r, true) || r.lookups >= lookupsNeeded && !scanned {
		if !o.lookupExpired(r) && !scanned {
			o.wantScan(r.Verb.Type(r.On.Subject))
		}
		return
	}
	if r.caughtUpSeq != 0 && p.firstSeq > r.caughtUpSeq && !back.After(r.earliestPossible(&o.lag)) {
		r.farFrom, r.sawAmbiguous = back, r.sawAmbiguous || p.clockAmbiguous[r.ID]
	}
	if r.caughtUpSeq != 0 && !r.readFarBack(&o.lag) && o.lookupExpired(r) || r.lookups > 0 && o.now.Sub(r.lastLookup) < lookupInterval {
		return
	}
	if r.caughtUpSeq == 0 && r.readsCaughtUp(o.now, o.clock.latestDate) {
		r.caughtUpSeq = o.seq
		o.wantScan(r.Verb.Type(r.On.Subject))
	}
	r.lookups++
	if late := r.caughtUpSeq != 0 && p.firstSeq > r.caughtUpSeq && r.readFarBack(&o.lag); !late {
		r.lookups = min(r.lookups, lookupsNeeded-1)
	}
	r.lastLookup, r.Seen = o.now, o.serverNow()
	o.table.changed(false)
	switch {
	case (r.sawAmbiguous || p.clockAmbiguous[r.ID]) && r.lookups >= lookupsNeeded && scanned:
		o.finish(r, Unknown, r.Problem)
		o.refresh.refreshPool(r.On)
	case !r.Verb.Repeatable() || r.restored: // nothing of an earlier run is sent
		if r.lookups >= lookupsUnrepeatable && scanned {
			o.finish(r, Unknown, r.Problem)
			o.refresh.refreshPool(r.On)
		}
	case r.lookups >= lookupsNeeded && scanned:
		r.verifySince = o.now
		r.schedule = pollSchedule{}
	}
}

// lookupExpired ends a lookup that has seen nothing clearly for too long, and reports
// whether it did: nobody knows what became of the command.
func (o *operationTracker) lookupExpired(r *row) bool {
	if o.now.Sub(r.lostAt) < lookupTimeout {
		return false
	}
	o.finish(r, Unknown, r.Problem)
	o.refresh.refreshPool(r.On)
	return true
}

// scannedSinceLoss reports whether all that runs was listed since a reply was lost, whatever
// its date: the date that the server gives an operation and the one it gives its
// answers may come from clocks that differ.
func (o *operationTracker) scannedSinceLoss(r *row) bool {
	scan := o.scanned[r.Verb.Type(r.On.Subject)]
	return r.caughtUpSeq != 0 && scan.pending.firstSeq > r.caughtUpSeq && !o.couldContain(scan.pending.ambiguous, r, false) && !o.couldContain(scan.running.ambiguous, r, false)
}

// decideByPool decides by a fresh read of the pool what becomes of a command
// that no lookup found.
func (o *operationTracker) decideByPool(r *row, a Response) {
	if r.State != Unconfirmed || r.verifySince.IsZero() {
		return
	}
	if a.Err != nil {
		if inaccessible(a.Err) {
			o.finish(r, Unknown, problemOf(a.Err))
		}
		return
	}
	r.verifySince = time.Time{}
	switch {
	case r.locked && a.Pool.Status != r.Verb.Becomes():
		o.finish(r, Unknown, r.Problem) // what holds the pool may be its own
		o.wantHolder(r.On)
	case a.Pool.Status == r.before, r.before == "" && r.Verb.Accepts(a.Pool.Status):
		o.sendAgain(r, o.now.Add(backoff(o.rng, r.Tries)), r.Problem)
	case a.Pool.Status == r.Verb.Becomes():
		r.Found = true // no operation was found: whose it was is not known
		o.pools.setStatus(r.On, a.Pool.Status)
		o.finish(r, Succeeded, nil)
	case a.Pool.Status == tolokaapi.Locked && o.now.Sub(r.lostAt) < lookupTimeout:
		r.lookups, r.lastLookup = lookupsNeeded-1, o.now // something is under way: look again
	default:
		o.finish(r, Unknown, r.Problem)
	}
}

// inaccessible reports whether an answer says that a thing does not exist, or no
// longer for us.
func inaccessible(err error) bool {
	var api *tolokaapi.Error
	return errors.As(err, &api) && !api.Authentication() &&
		(api.Status == statusNotFound || api.Status == statusForbidden)
}
