package fleet

import "time"

// A clock knows how far the server's clock is ahead of the local one. A Date
// header tells whole seconds only, so each answer bounds the difference from
// both sides and the bounds tighten with every answer.
type clock struct {
	known  bool
	lo, hi time.Duration // the offset lies between them
	told   time.Time     // the latest Date seen that the answers since do not belie
}

// observe takes in an answer that was sent, stamped by the server, and received.
// It reports whether that belies what was known: one of the clocks was set, the
// machine slept, or one Date was wrong, as of one machine of many.
func (c *clock) observe(sent, server, received time.Time) (belied bool) {
	if server.IsZero() {
		return false
	}
	lo, hi := server.Sub(received), server.Add(time.Second).Sub(sent)
	if c.known {
		lo, hi = max(lo, c.lo), min(hi, c.hi)
	}
	if belied = lo > hi; belied {
		lo, hi = server.Sub(received), server.Add(time.Second).Sub(sent)
		c.told = server
	}
	c.known, c.lo, c.hi = true, lo, hi
	c.told = later(c.told, server)
	return belied
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
