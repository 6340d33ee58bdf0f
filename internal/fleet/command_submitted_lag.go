package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// lagAtMost is how far the `submitted` of an operation may lag behind the Date
// header of the answers: every zone of the world, as of a server that names a
// local time as UTC.
const lagAtMost = 15 * time.Hour

// A submittedLag knows by how much `submitted` lags behind the Date header. The two
// may come from clocks that differ, or from zones that do. What a lost reply
// was about is looked for by it.
type submittedLag struct {
	known    bool          // an accepted command has shown it
	greatest time.Duration // that accepted commands have shown, not below 0
	ahead    time.Duration // how far `submitted` was ahead of Date at most
	bounded  bool          // a list has shown that it is no greater than bound
	bound    time.Duration
}

// clockBelied forgets the lag when the server's clock is found to be wrong by that
// much: the Date headers it was learned from may have been the wrong ones.
func (l *submittedLag) clockBelied(by time.Duration) {
	if by.Abs() > clockSlack {
		*l = submittedLag{}
	}
}

// learnAccepted takes in the operation of a command that was just accepted.
func (l *submittedLag) learnAccepted(op tolokaapi.Operation, date time.Time) {
	if date.IsZero() || !op.Submitted.Valid() {
		return
	}
	lag := date.Sub(op.Submitted.Time)
	if lag.Abs() > lagAtMost {
		return
	}
	l.known, l.greatest, l.ahead = true, max(l.greatest, lag), max(l.ahead, -lag)
}

// learnListed takes in an operation of a list: had its date lagged by more than
// it is old, it could not be there yet.
func (l *submittedLag) learnListed(op tolokaapi.Operation, date time.Time) {
	if date.IsZero() || !op.Submitted.Valid() {
		return
	}
	if age := max(date.Sub(op.Submitted.Time), 0); !l.bounded || age < l.bound {
		l.bounded, l.bound = true, age
	}
}

// farthest is the greatest lag that is possible.
func (l *submittedLag) farthest() time.Duration {
	switch {
	case l.known:
		return l.greatest
	case l.bounded:
		return min(l.bound, lagAtMost)
	}
	return lagAtMost
}
