package ui

import (
	"time"

	"tolokadash/internal/fleet"
)

// again is when a row that waits is tried next: zero if it does not wait, or
// nobody knows. What has no time of its own, or one that is over, waits for the
// connection, and so does what is due within the same second as that: the row
// and the header count down together.
func (d *drawContext) again(r fleet.Row) time.Time {
	link := d.summary.Connection
	queued := r.State == fleet.Queued && (link.State == fleet.Offline || link.State == fleet.OverQuota)
	switch {
	case link.RetryAt.IsZero():
	case queued && link.State == fleet.Offline && link.RetryAt.After(r.RetryAt):
		return link.RetryAt // nothing leaves before
	case !r.RetryAt.After(d.now) && queued, !r.RetryAt.IsZero() && link.RetryAt.Sub(r.RetryAt).Abs() < time.Second:
		return link.RetryAt
	}
	return r.RetryAt
}

// wait is how long a row waits for its next try; "" if it does not.
func (d *drawContext) wait(r fleet.Row) string {
	at := d.again(r)
	if at.IsZero() {
		return ""
	}
	why := r.Problem
	if why == nil {
		why = d.summary.Connection.Problem
	}
	return left(why, at, d.now)
}

// step is a row's state and what comes next, in full.
func (d *drawContext) step(r fleet.Row) string {
	word, _ := d.words.state(r)
	if r.State == fleet.Unconfirmed {
		word = d.words.unconfirmed(r)
	}
	if wait := d.wait(r); wait != "" {
		return d.words.dotted(word, "again in "+wait)
	}
	return word
}

// unconfirmed is a row whose reply was lost.
const unconfirmed = "unconfirmed, looking it up"

// unconfirmed is a row whose reply was lost, or named something else, while it is
// looked up.
func (w *words) unconfirmed(r fleet.Row) string {
	if r.Problem != nil && r.Problem.Named != "" {
		return w.problem(r.Problem) + ", looking it up"
	}
	return unconfirmed
}
