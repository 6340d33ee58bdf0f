package fleet

import (
	"tolokadash/tolokaapi"
)

// observeListed takes in an operation that a list shows: news about a row, the answer
// to a lost reply, or the work of another. It is false while only the reply to
// a command on its way can say whose the operation is: look again.
func (f *Fleet) observeListed(op tolokaapi.Operation, a Response) (placed bool) {
	f.lag.learnListed(op, a.Server)
	if r := f.table.byOp[op.ID]; r != nil && op.ID != "" && (r.Ours() || !f.misadopted(op)) {
		f.follow(r, op, a)
		return true
	}
	subject, verb, ok := op.Type.Action()
	if op.Unreadable != "" || !ok || op.Target.Zero() || op.Target.Subject != subject {
		f.seen.learn(op, f.serverNow(), f.now)
		return true
	}
	for _, r := range f.table.active[op.Target] {
		if !f.couldMatch(r, op) {
			continue
		}
		switch r.State {
		case Sending:
			return false
		case Unconfirmed, Queued: // mayBe holds only if it was sent before
			f.seen.learn(op, f.serverNow(), f.now)
			f.claimFound(r, op, a)
			return true
		}
	}
	if r := f.unknownOwner(op); r != nil {
		f.seen.learn(op, f.serverNow(), f.now)
		f.claimFound(r, op, a)
		return true
	}
	f.seen.learn(op, f.serverNow(), f.now)
	recent := op.Submitted.Valid() && !op.Submitted.Time.Before(f.serverNow().Add(-f.cfg.AdoptSince))
	if !f.seen.dismissed(op.ID) && (recent || !op.Status.Terminal()) {
		f.adopt(verb, op, a)
	}
	return true
}

// misadopted reports whether an operation that was taken for another's is that of
// a command whose reply was lost: only since then its date could be judged.
func (f *Fleet) misadopted(op tolokaapi.Operation) bool {
	for _, r := range f.table.active[op.Target] {
		if (r.State == Unconfirmed || r.State == Queued) && f.couldMatch(r, op) {
			return true
		}
	}
	return f.unknownOwner(op) != nil
}

// claimFound claims an operation that was found after a reply was lost.
func (f *Fleet) claimFound(r *row, op tolokaapi.Operation, a Response) {
	r.Found = true
	f.claim(r, op, a)
}

// adopt makes a row for an operation that was started elsewhere: by a script, a
// colleague, or this program before it was last ended.
func (f *Fleet) adopt(verb tolokaapi.Verb, op tolokaapi.Operation, a Response) {
	r := &row{Row: Row{Verb: verb, On: op.Target, State: Pending, Asked: op.Submitted.Time}}
	p := f.pools.pools[op.Target]
	if p != nil {
		r.Name = p.Name
	} else {
		f.table.nameless[r.On] = append(f.table.nameless[r.On], r)
	}
	f.table.add(r)
	f.pools.touch(op.Target.Subject)
	f.table.byOp[op.ID] = r
	if !op.Status.Terminal() {
		f.follow(r, op, a)
		return
	}
	// It ended before we looked: the pool may have been read since, so its
	// status is not the operation's to say.
	f.followEnded(r, op, a)
	if p != nil && (p.readAt.Before(op.Finished.Time.Add(clockSlack)) || !op.Finished.Valid()) {
		f.refreshPool(op.Target)
	}
}

// followEnded fills a row from an operation that ended unseen.
func (f *Fleet) followEnded(r *row, op tolokaapi.Operation, a Response) {
	r.seq, r.Seen, r.Op = a.Request.Seq, f.clock.answered(a), op
	r.Start = firstSet(op.Started.Time, op.Submitted.Time)
	if op.Progress.Known {
		r.Percent = op.Progress.Percent
	}
	state := Succeeded
	if op.Status == tolokaapi.Fail {
		state = Failed
	}
	f.history.learn(op, f.now)
	f.finish(r, state, nil)
}
