package fleet

import (
	"errors"
	"time"

	"tolokadash/tolokaapi"
)

// Looking up a lost reply. The operation of a command whose reply was lost is
// searched in its type's list. Only after enough look-ups found nothing, and a
// fresh read shows that the pool is as before, the command is sent again; a
// clone never is, since a second one would be a second pool.
const (
	lookBack    = time.Minute      // before the send, and before the last time the server told
	lookApart   = 5 * time.Second  // at least, between two look-ups that count
	lookAtMost  = 10 * time.Minute // for what a locked pool is locked by
	looksNeeded = 2
	looksClone  = 3
)

// mayBe reports whether an operation can be what a command of unknown fate
// became: the type and the pool match, it was not known before the command was
// sent, nor submitted long before.
func (f *Fleet) mayBe(r *row, op tolokaapi.Operation) bool {
	return op.Type == r.Verb.Type(r.On.Subject) && op.Target == r.On &&
		f.rows.byOp[op.ID] == nil && !f.ledger.known(op.ID, r.mark) &&
		op.Submitted.Valid() && !op.Submitted.Time.Before(r.lookFrom)
}

// lookedUp counts a complete pass in which a row's operation did not appear.
func (f *Fleet) lookedUp(r *row, p *watchPass) {
	if p.seq <= r.lostSeq || p.since.After(r.lookFrom) || !r.freshAt.IsZero() {
		return
	}
	if r.looks > 0 && f.now.Sub(r.lookedAt) < lookApart {
		return
	}
	r.looks++
	r.lookedAt, r.Seen = f.now, f.serverNow()
	f.rows.changed(false)
	switch {
	case r.Verb == tolokaapi.VerbClone:
		if r.looks >= looksClone {
			f.finish(r, Unknown, r.Problem)
		}
	case r.looks >= looksNeeded:
		r.freshAt = f.now
		r.ask = lane{}
	}
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
		f.finish(r, Rejected, r.Problem)
	case a.Pool.Status == r.before:
		f.requeue(r, f.now.Add(backoff(f.rng, r.Tries)), r.Problem)
	case a.Pool.Status == becomes(r.Verb):
		f.finish(r, Unchanged, r.Problem)
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
