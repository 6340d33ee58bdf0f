package ui

import (
	"time"

	"tolokadash/internal/fleet"
)

// again is when a row that waits is tried next: zero if it does not wait, or
// nobody knows. What has no time of its own, or one that is over, waits for the
// connection, and so does what is due within the same second as that: the row
// and the header count down together.
func (m *Model) again(r fleet.Row) time.Time {
	link := m.summary.Connection
	queued := r.State == fleet.Queued && (link.State == fleet.Offline || link.State == fleet.OverQuota)
	switch {
	case link.RetryAt.IsZero():
	case queued && link.State == fleet.Offline && link.RetryAt.After(r.RetryAt):
		return link.RetryAt // nothing leaves before
	case !r.RetryAt.After(m.now) && queued, !r.RetryAt.IsZero() && link.RetryAt.Sub(r.RetryAt).Abs() < time.Second:
		return link.RetryAt
	}
	return r.RetryAt
}

// wait is how long a row waits for its next try; "" if it does not.
func (m *Model) wait(r fleet.Row) string {
	at := m.again(r)
	if at.IsZero() {
		return ""
	}
	why := r.Problem
	if why == nil {
		why = m.summary.Connection.Problem
	}
	return left(why, at, m.now)
}

// step is a row's state and what comes next, in full.
func (m *Model) step(r fleet.Row) string {
	word, _ := m.words.state(r)
	if r.State == fleet.Unconfirmed {
		word = m.words.unconfirmed(r)
	}
	if wait := m.wait(r); wait != "" {
		return m.words.dotted(word, "again in "+wait)
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
