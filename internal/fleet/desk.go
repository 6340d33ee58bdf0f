package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// A desk holds the commands that are confirmed and not sent.
type desk struct {
	queue   []*row // in the order of confirmation
	sending int
	holds   map[tolokaapi.Verb]hold // quotas; "" holds every verb
	refused *Problem                // the token, since the last good answer
}

// A hold keeps a verb back until a quota is over.
type hold struct {
	until   time.Time // local clock
	problem *Problem
}

func newDesk() desk { return desk{holds: map[tolokaapi.Verb]hold{}} }

func (d *desk) shift(by time.Duration) {
	for v, h := range d.holds {
		h.until = h.until.Add(by)
		d.holds[v] = h
	}
}

// heldUntil is when the verb may be sent; zero: now.
func (d *desk) heldUntil(v tolokaapi.Verb, now time.Time) (until time.Time, why *Problem) {
	for _, h := range [...]hold{d.holds[""], d.holds[v]} {
		if h.until.After(now) && h.until.After(until) {
			until, why = h.until, h.problem
		}
	}
	return until, why
}

// A Target is a pool under the name that the user confirmed.
type Target struct {
	On   tolokaapi.Ref
	Name string
}

// Submit is [Fleet.SubmitConfirmed] for pools under the names they have now.
func (f *Fleet) Submit(now time.Time, verb tolokaapi.Verb, refs []tolokaapi.Ref) (BatchID, []Refusal) {
	targets := make([]Target, len(refs))
	for i, ref := range refs {
		targets[i].On = ref
		if p := f.shelf.pools[ref]; p != nil {
			targets[i].Name = p.Name
		}
	}
	return f.SubmitConfirmed(now, verb, targets)
}

// SubmitConfirmed queues one command per pool it may be sent to and names the
// others. A row keeps the name that was confirmed, whatever the pool is called
// later. The BatchID is 0 when nothing was queued.
func (f *Fleet) SubmitConfirmed(now time.Time, verb tolokaapi.Verb, targets []Target) (BatchID, []Refusal) {
	f.advance(now)
	refs, names := make([]tolokaapi.Ref, len(targets)), make(map[tolokaapi.Ref]string, len(targets))
	for i, t := range targets {
		refs[i], names[t.On] = t.On, t.Name
	}
	ok, left := f.Eligible(verb, refs)
	if len(ok) == 0 {
		return 0, left
	}
	b := f.rows.newBatch(verb, len(ok), f.serverNow(), f.now)
	b.told, b.seq = f.clock.told, f.seq
	for _, ref := range ok {
		p := f.shelf.pools[ref]
		r := &row{Row: Row{Batch: b.id, Verb: verb, On: ref, Name: names[ref], State: Queued, Asked: b.asked}, before: p.Status}
		f.rows.add(r)
		b.rows = append(b.rows, r)
		f.desk.queue = append(f.desk.queue, r)
		f.watchOperations(ref.Subject)
	}
	f.shelf.touch(ok[0].Subject)
	return b.id, left
}

// askCommands sends what is queued, oldest first, as far as the places in
// flight, the quotas and the budget go.
func (f *Fleet) askCommands(t *turn) {
	d := &f.desk
	var waiting []*row
	for i, r := range d.queue {
		if d.sending >= f.cfg.InFlight {
			waiting = append(waiting, d.queue[i:]...)
			break
		}
		until, why := d.heldUntil(r.Verb, t.now)
		if until.Before(r.RetryAt) {
			until, why = r.RetryAt, r.Problem
		}
		if until.After(t.now) {
			f.hold(r, until, why)
			t.later(until)
			waiting = append(waiting, r)
			continue
		}
		if !t.allowedCommand() {
			waiting = append(waiting, d.queue[i:]...)
			break
		}
		f.send(t, r)
	}
	d.queue = waiting
	t.commandDue = f.commandDue(t.now)
}

// hold shows on a queued row what it waits for.
func (f *Fleet) hold(r *row, until time.Time, why *Problem) {
	if r.RetryAt.Equal(until) && r.Problem == why {
		return
	}
	r.RetryAt, r.Problem = until, why
	f.rows.changed(false)
}

func (f *Fleet) send(t *turn, r *row) {
	f.desk.sending++
	r.State, r.RetryAt, r.Problem = Sending, time.Time{}, nil
	r.Tries++
	if r.sentAt.IsZero() {
		r.sentAt, r.sentHere, r.mark = f.clock.server(t.now), t.now, f.ledger.position
		r.lookFrom = later(r.sentAt, f.clock.told).Add(-lookBack)
		r.doubtSent = earlier(r.sentAt, firstOf(f.clock.told, r.sentAt)).Add(-lookBack)
		r.doubtFrom = r.doubtSent
	}
	f.rows.changed(true)
	t.ask(Request{Kind: Submit, Verb: r.Verb, On: r.On}, func(answer Response) {
		f.desk.sending--
		f.answered(r, answer)
	})
}

// requeue puts a command back that certainly had no effect, or that can be
// repeated because a look-up found none.
func (f *Fleet) requeue(r *row, at time.Time, why *Problem) {
	if r.looks == 0 {
		r.sentAt = time.Time{} // nothing of this send can ever be found
	}
	if f.rows.batches[r.Batch].stopped {
		f.finish(r, NotSent, why)
		return
	}
	r.State, r.RetryAt, r.Problem = Queued, at, why
	f.desk.queue = append(f.desk.queue, r)
	f.rows.changed(true)
}

// CancelQueued turns every queued row into NotSent and returns how many: what
// quitting does to commands that never left.
func (f *Fleet) CancelQueued(now time.Time) int {
	f.advance(now)
	return f.stop(nil)
}

// stop gives up everything that is queued. A command that was sent before and
// came back unanswered is among it only after it was found to have had no
// effect, so that "not sent" is true of all.
func (f *Fleet) stop(why *Problem) int {
	for _, b := range f.rows.batches {
		b.stopped = true // what is on its way and comes back does not leave again
	}
	queued := f.desk.queue
	f.desk.queue = nil
	for _, r := range queued {
		f.finish(r, NotSent, why)
	}
	return len(queued)
}
