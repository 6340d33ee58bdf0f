package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// hurry makes the watch due at that time unless it is due earlier, but not
// sooner after its last pass than for the youngest work.
func (w *watch) hurry(at time.Time) {
	if soonest := w.begun.Add(w.pace(0)); at.Before(soonest) {
		at = soonest
	}
	if w.fails == 0 && w.due.After(at) {
		w.due = at
	}
}

// pace is the time between two passes for work of that age: half a second a
// page at the least.
func (w *watch) pace(age time.Duration) time.Duration {
	return max(cadence(age), time.Duration(w.pages)*time.Second/2)
}

// nextPass is when a watch is due again: soon while there is young work, half a
// second a page at the least, slower as the work gets older, and at the idle
// interval when there is none.
func (f *Fleet) nextPass(w *watch) time.Time {
	youngest := time.Duration(-1)
	for r := range f.followed(w.typ) {
		if !r.inList() {
			continue
		}
		age := max(0, f.serverNow().Sub(firstOf(r.Op.Submitted.Time, r.sentAt)))
		if youngest < 0 || age < youngest {
			youngest = age
		}
	}
	if youngest < 0 {
		return f.now.Add(spread(f.rng, f.cfg.Idle))
	}
	return w.begun.Add(w.pace(youngest))
}

// cadence is how often work of that age is looked at.
func cadence(age time.Duration) time.Duration {
	switch {
	case age < 10*time.Second:
		return time.Second
	case age < time.Minute:
		return 2 * time.Second
	case age < 10*time.Minute:
		return 5 * time.Second
	}
	return 10 * time.Second
}

// A list that only looks for news gives way to those that follow work, but not
// for longer than this.
const givesWayFor = 10 * time.Second

// givesWay reports whether looking for news has to wait: one of the few lists a
// second would then be missing where work is followed.
func (f *Fleet) givesWay(t *turn, typ tolokaapi.OperationType, due time.Time) bool {
	if f.anyFollowed(typ) || t.now.Sub(later(due, f.began)) > givesWayFor {
		return false
	}
	soon := t.now.Add(time.Second / listsPerSecond)
	for _, w := range f.watches {
		if w.typ == typ || !f.anyFollowed(w.typ) {
			continue
		}
		if w.flying || w.pass != nil || w.due.Before(soon) {
			t.later(t.now.Add(time.Second / listsPerSecond))
			return true
		}
	}
	return false
}

// anyFollowed reports whether work of a type is followed by its list.
func (f *Fleet) anyFollowed(typ tolokaapi.OperationType) bool {
	for range f.followed(typ) {
		return true
	}
	return false
}
