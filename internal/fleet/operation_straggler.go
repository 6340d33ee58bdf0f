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

// stragglerState says whether a row's operation is polled by its id, and why.
type stragglerState struct {
	straggler     bool      // its type's list does not reach it, or lags behind
	listLags      bool      // because the list lags: it may come up there yet
	missedLists   int       // complete lists that should have held it and did not
	notFound      int       // 404s in a row
	firstNotFound time.Time // local clock of the first of them
}

// shift moves every time by d.
func (s *stragglerState) shift(d time.Duration) { s.firstNotFound = shiftTime(s.firstNotFound, d) }

// countNotFound takes in a 404 and reports whether it is the last that is needed.
func (s *stragglerState) countNotFound(now time.Time) (final bool) {
	if s.notFound++; s.notFound == 1 {
		s.firstNotFound = now
	}
	return s.notFound >= notFoundNeeded && now.Sub(s.firstNotFound) >= notFoundOver
}

// askStragglers asks for the operations that lists do not reach, and for the pools
// of commands that no lookup found.
func (o *operationTracker) askStragglers(t *schedulingRound) {
	for _, r := range o.stragglers() {
		if !r.verifySince.IsZero() {
			o.refresh.askPool(t, r.On, &r.schedule, func(a Response) {
				o.decideByPool(r, a)
				o.refresh.readPool(a)
			})
			continue
		}
		if r.schedule.ready(t) && t.lateMayAsk(o.stragglerReadAt, stragglerInterval) && t.allowList() {
			r.schedule.inFlight = true
			if t.overdueOnly {
				o.stragglerReadAt = t.now
			}
			t.ask(Request{Kind: GetOperation, Op: r.Op.ID}, func(a Response) { o.stragglerAnswered(r, a) })
		}
	}
}

// stragglerInterval is the least time between two single reads that are late.
const stragglerInterval = time.Second

// oldestStraggler is since when the straggler that has waited longest is due.
func (o *operationTracker) oldestStraggler() time.Time {
	if alone := o.stragglers(); len(alone) > 0 {
		return alone[0].schedule.due
	}
	return o.now
}

// makeStraggler takes a row out of its type's list.
func (o *operationTracker) makeStraggler(r *row) {
	r.straggler, r.schedule.due = true, o.now
}

// stragglers are the rows that are asked for one by one, those that have waited
// longest first, so that none starves another.
func (o *operationTracker) stragglers() []*row {
	var alone []*row
	for r := range o.table.unfinished {
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
func (o *operationTracker) stragglerAnswered(r *row, a Response) {
	if why := r.mismatch(a.Operation); a.Err == nil && why != "" {
		a.Err = unreadable(why)
	}
	good := o.recordAnswer(&r.schedule, a)
	var api *tolokaapi.Error
	if errors.As(a.Err, &api) && api.Status == statusNotFound {
		o.stragglerNotFound(r, a)
		return
	}
	if !good {
		if r.schedule.problem.ofServer() == nil {
			o.showWait(r, r.schedule.due, r.schedule.problem)
		}
		return
	}
	o.follow(r, a.Operation, a)
	age := o.serverNow().Sub(firstSet(r.Op.Submitted.Time, r.Start))
	all := time.Duration(len(o.stragglers())) * time.Second // half the share of lists, for all of them once
	r.schedule.due = o.now.Add(max(2*pollInterval(age), all))
}

// stragglerNotFound counts a 404 about a followed operation. In the end nobody knows what
// became of it, and the pool is read to see at least that.
func (o *operationTracker) stragglerNotFound(r *row, a Response) {
	if !r.countNotFound(o.now) {
		r.schedule.due = o.now.Add(notFoundOver / (notFoundNeeded - 1))
		return
	}
	o.finish(r, Unknown, problemOf(a.Err))
	o.refresh.refreshPool(r.On)
}
