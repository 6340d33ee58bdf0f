package fleet

import "time"

// A serverClock knows how far the server's clock is ahead of the local one. A Date
// header tells whole seconds only, so each answer bounds the difference from
// both sides and the bounds tighten with every answer.
type serverClock struct {
	known      bool
	confirmed  bool          // two answers agree on it
	low, high  time.Duration // the offset lies between them
	latestDate time.Time     // the latest Date seen that the answers since do not belie
}

// observe takes in an answer that was sent, stamped by the server, and received.
// It reports whether that belies what was known: one of the clocks was set, the
// machine slept, or one Date was wrong, as of one machine of many.
func (c *serverClock) observe(sent, server, received time.Time) (belied bool) {
	if server.IsZero() {
		return false
	}
	lo, hi := server.Sub(received), server.Add(time.Second).Sub(sent)
	if c.known {
		lo, hi = max(lo, c.low), min(hi, c.high)
	}
	if belied = lo > hi; belied {
		lo, hi = server.Sub(received), server.Add(time.Second).Sub(sent)
		c.latestDate = server
	}
	c.confirmed = c.known && !belied
	c.known, c.low, c.high = true, lo, hi
	c.latestDate = later(c.latestDate, server)
	return belied
}

// server is the server's time at a local time; the same while nothing is known.
func (c *serverClock) server(local time.Time) time.Time {
	return local.Add(c.low + (c.high-c.low)/2)
}

// answered is the server's time of an answer: the estimate, held within the
// second that its Date header names.
func (c *serverClock) answered(r Response) time.Time {
	at := c.server(r.Received)
	if r.Server.IsZero() {
		return at
	}
	if at.Before(r.Server) {
		return r.Server
	}
	if last := r.Server.Add(time.Second - time.Millisecond); at.After(last) {
		return last
	}
	return at
}
