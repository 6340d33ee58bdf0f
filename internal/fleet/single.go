package fleet

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// A 404 about a followed operation counts after so many over so long: the
// server's replicas may be behind.
const (
	lostNeeded = 3
	lostOver   = 10 * time.Second
)

// askSingles asks for the operations that lists do not reach, and for the pools
// of commands that no look-up found.
func (f *Fleet) askSingles(t *turn) {
	for _, r := range f.loners() {
		if !r.freshAt.IsZero() {
			f.askPool(t, r.On, &r.ask, func(a Response) {
				f.readAfterLoss(r, a)
				f.readPool(a)
			})
			continue
		}
		if r.ask.ready(t) && f.leavesEnough(t) && t.allowedList() {
			r.ask.flying = true
			if t.lateOnly {
				f.singleAt = t.now
			}
			t.ask(Request{Kind: GetOperation, Op: r.Op.ID}, func(a Response) { f.readSingle(r, a) })
		}
	}
}

// singlesApart is the least time between two reads of what is late: the rest of
// the share of lists is for young work.
const singlesApart = time.Second

// leavesEnough reports whether a single read leaves enough for others: those that
// are late come before all else, so they take turns.
func (f *Fleet) leavesEnough(t *turn) bool {
	next := f.singleAt.Add(singlesApart)
	if !t.lateOnly || !next.After(t.now) {
		return true
	}
	t.later(next)
	return false
}

// askSingly takes a row out of its type's list.
func (f *Fleet) askSingly(r *row) {
	r.single, r.ask.due = true, f.now
}

// loners are the rows that are asked for one by one, those that have waited
// longest first, so that none starves another.
func (f *Fleet) loners() []*row {
	var alone []*row
	for r := range f.rows.unfinished {
		followed := r.single && (r.State == Pending || r.State == Running)
		if followed || r.State == Unconfirmed && !r.freshAt.IsZero() {
			alone = append(alone, r)
		}
	}
	slices.SortFunc(alone, func(a, b *row) int {
		return cmp.Or(a.ask.due.Compare(b.ask.due), cmp.Compare(a.ID, b.ID))
	})
	return alone
}

// readSingle takes in the answer about one operation.
func (f *Fleet) readSingle(r *row, a Response) {
	if why := r.amiss(a.Operation); a.Err == nil && why != "" {
		a.Err = unreadable(why)
	}
	good := f.settle(&r.ask, a)
	var api *tolokaapi.Error
	if errors.As(a.Err, &api) && api.Status == statusNotFound {
		f.missing(r, a)
		return
	}
	if !good {
		return
	}
	f.follow(r, a.Operation, a)
	age := f.serverNow().Sub(firstOf(r.Op.Submitted.Time, r.Start))
	all := time.Duration(len(f.loners())) * time.Second // half the share of lists, for all of them once
	r.ask.due = f.now.Add(max(2*cadence(age), all))
}

// missing counts a 404 about a followed operation. In the end nobody knows what
// became of it, and the pool is read to see at least that.
func (f *Fleet) missing(r *row, a Response) {
	if r.absent++; r.absent == 1 {
		r.absentAt = f.now
	}
	if r.absent < lostNeeded || f.now.Sub(r.absentAt) < lostOver {
		r.ask.due = f.now.Add(lostOver / (lostNeeded - 1))
		return
	}
	f.finish(r, Unknown, problemOf(a.Err))
	f.reread(r.On)
}
