package courier

import (
	"context"
	"time"

	"tolokadash/internal/fleet"
)

// Run drives a fleet without a screen until the condition holds or ctx ends:
// it carries what the fleet asks for and wakes it when it wants to be asked
// again. until is called after every answer and every waking. Nothing is under
// way when Run returns: what was is given up, and observed as that.
func (c *Courier) Run(ctx context.Context, f *fleet.Fleet, until func() bool) error {
	ctx, cancel := context.WithCancel(ctx)
	answers := make(chan fleet.Response)
	flying := 0
	defer func() {
		cancel()
		for ; flying > 0; flying-- {
			f.Observe(<-answers) // so that f can be driven on
		}
	}()
	for !until() {
		asks, wake := f.Next(wallClock())
		for _, r := range asks {
			flying++
			go func() { answers <- c.Do(ctx, r) }()
		}
		timer := alarm(wake)
		select {
		case a := <-answers:
			flying--
			f.Observe(a)
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// alarm is a timer that fires at that time; for the zero time, hardly ever.
func alarm(at time.Time) *time.Timer {
	if at.IsZero() {
		return time.NewTimer(time.Hour)
	}
	return time.NewTimer(at.Sub(wallClock()))
}
