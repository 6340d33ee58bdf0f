package headless

import (
	"context"
	"slices"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// Act sends a verb to pools and follows what comes of it to the end. Nothing else is
// read but what tells the outcome, and afterwards the pools, as far as that costs little:
// their names are all that is wanted of them. The error says why it
// ended early: the cause of ctx, ErrFailFast, ErrNoAnswer, or that of Judge; the
// results hold in any case.
func (e *Engine) Act(ctx context.Context, verb tolokaapi.Verb, targets []fleet.Target) ([]Result, error) {
	e.f.SetInterests(fleet.Interests{})
	refs := make([]tolokaapi.Ref, len(targets))
	for i, t := range targets {
		refs[i] = t.On
		if !e.gone[t.On] {
			e.f.Track(t.On)
		}
	}
	id, left := e.f.SubmitConfirmed(e.o.Now(), verb, targets)
	rows := map[tolokaapi.Ref]fleet.RowID{}
	if batch, ok := e.f.Batch(id); ok {
		for _, rowID := range batch.Rows {
			row, _ := e.f.Row(rowID)
			rows[row.On] = rowID
		}
	}
	for i, t := range targets {
		if slices.Contains(refs[:i], t.On) {
			continue
		}
		it := &item{Result: Result{Verb: verb, On: t.On, Name: t.Name}, row: rows[t.On]}
		if at := slices.IndexFunc(left, func(r fleet.Refusal) bool { return r.On == t.On }); at >= 0 && it.row == 0 {
			it.LeftOut = &left[at]
		}
		e.items = append(e.items, it)
	}
	e.refreshItems()
	return e.follow(ctx)
}

// follow drives the fleet until nothing more is waited for.
func (e *Engine) follow(ctx context.Context) ([]Result, error) {
	failed, refused := false, false
	err := e.drive(ctx, func() bool {
		failed, refused = e.o.FailFast && e.failed(), e.tokenRefused()
		return failed || refused || e.allDone()
	})
	switch {
	case err != nil && e.failure == nil && ctx.Err() != nil && e.allDone():
		err = nil // it ended at the last moment
	case err != nil || e.allDone():
	case refused:
		err = ErrTokenRefused
	case failed:
		err = ErrFailFast
	}
	if err != nil {
		e.stop()
		return e.Results(), err
	}
	if !e.o.NoWait {
		e.refreshChanged(ctx)
	}
	return e.Results(), nil
}

// refreshChanged reads again the pools that were changed. It is no part of the outcome.
func (e *Engine) refreshChanged(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, refreshTimeout)
	defer cancel()
	_ = e.drive(ctx, e.f.Settled)
	for _, it := range e.items {
		e.update(it)
	}
}
