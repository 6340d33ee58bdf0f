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
	lookBack    = time.Minute      // before the send, for a server's clock that is guessed at
	lookApart   = 5 * time.Second  // at least, between two look-ups that count
	lookAtMost  = 10 * time.Minute // for what a locked pool is locked by, or in lists that are not clear
	looksNeeded = 2
	looksClone  = 3
	resendAfter = 25 * time.Second // reads may lag behind commands: what is concluded from them was asked for so long after the loss
)

// mayBe reports whether an operation can be what a command of unknown fate
// became: the command was sent, the type and the pool match, the operation was
// not known before that, nor submitted long before. The date of one that still
// runs does not matter, since it would have kept ours from starting; only clones
// run beside each other.
func (f *Fleet) mayBe(r *row, op tolokaapi.Operation) bool {
	if r.sentAt.IsZero() || op.Type != r.Verb.Type(r.On.Subject) || op.Target != r.On || f.ledger.known(op.ID, r.mark) {
		return false
	}
	if other := f.rows.byOp[op.ID]; other != nil && other.Ours() {
		return false
	}
	alone := !op.Status.Terminal() && r.Verb != tolokaapi.VerbClone
	return alone || op.Submitted.Valid() && !op.Submitted.Time.Before(f.lookFrom(r))
}

// doubtful reports whether an operation that is over may be what a command of
// unknown fate became, only that it seems to have been submitted before the
// command was sent: the local clock, by which the time of sending is known, leapt
// about that time, or it is not known by how much such dates lag. It is neither followed nor is anything sent again.
func (f *Fleet) doubtful(r *row, op tolokaapi.Operation) bool {
	if r.State != Unconfirmed || op.Type != r.Verb.Type(r.On.Subject) || op.Target != r.On || f.ledger.known(op.ID, r.mark) {
		return false
	}
	if other := f.rows.byOp[op.ID]; other != nil && other.Ours() {
		return false
	}
	leapt := f.clock.server(r.sentHere).Sub(r.sentAt).Abs() > clockSlack
	at := op.Submitted
	return (leapt || !f.lag.told) && at.Valid() && !at.Time.Before(f.doubtFrom(r)) && at.Time.Before(f.lookFrom(r))
}

// murky reports whether a record of a list does not say enough to tell whose
// operation it is.
func murky(op tolokaapi.Operation) bool {
	return op.Unreadable != "" || op.Target.Zero() || !op.Submitted.Valid()
}

// mayHold reports whether one of the murky records can be the operation that is
// looked for: nothing that it does say speaks against it. Like with mayBe, the
// date speaks against it only if it may be over.
func (f *Fleet) mayHold(records []tolokaapi.Operation, r *row, over bool) bool {
	return slices.ContainsFunc(records, func(op tolokaapi.Operation) bool {
		switch {
		case op.Target != r.On && !op.Target.Zero():
			return false
		case over && op.Submitted.Valid() && op.Submitted.Time.Before(f.doubtFrom(r)):
			return false
		}
		return f.rows.byOp[op.ID] == nil && !f.ledger.known(op.ID, r.mark)
	})
}

// lookedUp counts a complete pass in which a row's operation did not appear. A
// pass that may have held it, unreadably, counts for nothing.
func (f *Fleet) lookedUp(r *row, p *watchPass) {
	if p.seq <= r.lostSeq || p.since.After(f.doubtFrom(r)) || !r.freshAt.IsZero() {
		return
	}
	swept := f.swept(r)
	if f.mayHold(p.murky, r, true) || r.looks >= looksNeeded && !swept {
		if !f.giveUp(r) && !swept {
			f.sweep(r.Verb.Type(r.On.Subject))
		}
		return
	}
	if r.looks > 0 && f.now.Sub(r.lookedAt) < lookApart {
		return
	}
	if r.lateSeq == 0 && f.caughtUp(r) {
		r.lateSeq = f.seq
		f.sweep(r.Verb.Type(r.On.Subject))
	}
	r.looks++
	if late := r.lateSeq != 0 && p.seq > r.lateSeq; !late {
		r.looks = min(r.looks, looksNeeded-1)
	}
	r.lookedAt, r.Seen = f.now, f.serverNow()
	f.rows.changed(false)
	switch {
	case p.doubts[r.ID] && r.looks >= looksNeeded && swept:
		f.finish(r, Unknown, r.Problem)
		f.reread(r.On)
	case r.Verb == tolokaapi.VerbClone:
		if r.looks >= looksClone && swept {
			f.finish(r, Unknown, r.Problem)
		}
	case r.looks >= looksNeeded && swept:
		r.freshAt = f.now
		r.ask = lane{}
	}
}

// caughtUp reports whether reads that lag behind commands show what happened before
// the reply was lost. Both clocks must say so, since the local one may have been set
// forward meanwhile. A server that sends no dates leaves only the local one.
func (f *Fleet) caughtUp(r *row) bool {
	told := f.clock.told
	return f.now.Sub(r.lostAt) >= resendAfter && (told.IsZero() || told.Sub(r.lostServer) >= resendAfter)
}

// giveUp ends a look-up that has seen nothing clearly for too long, and reports
// whether it did: nobody knows what became of the command.
func (f *Fleet) giveUp(r *row) bool {
	if f.now.Sub(r.lostAt) < lookAtMost {
		return false
	}
	f.finish(r, Unknown, r.Problem)
	f.reread(r.On)
	return true
}

// swept reports whether all that runs was listed since a reply was lost, whatever
// its date: the date that the server gives an operation and the one it gives its
// answers may come from clocks that differ.
func (f *Fleet) swept(r *row) bool {
	w := f.sweeps.whole[r.Verb.Type(r.On.Subject)]
	return r.lateSeq != 0 && w.pending.seq > r.lateSeq && !f.mayHold(w.pending.murky, r, false) && !f.mayHold(w.running.murky, r, false)
}

// readAfterLoss decides by a fresh read of the pool what becomes of a command
// that no look-up found.
func (f *Fleet) readAfterLoss(r *row, a Response) {
	if r.State != Unconfirmed || r.freshAt.IsZero() {
		return
	}
	if a.Err != nil {
		if gone(a.Err) {
			f.finish(r, Unknown, problemOf(a.Err))
		}
		return
	}
	r.freshAt = time.Time{}
	switch {
	case r.locked && a.Pool.Status != becomes(r.Verb):
		f.finish(r, Unknown, r.Problem) // what holds the pool may be its own
		f.lookForOthers(r.On.Subject)
	case a.Pool.Status == r.before:
		f.requeue(r, f.now.Add(backoff(f.rng, r.Tries)), r.Problem)
	case a.Pool.Status == becomes(r.Verb):
		r.Found = true // no operation was found: whose it was is not known
		f.trust(r.On, a.Pool.Status)
		f.finish(r, Succeeded, nil)
	case a.Pool.Status == tolokaapi.Locked && f.now.Sub(r.lostAt) < lookAtMost:
		r.looks, r.lookedAt = looksNeeded-1, f.now // something is under way: look again
	default:
		f.finish(r, Unknown, r.Problem)
	}
}

// gone reports whether an answer says that a thing does not exist, or no
// longer for us.
func gone(err error) bool {
	var api *tolokaapi.Error
	return errors.As(err, &api) && !api.Authentication() &&
		(api.Status == statusNotFound || api.Status == statusForbidden)
}
