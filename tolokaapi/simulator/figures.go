package simulator

import (
	"math"
	"time"
)

// figure answers a question about a pool, as the API gives it: most figures are
// bare numbers, some are in an object. nil is no answer.
func (s *Simulator) figure(p *pool, q question, at time.Time) any {
	l := p.work
	l.advance(s.seed, at)
	switch t := l.totals; q.Name {
	case "real_tasks_count":
		return l.suites * p.tasks
	case "submitted_assignments_count":
		return t.submitted
	case "approved_assignments_count":
		return t.accepted
	case "rejected_assignments_count":
		return t.rejected
	case "skipped_assignments_count":
		return t.skipped
	case "completion_percentage":
		return estimate{Type: "NORMAL", Value: 100 * min(t.good, l.needed()) / max(l.needed(), 1)}
	case "avg_submit_assignment_millis":
		if t.submitted == 0 {
			return nil
		}
		return t.took.Milliseconds() / int64(t.submitted)
	case "spent_budget":
		return money(int64(t.accepted) * micros(p.reward))
	case "unique_workers_count":
		return l.users(func(assignment) bool { return true })
	case "unique_submitters_count":
		return l.users(assignment.done)
	case "active_workers_by_filter_count":
		since := at.Add(-time.Duration(q.Hours) * time.Hour).UnixMilli()
		return l.users(func(a assignment) bool { return a.status == active || a.ends >= since })
	case "estimated_assignments_count":
		return estimate{Type: "NORMAL", Value: l.estimate(), Approximate: true}
	}
	return nil
}

// done reports whether an assignment was handed in.
func (a assignment) done() bool {
	return a.status == submitted || a.status == accepted || a.status == rejected
}

// users counts the people of some assignments.
func (l *labelling) users(of func(assignment) bool) int {
	seen := map[uint16]bool{}
	for _, a := range l.items {
		if of(a) {
			seen[a.user] = true
		}
	}
	return len(seen)
}

// estimate is how many answers there will be in the end, about.
func (l *labelling) estimate() int {
	good := 1 - (l.poor+l.refused)/max(1-l.skips-l.expires, 0.1)
	return l.totals.submitted + int(math.Ceil(float64(max(l.needed()-l.totals.good, 0))/max(good, 0.1)))
}
