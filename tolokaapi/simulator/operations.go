package simulator

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Statuses of an operation.
const (
	pending   = "PENDING"
	running   = "RUNNING"
	succeeded = "SUCCESS"
	failed    = "FAIL"
)

// An operation knows from its beginning how it will go; what it looks like at
// a time is computed when asked for.
type operation struct {
	id, kind   string
	submitted  time.Time
	started    time.Time
	ends       time.Time // zero: never
	fails      bool
	silent     bool  // gives no progress
	steps      []int // percents, shown one after the other in equal times
	last       int   // percent at the end
	parameters any
	details    any        // once it has ended
	recall     func() any // makes them when they are read first, or nil
	log        []logItem
	ended      bool // by the settling of the world, not by its dates
}

// status is that at now, to which the world has been settled.
func (o *operation) status(now time.Time) string {
	switch {
	case o.ended && o.fails:
		return failed
	case o.ended:
		return succeeded
	case now.Before(o.started):
		return pending
	default:
		return running
	}
}

// percent is the progress of an operation that has started.
func (o *operation) percent(now time.Time) int {
	if o.ended {
		return o.last
	}
	whole := o.ends.Sub(o.started)
	if o.ends.IsZero() {
		whole = time.Hour // one that never ends creeps
	}
	if whole <= 0 || len(o.steps) == 0 {
		return 0
	}
	at := int(float64(now.Sub(o.started)) / float64(whole) * float64(len(o.steps)))
	return o.steps[min(max(at, 0), len(o.steps)-1)]
}

// told are the details of an operation that has ended.
func (o *operation) told() any {
	if o.recall != nil {
		o.details, o.recall = o.recall(), nil
	}
	return o.details
}

// newSteps draws 4 to 12 percents from 0 up to below last, about one to every
// 0.8 s of the time.
func newSteps(rng *rand.Rand, whole time.Duration, last int) []int {
	n := min(max(int(whole/(800*time.Millisecond)), 4), 12)
	steps := make([]int, n)
	for i := 1; i < n; i++ {
		jitter := last / (3 * n)
		steps[i] = last*i/n + rng.IntN(2*jitter+1) - jitter
	}
	return steps
}

// An operationLog holds operations in order of their submission.
type operationLog struct {
	inOrder []*operation
	byID    map[string]*operation
}

func newOperationLog() operationLog { return operationLog{byID: map[string]*operation{}} }

func (l *operationLog) add(o *operation) {
	l.inOrder = append(l.inOrder, o)
	l.byID[o.id] = o
}

// since leaves out what was submitted before the time that a query starts at,
// so that a poll for the latest costs the same after a week as after a minute.
func (l *operationLog) since(query url.Values, lag time.Duration) []*operation {
	from := 0
	for _, name := range []string{"submitted_gt", "submitted_gte"} {
		if at, ok := parseDate(query.Get(name)); ok {
			i, _ := slices.BinarySearchFunc(l.inOrder, at, func(o *operation, at time.Time) int {
				return o.submitted.Add(-lag).Compare(at)
			})
			from = max(from, i)
		}
	}
	return l.inOrder[from:]
}

func (s *Simulator) operationCatalogue() catalogue[*operation] {
	submitted := func(o *operation) time.Time { return s.dated(o.submitted) }
	finished := func(o *operation) time.Time {
		if !s.read(o).ended {
			return time.Time{}
		}
		return s.dated(o.ends)
	}
	return catalogue[*operation]{
		id: func(o *operation) string { return o.id },
		equals: map[string]func(*operation) string{
			"type":   func(o *operation) string { return o.kind },
			"status": func(o *operation) string { return s.readStatus(o) },
		},
		enums: map[string][]string{
			"status": {pending, running, succeeded, failed},
			"type": {
				"POOL.OPEN", "POOL.CLOSE", "POOL.ARCHIVE", "POOL.CLONE",
				"TRAINING.OPEN", "TRAINING.CLOSE", "TRAINING.ARCHIVE", "TRAINING.CLONE",
				"PROJECT.ARCHIVE", "TASK.BATCH_CREATE", "TASK_SUITE.BATCH_CREATE",
				"USER_BONUS.BATCH_CREATE", "SOLUTION.AGGREGATE", "ANALYTICS", "KNOWN_SOLUTIONS.GENERATE",
			},
		},
		dates: map[string]func(*operation) time.Time{"submitted": submitted, "finished": finished},
		sorts: map[string]func(a, b *operation) int{"submitted": byDate(submitted), "finished": byDate(finished)},
		view:  func(o *operation) any { return s.viewRead(o) },
	}
}

func (s *Simulator) listOperations(c *call) reply {
	return s.listed(s.operationCatalogue().list(s.readableOf(s.operations.since(c.query, s.dateLag)), c.query))
}

func (s *Simulator) getOperation(c *call) reply {
	o, ok := s.operations.byID[c.params[0]]
	if !ok || !s.readable(o) {
		return unknownObject().reply(s)
	}
	return reply{status: http.StatusOK, body: s.viewRead(o)}
}

// getLog answers an array: the steps of an operation that created things in a
// batch, none for any other.
func (s *Simulator) getLog(c *call) reply {
	o, ok := s.operations.byID[c.params[0]]
	if !ok {
		return unknownObject().reply(s)
	}
	if o.log == nil {
		return reply{status: http.StatusOK, body: []logItem{}}
	}
	return reply{status: http.StatusOK, body: o.log}
}
