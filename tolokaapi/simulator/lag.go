package simulator

import (
	"fmt"
	"time"
)

// WithSubmittedLag dates operations so much before the Date header of the answers
// (after it, if negative), as a server does that names its local time as UTC. It
// is less than a day; the default is 0.
func WithSubmittedLag(lag time.Duration) Option {
	return func(s *settings) error {
		if lag.Abs() >= day {
			return fmt.Errorf("a lag of %v is not less than a day", lag)
		}
		s.dateLag = lag
		return nil
	}
}

// WithReadLag makes lists and single reads of pools, trainings and operations
// show the state of so long ago, as replicas do that are behind. Actions know the
// present state. It is not negative; the default is 0.
func WithReadLag(lag time.Duration) Option {
	return func(s *settings) error {
		if lag < 0 {
			return fmt.Errorf("a lag of %v is negative", lag)
		}
		s.readLag = lag
		return nil
	}
}

// dated is a date of an operation as the API names it.
func (s *Simulator) dated(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return at.Add(-s.dateLag)
}

// readable reports whether reads know of an operation yet.
func (s *Simulator) readable(o *operation) bool { return !o.submitted.After(s.now.Add(-s.readLag)) }

// read is an operation as reads show it.
func (s *Simulator) read(o *operation) *operation {
	if s.readLag == 0 || !o.ended || !o.ends.After(s.now.Add(-s.readLag)) {
		return o
	}
	was := *o
	was.ended = false
	return &was
}

// readStatus is the status of an operation as reads show it.
func (s *Simulator) readStatus(o *operation) string { return s.read(o).status(s.now.Add(-s.readLag)) }

// viewRead is an operation as a read answers it.
func (s *Simulator) viewRead(o *operation) operationView {
	return s.viewOperation(s.read(o), s.now.Add(-s.readLag))
}

// readableOf lists what reads know of. Operations are in order of submission.
func (s *Simulator) readableOf(operations []*operation) []*operation {
	n := len(operations)
	for n > 0 && !s.readable(operations[n-1]) {
		n--
	}
	return operations[:n]
}
