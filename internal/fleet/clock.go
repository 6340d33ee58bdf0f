package fleet

import "time"

// A clock knows how far the server's clock is ahead of the local one. A Date
// header tells whole seconds only, so each answer bounds the difference from
// both sides and the bounds tighten with every answer.
type clock struct {
	known  bool
	lo, hi time.Duration // the offset lies between them
	told   time.Time     // the latest Date seen: the server's clock is not before it
}

// observe takes in an answer that was sent, stamped by the server, and received.
func (c *clock) observe(sent, server, received time.Time) {
	if server.IsZero() {
		return
	}
	lo, hi := server.Sub(received), server.Add(time.Second).Sub(sent)
	if c.known {
		lo, hi = max(lo, c.lo), min(hi, c.hi)
	}
	if lo > hi { // one of the clocks was set, or the machine slept
		lo, hi = server.Sub(received), server.Add(time.Second).Sub(sent)
	}
	c.known, c.lo, c.hi = true, lo, hi
	if server.After(c.told) {
		c.told = server
	}
}

// server is the server's time at a local time; the same while nothing is known.
func (c *clock) server(local time.Time) time.Time {
	return local.Add(c.lo + (c.hi-c.lo)/2)
}

// answered is the server's time of an answer: the estimate, held within the
// second that its Date header names.
func (c *clock) answered(r Response) time.Time {
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
