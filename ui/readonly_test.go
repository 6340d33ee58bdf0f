package ui

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// TestReadOnly_OnlyReads presses every key of every action in every pane,
// answers whatever might ask with yes, and looks at what reached the server:
// with all that refuses to write, and with the HTTP layer alone.
func TestReadOnly_OnlyReads(t *testing.T) {
	t.Parallel()
	for name, told := range map[string]struct{ screen, client bool }{
		"as started with --read-only": {screen: true, client: true},
		"the HTTP layer alone":        {client: true},
		"not read-only":               {}, // or the walk would prove nothing
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, sim := simulated(t, told.screen, told.client)
				if _, err := sim.Start("close", sim.PoolIDs("OPEN")[3]); err != nil {
					t.Fatal(err)
				}
				s.wait(time.Minute) // it is found
				for _, pane := range []string{"1", "2", "3", "4"} {
					for _, d := range keymap.List() {
						for _, key := range strings.Fields(d.Defaults) {
							if d.Action != keymap.Quit && d.Action != keymap.ForceQuit && key != "ctrl+c" {
								s.sayYesTo(pane, key)
							}
						}
					}
				}
				gets, all := sim.Count(http.MethodGet, ""), sim.Count("", "")
				if wrote := all > gets; wrote == (told.screen || told.client) || gets == 0 {
					t.Errorf("%d of %d requests are GET", gets, all)
				}
			})
		})
	}
}

// sayYesTo presses a key in a pane and y in whatever opens.
func (s *stage) sayYesTo(pane, key string) {
	s.t.Helper()
	s.press("esc", "esc", pane, key)
	s.settle() // questions take no yes at once
	s.press("y")
	s.settle()
	s.press("enter")
	s.settle()
}

// simulated is a stage in front of the simulator, by way of the real client.
func simulated(t *testing.T, screenReadOnly, clientReadOnly bool) (*stage, *simulator.Simulator) {
	t.Helper()
	sim, err := simulator.New(simulator.WithPools(30), simulator.WithOperationTime(6*time.Second, 0))
	if err != nil {
		t.Fatal(err)
	}
	options := []tolokaapi.Option{tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken("x"), tolokaapi.WithTransport(sim.RoundTripper())}
	if clientReadOnly {
		options = append(options, tolokaapi.WithReadOnly())
	}
	client, err := tolokaapi.New(options...)
	if err != nil {
		t.Fatal(err)
	}
	carrier := runner.New(client, 0)
	w := &toloka{carry: func(r fleet.Request) (fleet.Response, bool) { return carrier.Do(t.Context(), r), true }}
	s := newStage(t, w, Options{
		ReadOnly: screenReadOnly,
		Fleet:    fleet.New(fleet.Config{ReadOnly: screenReadOnly}, rand.New(rand.NewPCG(1, 2))),
	}, 120, 40)
	s.wait(3 * time.Second)
	return s, sim
}
