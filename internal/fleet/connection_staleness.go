package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// A Staleness tells how old a part of what is known is while its answers should
// come and do not. The zero Delay is that of a part that is well.
type Staleness struct {
	Failing time.Time // local clock: when the first request that failed was sent; zero if none did
	Good    time.Time // local clock of the last good answer before; zero if there was none
}

// worse is the one of two delays that began first.
func (d Staleness) worse(l *pollSchedule) Staleness {
	if l.problem == nil || !d.Failing.IsZero() && !l.failingSince.Before(d.Failing) {
		return d
	}
	return Staleness{Failing: l.failingSince, Good: l.lastGood}
}

// PoolsStaleness is how late the lists of a subject's pools are.
func (f *Fleet) PoolsStaleness(s tolokaapi.Subject) Staleness {
	var d Staleness
	for _, l := range f.pools.listings {
		if l.subject == s && l.wanted {
			d = d.worse(&l.pollSchedule)
		}
	}
	return d
}

// OperationsStaleness is how late the news of operations is.
func (f *Fleet) OperationsStaleness() Staleness {
	var d Staleness
	for _, w := range f.pollers.list {
		if f.pollers.pollerWanted(w) {
			d = d.worse(&w.pollSchedule)
		}
	}
	for _, r := range f.stragglers() {
		d = d.worse(&r.schedule)
	}
	return d
}
