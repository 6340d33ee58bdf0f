package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// batch is one confirmation.
type batch struct {
	id      BatchID
	verb    tolokaapi.Verb
	total   int
	asked   time.Time // server clock
	began   time.Time // local clock
	rows    []*row    // those not dismissed
	stopped bool      // nothing of it is sent any more
}

func (s *rows) newBatch(verb tolokaapi.Verb, total int, asked, began time.Time) *batch {
	s.lastBat++
	b := &batch{id: s.lastBat, verb: verb, total: total, asked: asked, began: began}
	s.batches[b.id] = b
	return b
}

// A Batch sums up the rows of one confirmation. Total stays as confirmed; rows
// that were dismissed count as Done or Failed no more.
type Batch struct {
	ID          BatchID
	Verb        tolokaapi.Verb
	Total       int
	Queued      int
	Moving      int // sending, pending, running
	Unconfirmed int
	Done        int       // succeeded and unchanged
	Unchanged   int       // of these: nothing had to be done
	Failed      int       // failed, rejected, unknown, not sent
	Rows        []RowID   // not dismissed, in the order of confirmation
	End         time.Time // server clock, when its last row finished; zero before

	Began time.Time // local clock, when it was confirmed
	Heard time.Time // local clock of the newest answer about it
}

// Batch sums up one confirmation.
func (f *Fleet) Batch(id BatchID) (Batch, bool) {
	b := f.rows.batches[id]
	if b == nil {
		return Batch{}, false
	}
	sum := Batch{ID: b.id, Verb: b.verb, Total: b.total, Began: b.began, Heard: b.began, Rows: make([]RowID, 0, len(b.rows))}
	over := true
	for _, r := range b.rows {
		sum.Rows = append(sum.Rows, r.ID)
		switch r.State.Band() {
		case Waiting:
			sum.Queued++
		case Moving:
			sum.Moving++
		case Done:
			sum.Done++
			if r.State == Unchanged {
				sum.Unchanged++
			}
		default:
			if r.State == Unconfirmed {
				sum.Unconfirmed++
			} else {
				sum.Failed++
			}
		}
		over = over && r.State.Finished()
		sum.Heard = later(sum.Heard, r.heard)
		sum.End = later(sum.End, r.End)
	}
	if !over {
		sum.End = time.Time{}
	}
	return sum, true
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Batches returns the batches that still have rows, oldest first.
func (f *Fleet) Batches() []BatchID {
	ids := make([]BatchID, 0, len(f.rows.batches))
	for id := range f.rows.batches {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
