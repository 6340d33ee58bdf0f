package fleet

import (
	"errors"
	"time"

	"tolokadash/tolokaapi"
)

// A Connection is the state of the connection.
type Connection struct {
	State   ConnectionState
	Since   time.Time // local clock of the last good answer before the trouble
	RetryAt time.Time // next try, local clock; zero or past: one is under way
	Problem *Problem
	Side    SideTrouble // what ails besides, though pools and operations are well
}

// A SideTrouble is trouble with something that is only shown: the account, or the
// names of projects. It takes nothing away from what can be done.
type SideTrouble struct {
	What    string // "the account", "names of projects"; "" if there is none
	RetryAt time.Time
	Problem *Problem
}

// A ConnectionState is the connection in one word.
type ConnectionState int

// The states of the connection.
const (
	Connecting ConnectionState = iota // no answer yet
	Live                              // the last answers were good
	Offline                           // no answers come
	Troubled                          // answers come, but they are errors
	OverQuota                         // 429: asking less until RetryAt
	Refused                           // the token is not accepted
)

// connection is what is known about the connection itself. It is down from an answer
// that did not come until the next that does.
type connection struct {
	down     bool
	fails    int
	retryAt  time.Time
	failedAt time.Time
	problem  *Problem
	lastGood time.Time
	lastNews time.Time // the same of what tells of pools and operations: figures have times of their own
	answered bool
	begun    bool // the first request came back, well or not
}

// shift moves every time by d. The last good answer too: one that seems to lie
// ahead would hide that none comes any more.
func (c *connection) shift(d time.Duration) {
	c.retryAt, c.failedAt = shiftTime(c.retryAt, d), shiftTime(c.failedAt, d)
	c.lastGood, c.lastNews = shiftTime(c.lastGood, d), shiftTime(c.lastNews, d)
}

// observeConnection takes in whether an answer came at all. Requests that were
// already out when the connection broke count once.
func (s *scheduler) observeConnection(r Response) {
	optional := r.Request.Kind == Analyze || r.Request.Kind == ListAssignments
	if cancelledHere(r.Err) || optional && unreachable(r.Err) {
		return // what a server need not have says nothing about the connection
	}
	c := &s.connection
	c.begun = true
	if !unreachable(r.Err) {
		c.answered, c.down, c.fails, c.problem = true, false, 0, nil
		if r.Err == nil {
			c.lastGood = r.Received
			if !optional && r.Request.Kind != ListAnalyses {
				c.lastNews = r.Received
			}
		}
		return
	}
	if c.lastGood.After(r.Sent) {
		return // others were answered meanwhile: it is not the connection
	}
	c.problem = problemOf(r.Err)
	if c.down && !r.Sent.After(c.failedAt) {
		return
	}
	c.down, c.failedAt = true, r.Received
	c.fails++
	c.retryAt = r.Received.Add(backoff(s.rng, c.fails))
}

// unreachable reports whether an error means that the server cannot be
// reached, rather than that it answered badly.
func unreachable(err error) bool {
	var transport *tolokaapi.TransportError
	if !errors.As(err, &transport) {
		return false
	}
	switch transport.Cause {
	case tolokaapi.CauseUnreadable, tolokaapi.CauseReadOnly, tolokaapi.CauseUnrecorded, tolokaapi.CauseInvalid:
		return false
	}
	return true
}

// cancelledHere reports whether the request was given up on this side, as when a
// driver ends: that says nothing about the server or the connection.
func cancelledHere(err error) bool {
	var transport *tolokaapi.TransportError
	return errors.As(err, &transport) && transport.Cause == tolokaapi.CauseCancelled
}

// retryAt is when something that failed is tried again: when the server said
// so, when its quota is over, or after a back-off; with the connection down,
// when that is tried again, unless this fails more often than the connection.
func (s *scheduler) retryAt(r Response, failures int) time.Time {
	if wait := quotaWait(r.Err); wait > 0 {
		return r.Received.Add(wait)
	}
	if s.connection.down && failures <= s.connection.fails {
		return s.connection.retryAt
	}
	return r.Received.Add(backoff(s.rng, failures))
}

// quotaWait is how long a 429 or 503 asks to wait: its Retry-After, else the
// quota's interval; 0 if it does not say.
func quotaWait(err error) time.Duration {
	var api *tolokaapi.Error
	if !errors.As(err, &api) {
		return 0
	}
	if api.Status != statusOverQuota && api.Status != statusUnavailable {
		return 0
	}
	if api.Retry > 0 {
		return api.Retry
	}
	return api.Interval.Duration()
}

// connectionState sums up the connection and all schedules: the worst news wins.
func (f *Fleet) connectionState(now time.Time) Connection {
	if f.connection.down {
		return Connection{State: Offline, Since: f.connection.lastGood, RetryAt: f.connection.retryAt, Problem: f.connection.problem}
	}
	worst := Connection{State: Live, Since: f.connection.lastGood}
	if !f.connection.answered {
		worst.State = Connecting
	}
	consider := func(p *Problem, at time.Time) {
		state := Troubled
		switch {
		case p == nil:
			return
		case p.Auth:
			state = Refused
		case p.Status == statusOverQuota:
			state = OverQuota
		}
		if state > worst.State || state == worst.State && at.Before(worst.RetryAt) {
			worst.State, worst.Problem, worst.RetryAt = state, p, at
		}
	}
	for _, schedule := range f.activeSchedules() {
		consider(schedule.problem, schedule.due)
	}
	for _, r := range f.stragglers() {
		consider(r.schedule.problem.ofServer(), r.schedule.due)
	}
	for _, d := range f.refresh.due {
		consider(d.schedule.problem.ofServer(), d.schedule.due)
	}
	for named := range f.named.pending {
		consider(named.schedule.problem.ofServer(), named.schedule.due)
	}
	consider(f.commands.tokenRefused, time.Time{})
	for _, block := range f.commands.blocks {
		if now.Before(block.until) {
			consider(block.problem, block.until)
		}
	}
	worst.Side = f.sideTrouble()
	return worst
}

// ofServer is the problem of a single read unless it is about the record alone: the
// row or the pool says that.
func (p *Problem) ofServer() *Problem {
	if p != nil && p.Cause == tolokaapi.CauseUnreadable {
		return nil
	}
	return p
}

// sideTrouble is the trouble with what is only shown.
func (f *Fleet) sideTrouble() SideTrouble {
	if f.paused {
		return SideTrouble{}
	}
	switch {
	case f.account.problem != nil && f.interests.Account:
		return SideTrouble{"the account", f.account.due, f.account.problem}
	case f.projects.problem != nil && f.interests.ProjectNames:
		return SideTrouble{"names of projects", f.projects.due, f.projects.problem}
	}
	return SideTrouble{}
}
