package runner

import (
	"context"
	"time"

	"tolokadash/internal/fleet"
)

// A Carry makes one call and returns its response, also when ctx ends.
type Carry func(context.Context, fleet.Request) fleet.Response

// Drive drives a fleet with this runner until the condition holds. See [Drive].
func (c *Runner) Drive(ctx context.Context, f *fleet.Fleet, until func() bool) error {
	return Drive(ctx, c.Do, f, nil, func(*fleet.Response) bool { return until() })
}

// Drive drives a fleet without a screen until a condition holds or ctx ends,
// whose error it returns then. It carries what the fleet asks for, and wakes
// the fleet at the time that it wants to be asked again.
//
// until is called at the start, after every response with that response, which
// the fleet has observed, and after every wake-up with nil. No request is in
// flight when Drive returns: those that were are given up, and the fleet has
// observed that, so that it can be driven on.
//
// asked, which may be nil, is called when calls have left, whose responses are still to come.
func Drive(ctx context.Context, carry Carry, f *fleet.Fleet, asked func(), until func(*fleet.Response) bool) error {
	// What is in flight when ctx ends is given up, which says nothing about the server; with
	// the deadline of ctx on it, it would look like an answer that did not come in time.
	carrying, cancel := context.WithCancel(context.WithoutCancel(ctx))
	responses := make(chan fleet.Response)
	inFlight := 0
	defer func() {
		cancel()
		for ; inFlight > 0; inFlight-- {
			f.Observe(<-responses)
		}
	}()
	var last *fleet.Response
	for !until(last) {
		asks, wake := f.Next(wallClock())
		for _, r := range asks {
			inFlight++
			go func() { responses <- carry(carrying, r) }()
		}
		if len(asks) > 0 && asked != nil {
			asked()
		}
		last = nil
		timer := timerAt(wake)
		select {
		case r := <-responses:
			inFlight--
			f.Observe(r)
			last = &r
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

// noWake is how long the driver waits where the fleet waits for a response only.
const noWake = time.Hour

// timerAt fires at that time; for the zero time, after noWake.
func timerAt(at time.Time) *time.Timer {
	if at.IsZero() {
		return time.NewTimer(noWake)
	}
	return time.NewTimer(at.Sub(wallClock()))
}
