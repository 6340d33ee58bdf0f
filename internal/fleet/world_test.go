package fleet

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"tolokadash/tolokaapi"
)

// A world is a little Toloka for the core's tests: pools, operations and their
// clock, without HTTP. It answers a Request at the moment it arrives.
type world struct {
	now     time.Time     // local clock
	skew    time.Duration // the server's clock is ahead by so much
	dateLag time.Duration // the dates of operations lag so far behind the Date header
	readLag time.Duration // reads know of an operation, and of what it did, so much later
	was     map[tolokaapi.Ref]staleStatus
	pools   map[tolokaapi.Ref]*tolokaapi.Pool
	ops     []*worldOp
	perPage int // operations and pools on a page at most; 0: as asked
	lastID  int
	effects map[tolokaapi.Ref]int // operations made by our commands
	fate    func(tolokaapi.Ref) worldOp
}

// A staleStatus is what reads that lag say of a pool.
type staleStatus struct {
	status tolokaapi.PoolStatus
	until  time.Time // server clock
}

// A worldOp is an operation with its future.
type worldOp struct {
	op      tolokaapi.Operation
	takes   time.Duration // from submitted to its end; 0: over at once
	fails   bool
	silent  bool // never says a percentage
	never   bool // never ends
	hidden  bool // lists and reads know nothing of it (any more)
	applied bool
	ours    bool // by a command of this program
}

func newWorld(pools int) *world {
	w := &world{
		now:     time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC),
		skew:    90 * time.Second,
		pools:   map[tolokaapi.Ref]*tolokaapi.Pool{},
		effects: map[tolokaapi.Ref]int{},
		was:     map[tolokaapi.Ref]staleStatus{},
		fate:    func(tolokaapi.Ref) worldOp { return worldOp{takes: 4 * time.Second} },
	}
	for i := range pools {
		w.addPool(strconv.Itoa(1000+i), tolokaapi.Open)
	}
	return w
}

func (w *world) addPool(id string, s tolokaapi.PoolStatus) tolokaapi.Ref {
	ref := tolokaapi.PoolRef(id)
	w.pools[ref] = &tolokaapi.Pool{Ref: ref, Status: s, Name: "pool " + id, ProjectID: "7"}
	return ref
}

func (w *world) server() time.Time { return w.now.Add(w.skew) }

// settle lets every operation whose time has come take effect.
func (w *world) settle() {
	for _, o := range w.ops {
		if o.applied || o.never || w.server().Before(o.op.Submitted.Time.Add(o.takes)) {
			continue
		}
		o.applied = true
		_, verb, _ := o.op.Type.Action()
		if o.fails {
			continue
		}
		if verb == tolokaapi.VerbClone {
			w.lastID++
			o.op.Created = w.addPool(strconv.Itoa(9000+w.lastID), tolokaapi.Closed)
			continue
		}
		if p := w.pools[o.op.Target]; p != nil {
			if w.readLag > 0 {
				w.was[p.Ref] = staleStatus{p.Status, w.server().Add(w.readLag)}
			}
			p.Status = verb.Becomes()
		}
	}
}

// shown is an operation as the server says it is now.
func (w *world) shown(o *worldOp) tolokaapi.Operation {
	op := o.op
	age := w.server().Sub(op.Submitted.Time)
	started := op.Submitted.Time.Add(300 * time.Millisecond)
	switch {
	case o.applied:
		op.Status = tolokaapi.Success
		percent := 100
		if o.fails {
			op.Status, percent = tolokaapi.Fail, 40
		}
		op.Started = tolokaapi.DateOf(earlier(started, op.Submitted.Time.Add(o.takes)))
		op.Finished = tolokaapi.DateOf(op.Submitted.Time.Add(o.takes))
		op.Progress = tolokaapi.Progress{Known: !o.silent, Percent: percent}
	case age < 300*time.Millisecond:
		op.Status = tolokaapi.Pending
	default:
		op.Status = tolokaapi.Running
		op.Started = tolokaapi.DateOf(started)
		if !o.silent && o.takes > 0 {
			op.Progress = tolokaapi.Progress{Known: true, Percent: int(min(99, 100*age/o.takes)) / 20 * 20}
		}
		if o.fails {
			op.Progress.Percent = min(op.Progress.Percent, 40)
		}
	}
	if op.Status != tolokaapi.Success {
		op.Created = tolokaapi.Ref{}
	}
	for _, d := range []*tolokaapi.Date{&op.Submitted, &op.Started, &op.Finished} {
		if d.Valid() {
			*d = tolokaapi.DateOf(d.Time.Add(-w.dateLag))
		}
	}
	return op
}

// unread reports whether reads do not know of an operation (yet, or any more).
func (w *world) unread(o *worldOp) bool {
	return o.hidden || w.server().Sub(o.op.Submitted.Time) < w.readLag
}

// read is a pool as reads show it.
func (w *world) read(p *tolokaapi.Pool) tolokaapi.Pool {
	shown := *p
	if s, ok := w.was[p.Ref]; ok && w.server().Before(s.until) {
		shown.Status = s.status
	}
	return shown
}

func (w *world) busy(ref tolokaapi.Ref) bool {
	return slices.ContainsFunc(w.ops, func(o *worldOp) bool { return o.op.Target == ref && !o.applied })
}

