package headless

import (
	"context"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// Wait follows operations, and whatever runs on pools now, to the end. A pool on
// which nothing runs has no result. The error is as that of [Engine.Act].
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

// findRunning makes an item of each operation that runs on pools.
func (e *Engine) findRunning(ctx context.Context, pools []tolokaapi.Ref) error {
	wanted := map[tolokaapi.Ref]bool{}
	for _, ref := range pools {
		wanted[ref] = true
	}
	e.f.Track(pools...)
	e.f.FindRunning(pools[0].Subject)
	known := map[fleet.RowID]bool{}
	collect := func() {
		ids, _ := e.f.Rows()
		for _, id := range ids {
			row, _ := e.f.Row(id)
			if !wanted[row.On] || known[id] {
				continue
			}
			known[id] = true
			e.items = append(e.items, &item{Result: Result{Verb: row.Verb, On: row.On, Name: row.Name}, row: id})
			e.refreshItems()
		}
	}
	err := e.drive(ctx, func() bool {
		collect()
		return !e.f.FindingRunning(pools[0].Subject)
	})
	e.dropTwice()
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
