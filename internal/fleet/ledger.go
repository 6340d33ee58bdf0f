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
	gone      bool      // let go: not to be adopted again
}

func newLedger() ledger { return ledger{seen: map[tolokaapi.OperationID]entry{}} }

// learn notes an id on its first sight. One without a date is remembered for as
// long as it is seen.
func (l *ledger) learn(op tolokaapi.Operation, now time.Time) {
	e, known := l.seen[op.ID]
	if op.ID == "" || known && op.Submitted.Valid() {
		return
	}
	if !known {
		l.position++
		e.position = l.position
	}
	e.submitted = firstOf(op.Submitted.Time, now)
	l.seen[op.ID] = e
}

// known reports whether the id had been learned by that position.
func (l *ledger) known(id tolokaapi.OperationID, position uint64) bool {
	e, ok := l.seen[id]
	return ok && e.position <= position
}

// letGo marks an id as not to be adopted again.
func (l *ledger) letGo(id tolokaapi.OperationID, submitted time.Time) {
	if id == "" {
		return
	}
	e, ok := l.seen[id]
	if !ok {
		l.position++
		e = entry{position: l.position, submitted: submitted}
	}
	e.gone = true
	l.seen[id] = e
}

func (l *ledger) gone(id tolokaapi.OperationID) bool { return l.seen[id].gone }

// prune forgets, once a minute, what was submitted too long ago to be adopted
// again or to be taken for the answer to a command whose reply was lost, with
// slack for a server clock that is guessed at.
func (l *ledger) prune(adoptedSince, now time.Time) {
	if now.Sub(l.prunedAt) < time.Minute && !now.Before(l.prunedAt) {
		return
	}
	l.prunedAt = now
	for id, e := range l.seen {
		if e.submitted.Before(adoptedSince.Add(-2 * time.Minute)) {
			delete(l.seen, id)
		}
	}
}
