package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// A watch lists the operations of one type: everything since its window's
// start, newest first, so that one request covers many operations.
type watch struct {
	lane
	typ     tolokaapi.OperationType
	subject tolokaapi.Subject
	covered time.Time // server clock: everything submitted before has been seen
	pages   int       // of the last complete pass
	begun   time.Time // local clock, when the last pass began
	pass    *watchPass
	anew    bool // the last pass was begun anew; of clocks that differ each time none is right

	resweptAt time.Time // local clock, when its type was last swept because the server's clock was belied
}

// A watchPass is one reading of a watch's window, page by page.
type watchPass struct {
	since  time.Time // server clock: where the window starts
	must   time.Time // how far back it has to be read whatever it costs
	start  time.Time // server clock when it began: what comes later is not covered
	seq    uint64    // of its first request
	query  tolokaapi.Query
	pages  int
	listed map[tolokaapi.OperationID]bool
	oldest time.Time             // submitted of the oldest operation listed
	open   time.Time             // submitted of the oldest whose owner is not known yet; zero if none
	doubts map[RowID]bool        // rows that one listed may belong to, or may not
	murky  []tolokaapi.Operation // those that do not say enough to tell whose they are
}

// watchOperations makes a watch for each verb on the subject.
func (f *Fleet) watchOperations(s tolokaapi.Subject) {
	known := slices.ContainsFunc(f.watches, func(w *watch) bool { return w.subject == s })
	for _, v := range tolokaapi.Verbs {
		if !known {
			f.watches = append(f.watches, &watch{lane: lane{due: f.now}, typ: v.Type(s), subject: s})
		}
		if _, swept := f.sweeps.whole[v.Type(s)]; !swept {
			f.sweep(v.Type(s))
		}
	}
}

// watchFor is the watch of a type, made if there is none.
func (f *Fleet) watchFor(t tolokaapi.OperationType) *watch {
	s, _, _ := t.Action()
	f.watchOperations(s)
	for _, w := range f.watches {
		if w.typ == t {
			return w
		}
	}
	panic("fleet: no watch for " + string(t))
}

// askOperations lists what is due, type by type.
func (f *Fleet) askOperations(t *turn) {
	for _, w := range f.watches {
		if !f.wanted(w) {
			w.rest()
			continue
		}
		if !w.ready(t) || w.pass == nil && f.givesWay(t, w.typ, w.due) || !t.allowedList() {
			continue
		}
		if w.pass == nil {
			w.pass = f.beginPass(w, t.now)
		}
		t.ask(Request{Kind: ListOperations, Query: w.pass.query}, func(r Response) { f.listedOperations(w, r) })
		w.flying = true
		if w.pass.seq == 0 {
			w.pass.seq = f.seq
		}
	}
}

// rest lets a watch that is wanted no more forget what it was about, trouble too.
func (w *watch) rest() {
	if w.flying {
		return // its answer is taken in
	}
	w.pass = nil
	w.forgive()
}

// wanted reports whether a watch has anything to look for: others' operations,
// unless that is paused, and what is on the table always. A row that nobody
// follows would keep its pool busy for ever.
func (f *Fleet) wanted(w *watch) bool {
	asked := func(r *row) bool { return r.listDue && r.Verb.Type(r.On.Subject) == w.typ }
	return !f.paused && f.lookedAt(w.subject) || f.anyFollowed(w.typ) || slices.ContainsFunc(f.rows.unknown, asked)
}

// lookedAt reports whether operations on a subject are looked for, whoever
// started them.
func (f *Fleet) lookedAt(s tolokaapi.Subject) bool {
	return s == tolokaapi.SubjectPool || f.shelf.watched(s)
}

// followed yields the rows whose operation of that type is being followed or
// looked up.
func (f *Fleet) followed(t tolokaapi.OperationType) func(yield func(*row) bool) {
	return func(yield func(*row) bool) {
		for r := range f.rows.unfinished {
			asked := r.State != Queued && r.State != Sending
			if asked && r.Verb.Type(r.On.Subject) == t && !yield(r) {
				return
			}
		}
	}
}

