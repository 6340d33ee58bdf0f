package headless

import (
	"context"
	"slices"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// How many names are asked for at a time while operations are followed, and how long
// one is waited for. A name is no part of what is told.
const (
	namesAtOnce = 60
	nameWait    = 5 * time.Second
)

// A follower tells what happens to operations, whoever starts them.
type follower struct {
	*Engine
	query   OperationQuery
	began   time.Time // by the server's clock
	known   map[fleet.RowID]bool
	unnamed []*item // not told yet, the oldest first
	counts  fleet.Counts
}

// FollowAll tells what happens to operations on pools or trainings, whoever starts
// them, until ctx ends: first those that the fleet adopts at its start, without those
// that had ended before where only running ones are wanted. It counts what it told.
func (e *Engine) FollowAll(ctx context.Context, q OperationQuery) (Counts, error) {
	e.f.SetInterests(fleet.Interests{Others: true, Trainings: q.Subject == tolokaapi.SubjectTraining})
	f := &follower{Engine: e, query: q, known: map[fleet.RowID]bool{}}
	err := e.drive(ctx, func() bool {
		f.take()
		f.tellNamed()
		return e.tokenRefused()
	})
	for _, it := range slices.Concat(e.items, f.unnamed) {
		f.counts.Add(it.State())
	}
	return countsOf(f.counts), err
}

// take notes the operations that were not known before, and asks for the names of their
// pools.
func (f *follower) take() {
	if f.began.IsZero() && f.Answered() {
		f.began = f.f.ServerNow()
	}
	ids, _ := f.f.Rows()
	var names []tolokaapi.Ref
	for _, id := range ids {
		row, _ := f.f.Row(id)
		if f.known[id] || row.On.Subject != f.query.Subject || len(f.query.Verbs) > 0 && !slices.Contains(f.query.Verbs, row.Verb) {
			continue
		}
		f.known[id] = true
		if f.query.Running && row.State.Finished() && row.End.Before(f.began) {
			continue
		}
		f.unnamed = append(f.unnamed, &item{Result: Result{Verb: row.Verb, On: row.On, Name: row.Name}, row: id, taken: f.o.Now()})
		if row.Name == "" && !slices.Contains(names, row.On) && len(names) < namesAtOnce {
			names = append(names, row.On)
		}
	}
	if len(names) > 0 {
		f.f.ReadPools(names...)
	}
	slices.SortStableFunc(f.unnamed, func(a, b *item) int {
		f.update(a)
		f.update(b)
		return a.Row.Asked.Compare(b.Row.Asked)
	})
}

// tellNamed tells those whose names are known, or will not come soon, in their order, and
// forgets those that are over.
func (f *follower) tellNamed() {
	settled, told := f.f.Settled(), 0
	for _, it := range f.unnamed {
		f.update(it)
		if it.Name == "" && !settled && f.o.Now().Sub(it.taken) < nameWait {
			break
		}
		told++
	}
	if told == 0 {
		return
	}
	f.items = append(f.items, f.unnamed[:told]...)
	f.unnamed = slices.Delete(f.unnamed, 0, told)
	f.refreshItems()
	f.items = slices.DeleteFunc(f.items, func(it *item) bool {
		if !f.itemDone(it) {
			return false
		}
		f.counts.Add(it.State())
		return true // it is told, and nothing more happens
	})
}
