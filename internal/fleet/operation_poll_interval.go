package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// dueBy makes a poller due at that time unless it is due earlier, but not
// sooner after its last pass than for the youngest work.
func (ps *operationPollers) dueBy(p *operationPoller, at time.Time) {
	if p.fails > 0 || !p.due.After(at) {
		return
	}
	if soonest := later(at, p.passBegan.Add(ps.interval(p, 0))); p.due.After(soonest) {
		p.due = soonest
	}
}

// interval is the time between two passes for work of that age: half a second a
// page at the least, and no more for young work that has all lists to itself.
func (ps *operationPollers) interval(p *operationPoller, age time.Duration) time.Duration {
	shortest := time.Duration(max(p.pages, 1)) * time.Second / listsPerSecond
	if age < youngWork && ps.listsFree(p) {
		return shortest
	}
	return max(pollInterval(age), shortest)
}

// listsFree reports whether nothing but this poller may want a list: operations of others
// are of no interest, and all that has not ended is found by its own list.
func (ps *operationPollers) listsFree(p *operationPoller) bool {
	if ps.interests.Others || ps.looksAtPools() || len(ps.table.unknown) > 0 {
		return false
	}
	for r := range ps.table.unfinished {
		if r.Verb.Type(r.On.Subject) != p.typ || r.State == Unconfirmed || r.straggler {
			return false
		}
	}
	return true
}

// nextPassAt is when a poller is due again: soon while there is young work, half a
// second a page at the least, slower as the work gets older, and at the idle
// interval when there is none.
func (ps *operationPollers) nextPassAt(poller *operationPoller) time.Time {
	youngest := time.Duration(-1)
	for r := range ps.followed(poller.typ) {
		if !r.expectedInList() {
			continue
		}
		age := max(0, ps.serverNow().Sub(firstSet(r.Op.Submitted.Time, r.sentServer)))
		if youngest < 0 || age < youngest {
			youngest = age
		}
	}
	if youngest < 0 {
		return ps.now.Add(jitter(ps.rng, ps.cfg.OperationsIdle))
	}
	return poller.passBegan.Add(ps.interval(poller, youngest))
}

// followFound lets the poller of a type look again as soon as what is followed of it
// wants: a scan may have found the first of it, which the idle interval is too long for.
func (ps *operationPollers) followFound(t tolokaapi.OperationType) {
	if ps.anyFollowed(t) {
		poller := ps.pollerFor(t)
		ps.dueBy(poller, ps.nextPassAt(poller))
	}
}

// youngWork is up to which age work is looked at most often.
const youngWork = 10 * time.Second

// pollInterval is how often work of that age is looked at.
func pollInterval(age time.Duration) time.Duration {
	switch {
	case age < youngWork:
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
const yieldsAtMost = 10 * time.Second

// yieldsToFollowed reports whether looking for news has to wait: one of the few lists a
// second would then be missing where work is followed.
func (ps *operationPollers) yieldsToFollowed(t *schedulingRound, typ tolokaapi.OperationType, due time.Time) bool {
	if ps.anyFollowed(typ) || t.now.Sub(later(due, ps.began)) > yieldsAtMost {
		return false
	}
	soon := t.now.Add(time.Second / listsPerSecond)
	for _, poller := range ps.list {
		if poller.typ == typ || !ps.anyFollowed(poller.typ) {
			continue
		}
		if poller.inFlight || poller.pass != nil || poller.due.Before(soon) {
			t.wakeAt(t.now.Add(time.Second / listsPerSecond))
			return true
		}
	}
	return false
}

// anyFollowed reports whether work of a type is followed by its list. It is asked of every
// type several times a round: what follows from the rows is kept until one changes.
func (o *operationTracker) anyFollowed(typ tolokaapi.OperationType) bool {
	kept := &o.table.followedTypes
	if kept.types == nil || kept.version != o.table.version {
		kept.version, kept.types = o.table.version, map[tolokaapi.OperationType]bool{}
		for r := range o.table.unfinished {
			if r.asked() {
				kept.types[r.Verb.Type(r.On.Subject)] = true
			}
		}
	}
	return kept.types[typ]
}

// followedTypes are the types of the operations that are followed or looked up, as of a
// version of the rows.
type followedTypes struct {
	version uint64
	types   map[tolokaapi.OperationType]bool
}
