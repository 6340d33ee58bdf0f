package runner_test

import (
	"encoding/json"
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

// goroutineSlack is how many goroutines the runtime may have at one time and not
// at another. A leak has one for each request.
const goroutineSlack = 4

// TestDrive_TenThousandFailuresThenRecovery lets nothing succeed until ten thousand
// requests have failed, in several ways; without -full until a thousand have.
func TestDrive_TenThousandFailuresThenRecovery(t *testing.T) {
	failures := 1_000
	if *full {
		failures = 10_000
	}
	for _, fault := range []simulator.Fault{
		{Kind: simulator.Status, Status: 503},
		{Kind: simulator.Reset},
		{Kind: simulator.Truncated},
		{Kind: simulator.Hang},
	} {
		t.Run(string(fault.Kind), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, sim := newRunner(t, simulator.WithPools(30))
				f := newFleet()
				if err := c.Drive(t.Context(), f, func() bool { return f.List(tolokaapi.SubjectPool).Loaded }); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				before, began, goroutines := sim.Count("", ""), time.Now(), runtime.NumGoroutine()
				if err := sim.Inject(fault); err != nil {
					t.Fatal(err)
				}
				if err := c.Drive(t.Context(), f, func() bool { return sim.Count("", "") >= before+failures }); err != nil {
					t.Fatal(err)
				}
				if interval := time.Since(began) / time.Duration(failures); interval < time.Second {
					t.Errorf("it failed once in %v", interval)
				}
				sim.Clear()
				over := time.Now()
				if err := c.Drive(t.Context(), f, func() bool { return f.Summary(time.Now().Round(0)).Connection.State == fleet.Live }); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(over); took > 45*time.Second {
					t.Errorf("it took %v until all was well", took)
				}
				synctest.Wait()
				if now := runtime.NumGoroutine(); now > goroutines+goroutineSlack {
					t.Errorf("%d goroutines, %d before", now, goroutines)
				}
			})
		})
	}
}

// TestDrive_QuotaOfADay asks for the account once more and then
// not before the day is over.
func TestDrive_QuotaOfADay(t *testing.T) {
	for _, fault := range []simulator.Fault{
		{RetryAfter: "86400"},
		{Payload: json.RawMessage(`{"interval":"DAY"}`)},
	} {
		synctest.Test(t, func(t *testing.T) {
			c, sim := newRunner(t, simulator.WithPools(30))
			f := fleet.New(fleet.Config{Refresh: settings.Refresh{OperationsIdle: 10 * time.Minute, OpenPools: time.Hour}}, rand.New(rand.NewPCG(1, 2)))
			if err := c.Drive(t.Context(), f, func() bool { return f.List(tolokaapi.SubjectPool).Loaded }); err != nil {
				t.Fatal(err)
			}
			synctest.Wait() // one that was given up may still arrive
			fault.Kind, fault.Status, fault.Path, fault.Count = simulator.Status, 429, "/requester", 1
			if err := sim.Inject(fault); err != nil {
				t.Fatal(err)
			}
			asked := sim.Count("", "/api/v1/requester")
			began := time.Now()
			if err := c.Drive(t.Context(), f, func() bool { return sim.Count("", "/api/v1/requester") == asked+2 }); err != nil {
				t.Fatal(err)
			}
			if waited := time.Since(began); waited < 24*time.Hour || waited > 24*time.Hour+10*time.Minute {
				t.Errorf("it was asked again after %v", waited)
			}
			if err := c.Drive(t.Context(), f, func() bool { return f.Summary(time.Now().Round(0)).Connection.State == fleet.Live }); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestDrive_503WithRetryAfter is told to come back long after any
// back-off is over.
func TestDrive_503WithRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sim := newRunner(t, simulator.WithPools(30))
		f := newFleet()
		if err := sim.Inject(simulator.Fault{Kind: simulator.Status, Status: 503, RetryAfter: "120", Path: "/requester", Count: 1}); err != nil {
			t.Fatal(err)
		}
		// In one run, since a run that ends gives up what is under way: the 503
		// would not be heard.
		var asked []time.Time
		if err := c.Drive(t.Context(), f, func() bool {
			if sim.Count("", "/api/v1/requester") > len(asked) {
				asked = append(asked, time.Now())
			}
			return len(asked) == 2
		}); err != nil {
			t.Fatal(err)
		}
		if waited := asked[1].Sub(asked[0]); waited < 2*time.Minute || waited > 2*time.Minute+time.Second {
			t.Errorf("it was asked again after %v", waited)
		}
	})
}
