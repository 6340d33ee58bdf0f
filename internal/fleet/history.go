package fleet

import (
	"cmp"
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// history is the list of past operations, loaded as far as somebody scrolls.
// The API lists one type at a time, so the types are read in step: always the
// one whose loaded part ends the latest.
type history struct {
	*operationTracker
	pollSchedule
	of      tolokaapi.Subject // what the operations are of; "": pools
	parts   []*historyPart
	wanted  int // operations somebody wants to see; 0: nobody looks
	shown   []tolokaapi.Operation
	version uint64
	news    bool // of a loaded operation: shown is to be made again
}

// A historyPart is what is loaded of one type, newest first.
type historyPart struct {
	typ   tolokaapi.OperationType
	query tolokaapi.Query
	more  bool // there is an older page
	stuck bool // and it cannot be had
	ops   []tolokaapi.Operation
	at    map[tolokaapi.OperationID]int // where in ops
	seen  []time.Time                   // local clock, beside ops: when it was last heard of
}

// History is the past operations of pools, newest first, as far as they are
// loaded.
type History struct {
	Operations []tolokaapi.Operation // shared: do not change it
	Version    uint64                // changes whenever Operations does
	Loading    bool
	Complete   bool     // there are no older ones
	Stuck      bool     // there are older ones that cannot be listed
	Problem    *Problem // why the last page failed
	RetryAt    time.Time
	owner      *history
}

// shift moves every time by d.
func (h *history) shift(d time.Duration) {
	h.pollSchedule.shift(d)
	for _, p := range h.parts {
		for i := range p.seen {
			p.seen[i] = shiftTime(p.seen[i], d)
		}
	}
}

// restartHistory forgets what was loaded, to read it anew. What is on screen
// stays until the first new page is in.
func (h *history) restartHistory() {
	h.stuck = h.anyStuck()
	h.parts = h.parts[:0:0]
	for _, typ := range cmp.Or(h.of, tolokaapi.SubjectPool).Types() {
		h.parts = append(h.parts, &historyPart{
			typ: typ, more: true, at: map[tolokaapi.OperationID]int{},
			query: tolokaapi.Query{Type: typ, Sort: "-submitted,id", Limit: tolokaapi.MaxLimit},
		})
	}
	if !h.overQuota() {
		h.due = h.now
	}
}

// History is the past operations, as far as they are loaded.
func (f *Fleet) History() History { return f.history.loaded() }

// loaded is what is loaded.
func (h *history) loaded() History {
	if h.news {
		h.merge()
	}
	return History{
		Operations: h.shown, Version: h.version, Loading: h.wanted > 0 && !h.paused && h.next() != nil && h.problem == nil,
		Complete: len(h.parts) > 0 && h.last() == nil && !h.anyStuck(), Stuck: h.anyStuck(), Problem: h.problem, RetryAt: h.due, owner: h,
	}
}

// anyStuck reports whether a part could not be read to its end.
func (h *history) anyStuck() bool {
	return slices.ContainsFunc(h.parts, func(p *historyPart) bool { return p.stuck })
}

// next is the part to read a page of, nil if enough is loaded.
func (h *history) next() *historyPart {
	for _, p := range h.parts {
		if p.more && len(p.ops) == 0 {
			return p
		}
	}
	if len(h.shown) >= h.wanted {
		return nil
	}
	return h.last()
}

// last is the part that hides older operations of the others: of those with an
// older page, the one whose loaded part ends the latest.
func (h *history) last() *historyPart {
	var last *historyPart
	for _, p := range h.parts {
		if p.more && (last == nil || p.end().After(last.end())) {
			last = p
		}
	}
	return last
}

// end is how far back a part is loaded.
func (p *historyPart) end() time.Time {
	if len(p.ops) == 0 {
		return time.Unix(1<<40, 0) // nothing is: it comes first
	}
	return p.ops[len(p.ops)-1].Submitted.Time
}

func (h *history) askHistory(t *schedulingRound) {
	if h.wanted == 0 || h.paused || !h.ready(t) {
		return
	}
	p := h.next()
	if p == nil || !t.allowList() {
		return
	}
	h.inFlight = true
	t.ask(Request{Kind: ListOperations, Query: p.query}, func(r Response) { h.readHistory(p, r) })
}

// readHistory takes in one page.
func (h *history) readHistory(p *historyPart, r Response) {
	if !h.recordAnswer(&h.pollSchedule, r) || !slices.Contains(h.parts, p) {
		h.version++
		return
	}
	for _, op := range r.Operations.Items {
		if op.Unreadable != "" || !op.Submitted.Valid() {
			continue
		}
		p.add(op, h.now)
		if _, _, ours := op.Type.Action(); ours && !op.Status.Terminal() && h.table.byOp[op.ID] == nil {
			h.observeListed(op, r) // what is drawn as moving is followed to its end
			h.wantNews(op.Type, h.now.Add(firstLook))
		}
		if row := h.table.byOp[op.ID]; row != nil {
			h.learn(row.Op, h.now) // a list may lag behind what is known
		}
	}
	next, more, err := r.Operations.Next()
	p.more, p.stuck = more && err == nil, err != nil
	p.query = next
	if err != nil && !h.stuck { // the other types are read on at once
		h.stuck = true
		h.notices = append(h.notices, Notice{Kind: HistoryStuck, On: tolokaapi.Ref{Subject: tolokaapi.SubjectPool}})
	}
	h.merge()
}

// add enters an operation at the end of a part, unless it is there.
func (p *historyPart) add(op tolokaapi.Operation, now time.Time) {
	if _, twice := p.at[op.ID]; twice {
		return
	}
	p.at[op.ID] = len(p.ops)
	p.ops, p.seen = append(p.ops, op), append(p.seen, now)
}

// Seen is when a loaded operation was last heard of, by the local clock;
// zero if it is not loaded.
func (h History) Seen(op tolokaapi.Operation) time.Time {
	for _, p := range h.owner.parts {
		if i, ok := p.at[op.ID]; ok {
			return p.seen[i]
		}
	}
	return time.Time{}
}

// learn takes in news of an operation that is loaded. What has ended does not run
// again: such an answer is older.
func (h *history) learn(op tolokaapi.Operation, now time.Time) {
	for _, p := range h.parts {
		i, ok := p.at[op.ID]
		if !ok || !op.Submitted.Valid() || p.ops[i].Status.Terminal() && !op.Status.Terminal() {
			continue
		}
		p.seen[i] = now
		if p.ops[i] != op {
			p.ops[i] = op
			h.news = true
		}
	}
}

// merge orders what is loaded. Of the types that are read to different depths
// only what lies before the shallowest end is sure to be without a gap.
func (h *history) merge() {
	h.version++
	h.news = false
	horizon := time.Time{}
	for _, p := range h.parts {
		if !p.more {
			continue
		}
		if len(p.ops) == 0 {
			return // not one page of each type yet
		}
		horizon = later(horizon, p.end())
	}
	var all []tolokaapi.Operation
	for _, p := range h.parts {
		for _, op := range p.ops {
			if !op.Submitted.Time.Before(horizon) {
				all = append(all, op)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b tolokaapi.Operation) int { return b.Submitted.Time.Compare(a.Submitted.Time) })
	h.shown = all
}

// samplesNeeded is from how many operations on a duration is told.
const samplesNeeded = 5

// TypicalDuration is how long operations of a verb take here: the median, and what nine of
// ten stay within, of n that succeeded in the loaded history. With fewer than
// five, n is 0 and nothing is told.
func (h History) TypicalDuration(v tolokaapi.Verb) (p50, p90 time.Duration, n int) {
	var took []time.Duration
	for _, p := range h.owner.parts {
		if p.typ != v.Type(tolokaapi.SubjectPool) {
			continue
		}
		for _, op := range p.ops {
			if d := op.Finished.Time.Sub(op.Started.Time); op.Status == tolokaapi.Success && op.Started.Valid() && op.Finished.Valid() && d >= 0 {
				took = append(took, d)
			}
		}
	}
	if len(took) < samplesNeeded {
		return 0, 0, 0
	}
	slices.Sort(took)
	return took[(len(took)-1)/2], took[(len(took)-1)*9/10], len(took)
}
