package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// MaxCountedPools is how many pools a question may be about for their assignments to be
// counted: each costs two requests.
const MaxCountedPools = 10

// The numbers of counting assignments.
const (
	assignmentsAnswered = 10 * time.Second // a request that has no answer by then is given up
	assignmentsGivenUp  = 30 * time.Second // and so is everything, so long after the question
	assignmentsKept     = 10 * time.Second // an answer serves for the next question too
)

// A CountState says whether something was counted.
type CountState int

// The states of a count.
const (
	Counting   CountState = iota // no answer yet
	Counted                      // N is the answer
	NotCounted                   // no answer came, or none that can be used
)

// An AssignmentCount is how many assignments of one status a pool has.
type AssignmentCount struct {
	State CountState
	N     int
	More  bool      // there are more than N: the list was not read on
	At    time.Time // local clock of the answer
}

// PoolAssignments are the assignments of a pool that a close leaves undone.
type PoolAssignments struct {
	InWork   AssignmentCount // taken and not submitted
	ToReview AssignmentCount // submitted and neither accepted nor rejected
}

// AssignmentCounts count the assignments of the pools that a question is about, for as
// long as it is open. Nothing waits for them.
type AssignmentCounts struct {
	scheduler *scheduler
	pools     []tolokaapi.Ref // nil: no question is open
	tooMany   bool
	since     time.Time // the question is open since then
	quota     time.Time // nothing is asked before
	counts    map[assignmentQuestion]*assignmentAnswer
}

// An assignmentQuestion is what one request asks for.
type assignmentQuestion struct {
	pool   tolokaapi.Ref
	status tolokaapi.AssignmentStatus
}

// An assignmentAnswer is what is known of a question.
type assignmentAnswer struct {
	AssignmentCount
	asked   bool
	askedAt time.Time
}

func newAssignmentCounts(s *scheduler) *AssignmentCounts {
	return &AssignmentCounts{scheduler: s, counts: map[assignmentQuestion]*assignmentAnswer{}}
}

// Assignments count the assignments of the pools that a question is about.
func (f *Fleet) Assignments() *AssignmentCounts { return f.assignments }

// SetPools says which pools a question that has just opened is about; nil once it is
// closed. An answer that came just before is not asked for again. What was asked for
// other pools is forgotten.
func (c *AssignmentCounts) SetPools(now time.Time, pools []tolokaapi.Ref) {
	now = later(c.scheduler.now, now)
	c.pools, c.tooMany, c.since = nil, false, now
	for _, ref := range pools {
		if ref.Subject == tolokaapi.SubjectPool {
			c.pools = append(c.pools, ref)
		}
	}
	if c.tooMany = len(c.pools) > MaxCountedPools; c.tooMany {
		c.pools = nil
	}
	kept := make(map[assignmentQuestion]*assignmentAnswer, len(c.counts))
	for q, a := range c.counts {
		if a.serves(now) {
			kept[q] = a
		}
	}
	c.counts = kept
	for q := range c.questions {
		if c.counts[q] == nil {
			c.counts[q] = new(assignmentAnswer)
		}
	}
}

// serves reports whether an answer, or a request under way, serves for another question.
func (a *assignmentAnswer) serves(now time.Time) bool {
	switch a.State {
	case Counted:
		return now.Sub(a.At) < assignmentsKept
	case Counting:
		return a.asked && now.Sub(a.askedAt) < assignmentsAnswered
	}
	return false
}

// Of is what was counted of the pools that the question is about: nil if no question is
// open that counts anything, empty if it is about too many.
func (c *AssignmentCounts) Of() map[tolokaapi.Ref]PoolAssignments {
	if len(c.pools) == 0 && !c.tooMany {
		return nil
	}
	all := make(map[tolokaapi.Ref]PoolAssignments, len(c.pools))
	for _, ref := range c.pools {
		all[ref] = PoolAssignments{
			InWork:   c.counts[assignmentQuestion{ref, tolokaapi.AssignmentActive}].AssignmentCount,
			ToReview: c.counts[assignmentQuestion{ref, tolokaapi.AssignmentSubmitted}].AssignmentCount,
		}
	}
	return all
}

// questions are all that the open question asks for, what is in work first.
func (c *AssignmentCounts) questions(yield func(assignmentQuestion) bool) {
	for _, status := range [...]tolokaapi.AssignmentStatus{tolokaapi.AssignmentActive, tolokaapi.AssignmentSubmitted} {
		for _, ref := range c.pools {
			if !yield(assignmentQuestion{ref, status}) {
				return
			}
		}
	}
}

// askAssignments asks for what was not asked for yet, while paused too: somebody waits
// for it. Commands come first, and a connection that is down is not tried with it. Where
// nobody looks at pools nothing else wants lists: there it is not held to their share.
func (c *AssignmentCounts) askAssignments(t *schedulingRound) {
	allow := t.allowList
	if !c.scheduler.looksAtPools() {
		allow = t.allowRead
	}
	c.giveUp(t)
	if t.commandDue || c.scheduler.oneAtATime() {
		return
	}
	for q := range c.questions {
		a := c.counts[q]
		switch {
		case a.asked || a.State != Counting:
			continue
		case t.now.Before(c.quota):
			t.wakeAt(c.quota)
			return
		case !allow():
			return
		}
		a.asked, a.askedAt = true, t.now
		query := tolokaapi.Query{PoolID: q.pool.ID, Status: string(q.status), Sort: "id", Limit: tolokaapi.MaxLimit}
		t.ask(Request{Kind: ListAssignments, On: q.pool, Query: query}, func(r Response) { c.answered(q, a, r) })
	}
}

// answered takes in a list. One that failed is not tried again before the next
// question; a quota is waited out.
func (c *AssignmentCounts) answered(q assignmentQuestion, a *assignmentAnswer, r Response) {
	if a.State != Counting {
		return // it was given up
	}
	a.At = r.Received
	if r.Err != nil || !q.answeredBy(r.Assignments) {
		a.State = NotCounted
		if wait := quotaWait(r.Err); wait > 0 {
			c.quota = later(c.quota, r.Received.Add(wait))
		}
		return
	}
	a.State, a.N, a.More = Counted, len(r.Assignments.Items), r.Assignments.HasMore
}

// answeredBy reports whether a list holds nothing but what was asked for.
func (q assignmentQuestion) answeredBy(page tolokaapi.Page[tolokaapi.Assignment]) bool {
	for _, one := range page.Items {
		if one.Unreadable == "" && (one.Status != q.status || one.Pool != "" && one.Pool != q.pool.ID) {
			return false
		}
	}
	return len(page.Items) > 0 || !page.HasMore
}

// giveUp gives up what has waited for too long. An answer that comes later counts for
// nothing.
func (c *AssignmentCounts) giveUp(t *schedulingRound) {
	for q := range c.questions {
		a := c.counts[q]
		if a.State != Counting {
			continue
		}
		over := c.since.Add(assignmentsGivenUp)
		switch {
		case a.asked:
			over = earlier(over, a.askedAt.Add(assignmentsAnswered))
		case c.quota.After(over):
			over = t.now
		}
		if t.now.Before(over) {
			t.wakeAt(over)
			continue
		}
		a.State = NotCounted
	}
}

// shift moves every time by d.
func (c *AssignmentCounts) shift(d time.Duration) {
	c.since, c.quota = shiftTime(c.since, d), shiftTime(c.quota, d)
	for _, a := range c.counts {
		a.askedAt, a.At = shiftTime(a.askedAt, d), shiftTime(a.At, d)
	}
}
