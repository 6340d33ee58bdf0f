package simulator

import (
	"net/http"
	"time"
)

// What can be asked of a pool or training.
const (
	doOpen           = "open"
	doClose          = "close"
	doCloseForUpdate = "close-for-update"
	doArchive        = "archive"
	doClone          = "clone"
)

// reopensAfter is how long a pool closed for update stays closed.
const reopensAfter = 15 * time.Minute

func isVerb(verb string) bool {
	switch verb {
	case doOpen, doClose, doCloseForUpdate, doArchive, doClone:
		return true
	}
	return false
}

func (s *Simulator) actOnPool(c *call) reply {
	if _, training := s.trainings.get(c.params[0]); training {
		return conflict("POOL_IS_TRAINING", "This pool is a training; use its own path").reply(s)
	}
	p, ok := s.pools.get(c.params[0])
	return s.act(c, p, ok)
}

func (s *Simulator) actOnTraining(c *call) reply {
	p, ok := s.trainings.get(c.params[0])
	return s.act(c, p, ok)
}

// act answers an action: 202 with its operation, 204 where nothing is to be
// done, 409 where it is not allowed.
func (s *Simulator) act(c *call, p *pool, found bool) reply {
	verb := c.params[1]
	if !isVerb(verb) {
		return (&problem{status: http.StatusNotFound, code: "NOT_FOUND", message: "No such path"}).reply(s)
	}
	if !found {
		return unknownObject().reply(s)
	}
	if said := s.allowed(p, verb); said != nil {
		return said.answer(s)
	}
	script := s.scriptFor(p.id, verb)
	if prob := s.refusal(script, p, verb); prob != nil {
		return prob.reply(s)
	}
	if verb == doClone {
		if prob := s.spend(cloning); prob != nil {
			return prob.reply(s)
		}
	}
	o := s.begin(p, verb, s.plan(verb, script, c.fault))
	s.catchUp()
	return reply{status: http.StatusAccepted, body: s.viewOperation(o, s.now)}
}

// A verdict is the answer to an action that starts nothing.
type verdict struct {
	status  int
	problem *problem // nil with 204
}

func (v *verdict) answer(s *Simulator) reply {
	if v.problem != nil {
		return v.problem.reply(s)
	}
	return reply{status: v.status}
}

// allowed is the matrix of actions and statuses; nil lets the action through.
func (s *Simulator) allowed(p *pool, verb string) *verdict {
	refuse := func(prob *problem) *verdict { return &verdict{status: prob.status, problem: prob} }
	switch {
	case p.running != nil:
		return refuse(lockedByAnother())
	case verb == doClone:
		return nil
	case p.status == locked:
		return refuse(wrongStatus(worksFrom(verb)))
	case p.status == reaches(verb):
		return &verdict{status: http.StatusNoContent}
	case p.status != worksFrom(verb):
		return refuse(wrongStatus(worksFrom(verb)))
	case verb == doOpen && p.empty:
		return refuse(conflict("EMPTY_POOL", "Pool contains no tasks. Operation is not allowed"))
	case verb == doOpen && s.broke && micros(p.reward) > 0:
		return refuse(conflict("NOT_ENOUGH_BALANCE", "There is not enough money to open the pool"))
	case verb == doArchive && p.training && s.inUse(p):
		return refuse(conflict("TRAINING_ARCHIVE_CONFLICT", "The training is linked to pools that are not archived"))
	}
	return nil
}

// reaches is the status a pool has once the action is done.
func reaches(verb string) string {
	switch verb {
	case doOpen:
		return open
	case doArchive:
		return archived
	default:
		return closed
	}
}

// worksFrom is the one status an action can start from.
func worksFrom(verb string) string {
	if verb == doOpen || verb == doArchive {
		return closed
	}
	return open
}

// inUse reports whether a pool that is not archived is linked to a training.
func (s *Simulator) inUse(training *pool) bool {
	for _, p := range s.pools.items {
		if p.linked == training.id && p.status != archived {
			return true
		}
	}
	return false
}

// A plan is how an operation is going to go.
type plan struct {
	wait    time.Duration // PENDING for
	whole   time.Duration // from its submission to its end
	never   bool          // it does not end
	fails   bool
	last    int  // percent at the end
	silent  bool // gives no progress
	prompt  bool // is never PENDING
	details any  // of a failure
}

