package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// A ledger remembers operation ids: when they were first seen, which tells what
// cannot be the answer to a later command, and which are not to be shown again.
type ledger struct {
	seen     map[tolokaapi.OperationID]entry
	position uint64 // grows with every id that is learned
	prunedAt time.Time
}

type entry struct {
	position  uint64
	submitted time.Time // server clock
	met       time.Time // local clock, when it last came up
	gone      bool      // let go: not to be adopted again
}

func newLedger() ledger { return ledger{seen: map[tolokaapi.OperationID]entry{}} }

// learn notes an id on its first sight. One without a date is remembered for as
// long as it is seen.
func (l *ledger) learn(op tolokaapi.Operation, server, local time.Time) {
	if op.ID == "" {
		return
	}
	e, known := l.seen[op.ID]
	if !known {
		l.position++
		e.position = l.position
	}
	if !known || !op.Submitted.Valid() {
		e.submitted = firstOf(op.Submitted.Time, server)
	}
	e.met = local
	l.seen[op.ID] = e
}

// known reports whether the id had been learned by that position.
func (l *ledger) known(id tolokaapi.OperationID, position uint64) bool {
	e, ok := l.seen[id]
	return ok && e.position <= position
}

// letGo marks an id as not to be adopted again.
func (l *ledger) letGo(id tolokaapi.OperationID, submitted, local time.Time) {
	if id == "" {
		return
	}
	e, ok := l.seen[id]
	if !ok {
		l.position++
		e = entry{position: l.position, submitted: submitted}
	}
	e.gone, e.met = true, local
	l.seen[id] = e
}

func (l *ledger) gone(id tolokaapi.OperationID) bool { return l.seen[id].gone }

// prune forgets, once a minute, what was submitted too long ago to be adopted
// again or to be taken for the answer to a command whose reply was lost, with
// slack for a server clock that is guessed at. Since that guess may be quite
// wrong for a while, it must not have come up for as long either.
func (l *ledger) prune(adoptedSince, now time.Time, window time.Duration) {
	if now.Sub(l.prunedAt) < time.Minute && !now.Before(l.prunedAt) {
		return
	}
	l.prunedAt = now
	for id, e := range l.seen {
		if e.submitted.Before(adoptedSince.Add(-2*time.Minute)) && now.Sub(e.met) > window {
			delete(l.seen, id)
		}
	}
}
