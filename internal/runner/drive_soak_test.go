package runner_test

import (
	"context"
	"math/rand/v2"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// heap is the live memory of the process in bytes.
func heap() int64 {
	for range 4 { // pools of buffers outlive two
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// a week is what the soak needs to know while it goes on.
type week struct {
	t     *testing.T
	fleet *fleet.Fleet
	sim   *simulator.Simulator
	rng   *rand.Rand
	asked int // operations of ours and of others
	ours  int // of the last round, none of which was dismissed
}

// TestDrive_WeekOfFaultsLeavesNoMemory lets core, runner and simulator live through
// seven days, or without -full two: a round of operations every five hours, ours and
// others', bad hours of every kind, nights in which the machine sleeps. Afterwards
// only what is still to be shown takes memory.
func TestDrive_WeekOfFaultsLeavesNoMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sim := newRunner(t, simulator.WithPools(400), simulator.WithFailRate(0.02))
		f := fleet.New(fleet.Config{
			// Rarer than by default, so that a week of it fits into a test.
			Refresh: settings.Refresh{OperationsIdle: 10 * time.Minute, OpenPools: time.Hour, ClosedPools: 4 * time.Hour},
		}, rand.New(rand.NewPCG(1, 2)))
		w := &week{t: t, fleet: f, sim: sim, rng: rand.New(rand.NewPCG(3, 4))}
		rounds, operations := 10, 3_000
		if *full {
			rounds, operations = 34, 10_000
		}
		live := func(d time.Duration) {
			t.Helper()
			ctx, cancel := context.WithTimeout(t.Context(), d)
			defer cancel()
			_ = c.Drive(ctx, f, func() bool { return false }) // it ends with its time
		}
		live(time.Minute)
		synctest.Wait()
		goroutines := runtime.NumGoroutine()
		for round := range rounds {
			w.badHour(round)
			w.round()
			live(2 * time.Minute)
			sim.Clear()
			live(time.Hour)
			w.allSettled(round)
			if round%5 == 4 {
				time.Sleep(8 * time.Hour) // the lid is closed
			} else {
				live(4 * time.Hour)
			}
			if round%3 == 2 {
				ids, _ := f.Rows()
				f.Dismiss(ids)
			}
		}
		if w.asked < operations {
			t.Errorf("only %d operations", w.asked)
		}
		w.onlyOursStay()
		ids, _ := f.Rows()
		f.Dismiss(ids)
		live(time.Hour)
		if ids, _ := f.Rows(); len(ids) != 0 {
			t.Errorf("%d rows are left after everything was dismissed", len(ids))
		}
		synctest.Wait() // what was given up comes to its end
		if got := runtime.NumGoroutine(); got > goroutines+goroutineSlack {
			t.Errorf("%d goroutines, %d at the start", got, goroutines)
		}
		// A core that has just started knows the same pools.
		fresh := newFleet()
		if err := c.Drive(t.Context(), fresh, func() bool { return fresh.List(tolokaapi.SubjectPool).Loaded }); err != nil {
			t.Fatal(err)
		}
		both := heap()
		runtime.KeepAlive(f)
		f, w.fleet = nil, nil
		one := heap()
		runtime.KeepAlive(fresh)
		fresh = nil
		old, young := both-one, one-heap()
		if old > young+maxGrowth {
			t.Errorf("the core holds %d kB after a week, a fresh one %d kB", old>>10, young>>10)
		}
	})
}

// badHour lets the server, or the way to it, misbehave.
func (w *week) badHour(round int) {
	w.t.Helper()
	kinds := []simulator.Fault{
		{},
		{Kind: simulator.Reset},
		{Kind: simulator.ResetAfter},
		{Kind: simulator.Hang},
		{Kind: simulator.Status, Status: 503},
		{Kind: simulator.HTML},
		{Kind: simulator.Truncated},
		{Kind: simulator.Status, Status: 429},
		{Kind: simulator.NoProgress},
		{Kind: simulator.EmptyPages},
	}
	fault := kinds[round%len(kinds)]
	if fault.Kind == "" {
		return
	}
	fault.Count = 40
	if err := w.sim.Inject(fault); err != nil {
		w.t.Fatal(err)
	}
}

// round closes what is open and opens what is closed: every other pool by us,
// the rest by others.
func (w *week) round() {
	w.t.Helper()
	refs, _ := w.fleet.Pools(tolokaapi.SubjectPool)
	ours := map[tolokaapi.Verb][]tolokaapi.Ref{}
	for i, ref := range refs {
		p, _ := w.fleet.Pool(ref)
		verb := tolokaapi.VerbOpen
		if p.Status == tolokaapi.Open {
			verb = tolokaapi.VerbClose
		}
		if i%2 == 0 {
			ours[verb] = append(ours[verb], ref)
			continue
		}
		if _, err := w.sim.Start(string(verb), ref.ID); err == nil {
			w.asked++
		}
	}
	w.ours = 0
	for _, verb := range []tolokaapi.Verb{tolokaapi.VerbClose, tolokaapi.VerbOpen} {
		id, _ := w.fleet.Submit(time.Now().Round(0), verb, ours[verb])
		if b, ok := w.fleet.Batch(id); ok {
			w.asked += b.Total
			w.ours += b.Total
		}
	}
}

// onlyOursStay fails unless, four hours after the last round, all rows of ours
// are there and none of others'.
func (w *week) onlyOursStay() {
	w.t.Helper()
	ours, others := 0, 0
	ids, _ := w.fleet.Rows()
	for _, id := range ids {
		switch r, _ := w.fleet.Row(id); {
		case r.Ours():
			ours++
		case r.State != fleet.Failed: // those stay for a day
			others++
		}
	}
	if ours != w.ours || ours == 0 || others != 0 {
		w.t.Errorf("%d rows of ours and %d of others are left, want the %d of ours", ours, others, w.ours)
	}
}

// staysAtMost is how long another's row may stay after its end, with slack for
// the rare lists of this test.
func staysAtMost(s fleet.State) time.Duration {
	if s == fleet.Failed {
		return 25 * time.Hour
	}
	return 30 * time.Minute
}

// allSettled fails if anything still waits an hour after the faults ended, or
// another's row is there longer than it may be after its end. (The server's clock is
// ours here.)
func (w *week) allSettled(round int) {
	w.t.Helper()
	ids, _ := w.fleet.Rows()
	for _, id := range ids {
		r, _ := w.fleet.Row(id)
		if !r.State.Finished() {
			w.t.Errorf("round %d: row %d is still %v: %+v", round, id, r.State, r)
		}
		if !r.Ours() && r.State.Finished() && time.Since(r.End) > staysAtMost(r.State) {
			w.t.Errorf("round %d: another's %v row %d was not let go", round, r.State, id)
		}
	}
	if s := w.fleet.Summary(time.Now().Round(0)); s.Connection.State != fleet.Live {
		w.t.Errorf("round %d: the connection is %+v", round, s.Connection)
	}
}
