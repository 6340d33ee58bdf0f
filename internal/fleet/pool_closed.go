package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// The reasons why the server closes a pool though nobody wanted it to. COMPLETED is what
// was asked for, MANUAL and FOR_UPDATE are somebody's doing.
const (
	ClosedNotEnoughBalance = "NOT_ENOUGH_BALANCE"
	ClosedExpired          = "EXPIRED"
	ClosedBlocked          = "BLOCKED"
	ClosedAssignmentsLimit = "ASSIGNMENTS_LIMIT_EXCEEDED"
)

// ClosedReasons are the reasons that are announced, the most urgent first.
var ClosedReasons = [...]string{ClosedNotEnoughBalance, ClosedBlocked, ClosedAssignmentsLimit, ClosedExpired}

// WhyClosed is the reason that a pool is closed for, if it is one of [ClosedReasons]; else "".
// A pool that is open again keeps the reason of its last close.
func (p Pool) WhyClosed() string { return whyClosed(&p.Pool) }

// closedLately is for how long a close that nobody wanted stands out: until somebody who
// looks once a day has seen it.
const closedLately = 24 * time.Hour

// ClosedLately reports whether the pool stopped within the day before now. A pool whose
// date is not known counts as one that did.
func (p Pool) ClosedLately(now time.Time) bool {
	return !p.LastStopped.Valid() || now.Sub(p.LastStopped.Time) < closedLately
}

func whyClosed(p *tolokaapi.Pool) string {
	if p.Status != tolokaapi.Closed || !slices.Contains(ClosedReasons[:], p.CloseReason) {
		return ""
	}
	return p.CloseReason
}

// closedSince reports whether a read shows a close that the record before does not, for
// one of [ClosedReasons]. A pool that was not read before closed while the program runs if
// its date says so. An old date beside a new status belongs to the close before: a later
// read brings the reason of this one.
func (s *poolStore) closedSince(before *pool, read *tolokaapi.Pool) bool {
	stopped := read.LastStopped
	switch {
	case whyClosed(read) == "":
		return false
	case before.unread() || before.Unreadable != "":
		return stopped.Valid() && stopped.Time.After(s.clock.server(s.began))
	case stopped.Valid() && before.LastStopped.Valid():
		return stopped.Time.After(before.LastStopped.Time)
	case before.Status == tolokaapi.Open || before.Status == tolokaapi.Locked:
		return true
	}
	return stopped.Valid() && stopped.Time.After(s.clock.server(s.began))
}

// closedByOurs reports whether a pool may have been closed by a command of this program
// since it was read at that time, by the server's clock.
func (o *operationTracker) closedByOurs(ref tolokaapi.Ref, since time.Time) bool {
	for _, r := range o.table.byID {
		if r.On != ref || !r.Ours() || r.Verb.Becomes() != tolokaapi.Closed {
			continue
		}
		if !r.State.Finished() || r.State == Succeeded && !r.End.Before(since) {
			return true
		}
	}
	return false
}

// noticeClosed keeps what is to be said of a pool that closed by itself.
func (o *operationTracker) noticeClosed(p tolokaapi.Pool, since time.Time) {
	if !o.closedByOurs(p.Ref, since) {
		o.notices = append(o.notices, Notice{Kind: PoolClosed, On: p.Ref, Name: p.Name, Reason: p.CloseReason})
	}
}
