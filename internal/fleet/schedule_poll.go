package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// A pollSchedule is something that is asked for again and again, one request at a time.
type pollSchedule struct {
	due          time.Time // local clock; zero: at once
	inFlight     bool
	fails        int
	problem      *Problem  // of the last answer; nil if it was good
	failingSince time.Time // local clock: when the first of the failures was sent
	lastGood     time.Time // local clock of the last good answer
	stuck        bool      // its list could not be continued the last time
}

// ready reports whether the schedule may ask now; if it only has to wait, it tells
// the round until when.
func (schedule *pollSchedule) ready(t *schedulingRound) bool {
	if schedule.inFlight {
		return false
	}
	if t.now.Before(schedule.due) {
		t.wakeAt(schedule.due)
		return false
	}
	return !t.overdueOnly || !schedule.due.IsZero() && t.now.Sub(schedule.due) > yieldsAtMost
}

// overQuota reports whether the schedule waits for a quota, which nothing shortens.
func (schedule *pollSchedule) overQuota() bool {
	return schedule.problem != nil && schedule.problem.Status == statusOverQuota
}

// clearFailure forgets the trouble of what nobody waits for any more; a quota is waited
// out.
func (schedule *pollSchedule) clearFailure() {
	if !schedule.overQuota() {
		schedule.problem, schedule.fails = nil, 0
	}
}

// shift moves every time by d.
func (schedule *pollSchedule) shift(d time.Duration) {
	schedule.due, schedule.failingSince, schedule.lastGood = shiftTime(schedule.due, d), shiftTime(schedule.failingSince, d), shiftTime(schedule.lastGood, d)
}

// shiftTime is a time moved by d; what is not set stays so.
func shiftTime(t time.Time, d time.Duration) time.Time {
	if t.IsZero() {
		return t
	}
	return t.Add(d)
}

// recordAnswer takes in whether an answer was good. After a failure the schedule is due
// when its back-off, or the time the server asked for, is over.
func (s *scheduler) recordAnswer(schedule *pollSchedule, r Response) (good bool) {
	schedule.inFlight = false
	if r.Err == nil {
		schedule.fails, schedule.problem, schedule.lastGood = 0, nil, r.Received
		return true
	}
	if cancelledHere(r.Err) {
		return false // it stays due
	}
	if schedule.problem == nil {
		schedule.failingSince = r.Sent
	}
	schedule.fails++
	schedule.problem = problemOf(r.Err)
	schedule.due = firstSet(s.retryAt(r, schedule.fails), r.Received) // what is due at no time would never be late
	return false
}

// stuckFailures is the number of failures whose back-off suits a list that is stuck.
const stuckFailures = 6

// recordListEnd takes in whether a list could be read as far as it was to be. One
// that cannot be continued is read anew after a while, with a notice the first
// time.
func (s *scheduler) recordListEnd(schedule *pollSchedule, kind NoticeKind, on tolokaapi.Subject, err error) {
	if err == nil {
		schedule.stuck = false
		return
	}
	schedule.due = s.now.Add(backoff(s.rng, stuckFailures))
	if !schedule.stuck {
		schedule.stuck = true
		s.notices = append(s.notices, Notice{Kind: kind, On: tolokaapi.Ref{Subject: on}})
	}
}