// plan draws the plan of an operation, as far as a script or a fault does
// not lay it down.
func (s *Simulator) plan(verb string, script *Script, fault *Fault) plan {
	whole := s.duration
	if s.spread > 0 {
		whole += time.Duration(s.rng.Int64N(2*int64(s.spread)+1)) - s.spread
	}
	way := plan{whole: max(whole, 0), last: 100, fails: s.rng.Float64() < s.failRate}
	wait := 100*time.Millisecond + time.Duration(s.rng.IntN(400))*time.Millisecond
	if way.fails {
		way.last = 5 + s.rng.IntN(90)
		if s.rng.IntN(4) == 0 {
			way.details = map[string]any{"code": "OPERATION_EXECUTION_ERROR", "message": "Internal failure while executing " + verb}
		}
	}
	script.shape(&way)
	fault.shape(&way)
	if !way.prompt {
		way.wait = min(wait, way.whole/2)
	}
	return way
}

// begin starts an operation on a pool. Its effect comes when it ends.
func (s *Simulator) begin(p *pool, verb string, way plan) *operation {
	kind, key := "POOL.", "pool_id"
	if p.training {
		kind, key = "TRAINING.", "training_id"
	}
	suffix := map[string]string{
		doOpen: "OPEN", doClose: "CLOSE", doCloseForUpdate: "CLOSE", doArchive: "ARCHIVE", doClone: "CLONE",
	}[verb]
	o := s.launch(kind+suffix, map[string]string{key: p.id}, way, func(o *operation, at time.Time) {
		p.running = nil
		if !o.fails {
			s.apply(p, verb, o, at)
		}
	})
	p.running = o
	return o
}

// launch enters an operation into the log and its end into the agenda.
func (s *Simulator) launch(kind string, parameters any, way plan, end func(*operation, time.Time)) *operation {
	o := &operation{
		id: newUUID(s.rng), kind: kind, submitted: s.now, parameters: parameters,
		started: s.now.Add(way.wait).Truncate(time.Millisecond),
		fails:   way.fails, silent: way.silent, last: way.last,
		steps: newSteps(s.rng, way.whole-way.wait, way.last),
	}
	s.operations.add(o)
	if way.never {
		return o
	}
	o.ends = s.now.Add(way.whole).Truncate(time.Millisecond)
	s.agenda.schedule(o.ends, func(at time.Time) {
		o.ended = true
		if o.fails {
			o.details = way.details
		}
		end(o, at)
	})
	return o
}

// apply is the effect of an action that succeeded.
func (s *Simulator) apply(p *pool, verb string, o *operation, at time.Time) {
	if verb != doClone {
		p.before, p.changed = p.status, at
	}
	switch verb {
	case doOpen:
		p.status, p.started = open, at
		s.opened(p, at)
	case doClose:
		p.status, p.stopped, p.closeReason = closed, at, "MANUAL"
		p.work.stop(s.seed, at)
	case doCloseForUpdate:
		p.status, p.stopped, p.closeReason = closed, at, "FOR_UPDATE"
		p.work.stop(s.seed, at)
		s.agenda.schedule(at.Add(reopensAfter), func(later time.Time) {
			if p.status == closed && p.stopped.Equal(at) && p.running == nil {
				p.status, p.started = open, later
				s.opened(p, later)
			}
		})
	case doArchive:
		p.status = archived
	case doClone:
		s.clone(p, o, at)
	}
}

// clone makes the new pool: the same settings, no tasks, no past.
func (s *Simulator) clone(source *pool, o *operation, at time.Time) {
	copied := *source
	copied.id, copied.status, copied.empty, copied.running = s.freeID(), closed, true, nil
	copied.created, copied.started, copied.stopped, copied.closeReason = at, time.Time{}, time.Time{}, ""
	copied.work, copied.openings = s.newLabelling(&copied, 0), 0
	if source.training {
		s.trainings.put(&copied)
		o.details = map[string]string{"training_id": copied.id}
		return
	}
	s.pools.put(&copied)
	o.details = map[string]string{"pool_id": copied.id}
}
