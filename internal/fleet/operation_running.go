package fleet

import (
	"errors"
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// A runningSearch lists once what has not ended, for somebody who waits for it: a
// command that follows what runs on pools, or one that another operation kept from
// its pool. Each operation that is found on a pool that is looked for gets a row.
//
// It asks for no type, so that two requests tell of all: of an account the operations
// that have not ended are few. What is PENDING is read before what is RUNNING: an
// operation that begins to run between the two is in the second, the other way round
// it would be in neither. No third read is needed: what is submitted after the first
// began after the question, and an operation that the server accepted and does not
// list yet is followed by its id. The second comes half a second after the first, as
// every list does, so what is listed a moment late and runs by then is found too.
// Where operations of other types, such as those that upload tasks, fill a page, their
// number is not bounded: then each type is asked for by itself.
type runningSearch struct {
	*operationTracker
	pollers *operationPollers
	pollSchedule
	todo       []scanTarget // typ "": all types at once
	query      tolokaapi.Query
	begun      bool                       // of the first of todo a request was issued
	subjects   map[tolokaapi.Subject]bool // all of these are looked for
	refs       map[tolokaapi.Ref]bool     // and these
	incomplete bool
}

func newRunningSearch(pollers *operationPollers) *runningSearch {
	s := &runningSearch{operationTracker: pollers.operationTracker, pollers: pollers}
	s.end()
	return s
}

// shift moves every time by d.
func (s *runningSearch) shift(d time.Duration) { s.pollSchedule.shift(d) }

// findHolder looks for the operation that keeps a command from its pool. It may have
// ended meanwhile: then the list of what is recent has it.
func (f *Fleet) findHolder(ref tolokaapi.Ref) {
	f.running.find(ref.Subject, []tolokaapi.Ref{ref})
	for _, poller := range f.pollers.list {
		if poller.subject == ref.Subject {
			f.pollers.dueBy(poller, f.now)
		}
	}
}

// FindRunning lists once what has not ended on these pools, or, without any, on all of a
// subject, whoever started it and whatever is of interest.
func (f *Fleet) FindRunning(on tolokaapi.Subject, refs ...tolokaapi.Ref) {
	f.running.find(on, refs)
	f.carryOut()
}

// FindingRunning reports whether the lists that FindRunning wanted, or that a command
// wanted which another operation kept from its pool, are still to be read.
func (f *Fleet) FindingRunning() bool { return len(f.running.todo) > 0 }

// RunningIncomplete reports whether something that FindRunning looked for may be
// missing: a list could not be read to its end, or holds a record that does not say
// which pool it is about.
func (f *Fleet) RunningIncomplete() bool { return f.running.incomplete }

// StopFindingRunning ends it: all that is looked for has been found.
func (f *Fleet) StopFindingRunning() { f.running.end() }

// find begins, or begins anew where the lists under way may be past what is looked for.
func (s *runningSearch) find(on tolokaapi.Subject, refs []tolokaapi.Ref) {
	s.pollers.addPollers(on)
	if len(s.todo) == 0 {
		s.end()
		if s.problem == nil {
			s.due = s.now
		}
	}
	if len(refs) == 0 {
		s.subjects[on] = true
	}
	for _, ref := range refs {
		s.refs[ref] = true
	}
	s.readBoth()
}

// readBoth wants both statuses to be read from now on, in their order.
func (s *runningSearch) readBoth() {
	coming := s.todo
	if s.begun {
		coming = coming[1:] // the one under way may be past what is looked for
	}
	if !slices.Contains(coming, scanTarget{status: tolokaapi.Pending}) {
		for _, status := range activeStatuses {
			s.todo = append(s.todo, scanTarget{status: status})
		}
	}
}

// end forgets what was looked for.
func (s *runningSearch) end() {
	s.todo, s.query, s.begun, s.incomplete = nil, tolokaapi.Query{}, false, false
	s.subjects, s.refs = map[tolokaapi.Subject]bool{}, map[tolokaapi.Ref]bool{}
	s.clearFailure()
}

// wants reports whether an operation on a pool is looked for.
func (s *runningSearch) wants(ref tolokaapi.Ref) bool {
	return s.refs[ref] || s.subjects[ref.Subject] || s.subjectWanted(ref.Subject)
}

// askRunning asks for the next page.
func (s *runningSearch) askRunning(t *schedulingRound) {
	if len(s.todo) == 0 || !s.scanAllowed() || !s.ready(t) || !t.allowList() {
		return
	}
	if s.query == (tolokaapi.Query{}) {
		s.query = tolokaapi.Query{
			Type: s.todo[0].typ, Status: string(s.todo[0].status), Sort: "-submitted,id", Limit: tolokaapi.MaxLimit,
		}
	}
	s.inFlight, s.begun = true, true
	t.ask(Request{Kind: ListOperations, Query: s.query}, s.runningAnswered)
}

// runningAnswered takes in a page.
func (s *runningSearch) runningAnswered(r Response) {
	good := s.recordAnswer(&s.pollSchedule, r)
	if len(s.todo) == 0 || r.Request.Query != s.query {
		return // nobody looks for it any more
	}
	var api *tolokaapi.Error
	if s.todo[0].typ == "" && errors.As(r.Err, &api) && api.Status == statusBadRequest {
		s.clearFailure()
		s.due = s.now
		s.eachType() // a server that wants a type
		return
	}
	if !good {
		return
	}
	unplaced := false
	for _, op := range r.Operations.Items {
		unplaced = !s.observeRunning(op, r) || unplaced
	}
	next, more, err := r.Operations.Next()
	switch {
	case more || err != nil && s.todo[0].typ == "":
		if s.todo[0].typ == "" {
			s.eachType()
		} else {
			s.query = next
		}
		return
	case err != nil:
		s.incomplete = true
	}
	s.todo, s.query, s.begun = s.todo[1:], tolokaapi.Query{}, false
	if unplaced {
		s.readBoth() // once more, when that reply is in
	}
}

// eachType puts every type that may be looked for in the place of all at once.
func (s *runningSearch) eachType() {
	var targets []scanTarget
	for _, subject := range [...]tolokaapi.Subject{tolokaapi.SubjectPool, tolokaapi.SubjectTraining} {
		if !s.looksOn(subject) {
			continue
		}
		for _, typ := range subject.Types() {
			targets = append(targets, scanTarget{typ, s.todo[0].status})
		}
	}
	s.todo = slices.Concat(targets, s.todo[1:])
	s.query, s.begun = tolokaapi.Query{}, false
}

// looksOn reports whether something on a subject is looked for.
func (s *runningSearch) looksOn(subject tolokaapi.Subject) bool {
	if s.subjects[subject] || s.subjectWanted(subject) {
		return true
	}
	for ref := range s.refs {
		if ref.Subject == subject {
			return true
		}
	}
	return false
}

// observeRunning takes in one that is listed. It is false while only the reply to a
// command on its way can say whose it is.
func (s *runningSearch) observeRunning(op tolokaapi.Operation, r Response) (placed bool) {
	subject, _, ok := op.Type.Action()
	known := s.table.byOp[op.ID] != nil && op.ID != ""
	switch {
	case known || ok && (s.wants(op.Target) || len(s.table.active[op.Target]) > 0):
		return s.observeListed(op, r)
	case op.Target.Zero() && (ok && s.looksOn(subject) || op.Unreadable != "" && op.Type == ""):
		s.incomplete = true
	case ok:
		s.seen.learn(op, s.serverNow(), s.now)
	}
	return true
}

// ListedSince reports whether the operations of a verb on a subject were listed
// to the end, others' too, in a pass that did not begin before that time. A list that cannot
// be continued counts as listed.
func (f *Fleet) ListedSince(since time.Time, verb tolokaapi.Verb, on tolokaapi.Subject) bool {
	return f.pollers.listedSince(since, verb.Type(on))
}

// listedSince reports whether a type was listed to the end in a pass that did not begin
// before that time.
func (ps *operationPollers) listedSince(since time.Time, typ tolokaapi.OperationType) bool {
	return slices.ContainsFunc(ps.list, func(p *operationPoller) bool {
		return p.typ == typ && p.pass == nil && !p.passBegan.Before(since)
	})
}

// ReadPools makes pools known and reads each by its id. [Fleet.Settled] tells when
// that is done.
func (f *Fleet) ReadPools(refs ...tolokaapi.Ref) {
	f.pools.track(refs)
	f.refresh.readSingly(refs)
}

// readSingly makes pools due, each to be read by its id.
func (s *poolRefresh) readSingly(refs []tolokaapi.Ref) {
	for _, ref := range refs {
		s.refreshPool(ref)
		if d := s.due[ref]; d != nil {
			d.single = true
		}
	}
}
