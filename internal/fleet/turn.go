package fleet

import (
	"time"

	"golang.org/x/time/rate"
)

// A turn is one call of Next: what it asks for, and when the next is wanted.
type turn struct {
	fleet *Fleet
	now   time.Time
	asks  []Request
	// lateOnly lets only those lanes ask that have been due for long.
	lateOnly bool
	wake     time.Time

	commandDue bool // a command waits for nothing but the budget
	heldBack   bool // something was not asked since it is a command's turn
}

// later wants another turn at that time, or earlier.
func (t *turn) later(at time.Time) {
	if at.After(t.now) && (t.wake.IsZero() || at.Before(t.wake)) {
		t.wake = at
	}
}

// allowedCommand takes one request out of the budget for a command. While the
// connection is down only one request is out at a time.
func (t *turn) allowedCommand() bool {
	f := t.fleet
	if f.link.down && len(f.flying) > 0 || !t.take(f.budget) {
		return false
	}
	f.share.looked = false
	return true
}

// allowed takes one request that is no command out of the budget.
func (t *turn) allowed() bool {
	f := t.fleet
	if f.link.down && len(f.flying) > 0 || !t.mayLook() || !t.take(f.budget) {
		return false
	}
	f.share.looked = true
	return true
}

// allowedList takes one list request out of the budget and out of the share of
// lists.
func (t *turn) allowedList() bool {
	f := t.fleet
	if wait := delay(f.lists, t.now); wait > 0 && !(f.link.down && len(f.flying) > 0) {
		t.later(t.now.Add(wait))
		return false
	}
	return t.allowed() && f.lists.AllowN(t.now, 1)
}

func (t *turn) take(l *rate.Limiter) bool {
	if l.AllowN(t.now, 1) {
		return true
	}
	t.later(t.now.Add(max(delay(l, t.now), time.Millisecond)))
	return false
}

// delay is how long the limiter would keep one request waiting.
func delay(l *rate.Limiter, now time.Time) time.Duration {
	r := l.ReserveN(now, 1)
	defer r.CancelAt(now)
	return r.DelayFrom(now)
}

// ask issues a request; then is called with its response.
func (t *turn) ask(r Request, then func(Response)) {
	f := t.fleet
	f.seq++
	r.Seq = f.seq
	f.flying[r.Seq] = then
	f.rate.issued(t.now)
	t.asks = append(t.asks, r)
}
