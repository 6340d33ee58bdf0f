package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// A seenOperations remembers operation ids: when they were first seen, which tells what
// cannot be the answer to a later command, and which are not to be shown again.
type seenOperations struct {
	byID     map[tolokaapi.OperationID]seenOperation
	position uint64 // grows with every id that is learned
	prunedAt time.Time
}

type seenOperation struct {
	position  uint64
	submitted time.Time // server clock
	lastSeen  time.Time // local clock, when it last came up
	dismissed bool      // not to be adopted again
}

func newSeenOperations() seenOperations {
	return seenOperations{byID: map[tolokaapi.OperationID]seenOperation{}}
}

// learn notes an id on its first sight. One without a date is remembered for as
// long as it is seen.
func (s *seenOperations) learn(op tolokaapi.Operation, server, local time.Time) {
	if op.ID == "" {
		return
	}
	e, known := s.byID[op.ID]
	if !known {
		s.position++
		e.position = s.position
	}
	if !known || !op.Submitted.Valid() {
		e.submitted = firstSet(op.Submitted.Time, server)
	}
	e.lastSeen = local
	s.byID[op.ID] = e
}

// known reports whether the id had been learned by that position.
func (s *seenOperations) known(id tolokaapi.OperationID, position uint64) bool {
	e, ok := s.byID[id]
	return ok && e.position <= position
}

// dismiss marks an id as not to be adopted again.
func (s *seenOperations) dismiss(id tolokaapi.OperationID, submitted, local time.Time) {
	if id == "" {
		return
	}
	e, ok := s.byID[id]
	if !ok {
		s.position++
		e = seenOperation{position: s.position, submitted: submitted}
	}
	e.dismissed, e.lastSeen = true, local
	s.byID[id] = e
}

func (s *seenOperations) dismissed(id tolokaapi.OperationID) bool { return s.byID[id].dismissed }

// prune forgets, once a minute, what was submitted too long ago to be adopted
// again or to be taken for the answer to a command whose reply was lost, with
// slack for a server clock that is guessed at. Since that guess may be quite
// wrong for a while, it must not have come up for as long either.
func (s *seenOperations) prune(adoptedSince, now time.Time, window time.Duration) {
	if now.Sub(s.prunedAt) < time.Minute && !now.Before(s.prunedAt) {
		return
	}
	s.prunedAt = now
	for id, e := range s.byID {
		if e.submitted.Before(adoptedSince.Add(-2*time.Minute)) && now.Sub(e.lastSeen) > window {
			delete(s.byID, id)
		}
	}
}
