package ui

import (
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
)

// While closed pools were not listed yet, their number is not known: not even where
// the request of that list waits for its turn.
func TestPoolsTitle_NoNumberBeforeListed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		open := somePools()[:2]
		for i := range open {
			open[i].Status = tolokaapi.Open
		}
		core := fleet.New(fleet.Config{Limits: settings.Limits{RequestsPerSecond: 1, InFlight: 16}}, rand.New(rand.NewPCG(1, 2)))
		s := newStage(t, newToloka(open), Options{Fleet: core}, 100, 24)
		s.wait(time.Second)
		s.sees("listing pools… 2 so far")
		s.sees("2 open")
		s.seesNot("0 closed")
		s.wait(time.Minute)
		s.sees("2 open · 0 closed")
		s.seesNot("so far")
	})
}
