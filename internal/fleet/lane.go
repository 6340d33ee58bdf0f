package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// A lane is something that is asked for again and again, one request at a time.
type lane struct {
	due     time.Time // local clock; zero: at once
	flying  bool
	fails   int
	problem *Problem  // of the last answer; nil if it was good
	failing time.Time // local clock: when the first of the failures was sent
	good    time.Time // local clock of the last good answer
	stuck   bool      // its list could not be continued the last time
}

// ready reports whether the lane may ask now; if it only has to wait, it tells
// the turn until when.
func (l *lane) ready(t *turn) bool {
	if l.flying {
		return false
	}
	if t.now.Before(l.due) {
		t.later(l.due)
		return false
	}
	return !t.lateOnly || !l.due.IsZero() && t.now.Sub(l.due) > givesWayFor
}

// overQuota reports whether the lane waits for a quota, which nothing shortens.
func (l *lane) overQuota() bool { return l.problem != nil && l.problem.Status == statusOverQuota }

// forgive forgets the trouble of what nobody waits for any more; a quota is waited
// out.
func (l *lane) forgive() {
	if !l.overQuota() {
		l.problem, l.fails = nil, 0
	}
}

// shift moves every time by d.
func (l *lane) shift(d time.Duration) {
	l.due, l.failing, l.good = moved(l.due, d), moved(l.failing, d), moved(l.good, d)
}

// moved is a time moved by d; what is not set stays so.
func moved(t time.Time, d time.Duration) time.Time {
	if t.IsZero() {
		return t
	}
	return t.Add(d)
}

// settle takes in whether an answer was good. After a failure the lane is due
// when its back-off, or the time the server asked for, is over.
func (f *Fleet) settle(l *lane, r Response) (good bool) {
	l.flying = false
	if r.Err == nil {
		l.fails, l.problem, l.good = 0, nil, r.Received
		return true
	}
	if givenUp(r.Err) {
		return false // it stays due
	}
	if l.problem == nil {
		l.failing = r.Sent
	}
	l.fails++
	l.problem = problemOf(r.Err)
	l.due = f.retryAt(r, l.fails)
	return false
}

// slowly is the number of failures whose back-off suits a list that is stuck.
const slowly = 6

// listRead takes in whether a list could be read as far as it was to be. One
// that cannot be continued is read anew after a while, with a notice the first
// time.
func (f *Fleet) listRead(l *lane, s tolokaapi.Subject, err error) {
	if err == nil {
		l.stuck = false
		return
	}
	l.due = f.now.Add(backoff(f.rng, slowly))
	if !l.stuck {
		l.stuck = true
		f.notices = append(f.notices, Notice{Kind: ListStuck, On: tolokaapi.Ref{Subject: s}})
	}
}
