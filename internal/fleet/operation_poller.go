package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// An operationPoller lists the operations of one type: everything since its window's
// start, newest first, so that one request covers many operations.
type operationPoller struct {
	pollSchedule
	typ          tolokaapi.OperationType
	subject      tolokaapi.Subject
	coveredUntil time.Time // server clock: everything submitted before has been seen
	read         bool      // a pass was completed, by the server clock that is believed now
	pages        int       // of the last complete pass
	passBegan    time.Time // local clock, when the last pass began
	pass         *operationPass
	restarted    bool // the last pass was begun anew; of clocks that differ each time none is right

	rescannedAt time.Time // local clock, when its type was last scanned because the server's clock was belied
}

// operationPollers are the pollers, one for each type of operation.
type operationPollers struct {
	*operationTracker
	list []*operationPoller
}

// shift moves every time by d.
func (ps *operationPollers) shift(d time.Duration) {
	for _, poller := range ps.list {
		poller.shift(d)
	}
}

// shift moves every time by d.
func (p *operationPoller) shift(d time.Duration) {
	p.pollSchedule.shift(d)
	p.passBegan = shiftTime(p.passBegan, d)
}

// clockBelied takes back how far lists reach, which was concluded from a server's
// clock that was belied.
func (ps *operationPollers) clockBelied() {
	for _, poller := range ps.list {
		if poller.coveredUntil.Sub(ps.serverNow()) <= windowOverlap {
			continue
		}
		poller.coveredUntil, poller.read = time.Time{}, false
		if ps.now.Sub(poller.rescannedAt).Abs() > time.Minute {
			poller.rescannedAt = ps.now
			ps.wantScan(poller.typ) // what began meanwhile may still run
		}
	}
}

// An operationPass is one reading of a poller's window, page by page.
type operationPass struct {
	windowStart    time.Time // server clock: where the window starts
	mustReach      time.Time // how far back it has to be read whatever it costs
	began          time.Time // server clock when it began: what comes later is not covered
	firstSeq       uint64    // of its first request
	query          tolokaapi.Query
	pages          int
	listed         map[tolokaapi.OperationID]bool
	oldest         time.Time             // submitted of the oldest operation listed
	oldestUnplaced time.Time             // submitted of the oldest whose owner is not known yet; zero if none
	clockAmbiguous map[RowID]bool        // rows that one listed may belong to, or may not
	ofOthers       bool                  // others' operations are looked for too
	ambiguous      []tolokaapi.Operation // those that do not say enough to tell whose they are
}

// addPollers makes a poller for each type of operation on the subject.
func (ps *operationPollers) addPollers(s tolokaapi.Subject) {
	known := slices.ContainsFunc(ps.list, func(poller *operationPoller) bool { return poller.subject == s })
	due := ps.now
	if !ps.subjectWanted(s) { // what was accepted just now has not ended yet
		due = due.Add(firstLook)
	}
	for _, typ := range s.Types() {
		if !known {
			ps.list = append(ps.list, &operationPoller{pollSchedule: pollSchedule{due: due}, typ: typ, subject: s})
		}
		if _, scanned := ps.scanned[typ]; !scanned && ps.subjectWanted(s) {
			ps.wantScan(typ)
		}
	}
}

// pollerFor is the poller of a type, made if there is none.
func (ps *operationPollers) pollerFor(t tolokaapi.OperationType) *operationPoller {
	s, _, _ := t.Action()
	ps.addPollers(s)
	for _, poller := range ps.list {
		if poller.typ == t {
			return poller
		}
	}
	panic("fleet: no poller for " + string(t))
}

// askOperations lists what is due, type by type.
func (ps *operationPollers) askOperations(t *schedulingRound) {
	for _, poller := range ps.list {
		ps.askPoller(t, poller)
	}
}

// askPoller lists the operations of one type if that is due.
func (ps *operationPollers) askPoller(t *schedulingRound, poller *operationPoller) {
	if !ps.pollerWanted(poller) {
		poller.stopPass(t.now)
		return
	}
	if !poller.ready(t) || poller.pass == nil && ps.yieldsToFollowed(t, poller.typ, poller.due) || !t.allowList() {
		return
	}
	if poller.pass == nil {
		poller.pass = ps.beginPass(poller, t.now)
	}
	t.ask(Request{Kind: ListOperations, Query: poller.pass.query}, func(r Response) { ps.listedOperations(poller, r) })
	poller.inFlight = true
	if poller.pass.firstSeq == 0 {
		poller.pass.firstSeq = ps.seq
	}
}