// beginPass sets the window: from the oldest operation that is followed by
// list, from a minute before the oldest lost reply, and at any rate from where
// the last pass stopped, but never further than others' operations are adopted.
func (f *Fleet) beginPass(w *watch, now time.Time) *watchPass {
	server := f.clock.server(now)
	p := &watchPass{start: server, must: server.Add(-f.cfg.AdoptSince), listed: map[tolokaapi.OperationID]bool{}, doubts: map[RowID]bool{}}
	if from := w.covered.Add(-windowOverlap); from.After(p.must) {
		p.must = from
	} else if !w.covered.IsZero() {
		f.sweep(w.typ) // a long gap: what began in it may still run
	}
	p.since = p.must
	for r := range f.followed(w.typ) {
		switch {
		case r.State == Unconfirmed:
			p.must = earlier(p.must, f.doubtFrom(r))
			p.since = earlier(p.since, p.must)
		case r.inList() && r.Op.Submitted.Valid():
			p.since = earlier(p.since, r.Op.Submitted.Time)
		}
	}
	for _, r := range f.rows.unknown {
		if !r.listDue || r.Verb.Type(r.On.Subject) != w.typ {
			continue
		}
		r.listDue = false
		from := firstOf(r.Op.Submitted.Time, r.sentAt, r.Start)
		if r.Op.ID == "" && !r.sentAt.IsZero() {
			from = f.doubtFrom(r)
		}
		if !from.IsZero() {
			p.must = earlier(p.must, from)
			p.since = earlier(p.since, p.must)
		}
	}
	p.query = tolokaapi.Query{
		Type: w.typ, Sort: "-submitted,id", Limit: tolokaapi.MaxLimit,
		Submitted: tolokaapi.Range{GTE: tolokaapi.FormatDate(p.since)},
	}
	w.begun = now
	return p
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// listedOperations takes in one page of a pass.
func (f *Fleet) listedOperations(w *watch, r Response) {
	if !f.settle(&w.lane, r) {
		return // the pass goes on with the same page
	}
	p := w.pass
	if p.start.Sub(f.clock.server(w.begun)).Abs() > clockSlack && !w.anew {
		w.pass, w.anew = nil, true // the window was set by a clock that was wrong: read it anew
		return
	}
	p.pages++
	for _, op := range r.Operations.Items {
		if known := f.rows.byOp[op.ID]; known == nil || known.amiss(op) == "" {
			p.listed[op.ID] = true
			f.foundAgain(known)
		}
		for _, r := range f.rows.active[op.Target] {
			if f.doubtful(r, op) {
				p.doubts[r.ID] = true
			}
		}
		if murky(op) {
			p.murky = append(p.murky, op)
		}
		if op.Submitted.Valid() && (p.oldest.IsZero() || op.Submitted.Time.Before(p.oldest)) {
			p.oldest = op.Submitted.Time
		}
		if !f.sight(op, r) {
			p.open = op.Submitted.Time // they come newest first
		}
	}
	next, more, err := r.Operations.Next()
	switch {
	case err != nil:
		f.listRead(&w.lane, w.subject, err)
		f.halted(w, p)
	case more && !f.farEnough(w, p):
		p.query = next
	default:
		f.completed(w, p, more)
	}
}

// farEnough reports whether the rest of a window is not worth a request: all
// that must be read has been, and a page more than the followed operations
// fill. What remains are stragglers, to be asked for singly.
func (f *Fleet) farEnough(w *watch, p *watchPass) bool {
	active := 0
	for r := range f.followed(w.typ) {
		if r.inList() {
			active++
		}
	}
	pages := (active + tolokaapi.MaxLimit - 1) / tolokaapi.MaxLimit
	return p.pages > pages && p.oldest.Before(p.must)
}

// halted ends a pass that cannot be continued. What it did not reach is asked
// for singly, and a lost reply has been looked up if it got so far.
func (f *Fleet) halted(w *watch, p *watchPass) {
	w.pass = nil
	for r := range f.followed(w.typ) {
		switch {
		case r.State != Unconfirmed && !r.single && !p.listed[r.Op.ID]:
			f.askSingly(r)
		case r.State == Unconfirmed && !p.oldest.IsZero() && p.oldest.Before(f.doubtFrom(r)):
			f.lookedUp(r, p)
		case r.State == Unconfirmed:
			f.giveUp(r)
		}
	}
}

// completed ends a pass: the window is covered, what it should have held and
// did not is asked for singly, and lost replies have been looked up once.
func (f *Fleet) completed(w *watch, p *watchPass, cut bool) {
	w.pass, w.pages, w.covered, w.anew = nil, p.pages, p.start, false
	f.listRead(&w.lane, w.subject, nil)
	if !p.open.IsZero() {
		w.covered = earlier(p.start, p.open)
	}
	for r := range f.followed(w.typ) {
		if r.State == Unconfirmed {
			f.lookedUp(r, p)
			continue
		}
		if p.listed[r.Op.ID] || r.single || r.seq > p.seq {
			continue
		}
		if cut && r.Op.Submitted.Time.Before(p.oldest) {
			f.askSingly(r)
		} else if r.missed++; r.missed >= 2 {
			r.strayed = true
			f.askSingly(r)
		}
	}
	w.due = f.nextPass(w)
}

// inList reports whether the list of its type is to hold a row's operation.
func (r *row) inList() bool { return !r.single || r.strayed }

// foundAgain takes a row that had strayed from its list back into it.
func (f *Fleet) foundAgain(r *row) {
	if r != nil && r.strayed {
		r.single, r.strayed = false, false
	}
}

// lookForOthers looks at once for operations that were started elsewhere.
func (f *Fleet) lookForOthers(s tolokaapi.Subject) {
	for _, w := range f.watches {
		if w.subject == s {
			w.hurry(f.now)
			f.sweep(w.typ)
		}
	}
}
