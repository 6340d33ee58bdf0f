package runner_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

func TestDrive_TwoHundredCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sim := newRunner(t, simulator.WithPools(3000), simulator.WithFailRate(0.1))
		f := newFleet()
		listed := func() bool { return f.List(tolokaapi.SubjectPool).Loaded }
		if err := c.Drive(t.Context(), f, listed); err != nil {
			t.Fatal(err)
		}
		refs, _ := f.Pools(tolokaapi.SubjectPool)
		ok, _ := f.Eligible(tolokaapi.VerbClose, refs)
		id, _ := f.Submit(time.Now().Round(0), tolokaapi.VerbClose, ok[:200])
		if err := c.Drive(t.Context(), f, f.Settled); err != nil {
			t.Fatal(err)
		}
		b, _ := f.Batch(id)
		if b.Done()+b.Failed() != 200 || b.Failed() == 0 || b.Failed() > 60 {
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

func TestDrive_EndsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := newRunner(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		err := c.Drive(ctx, newFleet(), func() bool { return false })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

// What was in flight when a driver ended says nothing about the connection: a fleet
// that is driven on asks for it again at once, and sends commands.
func TestDrive_GivenUpRequestsAreNoFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sim := newRunner(t)
		f := newFleet()
		if err := c.Drive(t.Context(), f, func() bool { return f.List(tolokaapi.SubjectPool).Loaded }); err != nil {
			t.Fatal(err)
		}
		now := time.Now().Round(0)
		if link := f.Summary(now).Connection; link.State != fleet.Live || link.Problem != nil {
			t.Errorf("the connection is %+v", link)
		}
		f.Submit(now, tolokaapi.VerbClose, []tolokaapi.Ref{tolokaapi.PoolRef(sim.PoolIDs("OPEN")[0])})
		asks, _ := f.Next(now)
		if !slices.ContainsFunc(asks, func(r fleet.Request) bool { return r.Kind == fleet.Submit }) {
			t.Errorf("asked for %v", asks)
		}
	})
}

// Neither does what was in flight when the driver's time was over.
func TestDrive_DeadlineIsNoFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sim := newRunner(t)
		f := newFleet()
		if err := c.Drive(t.Context(), f, func() bool { return f.List(tolokaapi.SubjectPool).Loaded }); err != nil {
			t.Fatal(err)
		}
		if err := sim.Inject(simulator.Fault{Kind: simulator.Hang}); err != nil {
			t.Fatal(err)
		}
		f.Refresh(time.Now().Round(0))
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		if err := c.Drive(ctx, f, func() bool { return false }); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		if now := f.Summary(time.Now().Round(0)).Connection; now.State != fleet.Live || now.Problem != nil {
			t.Errorf("the connection is %+v", now)
		}
	})
}

func TestDrive_Training(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sim := newRunner(t)
		training := tolokaapi.TrainingRef(sim.AddPool(simulator.Pool{Training: true, Status: "OPEN"}))
		f := newFleet()
		is := f.Interests()
		is.Trainings = true
		f.SetInterests(is)
		if err := c.Drive(t.Context(), f, func() bool { return f.List(tolokaapi.SubjectTraining).Loaded }); err != nil {
			t.Fatal(err)
		}
		id, left := f.Submit(time.Now().Round(0), tolokaapi.VerbClose, []tolokaapi.Ref{training})
		if err := c.Drive(t.Context(), f, f.Settled); err != nil {
			t.Fatal(err)
		}
		if b, _ := f.Batch(id); b.Done() != 1 {
			t.Errorf("batch %+v, left out %+v", b, left)
		}
		if p, _ := f.Pool(training); p.Status != tolokaapi.Closed || sim.PoolStatus(training.ID) != "CLOSED" {
			t.Errorf("shown as %s, is %s", p.Status, sim.PoolStatus(training.ID))
		}
	})
}