// stopPass lets a poller that is wanted no more forget what it was about, trouble too.
// What it is wanted for next is left alone for a moment.
func (p *operationPoller) stopPass(now time.Time) {
	if p.inFlight {
		return // its answer is taken in
	}
	p.pass, p.due = nil, later(p.due, now.Add(firstLook))
	p.clearFailure()
}

// pollerWanted reports whether a poller has anything to look for: others' operations,
// unless that is paused, and what is on the table always. A row that nobody
// follows would keep its pool busy for ever.
func (ps *operationPollers) pollerWanted(poller *operationPoller) bool {
	asked := func(r *row) bool { return r.listDue && r.Verb.Type(r.On.Subject) == poller.typ }
	return !ps.paused && ps.subjectWanted(poller.subject) || ps.anyFollowed(poller.typ) || slices.ContainsFunc(ps.table.unknown, asked)
}

// followed yields the rows whose operation of that type is being followed or
// looked up.
func (o *operationTracker) followed(t tolokaapi.OperationType) func(yield func(*row) bool) {
	return func(yield func(*row) bool) {
		for r := range o.table.unfinished {
			if r.asked() && r.Verb.Type(r.On.Subject) == t && !yield(r) {
				return
			}
		}
	}
}

// asked reports whether an answer, or that none came, has told of an unfinished row.
func (r *row) asked() bool { return r.State != Queued && r.State != Sending }

