package headless_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// refs are pools that are open.
func (b *bench) refs(n int) (refs []tolokaapi.Ref) {
	for _, target := range b.targets(n) {
		refs = append(refs, target.On)
	}
	return refs
}

// scans is how many lists by status were asked for.
func (b *bench) scans() (n int) {
	for _, r := range b.sim.Requests() {
		if strings.Contains(r.Query, "status=") {
			n++
		}
	}
	return n
}

// Two lists, half a second apart, tell that nothing runs, however many pools are asked for.
func TestWait_NothingRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		began := time.Now()
		results, err := b.engine().Wait(t.Context(), b.refs(20), nil)
		if took := time.Since(began); err != nil || len(results) != 0 || len(b.sim.Requests()) != 2 || took > 700*time.Millisecond {
			t.Errorf("%d results, %v, %d requests, %v", len(results), err, len(b.sim.Requests()), took)
		}
	})
}

// Once each pool has an operation, nothing more is looked for: a pool has one at a time.
func TestWait_EachPoolHasItsOperation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, simulator.WithOperationTime(5*time.Second, 0))
		refs := b.refs(3)
		for _, ref := range refs {
			if _, err := b.sim.Start("close", ref.ID); err != nil {
				t.Fatal(err)
			}
		}
		results, err := b.engine().Wait(t.Context(), refs, nil)
		if err != nil || headless.Count(results).Succeeded != 3 || b.scans() != 1 {
			t.Errorf("%+v, %v, %d lists by status", headless.Count(results), err, b.scans())
		}
	})
}

// What cannot be known is not taken for nothing.
func TestWait_NotKnown(t *testing.T) {
	for name, tc := range map[string]struct {
		fault simulator.Fault
		want  error
	}{
		"a list without an end": {simulator.Fault{Kind: simulator.EmptyPages, Path: "/operations"}, headless.ErrIncomplete},
		"the token is refused":  {simulator.Fault{Kind: simulator.Status, Status: 401, Path: "/operations", Skip: 1}, headless.ErrTokenRefused},
		"the time is over":      {simulator.Fault{Kind: simulator.Hang, Path: "/operations", Skip: 1}, context.DeadlineExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				if err := b.sim.Inject(tc.fault); err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				results, err := b.engine().Wait(ctx, b.refs(2), nil)
				if !errors.Is(err, tc.want) || len(results) != 2 || !results[0].Awaited() || headless.Count(results).Awaited != 2 {
					t.Errorf("%+v, %v", results, err)
				}
			})
		})
	}
}

// The operation that holds a pool is found by two lists, and where it ended meanwhile by
// those of what is recent.
func TestAct_HolderCostsFewRequests(t *testing.T) {
	for name, tc := range map[string]struct {
		takes time.Duration
		most  int
	}{
		"it runs":            {5 * time.Second, 14}, // ten of them follow it
		"it ended meanwhile": {300 * time.Millisecond, 10},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				target := b.targets(1)
				id := target[0].On.ID
				b.sim.Script(simulator.Script{PoolID: id, Outcome: simulator.Succeeds, Duration: tc.takes})
				if _, err := b.sim.Start("close", id); err != nil {
					t.Fatal(err)
				}
				results, err := b.engine().Act(t.Context(), tolokaapi.VerbClose, target)
				if err != nil || results[0].State() != fleet.Succeeded || len(b.sim.Requests()) > tc.most {
					t.Errorf("%v, %v, %d requests", results[0].State(), err, len(b.sim.Requests()))
				}
			})
		})
	}
}
