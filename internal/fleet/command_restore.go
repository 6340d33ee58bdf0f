package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// A RestoredBatch is a batch of an earlier run of the program, as it was recorded.
type RestoredBatch struct {
	Verb     tolokaapi.Verb
	Asked    time.Time // local clock, when it was confirmed
	Commands []RestoredCommand
}

// A RestoredCommand is one command of a [RestoredBatch].
type RestoredCommand struct {
	Target
	// State is the last that was recorded. Queued: it was never sent. Sending: a send
	// has no recorded response.
	State     State
	Operation tolokaapi.OperationID // "" if none was recorded
	Sent      time.Time             // local clock, when it was last sent; zero: never
	Ended     time.Time             // local clock; zero: not recorded
	Took      time.Duration         // of the operation
	Tries     int
	Percent   int // 0 to 100; -1: none was recorded
	Problem   *Problem
	Found     bool
	Dismissed bool // it is counted, and comes back as no row
}

// Restore makes a batch of an earlier run the program's own again. Nothing of it
// is sent: what was queued has become NotSent, and what was sent without a known
// response is looked up like a lost reply. Where the server speaks about an
// operation, its word replaces what was recorded. The BatchID is 0 when every
// command was dismissed; their operations are not adopted again.
func (f *Fleet) Restore(now time.Time, recorded RestoredBatch) BatchID {
	f.advance(now)
	for _, c := range recorded.Commands {
		if !c.Dismissed {
			f.pollers.addPollers(c.On.Subject)
		}
	}
	id := f.restoreBatch(recorded)
	f.carryOut()
	return id
}

// restoreBatch makes the rows of a batch of an earlier run.
func (o *operationTracker) restoreBatch(recorded RestoredBatch) BatchID {
	var b *batch
	for _, c := range recorded.Commands {
		if c.Dismissed {
			o.restoreDismissed(c)
			continue
		}
		if b == nil {
			b = o.table.newBatch(recorded.Verb, len(recorded.Commands), o.clock.server(recorded.Asked), recorded.Asked)
			b.bounded = true
		}
		o.restoreRow(b, c)
	}
	if b == nil {
		return 0
	}
	var done []tolokaapi.Ref
	for _, c := range recorded.Commands {
		if c.Dismissed {
			b.count(c.State)
		}
		if c.mayHaveClosed() {
			done = append(done, c.On)
		}
	}
	if reopens(recorded.Verb) {
		o.table.reopening.restored(done, recorded.Asked)
	}
	return b.id
}

// mayHaveClosed reports whether a recorded command may have changed its pool, or will.
func (c RestoredCommand) mayHaveClosed() bool {
	switch c.State {
	case Queued, Unchanged, Failed, Rejected, NotSent:
		return false
	}
	return true
}

// restoreDismissed keeps the operation of a dismissed command off the table.
func (o *operationTracker) restoreDismissed(c RestoredCommand) {
	if r := o.table.byOp[c.Operation]; c.Operation != "" && r != nil {
		if !r.Ours() && r.State.Finished() {
			o.dismissRow(r)
		}
		return
	}
	o.seen.dismiss(c.Operation, o.clock.server(c.Sent), o.now)
}

// restoreRow makes the row of a command.
func (o *operationTracker) restoreRow(b *batch, c RestoredCommand) {
	r := &row{Row: Row{
		Batch: b.id, Verb: b.verb, On: c.On, Name: c.Name, State: c.State, Asked: b.asked,
		Op: tolokaapi.Operation{ID: c.Operation}, Problem: c.Problem, Tries: c.Tries, Found: c.Found,
	}, restored: true}
	o.table.add(r)
	r.Percent = c.Percent
	b.rows = append(b.rows, r)
	o.pools.touch(c.On.Subject)
	if !c.Sent.IsZero() {
		r.sentAt(o.clock.server(c.Sent), c.Sent)
		r.Start = r.sentServer
		r.lostServer = earlier(r.sentServer.Add(restoredReplyWithin), o.serverNow())
	}
	if !c.Ended.IsZero() {
		r.Seen = o.clock.server(c.Ended)
		r.Start = r.Seen.Add(-c.Took)
	}
	if other := o.table.byOp[c.Operation]; c.Operation != "" && other != nil {
		if !other.Ours() {
			o.takeOver(r, other)
		}
		return
	}
	if c.Operation != "" {
		o.table.byOp[c.Operation] = r
	}
	o.enterRestored(r)
}

// restoredReplyWithin is how long after its last recorded send a command may have
// arrived: a request waits no longer for its response.
const restoredReplyWithin = 2 * time.Minute

// enterRestored puts a row of which the server has said nothing yet in the state
// that follows from the recorded one.
func (o *operationTracker) enterRestored(r *row) {
	switch {
	case r.State == Queued:
		r.Start = time.Time{}
		o.finish(r, NotSent, r.Problem)
	case r.State.Finished():
		o.finish(r, r.State, r.Problem)
	case r.Op.ID != "":
		r.State, r.Seen = Running, firstSet(r.Seen, r.sentServer, r.Asked)
		o.makeStraggler(r) // when it was submitted is not known, so that no list is certain to hold it
	default:
		r.State, r.Seen = Unconfirmed, firstSet(r.Seen, r.sentServer, r.Asked)
		lostServer := r.lostServer
		r.lose(o.now, o.serverNow(), o.seq)
		r.lostServer = lostServer
		o.wantNews(r.Verb.Type(r.On.Subject), o.now)
		o.wantScan(r.Verb.Type(r.On.Subject))
	}
}

// takeOver makes a row of others ours: a list had shown its operation before it was
// known whose it is. What the server said of it stays.
func (o *operationTracker) takeOver(r, other *row) {
	r.State, r.Op, r.Problem = other.State, other.Op, other.Problem
	r.Percent, r.ProgressFell, r.highest, r.seq = other.Percent, other.ProgressFell, other.highest, other.seq
	r.Start, r.Seen, r.End = other.Start, other.Seen, other.End
	r.stragglerState, r.schedule, r.restored = other.stragglerState, other.schedule, false
	if !other.State.Finished() {
		o.table.release(other)
	}
	o.table.remove(other)
	o.table.byOp[r.Op.ID] = r
	if r.State.Finished() {
		end := r.End
		o.finish(r, r.State, r.Problem)
		r.End = end
	}
}
