package pane

import (
	"time"

	"tolokadash/internal/fleet"
)

// stalesAfter is how old everything may get, while answers should come and do
// not, before it is drawn as old. It is more than the time between two lists.
const stalesAfter = 45 * time.Second

// failsFor is how long the lists of one pane may fail, while others come,
// before that pane is drawn as old.
const failsFor = 30 * time.Second

// StaleSince is the time of the last good answer about a part that is older than
// it should be, zero if it is not.
func (d *Context) StaleSince(of fleet.Staleness) time.Time {
	good := d.Summary.LastGood
	switch {
	case good.IsZero():
		return time.Time{}
	case d.Summary.Connection.State > fleet.Live && d.Now.Sub(good) >= stalesAfter:
		return good
	case !of.Failing.IsZero() && !of.Good.IsZero() && d.Now.Sub(of.Failing) >= failsFor:
		return of.Good
	}
	return time.Time{}
}

// stale is since when the pools are older than they should be.
func (p *Pools) stale(d *Context) time.Time {
	return d.StaleSince(p.fleet.PoolsStaleness(p.subject))
}

// stale is since when the operations are older than they should be.
func (o *Operations) stale(d *Context) time.Time {
	return d.StaleSince(o.fleet.OperationsStaleness())
}
