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

// likelyFrom is the server's time from which on an operation is taken for that of a
// command of unknown fate.
func (o *operationTracker) earliestLikely(r *row) time.Time { return r.likelyFrom.Add(-o.lag.greatest) }

// recentFrom is the server's time from which on every pass reads for a command of
// unknown fate: what was submitted before is only read once in a while.
func (o *operationTracker) recentFrom(r *row) time.Time {
	return earlier(r.possibleFrom, o.earliestLikely(r))
}

// readsFarBack reports whether the next pass is to read for a command of unknown
// fate as far back as its operation can be dated. That can be thousands of
// operations, and it settles nothing before lagging reads have caught up.
func (o *operationTracker) readsFarBack(r *row) bool {
	return r.caughtUpSeq != 0 && !o.readFarBack(r) && (r.farAt.IsZero() || o.now.Sub(r.farAt) >= farInterval)
}

// farInterval is the least time between two passes that read far back for one row.
const farInterval = 30 * time.Second

// readFarBack reports whether a pass has read as far back.
func (o *operationTracker) readFarBack(r *row) bool {
	return !r.farFrom.IsZero() && !r.farFrom.After(o.earliestPossible(r))
}

// possibleFrom is the server's time before which the operation of a command of
// unknown fate was certainly not submitted.
func (o *operationTracker) earliestPossible(r *row) time.Time {
	return earlier(r.possibleFrom.Add(-o.lag.farthest()), o.earliestLikely(r))
}
