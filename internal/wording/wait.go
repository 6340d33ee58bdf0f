package wording

import (
	"time"

	"tolokadash/internal/fleet"
)

// RetryAt is when a row that waits is tried next: zero if it does not wait, or
// nobody knows. What has no time of its own, or one that is over, waits for the
// connection, and so does what is due within the same second as that: the row
// and the header count down together.
func RetryAt(r fleet.Row, c fleet.Connection, now time.Time) time.Time {
	queued := r.State == fleet.Queued && (c.State == fleet.Offline || c.State == fleet.OverQuota)
	switch {
	case c.RetryAt.IsZero():
	case queued && c.State == fleet.Offline && c.RetryAt.After(r.RetryAt):
		return c.RetryAt // nothing leaves before
	case !r.RetryAt.After(now) && queued, !r.RetryAt.IsZero() && c.RetryAt.Sub(r.RetryAt).Abs() < time.Second:
		return c.RetryAt
	}
	return r.RetryAt
}

// Wait is how long a row waits for its next try; "" if it does not.
func Wait(r fleet.Row, c fleet.Connection, now time.Time) string {
	at := RetryAt(r, c, now)
	if at.IsZero() {
		return ""
	}
	why := r.Problem
	if why == nil {
		why = c.Problem
	}
	return TimeLeft(why, at, now)
}

// Step is a row's state and what comes next, in full.
func (w *Words) Step(r fleet.Row, c fleet.Connection, now time.Time) string {
	word := w.State(r)
	if r.State == fleet.Unconfirmed {
		word = Unconfirmed(&r)[0]
	}
	if wait := Wait(r, c, now); wait != "" {
		return w.Dotted(word, "again in "+wait)
	}
	return word
}

// Unconfirmed is a row whose reply was lost, or named something else, while it is
// looked up: the same from long to short.
func Unconfirmed(r *fleet.Row) []string {
	if r.Problem != nil && r.Problem.Named != "" {
		why := answerNamed(r.Problem.Named)
		return []string{why + ", " + lookedUp, why, "named " + r.Problem.Named}
	}
	return []string{unconfirmed + ", " + lookedUp, unconfirmed}
}
