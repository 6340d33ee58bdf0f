package simulator

import (
	"slices"
	"time"
)

// advance lets happen what happens until now.
func (l *labelling) advance(seed uint64, now time.Time) {
	l.makeAssignments(seed)
	for l.began {
		due, ends := l.earliest()
		switch {
		case due >= 0 && !ends.After(now) && (!l.open || !ends.After(l.next)):
			l.inWork = slices.DeleteFunc(l.inWork, func(i int) bool { return i == due })
			l.finish(due)
		case l.open && !l.next.After(now):
			l.arrive()
		default:
			return
		}
	}
}

// arrive lets somebody take a suite, if there is one to take.
func (l *labelling) arrive() {
	if l.totals.good+len(l.inWork) < l.needed() {
		l.inWork = append(l.inWork, len(l.items))
		l.items = append(l.items, l.take(l.next))
	}
	l.next = l.next.Add(l.gap())
}

// earliest is the assignment in work that ends first, and when; -1 if there is none.
func (l *labelling) earliest() (first int, ends time.Time) {
	first = -1
	for _, i := range l.inWork {
		if first < 0 || l.items[i].ends < l.items[first].ends {
			first = i
		}
	}
	if first >= 0 {
		ends = time.UnixMilli(l.items[first].ends).UTC()
	}
	return first, ends
}

// finish ends an assignment.
func (l *labelling) finish(i int) {
	a := &l.items[i]
	switch a.fate {
	case skipped:
		a.status = skipped
		l.totals.skipped++
		return
	case expired:
		a.status = expired
		return
	}
	a.status = submitted
	l.totals.submitted++
	l.totals.took += time.Duration(a.ends-a.created) * time.Millisecond
	if a.fate == accepted && !a.poor {
		l.totals.good++
	}
	l.unseen = append(l.unseen, i)
	for len(l.unseen) > l.backlog {
		l.review(a.ends)
	}
}

// review accepts or rejects the answer that has waited the longest.
func (l *labelling) review(at int64) {
	a := &l.items[l.unseen[0]]
	l.unseen = l.unseen[1:]
	a.status, a.reviewed = a.fate, at
	if a.fate == accepted {
		l.totals.accepted++
	} else {
		l.totals.rejected++
	}
}

// complete reports whether all is done.
func (l *labelling) complete() bool { return l.needed() > 0 && l.totals.good >= l.needed() }

// completeNoSooner is a time before which the pool is not complete.
func (l *labelling) completeNoSooner(now time.Time) time.Time {
	if l.rng == nil {
		left := l.needed() - int(l.share*float64(l.needed()))
		coming := left - int(l.mean/max(l.interval, 1)) - 1
		return now.Add(time.Duration(max(coming, 0)) * l.interval / 4)
	}
	left := l.needed() - l.totals.good
	if coming := left - len(l.inWork); coming > 0 {
		return later(now, l.next).Add(time.Duration(coming-1) * l.interval / 4)
	}
	if _, ends := l.earliest(); left > 0 {
		return later(now, ends)
	}
	return now
}

// start lets people come from a time on. Whoever opens a pool that is complete has
// put more tasks into it.
func (l *labelling) start(seed uint64, at time.Time) {
	l.advance(seed, at)
	if !l.began {
		l.began, l.paused = true, l.next.Sub(l.to)
	}
	if l.complete() {
		l.suites += l.suites/4 + 1
	}
	l.open, l.next = true, at.Add(l.paused)
}

// stop lets nobody come any more. What is in work goes on to its end.
func (l *labelling) stop(seed uint64, at time.Time) {
	l.advance(seed, at)
	if l.open {
		l.open, l.paused = false, l.next.Sub(at)
	}
}
