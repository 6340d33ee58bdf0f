package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// A row of unknown outcome is asked about for a while: lists and reads may lag
// behind what has happened. Whatever was concluded, later news mends it.
const (
	unknownEvery = 30 * time.Second
	unknownFor   = 15 * time.Minute
	unknownApart = time.Second     // between two single reads of such rows, whose list is shared with others
	poolSettles  = 2 * time.Minute // then the pool's status speaks for an operation that cannot be read
)

// unknownState says since when a row of unknown outcome is asked about, and what is
// due for it.
type unknownState struct {
	unknownSince time.Time // local clock
	listDue      bool      // the next list is to reach back to it
	readDue      bool      // its operation is to be read
}

// shift moves every time by d.
func (u *unknownState) shift(d time.Duration) { u.unknownSince = shiftTime(u.unknownSince, d) }

// presumed reports whether a row counts as done since its pool is as asked for,
// or a second command had nothing to do: its own operation did not say so.
func (r *row) presumed() bool {
	return r.Ours() && r.State == Succeeded && r.Found && r.Op.Status != tolokaapi.Success
}

// revivable reports whether news of its operation changes a row that has ended: what
// was recorded by an earlier run is not the server's word.
func (r *row) revivable() bool {
	return r.State == Unknown || r.presumed() || r.restored && r.State.Finished() && r.Op.ID != ""
}

// asksWhenEnded reports whether a row that has ended is asked about.
func (r *row) asksWhenEnded() bool { return r.State == Unknown || r.presumed() }

// becomeUnknown starts asking about a row whose outcome is not known or only
// presumed. It goes on while looking for news is paused: the row is of ours.
func (o *operationTracker) becomeUnknown(r *row) {
	r.unknownSince, r.listDue = o.now, false
	r.schedule = pollSchedule{due: o.now.Add(unknownEvery)}
	o.table.unknown = append(o.table.unknown, r)
}

// reviveUnknown takes a row of unknown or presumed outcome back among those that are followed.
func (o *operationTracker) reviveUnknown(r *row) {
	if !r.Ours() {
		o.table.others.forget(r)
	}
	o.table.forgetUnknown(r)
	o.table.active[r.On] = append(slices.Clone(o.table.active[r.On]), r)
	if r.Ours() && r.State.Band() == Done {
		o.table.batches[r.Batch].uncount(r.State)
		o.table.oursDone--
	}
	r.State, r.Problem, r.End = Pending, nil, time.Time{}
	r.notFound, r.listDue, r.straggler, r.listLags = 0, false, false, false
	o.table.changed(true)
	o.pools.touch(r.On.Subject)
}

func (s *operationTable) forgetUnknown(r *row) {
	s.unknown = slices.DeleteFunc(slices.Clone(s.unknown), func(x *row) bool { return x == r })
}

// asksAbout reports whether a row of unknown or presumed outcome is still asked about.
func (o *operationTracker) asksAbout(r *row) bool { return o.now.Sub(r.unknownSince) < unknownFor }

// scheduleUnknown makes the list and the pool of each row of unknown outcome due
// every 30 seconds. One list and one range of pools serve many rows.
func (o *operationTracker) scheduleUnknown(t *schedulingRound) {
	for _, r := range o.table.unknown {
		if !o.asksAbout(r) {
			continue
		}
		if r.schedule.due.After(t.now) {
			t.wakeAt(r.schedule.due)
			continue
		}
		r.schedule.due = t.now.Add(unknownEvery)
		r.listDue, r.readDue = true, r.Op.ID != ""
		o.wantNews(r.Verb.Type(r.On.Subject), t.now)
		if r.State == Unknown && o.pools.pools[r.On] != nil {
			o.refresh.refreshPool(r.On)
		}
	}
}

// askUnknown reads the operations of rows of unknown outcome one by one, as the
// share of lists allows.
func (o *operationTracker) askUnknown(t *schedulingRound) {
	for _, r := range o.table.unknown {
		if !r.readDue || r.schedule.inFlight || !o.asksAbout(r) {
			continue
		}
		if next := o.unknownAt.Add(unknownApart); next.After(t.now) {
			t.wakeAt(next)
			return
		}
		if !t.allowList() {
			return
		}
		o.unknownAt, r.readDue, r.schedule.inFlight = t.now, false, true
		t.ask(Request{Kind: GetOperation, Op: r.Op.ID}, func(a Response) {
			r.schedule.inFlight = false
			if a.Err == nil {
				o.follow(r, a.Operation, a)
			}
		})
	}
}

// unknownOwner is the row of unknown or presumed outcome that an operation belongs to, or nil:
// it was not known before the command was sent and is dated in its time.
func (o *operationTracker) unknownOwner(op tolokaapi.Operation) *row {
	for _, r := range o.table.unknown {
		if r.Op.ID == "" && op.Target == r.On && op.Submitted.Valid() && o.couldMatch(r, op) &&
			!op.Submitted.Time.Before(r.earliestLikely(&o.lag)) &&
			!op.Submitted.Time.After(r.lostServer.Add(lookupMargin+o.lag.ahead)) {
			return r
		}
	}
	return nil
}

// reviveByPool takes a pool that reads as a command was to make it for the answer to
// what became of the command. Another may have done it.
func (o *operationTracker) reviveByPool(p tolokaapi.Pool, a Response) {
	if p.Unreadable != "" {
		return
	}
	for _, r := range slices.Clone(o.table.unknown) {
		old := r.Op.ID == "" || o.now.Sub(r.unknownSince) >= poolSettles
		if r.State == Unknown && r.Ours() && r.On == p.Ref && r.Verb.Becomes() != "" && p.Status == r.Verb.Becomes() && old &&
			o.asksAbout(r) && a.Request.Seq > r.lostSeq {
			o.reviveUnknown(r)
			r.Found, r.Seen = true, o.clock.answered(a)
			o.finish(r, Succeeded, nil)
		}
	}
}
