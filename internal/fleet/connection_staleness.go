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

// worse is the staleness of the two that began first.
func (s Staleness) worse(schedule *pollSchedule) Staleness {
	if schedule.problem == nil || !s.Failing.IsZero() && !schedule.failingSince.Before(s.Failing) {
		return s
	}
	return Staleness{Failing: schedule.failingSince, Good: schedule.lastGood}
}

// PoolsStaleness is how late the lists of a subject's pools are.
func (f *Fleet) PoolsStaleness(on tolokaapi.Subject) Staleness {
	var worst Staleness
	for _, l := range f.pools.listings {
		if l.subject == on && l.wanted {
			worst = worst.worse(&l.pollSchedule)
		}
	}
	return worst
}

// OperationsStaleness is how late the news of operations is.
func (f *Fleet) OperationsStaleness() Staleness {
	var worst Staleness
	for _, poller := range f.pollers.list {
		if f.pollers.pollerWanted(poller) {
			worst = worst.worse(&poller.pollSchedule)
		}
	}
	for _, r := range f.stragglers() {
		worst = worst.worse(&r.schedule)
	}
	return worst
}
