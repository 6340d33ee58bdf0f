package courier_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"tolokadash/internal/courier"
	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// setting is a courier to a fresh simulator.
func setting(t *testing.T, options ...simulator.Option) (*courier.Courier, *simulator.Simulator) {
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
	return courier.New(client, 0), sim
}

func newFleet() *fleet.Fleet { return fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2))) }

func TestEachKindOfRequestBringsWhatItAsksFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sim := setting(t)
		open := tolokaapi.PoolRef(sim.PoolIDs("OPEN")[0])
		ctx := t.Context()
		do := func(r fleet.Request) fleet.Response {
			t.Helper()
			a := c.Do(ctx, r)
			if a.Err != nil {
				t.Fatalf("%v: %v", r.Kind, a.Err)
			}
			if a.Request != r || a.Server.IsZero() || a.Received.Before(a.Sent) {
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

func TestAnErrorTellsTheServersClockToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := setting(t)
		a := c.Do(t.Context(), fleet.Request{Kind: fleet.GetPool, On: tolokaapi.PoolRef("404404404")})
		var api *tolokaapi.Error
		if !errors.As(a.Err, &api) || api.Status != http.StatusNotFound || a.Server.IsZero() {
			t.Errorf("%v at %v", a.Err, a.Server)
		}
	})
}

func TestARequestOfNoKindIsRefused(t *testing.T) {
	c, sim := setting(t)
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

func TestTheTimesOfAResponseAreOfTheWallClock(t *testing.T) {
	c, _ := setting(t)
	a := c.Do(t.Context(), fleet.Request{Kind: fleet.GetRequester})
	for _, at := range []time.Time{a.Sent, a.Received} {
		if at != at.Round(0) { // a monotonic part makes the difference
			t.Errorf("%v has a monotonic part", at)
		}
	}
}

func TestARequestThatHangsEndsWithItsTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sim := setting(t)
		if err := sim.Inject(simulator.Fault{Kind: simulator.Hang}); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		a := c.Do(t.Context(), fleet.Request{Kind: fleet.GetRequester})
		var lost *tolokaapi.TransportError
		if !errors.As(a.Err, &lost) || lost.Cause != tolokaapi.CauseTimeout || !lost.MaybeSent {
			t.Errorf("got %v", a.Err)
		}
		if took := time.Since(began); took != courier.Timeout {
			t.Errorf("it took %v, want %v", took, courier.Timeout)
		}
	})
}

func TestTwoHundredPoolsAreClosedWithoutAScreen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sim := setting(t, simulator.WithPools(3000), simulator.WithFailRate(0.1))
		f := newFleet()
		listed := func() bool { return f.List(tolokaapi.SubjectPool).Loaded }
		if err := c.Run(t.Context(), f, listed); err != nil {
			t.Fatal(err)
		}
		refs, _ := f.Pools(tolokaapi.SubjectPool)
		ok, _ := f.Eligible(tolokaapi.VerbClose, refs)
		id, _ := f.Submit(time.Now().Round(0), tolokaapi.VerbClose, ok[:200])
		if err := c.Run(t.Context(), f, f.Settled); err != nil {
			t.Fatal(err)
		}
		b, _ := f.Batch(id)
		if b.Done+b.Failed != 200 || b.Failed == 0 || b.Failed > 60 {
			t.Errorf("batch %+v", b)
		}
		for _, row := range b.Rows {
			r, _ := f.Row(row)
			want := "CLOSED"
			if r.State == fleet.Failed {
				want = "OPEN"
			}
			if got := sim.PoolStatus(r.On.ID); got != want {
				t.Errorf("%v %v: the pool is %s", r.On, r.State, got)
			}
			if p, _ := f.Pool(r.On); string(p.Status) != want {
				t.Errorf("%v %v: shown as %s", r.On, r.State, p.Status)
			}
		}
		if got := sim.Count("POST", "/api/v1/pools"); got != 200 {
			t.Errorf("%d POSTs, want 200", got)
		}
	})
}

func TestRunEndsWithItsContextAndLeavesNothingBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := setting(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		err := c.Run(ctx, newFleet(), func() bool { return false })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestATrainingIsClosedLikeAPool(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sim := setting(t)
		training := tolokaapi.TrainingRef(sim.AddPool(simulator.Pool{Training: true, Status: "OPEN"}))
		f := newFleet()
		f.WatchTrainings(true)
		if err := c.Run(t.Context(), f, func() bool { return f.List(tolokaapi.SubjectTraining).Loaded }); err != nil {
			t.Fatal(err)
		}
		id, left := f.Submit(time.Now().Round(0), tolokaapi.VerbClose, []tolokaapi.Ref{training})
		if err := c.Run(t.Context(), f, f.Settled); err != nil {
			t.Fatal(err)
		}
		if b, _ := f.Batch(id); b.Done != 1 {
			t.Errorf("batch %+v, left out %+v", b, left)
		}
		if p, _ := f.Pool(training); p.Status != tolokaapi.Closed || sim.PoolStatus(training.ID) != "CLOSED" {
			t.Errorf("shown as %s, is %s", p.Status, sim.PoolStatus(training.ID))
		}
	})
}
