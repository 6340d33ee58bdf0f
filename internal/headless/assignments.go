package headless

import (
	"context"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// countWait is how long the assignments of pools are counted for before a question.
const countWait = time.Second

// CountAssignments counts what a close of pools leaves undone, for a second at most or
// until ctx ends. What is not known by then is not counted; of too many pools nothing is,
// and there is no entry.
func (e *Engine) CountAssignments(ctx context.Context, pools []tolokaapi.Ref) map[tolokaapi.Ref]fleet.PoolAssignments {
	ctx, cancel := context.WithTimeout(ctx, countWait)
	defer cancel()
	counting := e.f.Assignments()
	counting.SetPools(e.o.Now(), pools)
	_ = e.drive(ctx, func() bool {
		for _, c := range counting.Of() {
			if c.InWork.State == fleet.Counting || c.ToReview.State == fleet.Counting {
				return e.tokenRefused()
			}
		}
		return true
	})
	counts := counting.Of()
	counting.SetPools(e.o.Now(), nil)
	for ref, c := range counts {
		counts[ref] = fleet.PoolAssignments{InWork: settled(c.InWork), ToReview: settled(c.ToReview)}
	}
	return counts
}

// settled is a count that is not waited for any more.
func settled(c fleet.AssignmentCount) fleet.AssignmentCount {
	if c.State == fleet.Counting {
		c.State = fleet.NotCounted
	}
	return c
}
