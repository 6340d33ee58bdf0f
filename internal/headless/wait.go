package headless

import (
	"cmp"
	"context"
	"slices"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// Wait follows operations, and whatever runs on pools now, to the end. A pool on
// which nothing runs has no result; where it ended before that was known, the result of
// the pool is awaited. The error is as that of [Engine.Act], or ErrIncomplete.
func (e *Engine) Wait(ctx context.Context, pools []tolokaapi.Ref, operations []tolokaapi.OperationID) ([]Result, error) {
	e.f.FollowOperations(operations...)
	e.naming = len(operations) > 0
	for _, id := range operations {
		e.items = append(e.items, &item{Result: Result{Named: id}})
	}
	if len(pools) > 0 {
		if err := e.findRunning(ctx, pools); err != nil {
			return e.Results(), err
		}
	}
	return e.follow(ctx)
}

// findRunning makes an item of each operation that runs on pools. It is over once each
// pool is known to have one, since a pool has one at a time, or once all that runs was
// listed.
func (e *Engine) findRunning(ctx context.Context, pools []tolokaapi.Ref) error {
	idle := map[tolokaapi.Ref]bool{} // as far as is known
	at := map[tolokaapi.Ref]int{}
	for i, ref := range pools {
		idle[ref], at[ref] = true, i+1
	}
	e.f.Track(pools...)
	e.f.FindRunning(pools[0].Subject, pools...)
	known := map[fleet.RowID]bool{}
	collect := func() {
		ids, _ := e.f.Rows()
		for _, id := range ids {
			row, _ := e.f.Row(id)
			if at[row.On] == 0 || known[id] {
				continue
			}
			known[id] = true
			delete(idle, row.On)
			e.items = append(e.items, &item{Result: Result{Verb: row.Verb, On: row.On, Name: row.Name}, row: id})
			e.refreshItems()
		}
	}
	err := e.drive(ctx, func() bool {
		collect()
		return len(idle) == 0 || !e.f.FindingRunning() || e.tokenRefused()
	})
	e.dropTwice()
	switch {
	case err != nil || len(idle) == 0:
	case e.tokenRefused():
		err = ErrTokenRefused
	case e.f.RunningIncomplete():
		err = ErrIncomplete
	}
	if err != nil {
		for _, ref := range pools {
			if idle[ref] {
				e.items = append(e.items, &item{Result: Result{On: ref}})
			}
		}
	}
	place := func(it *item) int { // as they were asked for: operations, then pools
		if it.Named != "" {
			return 0
		}
		return at[it.On]
	}
	slices.SortStableFunc(e.items, func(a, b *item) int { return cmp.Compare(place(a), place(b)) })
	e.f.StopFindingRunning()
	return err
}

// dropTwice drops the items of operations that were named too.
func (e *Engine) dropTwice() {
	named := map[tolokaapi.OperationID]bool{}
	var kept []*item
	for _, it := range e.items {
		if it.Named != "" {
			named[it.Named] = true
		} else if named[it.Row.Op.ID] {
			continue
		}
		kept = append(kept, it)
	}
	e.items = kept
}
