package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// batch is one confirmation.
type batch struct {
	id        BatchID
	verb      tolokaapi.Verb
	total     int
	asked     time.Time // server clock
	lastHeard time.Time // server clock, last heard before; zero if never
	seq       uint64    // answers to newer requests tell that asked is not later
	bounded   bool      // such an answer has come
	began     time.Time // local clock
	rows      []*row    // those not dismissed
	succeeded int       // rows that succeeded, dismissed ones too
	unchanged int       // rows where nothing had to be done, dismissed ones too
	stopped   bool      // nothing of it is sent any more
}

func (s *operationTable) newBatch(verb tolokaapi.Verb, total int, asked, began time.Time) *batch {
	s.lastBatch++
	b := &batch{id: s.lastBatch, verb: verb, total: total, asked: asked, began: began}
	s.batches[b.id] = b
	return b
}

// A Batch sums up one confirmation. What is counted by state are its rows on the
// table: those that were dismissed count as Done, Failed or Unknown no more.
type Batch struct {
	ID    BatchID
	Verb  tolokaapi.Verb
	Total int
	Counts
	Rows []RowID   // not dismissed, in the order of confirmation
	End  time.Time // server clock, when its last row finished; zero before

	Succeeded int // what it did, whether dismissed or not
	Unchanged int // where nothing had to be done, whether dismissed or not

	Began time.Time // server clock, when it was confirmed
	Heard time.Time // server clock, up to when is known what it did
}

// Batch sums up one confirmation.
func (o *operationTracker) Batch(id BatchID) (Batch, bool) {
	b := o.table.batches[id]
	if b == nil {
		return Batch{}, false
	}
	sum := Batch{
		ID: b.id, Verb: b.verb, Total: b.total, Succeeded: b.succeeded, Unchanged: b.unchanged,
		Began: b.asked, Heard: b.asked, Rows: make([]RowID, 0, len(b.rows)),
	}
	for _, r := range b.rows {
		sum.Rows = append(sum.Rows, r.ID)
		sum.Add(r.State)
		if heard := r.heard(); !heard.IsZero() {
			sum.Heard = later(sum.Heard, heard.Add(r.clockShift()))
		}
		if !r.End.IsZero() {
			sum.End = later(sum.End, r.End.Add(r.clockShift()))
		}
	}
	if !b.over() {
		sum.End = time.Time{}
	}
	return sum, true
}

// heard is up to when is known what a row did: one that ended did nothing since, however
// late that was heard, as after a restart.
func (r *row) heard() time.Time {
	if !r.End.IsZero() {
		return r.End
	}
	return r.Seen
}

// BatchOver reports whether nothing more will happen to any command of a batch by
// itself. A batch that was dismissed, or never was, is over.
func (o *operationTracker) BatchOver(id BatchID) bool {
	b := o.table.batches[id]
	return b == nil || b.over()
}

// shiftBatches moves the times of batches with a server's clock that was set
// between two answers: their time is what passed. A local clock that was set
// shows as one that went back, or further than the server's while that went on.
func (s *operationTable) shiftBatches(last, a Response) {
	local, server := a.Received.Sub(last.Received), a.Server.Sub(last.Server)
	set := server - local
	if last.Server.IsZero() || local < 0 || server >= 0 && set <= 0 {
		return
	}
	for _, b := range s.batches {
		b.asked = b.asked.Add(set)
		if !b.lastHeard.IsZero() && set < 0 {
			b.lastHeard = b.lastHeard.Add(set)
		}
		for _, r := range b.rows {
			r.clockSet = shiftedSeen{r.Seen, r.clockShift() + set}
		}
	}
}

// A shiftedSeen is by how much the server's clock was set after a row was heard of.
type shiftedSeen struct {
	seen time.Time
	by   time.Duration
}

// clockShift is by how much the server's clock was set since the row was heard of.
func (r *row) clockShift() time.Duration {
	if !r.Seen.Equal(r.clockSet.seen) {
		return 0 // heard of since
	}
	return r.clockSet.by
}

// boundBatches corrects when batches were confirmed by the first answer that was
// asked for later. The server's clock is a guess about the local one, which may
// have been set since the last answer: it was neither before that answer nor
// after this one.
func (o *operationTracker) boundBatches(a Response) {
	if a.Server.IsZero() {
		return
	}
	for _, b := range o.table.batches {
		if b.bounded || a.Request.Seq <= b.seq {
			continue
		}
		b.bounded = true
		b.asked = later(earlier(b.asked, o.clock.answered(a)), b.lastHeard)
	}
}

// over reports whether nothing more will happen to any of its rows by itself.
func (b *batch) over() bool {
	return !slices.ContainsFunc(b.rows, func(r *row) bool { return !r.State.Finished() })
}

// count takes note of how a row of it ended.
func (b *batch) count(s State) {
	switch s {
	case Succeeded:
		b.succeeded++
	case Unchanged:
		b.unchanged++
	}
}

// uncount takes back how a row of it seemed to have ended.
func (b *batch) uncount(s State) {
	switch s {
	case Succeeded:
		b.succeeded--
	case Unchanged:
		b.unchanged--
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Batches returns the batches that still have rows, oldest first.
func (o *operationTracker) Batches() []BatchID {
	ids := make([]BatchID, 0, len(o.table.batches))
	for id := range o.table.batches {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
