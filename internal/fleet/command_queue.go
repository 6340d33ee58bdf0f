package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// A commandQueue holds the commands that are confirmed and not sent.
type commandQueue struct {
	*operationTracker
	queue        []*row // in the order of confirmation
	sending      int
	blocks       map[tolokaapi.Verb]quotaBlock // quotas; "" holds every verb
	tokenRefused *Problem                      // the token, since the last good answer
}

// A quotaBlock keeps a verb back until a quota is over.
type quotaBlock struct {
	until   time.Time // local clock
	problem *Problem
}

func newCommandQueue(o *operationTracker) *commandQueue {
	return &commandQueue{operationTracker: o, blocks: map[tolokaapi.Verb]quotaBlock{}}
}

func (q *commandQueue) shift(by time.Duration) {
	for v, block := range q.blocks {
		block.until = block.until.Add(by)
		q.blocks[v] = block
	}
}

// blockedUntil is when the verb may be sent; zero: now.
func (q *commandQueue) blockedUntil(v tolokaapi.Verb, now time.Time) (until time.Time, why *Problem) {
	for _, block := range [...]quotaBlock{q.blocks[""], q.blocks[v]} {
		if block.until.After(now) && block.until.After(until) {
			until, why = block.until, block.problem
		}
	}
	return until, why
}

// A Target is a pool under the name that the user confirmed.
type Target struct {
	On       tolokaapi.Ref
	Name     string
	Replaces []RowID // ended rows about the pool whose command is sent again: they leave the table
}

// Submit is [Fleet.SubmitConfirmed] for pools under the names they have now.
func (f *Fleet) Submit(now time.Time, verb tolokaapi.Verb, refs []tolokaapi.Ref) (BatchID, []Refusal) {
	targets := make([]Target, len(refs))
	for i, ref := range refs {
		targets[i].On = ref
		if p := f.pools.pools[ref]; p != nil {
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
	b := f.table.newBatch(verb, len(ok), f.serverNow(), f.now)
	b.lastHeard, b.seq = f.clock.latestDate, f.seq
	for _, ref := range ok {
		p := f.pools.pools[ref]
		r := &row{Row: Row{Batch: b.id, Verb: verb, On: ref, Name: names[ref], State: Queued, Asked: b.asked}, before: p.Status}
		f.table.add(r)
		b.rows = append(b.rows, r)
		f.commands.queue = append(f.commands.queue, r)
		f.pollers.addPollers(ref.Subject)
	}
	f.carryOut()
	f.pools.touch(ok[0].Subject)
	replaced := replacedBy(targets, ok)
	if reopens(verb) {
		f.table.reopening.closing(ok, len(replaced) > 0, f.now)
	}
	if len(replaced) > 0 {
		f.Dismiss(replaced)
	}
	return b.id, left
}

// replacedBy is the rows of targets whose command is sent again, for the pools that
// took it.
func replacedBy(targets []Target, taken []tolokaapi.Ref) (rows []RowID) {
	took := make(map[tolokaapi.Ref]bool, len(taken))
	for _, ref := range taken {
		took[ref] = true
	}
	for _, t := range targets {
		if took[t.On] {
			rows = append(rows, t.Replaces...)
		}
	}
	return rows
}

// askCommands sends what is queued, oldest first, as far as the places in
// flight, the quotas and the budget go.
func (q *commandQueue) askCommands(t *schedulingRound) {
	var waiting []*row
	for i, r := range q.queue {
		if q.sending >= q.cfg.InFlight {
			waiting = append(waiting, q.queue[i:]...)
			break
		}
		until, why := q.blockedUntil(r.Verb, t.now)
		if until.Before(r.RetryAt) {
			until, why = r.RetryAt, r.Problem
		}
		if until.After(t.now) {
			q.showWait(r, until, why)
			t.wakeAt(until)
			waiting = append(waiting, r)
			continue
		}
		if !t.allowCommand() {
			waiting = append(waiting, q.queue[i:]...)
			break
		}
		q.sendCommand(t, r)
	}
	q.queue = waiting
	t.commandDue = q.commandDue(t.now)
}

// showWait shows on a queued row what it waits for.
func (o *operationTracker) showWait(r *row, until time.Time, why *Problem) {
	if r.RetryAt.Equal(until) && r.Problem == why {
		return
	}
	r.RetryAt, r.Problem = until, why
	o.table.changed(false)
}

func (q *commandQueue) sendCommand(t *schedulingRound, r *row) {
	q.sending++
	r.State, r.RetryAt, r.Problem = Sending, time.Time{}, nil
	r.Tries++
	r.sent(&q.clock, t.now, q.seen.position)
	q.table.changed(true)
	t.ask(Request{Kind: Submit, Verb: r.Verb, On: r.On}, func(answer Response) {
		q.sending--
		q.submitAnswered(r, answer)
	})
}

// requeue puts a command back that certainly had no effect, or that can be
// repeated because a lookup found none.
func (q *commandQueue) requeue(r *row, at time.Time, why *Problem) {
	if r.lookups == 0 {
		r.sentServer = time.Time{} // nothing of this send can ever be found
	}
	if r.restored { // nothing of an earlier run is sent
		q.finish(r, Unknown, why)
		return
	}
	if q.table.batches[r.Batch].stopped {
		q.finish(r, NotSent, why)
		return
	}
	r.State, r.RetryAt, r.Problem = Queued, at, why
	q.queue = append(q.queue, r)
	q.table.changed(true)
}

// drop takes a command out of the queue.
func (q *commandQueue) drop(r *row) {
	q.queue = slices.DeleteFunc(q.queue, func(x *row) bool { return x == r })
}

// CancelQueued turns every queued row into NotSent and returns how many: what
// quitting does to commands that never left.
func (f *Fleet) CancelQueued(now time.Time) int {
	f.advance(now)
	return f.commands.stop(nil)
}

// stop gives up everything that is queued. A command that was sent before and
// came back unanswered is among it only after it was found to have had no
// effect, so that "not sent" is true of all.
func (q *commandQueue) stop(why *Problem) int {
	for _, b := range q.table.batches {
		b.stopped = true // what is on its way and comes back does not leave again
	}
	queued := q.queue
	q.queue = nil
	for _, r := range queued {
		q.finish(r, NotSent, why)
	}
	return len(queued)
}
