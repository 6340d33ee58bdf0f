package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// observeListed takes in an operation that a list shows: news about a row, the answer
// to a lost reply, or the work of another. It is false while only the reply to
// a command on its way can say whose the operation is: look again.
func (o *operationTracker) observeListed(op tolokaapi.Operation, a Response) (placed bool) {
	if o.clock.confirmed {
		o.lag.learnListed(op, a.Server)
	}
	if r := o.table.byOp[op.ID]; r != nil && op.ID != "" && (r.Ours() || !o.misadopted(op)) {
		o.follow(r, op, a)
		return true
	}
	subject, verb, ok := op.Type.Action()
	if op.Unreadable != "" || !ok || op.Target.Zero() || op.Target.Subject != subject {
		o.seen.learn(op, o.serverNow(), o.now)
		return true
	}
	for _, r := range o.table.active[op.Target] {
		if !o.couldMatch(r, op) {
			continue
		}
		switch r.State {
		case Sending:
			return false
		case Unconfirmed, Queued: // couldMatch holds only if it was sent before
			o.seen.learn(op, o.serverNow(), o.now)
			o.claimFound(r, op, a)
			return true
		}
	}
	if r := o.unknownOwner(op); r != nil {
		o.seen.learn(op, o.serverNow(), o.now)
		o.claimFound(r, op, a)
		return true
	}
	o.seen.learn(op, o.serverNow(), o.now)
	recent := op.Submitted.Valid() && !op.Submitted.Time.Before(o.adoptedSince(o.serverNow()))
	if recent && o.table.byOp[op.ID] == nil && o.couldBeOurs(op) {
		return false
	}
	if !o.seen.dismissed(op.ID) && (recent || !op.Status.Terminal()) {
		o.adopt(verb, op, a)
	}
	return true
}

// adoptedSince is the date from which on operations of others are adopted at a server's
// time: dates that lag behind its clock look older than they are.
func (o *operationTracker) adoptedSince(server time.Time) time.Time {
	return server.Add(-o.cfg.AdoptSince - o.lag.greatest)
}

// couldBeOurs reports whether only its date speaks against an operation's being that of
// a command on its way or being looked up. It is adopted once that is decided.
func (o *operationTracker) couldBeOurs(op tolokaapi.Operation) bool {
	return slices.ContainsFunc(o.table.active[op.Target], func(r *row) bool {
		return (r.State == Sending || r.State == Unconfirmed) && o.clockAmbiguous(r, op)
	})
}

// misadopted reports whether an operation that was taken for another's is that of
// a command whose reply was lost: only since then its date could be judged.
func (o *operationTracker) misadopted(op tolokaapi.Operation) bool {
	for _, r := range o.table.active[op.Target] {
		if (r.State == Unconfirmed || r.State == Queued) && o.couldMatch(r, op) {
			return true
		}
	}
	return o.unknownOwner(op) != nil
}

// claimFound claims an operation that was found after a reply was lost.
func (o *operationTracker) claimFound(r *row, op tolokaapi.Operation, a Response) {
	r.Found = true
	o.claim(r, op, a)
}

// adopt makes a row for an operation that was started elsewhere: by a script, by
// somebody else, or this program before it was last ended.
func (o *operationTracker) adopt(verb tolokaapi.Verb, op tolokaapi.Operation, a Response) {
	r := &row{Row: Row{Verb: verb, On: op.Target, State: Pending, Asked: op.Submitted.Time}}
	p := o.pools.pools[op.Target]
	if p != nil {
		r.Name = p.Name
	} else {
		o.table.nameless[r.On] = append(o.table.nameless[r.On], r)
	}
	o.table.add(r)
	o.pools.touch(op.Target.Subject)
	o.table.byOp[op.ID] = r
	if !op.Status.Terminal() {
		o.follow(r, op, a)
		return
	}
	// It ended before we looked: the pool may have been read since, so its
	// status is not the operation's to say.
	o.followEnded(r, op, a)
	if p != nil && (p.readAt.Before(op.Finished.Time.Add(clockSlack)) || !op.Finished.Valid()) {
		o.refresh.refreshPool(op.Target)
	}
	o.refreshCreated(op)
}

// refreshCreated has the new pool of a clone read that ended unseen. One that ended before
// the start is in the lists of the start.
func (o *operationTracker) refreshCreated(op tolokaapi.Operation) {
	made := op.Created
	if made.Zero() || !o.looksAtPools() || o.pools.pools[made] != nil {
		return
	}
	if !op.Finished.Valid() || op.Finished.Time.Add(clockSlack).After(o.clock.server(o.began)) {
		o.refresh.refreshPool(made)
	}
}

// followEnded fills a row from an operation that ended unseen.
func (o *operationTracker) followEnded(r *row, op tolokaapi.Operation, a Response) {
	r.seq, r.Seen, r.Op = a.Request.Seq, o.clock.answered(a), op
	r.Start = firstSet(op.Started.Time, op.Submitted.Time)
	if op.Progress.Known {
		r.Percent = op.Progress.Percent
	}
	state := Succeeded
	if op.Status == tolokaapi.Fail {
		state = Failed
	}
	o.tellNews(op)
	o.finish(r, state, nil)
}