// act is a POST that arrives.
func (w *world) act(v tolokaapi.Verb, ref tolokaapi.Ref, ours bool) (tolokaapi.Outcome, error) {
	w.settle()
	p := w.pools[ref]
	switch {
	case p == nil:
		return tolokaapi.Outcome{}, w.problem(404, "DOES_NOT_EXIST")
	case w.busy(ref):
		return tolokaapi.Outcome{}, w.problem(409, tolokaapi.CodeLockedByOther)
	case p.Status == v.Becomes():
		return tolokaapi.Outcome{Unchanged: true}, nil
	case !v.Accepts(p.Status):
		return tolokaapi.Outcome{}, w.problem(409, "INAPPROPRIATE_STATUS")
	}
	if ours {
		w.effects[ref]++
	}
	o := w.fate(ref)
	o.op.ID = tolokaapi.OperationID(fmt.Sprintf("op-%d", len(w.ops)+1))
	o.op.Type, o.op.Target, o.op.Submitted = v.Type(ref.Subject), ref, tolokaapi.DateOf(w.server())
	if n := len(w.ops); n > 0 && !o.op.Submitted.Time.After(w.ops[n-1].op.Submitted.Time) {
		o.op.Submitted = tolokaapi.DateOf(w.ops[n-1].op.Submitted.Time.Add(time.Millisecond)) // no page is all ties
	}
	o.ours = ours
	w.ops = append(w.ops, &o)
	w.settle()
	return tolokaapi.Outcome{Operation: w.shown(&o)}, nil
}

func (w *world) problem(status int, code string) *tolokaapi.Error {
	return &tolokaapi.Error{Status: status, Code: code, Server: w.server().Truncate(time.Second)}
}

// answer is what comes of a request that arrives now.
func (w *world) answer(r Request) Response {
	w.settle()
	a := Response{Request: r, Sent: w.now, Received: w.now, Server: w.server().Truncate(time.Second)}
	switch r.Kind {
	case Submit:
		a.Outcome, a.Err = nilErr(w.act(r.Verb, r.On, true))
	case ListOperations:
		a.Operations = w.listOperations(r.Query)
	case GetOperation:
		a.Err = w.problem(404, "DOES_NOT_EXIST")
		for _, o := range w.ops {
			if o.op.ID == r.Op && !w.unread(o) {
				a.Operation, a.Err = w.shown(o), nil
			}
		}
	case ListPools:
		a.Pools = w.listPools(r.Query)
	case GetPool:
		if p := w.pools[r.On]; p != nil {
			a.Pool = w.read(p)
		} else {
			a.Err = w.problem(404, "DOES_NOT_EXIST")
		}
	case ListProjects:
		a.Projects = tolokaapi.Page[tolokaapi.Project]{Items: []tolokaapi.Project{{ID: "7", Name: "Image labels"}}, Query: r.Query}
	case GetRequester:
		a.Requester = tolokaapi.Requester{ID: "r", Name: "Acme Data", Balance: "1204.5"}
	}
	return a
}

// nilErr keeps a nil *tolokaapi.Error from becoming a non-nil error.
func nilErr(o tolokaapi.Outcome, err error) (tolokaapi.Outcome, error) {
	var api *tolokaapi.Error
	if errors.As(err, &api) && api != nil {
		return o, api
	}
	return o, nil
}

func (w *world) listOperations(q tolokaapi.Query) tolokaapi.Page[tolokaapi.Operation] {
	page := tolokaapi.Page[tolokaapi.Operation]{Query: q, Server: w.server().Truncate(time.Second)}
	from, to := tolokaapi.ParseDate(q.Submitted.GTE).Time, tolokaapi.ParseDate(q.Submitted.LTE).Time
	for _, o := range slices.Backward(w.ops) { // they are made in the order of their dates
		op := w.shown(o)
		at := op.Submitted.Time
		if w.unread(o) || q.Type != "" && op.Type != q.Type || q.Status != "" && string(op.Status) != q.Status ||
			at.Before(from) || !to.IsZero() && at.After(to) {
			continue
		}
		if len(page.Items) == w.limit(q.Limit) {
			page.HasMore = true
			break
		}
		page.Items = append(page.Items, op)
	}
	return page
}

func (w *world) listPools(q tolokaapi.Query) tolokaapi.Page[tolokaapi.Pool] {
	page := tolokaapi.Page[tolokaapi.Pool]{Query: q, Server: w.server().Truncate(time.Second)}
	refs := make([]tolokaapi.Ref, 0, len(w.pools))
	for ref := range w.pools {
		refs = append(refs, ref)
	}
	slices.SortFunc(refs, func(a, b tolokaapi.Ref) int { return tolokaapi.CompareIDs(a.ID, b.ID) })
	if q.Sort == "-id" {
		slices.Reverse(refs)
	}
	for _, ref := range refs {
		if p := w.read(w.pools[ref]); q.Status != "" && string(p.Status) != q.Status || !within(q.ID, ref.ID) {
			continue
		}
		if len(page.Items) == w.limit(q.Limit) {
			page.HasMore = true
			break
		}
		page.Items = append(page.Items, w.read(w.pools[ref]))
	}
	return page
}

func within(r tolokaapi.Range, id string) bool {
	return (r.GT == "" || tolokaapi.CompareIDs(id, r.GT) > 0) && (r.GTE == "" || tolokaapi.CompareIDs(id, r.GTE) >= 0) &&
		(r.LT == "" || tolokaapi.CompareIDs(id, r.LT) < 0) && (r.LTE == "" || tolokaapi.CompareIDs(id, r.LTE) <= 0)
}

func (w *world) limit(asked int) int {
	if w.perPage > 0 {
		return w.perPage
	}
	return asked
}
