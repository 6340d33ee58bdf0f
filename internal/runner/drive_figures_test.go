package runner_test

import (
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// The figures of the pools in sight come from the API through the client, and agree.
func TestDrive_Figures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sim := newRunner(t, simulator.WithPools(0), simulator.WithOperationTime(2*time.Second, time.Second))
		pool := tolokaapi.PoolRef(sim.AddPool(simulator.Pool{Status: "OPEN", Reward: 0.05, Done: 0.9}))
		f := newFleet()
		f.Figures().SetVisible(time.Now().Round(0), fleet.VisibleFigures{Details: pool})
		known := func(name tolokaapi.FigureName) (float64, bool) {
			figure, ok := f.Figures().Of(pool, name)
			value, _ := figure.Value.Float64()
			return value, ok
		}
		all := func() bool {
			for _, name := range tolokaapi.FigureNames {
				if _, ok := known(name); !ok {
					return false
				}
			}
			return true
		}
		if err := c.Drive(t.Context(), f, all); err != nil {
			t.Fatal(err)
		}
		done, _ := known(tolokaapi.FigureCompletion)
		spent, _ := known(tolokaapi.FigureSpent)
		accepted, _ := known(tolokaapi.FigureApproved)
		if done < 88 || done > 90 || spent-accepted*0.05 > 1e-6 || accepted == 0 {
			t.Errorf("%v %% done, %v accepted, %v spent", done, accepted, spent)
		}
		if n := sim.Count("POST", "/api/staging/"); n != 2 {
			t.Errorf("%d calls, want 2 for 12 questions", n)
		}
	})
}
