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

// becomeUnknown starts asking about a row whose outcome is not known.
func (f *Fleet) becomeUnknown(r *row) {
	r.unknownAt, r.listDue = f.now, false
	r.ask = lane{due: f.now.Add(unknownEvery)}
	f.rows.unknown = append(f.rows.unknown, r)
}

// mend takes a row of unknown outcome back among those that are followed.
func (f *Fleet) mend(r *row) {
	if !r.Ours() {
		f.rows.others.forget(r)
	}
	f.rows.forgetUnknown(r)
	f.rows.active[r.On] = append(slices.Clone(f.rows.active[r.On]), r)
	r.State, r.Problem, r.End = Pending, nil, time.Time{}
	r.absent, r.listDue, r.single, r.strayed = 0, false, false, false
	f.rows.changed(true)
	f.shelf.touch(r.On.Subject)
}

func (s *rows) forgetUnknown(r *row) {
	s.unknown = slices.DeleteFunc(slices.Clone(s.unknown), func(x *row) bool { return x == r })
}

// asksAbout reports whether a row of unknown outcome is still asked about.
func (f *Fleet) asksAbout(r *row) bool { return f.now.Sub(r.unknownAt) < unknownFor }

// scheduleUnknown makes the list and the pool of each row of unknown outcome due
// every 30 seconds. One list and one range of pools serve many rows.
func (f *Fleet) scheduleUnknown(t *turn) {
	for _, r := range f.rows.unknown {
		if !f.asksAbout(r) {
			continue
		}
		if r.ask.due.After(t.now) {
			t.later(r.ask.due)
			continue
		}
		r.ask.due = t.now.Add(unknownEvery)
		r.listDue, r.readDue = true, r.Op.ID != ""
		f.watchFor(r.Verb.Type(r.On.Subject)).hurry(t.now)
		if f.shelf.pools[r.On] != nil {
			f.reread(r.On)
		}
	}
}

// askUnknown reads the operations of rows of unknown outcome one by one, as the
// share of lists allows.
func (f *Fleet) askUnknown(t *turn) {
	for _, r := range f.rows.unknown {
		if !r.readDue || r.ask.flying || !f.asksAbout(r) {
			continue
		}
		if next := f.unknownAt.Add(unknownApart); next.After(t.now) {
			t.later(next)
			return
		}
		if !t.allowedList() {
			return
		}
		f.unknownAt, r.readDue, r.ask.flying = t.now, false, true
		t.ask(Request{Kind: GetOperation, Op: r.Op.ID}, func(a Response) {
			r.ask.flying = false
			if a.Err == nil {
				f.follow(r, a.Operation, a)
			}
		})
	}
}

// unknownOwner is the row of unknown outcome that an operation belongs to, or nil:
// it was not known before the command was sent and is dated in its time.
func (f *Fleet) unknownOwner(op tolokaapi.Operation) *row {
	for _, r := range f.rows.unknown {
		if r.Op.ID == "" && op.Target == r.On && op.Submitted.Valid() && f.mayBe(r, op) &&
			!op.Submitted.Time.Before(f.lookFrom(r)) &&
			!op.Submitted.Time.After(r.lostServer.Add(lookBack+f.lag.ahead)) {
			return r
		}
	}
	return nil
}

// mendByPool takes a pool that reads as a command was to make it for the answer to
// what became of the command. Another may have done it.
func (f *Fleet) mendByPool(p tolokaapi.Pool, a Response) {
	if p.Unreadable != "" {
		return
	}
	for _, r := range slices.Clone(f.rows.unknown) {
		old := r.Op.ID == "" || f.now.Sub(r.unknownAt) >= poolSettles
		if r.Ours() && r.On == p.Ref && becomes(r.Verb) != "" && p.Status == becomes(r.Verb) && old &&
			f.asksAbout(r) && a.Request.Seq > r.lostSeq {
			f.mend(r)
			r.Found, r.Seen = true, f.clock.answered(a)
			f.finish(r, Succeeded, nil)
		}
	}
}
