package fleet

import (
	"errors"
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// Looking up a lost reply. The operation of a command whose reply was lost is
// searched in its type's list. Only after enough look-ups found nothing, and a
// fresh read shows that the pool is as before, the command is sent again; a
// clone never is, since a second one would be a second pool.
const (
	lookupMargin   = time.Minute      // before the send, for a server's clock that is guessed at
	lookupInterval = 5 * time.Second  // at least, between two look-ups that count
	lookupTimeout  = 10 * time.Minute // for what a locked pool is locked by, or in lists that are not clear
	lookupsNeeded  = 2
	lookupsClone   = 3
	resendAfter    = 25 * time.Second // reads may lag behind commands: what is concluded from them was asked for so long after the loss
)

// couldMatch reports whether an operation can be what a command of unknown fate
// became: the command was sent, the type and the pool match, the operation was
// not known before that, nor submitted long before. The date of one that still
// runs does not matter, since it would have kept ours from starting; only clones
// run beside each other.
func (f *Fleet) couldMatch(r *row, op tolokaapi.Operation) bool {
	if r.sentServer.IsZero() || op.Type != r.Verb.Type(r.On.Subject) || op.Target != r.On || f.seen.known(op.ID, r.seenPosition) {
		return false
	}
	if other := f.table.byOp[op.ID]; other != nil && other.Ours() {
		return false
	}
	alone := !op.Status.Terminal() && r.Verb != tolokaapi.VerbClone
	return alone || op.Submitted.Valid() && !op.Submitted.Time.Before(f.earliestLikely(r))
}

// clockAmbiguous reports whether an operation that is over may be what a command of
// unknown fate became, only that it seems to have been submitted before the
// command was sent: the local clock, by which the time of sending is known, leapt
// about that time, or it is not known by how much such dates lag. It is neither followed nor is anything sent again.
func (f *Fleet) clockAmbiguous(r *row, op tolokaapi.Operation) bool {
	if r.State != Unconfirmed || op.Type != r.Verb.Type(r.On.Subject) || op.Target != r.On || f.seen.known(op.ID, r.seenPosition) {
		return false
	}
	if other := f.table.byOp[op.ID]; other != nil && other.Ours() {
		return false
	}
	leapt := f.clock.server(r.sentLocal).Sub(r.sentServer).Abs() > clockSlack
	at := op.Submitted
	return (leapt || !f.lag.known) && at.Valid() && !at.Time.Before(f.earliestPossible(r)) && at.Time.Before(f.earliestLikely(r))
}

// ambiguous reports whether a record of a list does not say enough to tell whose
// operation it is.
func ambiguous(op tolokaapi.Operation) bool {
	return op.Unreadable != "" || op.Target.Zero() || !op.Submitted.Valid()
}

// couldContain reports whether one of the ambiguous records can be the operation that is
// looked for: nothing that it does say speaks against it. Like with mayBe, the
// date speaks against it only if it may be over.
func (f *Fleet) couldContain(records []tolokaapi.Operation, r *row, over bool) bool {
	return slices.ContainsFunc(records, func(op tolokaapi.Operation) bool {
		switch {
		case op.Target != r.On && !op.Target.Zero():
			return false
		case over && op.Submitted.Valid() && op.Submitted.Time.Before(f.earliestPossible(r)):
			return false
		}
		return f.table.byOp[op.ID] == nil && !f.seen.known(op.ID, r.seenPosition)
	})
}

// lookupMissed counts a pass that read back to a server's time and in which a
// row's operation did not appear. A pass that may have held it, unreadably, counts
// for nothing.
func (f *Fleet) lookupMissed(r *row, p *operationPass, back time.Time) {
	if p.firstSeq <= r.lostSeq || back.After(f.recentFrom(r)) || !r.verifySince.IsZero() {
		return
	}
	swept := f.scannedSinceLoss(r)
	if f.couldContain(p.ambiguous, r, true) || r.lookups >= lookupsNeeded && !swept {
		if !f.lookupExpired(r) && !swept {
			f.requestScan(r.Verb.Type(r.On.Subject))
		}
		return
	}
	if r.caughtUpSeq != 0 && p.firstSeq > r.caughtUpSeq && !back.After(f.earliestPossible(r)) {
		r.farFrom, r.doubted = back, r.doubted || p.clockAmbiguous[r.ID]
	}
	if r.caughtUpSeq != 0 && !f.readFarBack(r) && f.lookupExpired(r) || r.lookups > 0 && f.now.Sub(r.lastLookup) < lookupInterval {
		return
	}
	if r.caughtUpSeq == 0 && f.readsCaughtUp(r) {
		r.caughtUpSeq = f.seq
		f.requestScan(r.Verb.Type(r.On.Subject))
	}
	r.lookups++
	if late := r.caughtUpSeq != 0 && p.firstSeq > r.caughtUpSeq && f.readFarBack(r); !late {
		r.lookups = min(r.lookups, lookupsNeeded-1)
	}
	r.lastLookup, r.Seen = f.now, f.serverNow()
	f.table.changed(false)
	switch {
	case (r.doubted || p.clockAmbiguous[r.ID]) && r.lookups >= lookupsNeeded && swept:
		f.finish(r, Unknown, r.Problem)
		f.refreshPool(r.On)
	case r.Verb == tolokaapi.VerbClone:
		if r.lookups >= lookupsClone && swept {
			f.finish(r, Unknown, r.Problem)
		}
	case r.lookups >= lookupsNeeded && swept:
		r.verifySince = f.now
		r.schedule = pollSchedule{}
	}
}

// readsCaughtUp reports whether reads that lag behind commands show what happened
// before the reply was lost. Both clocks must say so, since the local one may have
// been set forward meanwhile. A server that sends no dates leaves only the local one.
func (f *Fleet) readsCaughtUp(r *row) bool {
	told := f.clock.latestDate
	return f.now.Sub(r.lostAt) >= resendAfter && (told.IsZero() || told.Sub(r.lostServer) >= resendAfter)
}

// lookupExpired ends a look-up that has seen nothing clearly for too long, and reports
// whether it did: nobody knows what became of the command.
func (f *Fleet) lookupExpired(r *row) bool {
	if f.now.Sub(r.lostAt) < lookupTimeout {
		return false
	}
	f.finish(r, Unknown, r.Problem)
	f.refreshPool(r.On)
	return true
}

// scanResult reports whether all that runs was listed since a reply was lost, whatever
// its date: the date that the server gives an operation and the one it gives its
// answers may come from clocks that differ.
func (f *Fleet) scannedSinceLoss(r *row) bool {
	w := f.scan.complete[r.Verb.Type(r.On.Subject)]
	return r.caughtUpSeq != 0 && w.pending.firstSeq > r.caughtUpSeq && !f.couldContain(w.pending.ambiguous, r, false) && !f.couldContain(w.running.ambiguous, r, false)
}

// decideByPool decides by a fresh read of the pool what becomes of a command
// that no look-up found.
func (f *Fleet) decideByPool(r *row, a Response) {
	if r.State != Unconfirmed || r.verifySince.IsZero() {
		return
	}
	if a.Err != nil {
		if inaccessible(a.Err) {
			f.finish(r, Unknown, problemOf(a.Err))
		}
		return
	}
	r.verifySince = time.Time{}
	switch {
	case r.locked && a.Pool.Status != targetStatus(r.Verb):
		f.finish(r, Unknown, r.Problem) // what holds the pool may be its own
		f.scanForOthers(r.On.Subject)
	case a.Pool.Status == r.before, r.before == "" && acceptsStatus(r.Verb, a.Pool.Status):
		f.requeue(r, f.now.Add(backoff(f.rng, r.Tries)), r.Problem)
	case a.Pool.Status == targetStatus(r.Verb):
		r.Found = true // no operation was found: whose it was is not known
		f.setStatus(r.On, a.Pool.Status)
		f.finish(r, Succeeded, nil)
	case a.Pool.Status == tolokaapi.Locked && f.now.Sub(r.lostAt) < lookupTimeout:
		r.lookups, r.lastLookup = lookupsNeeded-1, f.now // something is under way: look again
	default:
		f.finish(r, Unknown, r.Problem)
	}
}

// dismissed reports whether an answer says that a thing does not exist, or no
// longer for us.
func inaccessible(err error) bool {
	var api *tolokaapi.Error
	return errors.As(err, &api) && !api.Authentication() &&
		(api.Status == statusNotFound || api.Status == statusForbidden)
}
