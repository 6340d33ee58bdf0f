package fleet

// Counts are rows counted by state.
type Counts [NotSent + 1]int

// CountsOf counts states, as of rows or of results.
func CountsOf(states ...State) (c Counts) {
	for _, s := range states {
		c.Add(s)
	}
	return c
}

// Add counts one more in a state.
func (c *Counts) Add(s State) { c[s]++ }

// Plus is both counted together.
func (c Counts) Plus(other Counts) Counts {
	for s, n := range other {
		c[s] += n
	}
	return c
}

// Of is how many are in one of the states.
func (c Counts) Of(states ...State) (n int) {
	for _, s := range states {
		n += c[s]
	}
	return n
}

// Sum is how many were counted.
func (c Counts) Sum() (n int) {
	for _, of := range c {
		n += of
	}
	return n
}

// Queued is how many wait to be sent.
func (c Counts) Queued() int { return c[Queued] }

// Sending is how many are on their way.
func (c Counts) Sending() int { return c[Sending] }

// Running is how many the server has accepted and not ended.
func (c Counts) Running() int { return c.Of(Pending, Running) }

// InProgress is how many are on their way or running.
func (c Counts) InProgress() int { return c.Sending() + c.Running() }

// Unconfirmed is how many lost their reply and are looked up.
func (c Counts) Unconfirmed() int { return c[Unconfirmed] }

// Done is how many succeeded or had nothing to do.
func (c Counts) Done() int { return c.Of(Succeeded, Unchanged) }

// Failed is how many failed, were rejected or were not sent.
func (c Counts) Failed() int { return c.Of(Failed, Rejected, NotSent) }

// Unknown is how many ended in a way that is not known.
func (c Counts) Unknown() int { return c[Unknown] }

// NeedsYou is how many the user has to look at.
func (c Counts) NeedsYou() int { return c.Failed() + c.Unknown() + c.Unconfirmed() }
