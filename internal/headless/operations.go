package headless

import (
	"context"
	"slices"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// An OperationQuery says which operations on pools are wanted.
type OperationQuery struct {
	Subject tolokaapi.Subject
	Running bool             // only what has not ended, however old it is
	Verbs   []tolokaapi.Verb // none: all
	Since   time.Duration    // submitted in the last; ignored where Running
}

func (q *OperationQuery) takes(op tolokaapi.Operation, from time.Time) bool {
	_, verb, ok := op.Type.Action()
	switch {
	case !ok || len(q.Verbs) > 0 && !slices.Contains(q.Verbs, verb):
		return false
	case q.Running:
		return !op.Status.Terminal()
	}
	return !op.Submitted.Time.Before(from)
}

// historyStep is how many operations more are read where those that are loaded do
// not reach far enough.
const historyStep = tolokaapi.MaxLimit

// Operations lists operations on pools, the newest first.
func (e *Engine) Operations(ctx context.Context, q OperationQuery) ([]tolokaapi.Operation, error) {
	var all []tolokaapi.Operation
	var err error
	if q.Running {
		all, err = e.runningOperations(ctx, q.Subject)
	} else {
		all, err = e.pastOperations(ctx, q.Subject, q.Since)
	}
	if err != nil {
		return nil, err
	}
	from := e.f.ServerNow().Add(-q.Since)
	return slices.DeleteFunc(slices.Clone(all), func(op tolokaapi.Operation) bool { return !q.takes(op, from) }), nil
}

// runningOperations are those that have not ended.
func (e *Engine) runningOperations(ctx context.Context, of tolokaapi.Subject) ([]tolokaapi.Operation, error) {
	e.f.FindRunning(of)
	err := e.drive(ctx, func() bool { return !e.f.FindingRunning() || e.tokenRefused() })
	switch {
	case err != nil:
	case e.tokenRefused():
		err = ErrTokenRefused
	case e.f.RunningIncomplete():
		err = ErrIncomplete
	}
	var all []tolokaapi.Operation
	ids, _ := e.f.Rows()
	for _, id := range ids {
		row, _ := e.f.Row(id)
		all = append(all, row.Op)
	}
	slices.SortStableFunc(all, func(a, b tolokaapi.Operation) int { return b.Submitted.Time.Compare(a.Submitted.Time) })
	return all, err
}

// pastOperations are those submitted since, and older ones.
func (e *Engine) pastOperations(ctx context.Context, of tolokaapi.Subject, since time.Duration) ([]tolokaapi.Operation, error) {
	is := fleet.Interests{History: historyStep, HistoryOf: of}
	for {
		e.f.SetInterests(is)
		err := e.drive(ctx, func() bool {
			h := e.f.History()
			return h.Complete || h.Stuck || !h.Loading && len(h.Operations) > 0 && h.Problem == nil || e.tokenRefused()
		})
		h := e.f.History()
		switch {
		case err != nil:
			return nil, err
		case e.tokenRefused():
			return nil, ErrTokenRefused
		case h.Stuck:
			return nil, ErrIncomplete
		}
		reached := len(h.Operations) > 0 && h.Operations[len(h.Operations)-1].Submitted.Time.Before(e.f.ServerNow().Add(-since))
		if h.Complete || reached {
			e.f.SetInterests(fleet.Interests{})
			return h.Operations, nil
		}
		is.History += historyStep
	}
}

// PoolNames reads the names of pools, as far as that goes quickly. It is no part of
// an answer.
func (e *Engine) PoolNames(ctx context.Context, refs []tolokaapi.Ref) map[tolokaapi.Ref]string {
	names := map[tolokaapi.Ref]string{}
	if len(refs) > 0 {
		ctx, cancel := context.WithTimeout(ctx, nameTimeout)
		defer cancel()
		_, _ = e.Read(ctx, refs)
	}
	for _, ref := range refs {
		if p, ok := e.f.Pool(ref); ok {
			names[ref] = p.Name
		}
	}
	return names
}
