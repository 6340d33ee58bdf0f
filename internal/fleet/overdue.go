package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// A Delay tells how old a part of what is known is while its answers should
// come and do not. The zero Delay is that of a part that is well.
type Delay struct {
	Failing time.Time // local clock: when the first request that failed was sent; zero if none did
	Good    time.Time // local clock of the last good answer before; zero if there was none
}

// worse is the one of two delays that began first.
func (d Delay) worse(l *lane) Delay {
	if l.problem == nil || !d.Failing.IsZero() && !l.failing.Before(d.Failing) {
		return d
	}
	return Delay{Failing: l.failing, Good: l.good}
}

// PoolsDelay is how late the lists of a subject's pools are.
func (f *Fleet) PoolsDelay(s tolokaapi.Subject) Delay {
	var d Delay
	for _, l := range f.shelf.listings {
		if l.subject == s && l.wanted {
			d = d.worse(&l.lane)
		}
	}
	return d
}

// OperationsDelay is how late the news of operations is.
func (f *Fleet) OperationsDelay() Delay {
	var d Delay
	for _, w := range f.watches {
		if f.wanted(w) {
			d = d.worse(&w.lane)
		}
	}
	for _, r := range f.loners() {
		d = d.worse(&r.ask)
	}
	return d
}
