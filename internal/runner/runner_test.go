package runner_test

import (
	"errors"
	"flag"
	"math/rand/v2"
	"net/http"
	"reflect"
	"runtime/debug"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // tests leave much garbage and hold little
	goleak.VerifyTestMain(m)
}

// full runs what is long: a week of faults instead of two days, ten thousand failures
// instead of a thousand.
var full = flag.Bool("full", false, "run the soak tests at their whole length")

// newRunner is a runner connected to a fresh simulator.
func newRunner(t *testing.T, options ...simulator.Option) (*runner.Runner, *simulator.Simulator) {
	t.Helper()
	sim, err := simulator.New(options...)
	if err != nil {
		t.Fatal(err)
	}
	client, err := tolokaapi.New(tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken("x"),
		tolokaapi.WithTransport(sim.RoundTripper()))
	if err != nil {
		t.Fatal(err)
	}
	return runner.New(client, 0), sim
}

func newFleet() *fleet.Fleet { return fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2))) }

func TestRunner_EachKindOfRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sim := newRunner(t)
		open := tolokaapi.PoolRef(sim.PoolIDs("OPEN")[0])
		ctx := t.Context()
		do := func(r fleet.Request) fleet.Response {
			t.Helper()
			a := c.Do(ctx, r)
			if a.Err != nil {
				t.Fatalf("%v: %v", r.Kind, a.Err)
			}
			if !reflect.DeepEqual(a.Request, r) || a.Server.IsZero() || a.Received.Before(a.Sent) {
				t.Errorf("%v: answer to %v at %v, sent %v, received %v", r.Kind, a.Request, a.Server, a.Sent, a.Received)
			}
			return a
		}
		pools := do(fleet.Request{Seq: 1, Kind: fleet.ListPools, On: tolokaapi.Ref{Subject: tolokaapi.SubjectPool}, Query: tolokaapi.Query{Status: "OPEN", Sort: "-id"}})
		if len(pools.Pools.Items) == 0 || pools.Pools.Items[0].Ref != open {
			t.Errorf("pools: %d, want %v first", len(pools.Pools.Items), open)
		}
		trainings := do(fleet.Request{Kind: fleet.ListPools, On: tolokaapi.Ref{Subject: tolokaapi.SubjectTraining}})
		if len(trainings.Pools.Items) == 0 || trainings.Pools.Items[0].Ref.Subject != tolokaapi.SubjectTraining {
			t.Error("no trainings came")
		}
		if one := do(fleet.Request{Kind: fleet.GetPool, On: open}); one.Pool.Ref != open || one.Pool.Status != tolokaapi.Open {
			t.Errorf("pool %v", one.Pool)
		}
		inWork := tolokaapi.Query{PoolID: open.ID, Status: string(tolokaapi.AssignmentActive)}
		if page := do(fleet.Request{Kind: fleet.ListAssignments, On: open, Query: inWork}).Assignments; len(page.Items) == 0 || page.Items[0].Pool != open.ID {
			t.Errorf("assignments %+v", page.Items)
		}
		closing := do(fleet.Request{Kind: fleet.Submit, Verb: tolokaapi.VerbClose, On: open}).Outcome.Operation
		if closing.Target != open || closing.Type != "POOL.CLOSE" {
			t.Errorf("operation %+v", closing)
		}
		if op := do(fleet.Request{Kind: fleet.GetOperation, Op: closing.ID}).Operation; op.ID != closing.ID {
			t.Errorf("operation %+v", op)
		}
		if ops := do(fleet.Request{Kind: fleet.ListOperations, Query: tolokaapi.Query{Type: "POOL.CLOSE", Sort: "-submitted,id"}}).Operations; ops.Items[0].ID != closing.ID {
			t.Errorf("newest operation %+v", ops.Items[0])
		}
		if p := do(fleet.Request{Kind: fleet.ListProjects}).Projects; len(p.Items) == 0 || p.Items[0].Name == "" {
			t.Error("no projects came")
		}
		if r := do(fleet.Request{Kind: fleet.GetRequester}).Requester; r.Name != "Acme Data" {
			t.Errorf("requester %+v", r)
		}
	})
}

func TestRunner_ErrorCarriesServerTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := newRunner(t)
		a := c.Do(t.Context(), fleet.Request{Kind: fleet.GetPool, On: tolokaapi.PoolRef("404404404")})
		var api *tolokaapi.Error
		if !errors.As(a.Err, &api) || api.Status != http.StatusNotFound || a.Server.IsZero() {
			t.Errorf("%v at %v", a.Err, a.Server)
		}
	})
}

func TestRunner_UnknownKindIsRefused(t *testing.T) {
	c, sim := newRunner(t)
	for _, kind := range []fleet.Kind{-1, 0, fleet.GetRequester + 1} {
		a := c.Do(t.Context(), fleet.Request{Kind: kind})
		var refused *tolokaapi.TransportError
		if !errors.As(a.Err, &refused) || refused.Cause != tolokaapi.CauseInvalid || refused.MaybeSent {
			t.Errorf("%d: got %v", kind, a.Err)
		}
	}
	if n := sim.Count("", ""); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestRunner_TimesAreWallClock(t *testing.T) {
	c, _ := newRunner(t)
	a := c.Do(t.Context(), fleet.Request{Kind: fleet.GetRequester})
	for _, at := range []time.Time{a.Sent, a.Received} {
		if at != at.Round(0) { // a monotonic part makes the difference
			t.Errorf("%v has a monotonic part", at)
		}
	}
}

func TestRunner_HangEndsWithTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sim := newRunner(t)
		if err := sim.Inject(simulator.Fault{Kind: simulator.Hang}); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		a := c.Do(t.Context(), fleet.Request{Kind: fleet.GetRequester})
		var lost *tolokaapi.TransportError
		if !errors.As(a.Err, &lost) || lost.Cause != tolokaapi.CauseTimeout || !lost.MaybeSent {
			t.Errorf("got %v", a.Err)
		}
		if took := time.Since(began); took != runner.Timeout {
			t.Errorf("it took %v, want %v", took, runner.Timeout)
		}
	})
}
