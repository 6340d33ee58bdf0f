package cli

import (
	"log/slog"
	"time"

	"tolokadash/internal/config"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
	"tolokadash/ui"
)

// demoSeed makes --demo the same world every time.
const demoSeed = 1

// demoTarget is a simulated account, behind the very client that talks to a
// real one.
func demoTarget(c *config.Config, log *slog.Logger) (target, error) {
	sim := simulator.Demo(time.Now, demoSeed)
	opts := []tolokaapi.Option{
		tolokaapi.WithBaseURL("http://localhost"),
		tolokaapi.WithToken("demo"),
		tolokaapi.WithTransport(sim.RoundTripper()),
		tolokaapi.WithObserver(exchanges(log)),
	}
	if c.ReadOnly {
		opts = append(opts, tolokaapi.WithReadOnly())
	}
	client, err := tolokaapi.New(opts...)
	if err != nil {
		return target{}, err
	}
	e := ui.Environment{Name: "DEMO", Kind: ui.Demo, Host: "the simulator", Currency: "USD"}
	return target{environment: e, runner: runner.New(client, c.Limits.RequestTimeout)}, nil
}