// beginPass sets the window: from the oldest operation that is followed by
// list, from a minute before the oldest lost reply, and at any rate from where
// the last pass stopped, but never further than others' operations are adopted.
func (ps *operationPollers) beginPass(poller *operationPoller, now time.Time) *operationPass {
	server := ps.clock.server(now)
	p := &operationPass{began: server, mustReach: ps.adoptedSince(server), listed: map[tolokaapi.OperationID]bool{}, clockAmbiguous: map[RowID]bool{}}
	if p.ofOthers = ps.subjectWanted(poller.subject); !p.ofOthers {
		p.mustReach = server // only what is followed is looked for
	} else if from := poller.coveredUntil.Add(-windowOverlap - ps.lag.greatest); from.After(p.mustReach) {
		p.mustReach = from
	} else if !poller.coveredUntil.IsZero() {
		ps.wantScan(poller.typ) // a long gap: what began in it may still run
	}
	p.windowStart = p.mustReach
	for r := range ps.followed(poller.typ) {
		switch {
		case r.State == Unconfirmed:
			from := r.recentFrom(&ps.lag)
			if r.readsFarBack(&ps.lag, ps.now) {
				from, r.farAt = r.earliestPossible(&ps.lag), now
			}
			p.mustReach = earlier(p.mustReach, from)
			p.windowStart = earlier(p.windowStart, p.mustReach)
		case r.expectedInList() && r.Op.Submitted.Valid():
			p.windowStart = earlier(p.windowStart, r.Op.Submitted.Time)
		}
	}
	for _, r := range ps.table.unknown {
		if !r.listDue || r.Verb.Type(r.On.Subject) != poller.typ {
			continue
		}
		r.listDue = false
		from := firstSet(r.Op.Submitted.Time, r.sentServer, r.Start)
		if r.Op.ID == "" && !r.sentServer.IsZero() {
			from = r.earliestLikely(&ps.lag)
		}
		if !from.IsZero() {
			p.mustReach = earlier(p.mustReach, from)
			p.windowStart = earlier(p.windowStart, p.mustReach)
		}
	}
	p.query = tolokaapi.Query{
		Type: poller.typ, Sort: "-submitted,id", Limit: tolokaapi.MaxLimit,
		Submitted: tolokaapi.Range{GTE: tolokaapi.FormatDate(p.windowStart)},
	}
	poller.passBegan = now
	return p
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// listedOperations takes in one page of a pass.
func (ps *operationPollers) listedOperations(poller *operationPoller, r Response) {
	if !ps.recordAnswer(&poller.pollSchedule, r) {
		return // the pass goes on with the same page
	}
	p := poller.pass
	if p.began.Sub(ps.clock.server(poller.passBegan)).Abs() > clockSlack && !poller.restarted {
		for r := range ps.followed(poller.typ) {
			if r.farAt.Equal(poller.passBegan) {
				r.farAt = time.Time{} // the new pass reads as far back
			}
		}
		poller.pass, poller.restarted = nil, true // the window was set by a clock that was wrong: read it anew
		return
	}
	p.pages++
	for _, op := range r.Operations.Items {
		if known := ps.table.byOp[op.ID]; known == nil || known.mismatch(op) == "" {
			p.listed[op.ID] = true
			ps.relisted(known)
		}
		for _, r := range ps.table.active[op.Target] {
			if r.State == Unconfirmed && ps.clockAmbiguous(r, op) {
				p.clockAmbiguous[r.ID] = true
			}
		}
		if ambiguous(op) {
			p.ambiguous = append(p.ambiguous, op)
		}
		if op.Submitted.Valid() && (p.oldest.IsZero() || op.Submitted.Time.Before(p.oldest)) {
			p.oldest = op.Submitted.Time
		}
		if !ps.observeListed(op, r) {
			p.oldestUnplaced = op.Submitted.Time // they come newest first
		}
	}
	next, more, err := r.Operations.Next()
	switch {
	case err != nil:
		ps.recordListEnd(&poller.pollSchedule, OperationsStuck, poller.subject, err)
		ps.passStuck(poller, p)
	case more && !ps.passReachedFar(poller, p):
		p.query = next
	default:
		ps.passCompleted(poller, p, more)
	}
}

// passReachedFar reports whether the rest of a window is not worth a request: all
// that must be read has been, and a page more than the followed operations
// fill. What remains are stragglers, to be asked for singly.
func (ps *operationPollers) passReachedFar(poller *operationPoller, p *operationPass) bool {
	active := 0
	for r := range ps.followed(poller.typ) {
		if r.expectedInList() {
			active++
		}
	}
	pages := (active + tolokaapi.MaxLimit - 1) / tolokaapi.MaxLimit
	return p.pages > pages && p.oldest.Before(p.mustReach)
}

// passStuck ends a pass that cannot be continued. What it did not reach is asked
// for singly, and a lost reply has been looked up if it got so far.
func (ps *operationPollers) passStuck(poller *operationPoller, p *operationPass) {
	poller.pass = nil
	for r := range ps.followed(poller.typ) {
		switch {
		case r.State != Unconfirmed && !r.straggler && !p.listed[r.Op.ID]:
			ps.makeStraggler(r)
		case r.State == Unconfirmed && !p.oldest.IsZero() && p.oldest.Before(r.recentFrom(&ps.lag)):
			ps.lookupMissed(r, p, p.oldest)
		case r.State == Unconfirmed:
			ps.lookupExpired(r)
		}
	}
}

// passCompleted ends a pass: the window is covered, what it should have held and
// did not is asked for singly, and lost replies have been looked up once.
func (ps *operationPollers) passCompleted(poller *operationPoller, p *operationPass, cut bool) {
	poller.pass, poller.pages, poller.restarted = nil, p.pages, false
	ps.recordListEnd(&poller.pollSchedule, OperationsStuck, poller.subject, nil)
	poller.read = true
	switch {
	case !p.ofOthers:
	case p.oldestUnplaced.IsZero():
		poller.coveredUntil = p.began
	default:
		poller.coveredUntil = earlier(p.began, p.oldestUnplaced)
	}
	for r := range ps.followed(poller.typ) {
		if r.State == Unconfirmed {
			ps.lookupMissed(r, p, p.windowStart)
			continue
		}
		if p.listed[r.Op.ID] || r.straggler || r.seq > p.firstSeq {
			continue
		}
		if cut && r.Op.Submitted.Time.Before(p.oldest) {
			ps.makeStraggler(r)
		} else if r.missedLists++; r.missedLists >= 2 {
			r.listLags = true
			ps.makeStraggler(r)
		}
	}
	poller.due = ps.nextPassAt(poller)
}

// expectedInList reports whether the list of its type is to hold a row's operation.
func (r *row) expectedInList() bool { return !r.straggler || r.listLags }

// relisted takes a row that had become stragglers from its list back into it.
func (o *operationTracker) relisted(r *row) {
	if r != nil && r.listLags {
		r.straggler, r.listLags = false, false
	}
}
