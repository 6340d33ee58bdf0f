package simulator

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// Statuses of a pool or training.
const (
	open     = "OPEN"
	closed   = "CLOSED"
	archived = "ARCHIVED"
	locked   = "LOCKED"
)

// A Simulator is one requester's Toloka. It is safe for concurrent use.
type Simulator struct {
	settings

	mu         sync.Mutex // guards everything below
	now        time.Time  // of the last look at the clock; never goes back
	agenda     agenda
	projects   orderedIndex[*project]
	pools      orderedIndex[*pool]
	trainings  orderedIndex[*pool]
	operations operationLog
	owner      requester // its balance is computed
	funds      int64     // the balance when the world began, in millionths
	labelled   []*pool   // in which people have worked since
	broke      bool      // the money is gone

	balanceLooks int
	scripts      []*Script
	faults       []*fault
	log          requestLog
	quota        quota
	rng          *rand.Rand // of operations and ids made while running
}

// Streams keep what is drawn for the world apart from what is drawn while
// running.
const (
	worldStream = iota + 1
	runningStream
)

// New makes a world. The error names the option that is out of its range.
func New(options ...Option) (*Simulator, error) {
	set := defaults()
	for _, option := range options {
		if err := option(&set); err != nil {
			return nil, fmt.Errorf("simulator: %w", err)
		}
	}
	return build(set), nil
}

func build(set settings) *Simulator {
	s := &Simulator{
		settings:   set,
		projects:   newOrderedIndex(func(p *project) string { return p.id }),
		pools:      newOrderedIndex(func(p *pool) string { return p.id }),
		trainings:  newOrderedIndex(func(p *pool) string { return p.id }),
		operations: newOperationLog(),
		log:        newRequestLog(),
		rng:        rand.New(rand.NewPCG(set.seed, runningStream)),
	}
	s.now = set.clock().Round(0).UTC().Truncate(time.Millisecond)
	s.populate()
	s.beginLabelling()
	if s.actorEvery > 0 {
		s.scheduleExternalActor(s.now)
	}
	return s
}

// catchUp brings the world up to the clock: everything that was to happen until
// now has happened, in order of time, before anything is read. Dates on the
// wire have milliseconds, so the world's time has no finer parts.
func (s *Simulator) catchUp() {
	until := s.clock().Round(0).UTC().Truncate(time.Millisecond)
	if until.Before(s.now) {
		until = s.now
	}
	for {
		e, ok := s.agenda.due(until)
		if !ok {
			break
		}
		if e.at.After(s.now) {
			s.now = e.at
		}
		e.do(e.at)
	}
	s.now = until
}

// PoolIDs lists the ids of the pools that read status, newest first; of all
// pools when status is empty.
func (s *Simulator) PoolIDs(status string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp()
	ids := []string{}
	for i := len(s.pools.items) - 1; i >= 0; i-- {
		if p := s.pools.items[i]; status == "" || s.shown(p) == status {
			ids = append(ids, p.id)
		}
	}
	return ids
}

// PoolStatus is the status of a pool or training as the API would answer it
// now, "" if there is none of that id.
func (s *Simulator) PoolStatus(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp()
	if p, ok := s.anyPool(id); ok {
		return s.shown(p)
	}
	return ""
}

// A Pool describes a pool to add to the world. What is empty is filled in with
// something believable.
type Pool struct {
	ID          string  // empty: the next free one
	ProjectID   string  // empty: some project of the world
	Name        string  // may hold anything, hostile bytes too
	Status      string  // OPEN, CLOSED, ARCHIVED or LOCKED; empty: CLOSED
	CloseReason string  // as last_close_reason; empty: none
	Reward      float64 // USD for a page of tasks
	Empty       bool    // holds no tasks, so that it cannot be opened
	Training    bool    // a training, listed by /trainings
	Done        float64 // share of its work that is done, 0 to 1
}

// AddPool adds a pool or training, or replaces the one of the same id, and
// returns its id.
func (s *Simulator) AddPool(p Pool) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp()
	added := s.newPool(p)
	s.vacate(added.id)
	if p.Training {
		s.trainings.put(added)
	} else {
		s.pools.put(added)
		if added.status == open {
			s.opened(added, s.now)
		}
	}
	return added.id
}

// RemovePool makes a pool or training vanish, as if it never was; requests for
// it answer 404.
func (s *Simulator) RemovePool(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp()
	s.vacate(id)
	s.pools.remove(id)
	s.trainings.remove(id)
}

// Start starts an operation as an external actor would, by a verb such as "close",
// and returns its id. It fails where the API would answer 204 or 409.
func (s *Simulator) Start(verb, poolID string) (operationID string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp()
	p, ok := s.anyPool(poolID)
	if !ok {
		return "", fmt.Errorf("simulator: no pool %s", poolID)
	}
	if !isVerb(verb) {
		return "", fmt.Errorf("simulator: no action %q", verb)
	}
	if said := s.allowed(p, verb); said != nil {
		return "", fmt.Errorf("simulator: %s of pool %s answers %d", verb, poolID, said.status)
	}
	return s.begin(p, verb, s.plan(verb, s.scriptFor(p.id, verb), nil)).id, nil
}
