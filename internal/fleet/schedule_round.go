package fleet

import (
	"slices"
	"time"

	"golang.org/x/time/rate"
)

// A schedulingRound is one call of Next: what it asks for, and when the next is wanted.
type schedulingRound struct {
	*scheduler
	now      time.Time
	requests []Request
	// overdueOnly lets only those schedules ask that have been due for long.
	overdueOnly bool
	wake        time.Time

	commandDue bool // a command waits for nothing but the budget
	coming     int  // operations whose pools become due when they end
	deferred   bool // something was not asked since it is a command's round
}

// wakeAt wants another round at that time, or earlier.
func (t *schedulingRound) wakeAt(at time.Time) {
	if at.After(t.now) && (t.wake.IsZero() || at.Before(t.wake)) {
		t.wake = at
	}
}

// allowCommand takes one request out of the budget for a command. While the
// connection is down only one request is out at a time.
func (t *schedulingRound) allowCommand() bool {
	if t.oneAtATime() && len(t.awaiting) > 0 || !t.takeToken(t.budget) {
		return false
	}
	t.share.readSince = false
	return true
}

// allowRead takes one request that is no command out of the budget.
func (t *schedulingRound) allowRead() bool {
	if t.oneAtATime() && len(t.awaiting) > 0 || !t.mayRead() || !t.takeToken(t.budget) {
		return false
	}
	t.share.readSince = true
	return true
}

// allowList takes one list request out of the budget and out of the share of
// lists.
func (t *schedulingRound) allowList() bool {
	if wait := delay(t.lists, t.now); wait > 0 && (!t.oneAtATime() || len(t.awaiting) == 0) {
		t.wakeAt(t.now.Add(wait))
		return false
	}
	return t.allowRead() && t.lists.AllowN(t.now, 1)
}

// oneAtATime reports whether only one request may be out: before the first answer,
// and while the connection is down.
func (s *scheduler) oneAtATime() bool { return s.connection.down || !s.connection.begun }

func (t *schedulingRound) takeToken(l *rate.Limiter) bool {
	if l.AllowN(t.now, 1) {
		return true
	}
	t.wakeAt(t.now.Add(max(delay(l, t.now), time.Millisecond)))
	return false
}

// delay is how long the limiter would keep one request waiting.
func delay(l *rate.Limiter, now time.Time) time.Duration {
	r := l.ReserveN(now, 1)
	defer r.CancelAt(now)
	return r.DelayFrom(now)
}

// ask issues a request; then is called with its response.
func (t *schedulingRound) ask(r Request, then func(Response)) {
	t.seq++
	r.Seq = t.seq
	t.awaiting[r.Seq] = then
	t.rate.issued(t.now)
	t.requests = append(t.requests, r)
}

// A duePoll is something that asks in a round, and since when it has been due.
type duePoll struct {
	due time.Time
	ask func(*schedulingRound)
}

// askOverdue lets what has been due for too long ask, what has waited longest first.
// In a fixed order those that are first would leave nothing to the others where
// they are always late, as with many pages to list.
func (t *schedulingRound) askOverdue(polls []duePoll) {
	slices.SortStableFunc(polls, func(a, b duePoll) int { return a.due.Compare(b.due) })
	t.overdueOnly = true
	for _, next := range polls {
		next.ask(t)
	}
	t.overdueOnly = false
}

// lateMayAsk reports whether one more that is late, so long after the last, leaves enough
// of the share of lists for young work: what is late comes before all else.
func (t *schedulingRound) lateMayAsk(last time.Time, interval time.Duration) bool {
	next := last.Add(interval)
	if !t.overdueOnly || !next.After(t.now) {
		return true
	}
	t.wakeAt(next)
	return false
}
