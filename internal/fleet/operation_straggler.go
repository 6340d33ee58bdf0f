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
	notFoundNeeded = 3
	notFoundOver   = 10 * time.Second
)

// askStragglers asks for the operations that lists do not reach, and for the pools
// of commands that no look-up found.
func (f *Fleet) askStragglers(t *schedulingRound) {
	for _, r := range f.stragglers() {
		if !r.verifySince.IsZero() {
			f.askPool(t, r.On, &r.schedule, func(a Response) {
				f.decideByPool(r, a)
				f.readPool(a)
			})
			continue
		}
		if r.schedule.ready(t) && f.stragglerMayAsk(t) && t.allowList() {
			r.schedule.inFlight = true
			if t.overdueOnly {
				f.stragglerReadAt = t.now
			}
			t.ask(Request{Kind: GetOperation, Op: r.Op.ID}, func(a Response) { f.stragglerAnswered(r, a) })
		}
	}
}

// stragglerInterval is the least time between two reads of what is late: the rest of
// the share of lists is for young work.
const stragglerInterval = time.Second

// stragglerMayAsk reports whether a single read leaves enough for others: those that
// are late come before all else, so they alternate.
func (f *Fleet) stragglerMayAsk(t *schedulingRound) bool {
	next := f.stragglerReadAt.Add(stragglerInterval)
	if !t.overdueOnly || !next.After(t.now) {
		return true
	}
	t.wakeAt(next)
	return false
}

// makeStraggler takes a row out of its type's list.
func (f *Fleet) makeStraggler(r *row) {
	r.straggler, r.schedule.due = true, f.now
}

// stragglers are the rows that are asked for one by one, those that have waited
// longest first, so that none starves another.
func (f *Fleet) stragglers() []*row {
	var alone []*row
	for r := range f.table.unfinished {
		followed := r.straggler && (r.State == Pending || r.State == Running)
		if followed || r.State == Unconfirmed && !r.verifySince.IsZero() {
			alone = append(alone, r)
		}
	}
	slices.SortFunc(alone, func(a, b *row) int {
		return cmp.Or(a.schedule.due.Compare(b.schedule.due), cmp.Compare(a.ID, b.ID))
	})
	return alone
}

// stragglerAnswered takes in the answer about one operation.
func (f *Fleet) stragglerAnswered(r *row, a Response) {
	if why := r.mismatch(a.Operation); a.Err == nil && why != "" {
		a.Err = unreadable(why)
	}
	good := f.recordAnswer(&r.schedule, a)
	var api *tolokaapi.Error
	if errors.As(a.Err, &api) && api.Status == statusNotFound {
		f.stragglerNotFound(r, a)
		return
	}
	if !good {
		if r.schedule.problem.ofServer() == nil {
			f.showWait(r, r.schedule.due, r.schedule.problem)
		}
		return
	}
	f.follow(r, a.Operation, a)
	age := f.serverNow().Sub(firstSet(r.Op.Submitted.Time, r.Start))
	all := time.Duration(len(f.stragglers())) * time.Second // half the share of lists, for all of them once
	r.schedule.due = f.now.Add(max(2*pollInterval(age), all))
}

// stragglerNotFound counts a 404 about a followed operation. In the end nobody knows what
// became of it, and the pool is read to see at least that.
func (f *Fleet) stragglerNotFound(r *row, a Response) {
	if r.notFound++; r.notFound == 1 {
		r.firstNotFound = f.now
	}
	if r.notFound < notFoundNeeded || f.now.Sub(r.firstNotFound) < notFoundOver {
		r.schedule.due = f.now.Add(notFoundOver / (notFoundNeeded - 1))
		return
	}
	f.finish(r, Unknown, problemOf(a.Err))
	f.refreshPool(r.On)
}
