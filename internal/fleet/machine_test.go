package fleet

import (
	"errors"
	"flag"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tolokadash/tolokaapi"
)

// A fault is what the network or the server does to one request.
type fault int

const (
	fine       fault = iota
	neverSent        // not even connected
	lostBefore       // arrived nowhere, and nobody can tell
	lostAfter        // took effect, the reply is lost
	errBefore        // 503 without effect
	errAfter         // 500 after the effect
	unread           // 202 with a body that cannot be read
	quota            // 429
	denied           // 401
	faults
)

// A machine is the whole core against a world, with random faults, delays,
// restarts and clocks. After every step it checks what must always hold.
type machine struct {
	w          *world
	f          *Fleet
	rng        *rand.Rand
	calm       bool
	flights    []flight
	commands   map[tolokaapi.Ref]int // confirmed, by pool
	said       map[tolokaapi.OperationID]map[int]bool
	states     map[RowID]State
	lists      []time.Time                    // operation lists asked for
	let        map[tolokaapi.OperationID]bool // dismissed, or left at a restart
	letUnknown map[tolokaapi.Ref]bool         // pools of dismissed rows whose operation was not known
	presumed   map[RowID]bool                 // rows that count as done without the word of their operation
	roomMade   bool                           // rows of others have made room
	covered    *coverage
}

// coverage counts what the runs went through, so that a machine that no longer
// reaches a transition is red instead of blind.
type coverage struct {
	moves                                     map[[2]State]int
	verdicts                                  map[submitResult]int
	faults                                    map[fault]int
	restarts, jumps, adopted, dismissed, bulk int
	paused, pausedAtStart, madeRoom           int
	mended                                    map[State]int         // rows of unknown outcome, by what they became
	found                                     int                   // steps with a row that was found after a lost reply
	dateLags, readLags                        map[time.Duration]int // runs against such a server
}

func (m *machine) next(t *rapid.T) {
	before := m.f.now
	asks, wake := m.f.Next(m.w.now)
	for _, r := range asks {
		m.checkSingle(t, r)
		if r.Kind == ListOperations {
			m.lists = append(m.lists, m.w.now)
		}
		m.flights = append(m.flights, m.carry(t, r))
	}
	if again, _ := m.f.Next(m.w.now); len(again) > 0 {
		t.Fatalf("a second call at the same time asked for %v", again)
	}
	if len(m.flights) == 0 && wake.IsZero() && !m.atRest() {
		t.Fatalf("nothing is under way and nobody will wake the fleet (it was %v)", before)
	}
	m.check(t)
}

// atRest reports whether nothing is to be asked: looking for news is paused and no
// row waits for anything.
func (m *machine) atRest() bool {
	for range m.f.table.unfinished {
		return false
	}
	return m.f.Paused() && len(m.f.refresh.due) == 0
}

// checkSingle fails when the same question is already under way.
func (m *machine) checkSingle(t *rapid.T, r Request) {
	for _, fl := range m.flights {
		other := fl.response.Request
		if other.Kind == r.Kind && r.Kind != Submit && other.Query == r.Query && other.On == r.On && other.Op == r.Op {
			t.Fatalf("asked twice at once: %+v", r)
		}
		if r.Kind == Submit && other.Kind == Submit && other.On == r.On {
			t.Fatalf("two commands at once for %v", r.On)
		}
	}
	if r.Kind == ListOperations {
		recent := 0
		for _, at := range m.lists {
			if d := m.w.now.Sub(at); d >= 0 && d < time.Second-time.Millisecond { // the limiter counts in floats
				recent++
			}
		}
		if recent >= listsPerSecond {
			t.Fatalf("%d lists of operations within a second", recent+1)
		}
	}
}

// carry decides what happens to a request, lets it arrive, and sets when the
// answer comes back: answers overtake each other.
func (m *machine) carry(t *rapid.T, r Request) flight {
	what, latency := fine, 50*time.Millisecond
	if !m.calm {
		latency = time.Duration(rapid.IntRange(1, 1500).Draw(t, "latency")) * time.Millisecond
		if rapid.IntRange(0, 3).Draw(t, "faulty") == 0 {
			what = fault(rapid.IntRange(0, int(faults)-1).Draw(t, "fault"))
		}
		if what == denied && rapid.IntRange(0, 5).Draw(t, "really") > 0 {
			what = fine
		}
	}
	m.covered.faults[what]++
	a := m.suffer(what, r)
	if what == lostBefore || what == lostAfter {
		latency = 15 * time.Second
	}
	a.Request, a.Sent = r, m.w.now
	m.hear(a)
	return flight{m.w.now.Add(latency), a}
}

func (m *machine) suffer(what fault, r Request) Response {
	var lost error = &tolokaapi.TransportError{MaybeSent: true, Cause: tolokaapi.CauseTimeout, Err: errors.New("no answer")}
	switch what {
	case neverSent:
		return Response{Err: &tolokaapi.TransportError{Cause: tolokaapi.CauseDNS, Err: errors.New("no such host")}}
	case lostBefore:
		return Response{Err: lost}
	case lostAfter:
		m.w.answer(r)
		return Response{Err: lost}
	case errBefore:
		return Response{Err: m.w.problem(503, "REMOTE_SERVICE_UNAVAILABLE")}
	case errAfter:
		m.w.answer(r)
		return Response{Err: m.w.problem(500, "INTERNAL_ERROR")}
	case unread:
		m.w.answer(r)
		return Response{Err: &tolokaapi.TransportError{MaybeSent: true, Cause: tolokaapi.CauseUnreadable, Err: errors.New("not JSON")}}
	case quota:
		return Response{Err: &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerMinute, Server: m.w.server().Truncate(time.Second)}}
	case denied:
		return Response{Err: m.w.problem(401, "AUTHENTICATION_ERROR")}
	}
	return m.w.answer(r)
}

// hear notes every percentage that the server said.
func (m *machine) hear(a Response) {
	ops := slices.Concat(a.Operations.Items, []tolokaapi.Operation{a.Operation, a.Outcome.Operation})
	for _, op := range ops {
		if op.Progress.Known {
			if m.said[op.ID] == nil {
				m.said[op.ID] = map[int]bool{}
			}
			m.said[op.ID][op.Progress.Percent] = true
		}
	}
}

// pass lets time go by up to d, in the order in which things happen.
func (m *machine) pass(t *rapid.T, d time.Duration) {
	end := m.w.now.Add(d)
	for steps := 0; ; steps++ {
		if steps > 200_000 {
			t.Fatalf("the fleet spins: %d turns", steps)
		}
		m.next(t)
		_, at := m.f.Next(m.w.now)
		first := -1
		for i, fl := range m.flights {
			if first < 0 || fl.at.Before(m.flights[first].at) {
				first = i
			}
		}
		if first >= 0 && (at.IsZero() || m.flights[first].at.Before(at)) {
			at = m.flights[first].at
		} else {
			first = -1
		}
		if at.After(end) || at.IsZero() {
			m.w.now = end
			return
		}
		if at.After(m.w.now) {
			m.w.now = at
		}
		if first >= 0 {
			m.deliver(first)
			m.check(t)
		}
	}
}

func (m *machine) deliver(i int) {
	a := m.flights[i].response
	m.flights = slices.Delete(m.flights, i, i+1)
	a.Received = m.w.now
	if a.Request.Kind == Submit {
		m.covered.verdicts[classifyResponse(a)]++
	}
	m.f.Observe(a)
}

// check is what must always hold.
func (m *machine) check(t *rapid.T) {
	for ref, n := range m.w.effects {
		if n > m.commands[ref] {
			t.Fatalf("%v: %d commands made %d operations", ref, m.commands[ref], n)
		}
	}
	busy := map[tolokaapi.Ref]int{}
	claimed := map[tolokaapi.OperationID]RowID{}
	for id, r := range m.f.table.byID {
		if was, ok := m.states[id]; !ok || was != r.State {
			m.covered.moves[[2]State{was, r.State}]++
			if was == Unknown || m.presumed[id] {
				m.covered.mended[r.State]++
			} else if was.Finished() {
				t.Fatalf("row %d went from %v to %v", id, was, r.State)
			}
			m.states[id] = r.State
		}
		if r.Percent >= 0 && !m.said[r.Op.ID][r.Percent] {
			t.Fatalf("row %d shows %d %%, which was never said", id, r.Percent)
		}
		if r.Op.ID != "" {
			if other, ok := claimed[r.Op.ID]; ok {
				t.Fatalf("rows %d and %d follow %s", id, other, r.Op.ID)
			}
			claimed[r.Op.ID] = id
		}
		if r.Found {
			m.covered.found++
		}
		m.presumed[id] = r.presumed()
		if r.State == Succeeded && !r.presumed() && r.Op.Status != tolokaapi.Success || r.State == Failed && r.Op.Status != tolokaapi.Fail {
			t.Fatalf("row %d is %v, its operation %s", id, r.State, r.Op.Status)
		}
		if r.presumed() && (r.Op.Status == tolokaapi.Fail || r.Verb == tolokaapi.VerbClone) {
			t.Fatalf("row %d is done, its operation %s", id, r.Op.Status)
		}
		if r.Ours() && (r.State == Queued || r.State == Sending || r.State == Unconfirmed) {
			busy[r.On]++
		}
		if r.Elapsed() < 0 {
			t.Fatalf("row %d has run for %v", id, r.Elapsed())
		}
	}
	if others := len(m.f.table.others.done) + len(m.f.table.others.failed); others > machineOthers {
		t.Fatalf("%d ended rows of others are on the table", others)
	}
	if done, failed := m.f.table.others.notShown(); done+failed > 0 && !m.roomMade {
		m.roomMade = true
		m.covered.madeRoom++
	}
	for ref, n := range busy {
		if n > 1 {
			t.Fatalf("%d commands for %v at once", n, ref)
		}
	}
}

// The lags of the servers that machines meet: of the dates of operations behind
// the Date header, and of reads behind commands.
var (
	machineDateLags = []time.Duration{0, 90 * time.Second, 3 * time.Hour, -3 * time.Hour, 14 * time.Hour}
	machineReadLags = []time.Duration{0, 0, 20 * time.Second}
)

// machineOthers is how many ended rows of others a machine keeps.
const machineOthers = 12

// settled is what must hold once the faults are over and time has passed.
func (m *machine) settled(t *rapid.T) {
	for _, o := range m.w.ops {
		if m.f.seen.dismissed(o.op.ID) && m.roomMade {
			continue // another's, which made room
		}
		if o.hidden || m.let[o.op.ID] || m.f.table.byOp[o.op.ID] != nil {
			continue
		}
		if m.w.dateLag > lookupMargin && (!o.ours || m.outcomeUnknown(o.op.Target)) {
			continue // its date is not recent, and no row of ours says how it ended
		}
		if o.applied && m.w.server().Sub(o.op.Submitted.Time) > 15*time.Minute {
			continue // another's (or adopted after a restart), gone after its ten minutes
		}
		t.Fatalf("%s on %v is on no row", o.op.ID, o.op.Target)
	}
}

// outcomeUnknown reports whether a row of ours says of a pool, or said until it was
// dismissed, that it is not known what became of a command, or which was its own.
func (m *machine) outcomeUnknown(ref tolokaapi.Ref) bool {
	if m.letUnknown[ref] {
		return true
	}
	for _, r := range m.f.table.byID {
		if r.On == ref && r.Ours() && (r.Op.ID == "" && r.revivable() || r.Found) { // what was found may be another's
			return true
		}
	}
	return false
}

// truthful is what must hold after every list was read once more and the time for
// looking up a lost reply is over.
func (m *machine) truthful(t *rapid.T) {
	for id, r := range m.f.table.byID {
		if !r.State.Finished() && !m.endless(r.Op.ID) {
			t.Fatalf("row %d still waits as %v at %v: %+v", id, r.State, m.f.serverNow(), *r)
		}
		if r.State == Running && r.Ours() && r.Op.ID == "" {
			t.Fatalf("row %d runs without an operation", id)
		}
	}
	refs, _ := m.f.Pools(tolokaapi.SubjectPool)
	for _, ref := range refs {
		p, _ := m.f.Pool(ref)
		if real := m.w.pools[ref]; real != nil && real.Status != p.Status && p.Busy == 0 {
			t.Fatalf("%v is %s, shown as %s", ref, real.Status, p.Status)
		}
	}
}

func (m *machine) endless(id tolokaapi.OperationID) bool {
	return slices.ContainsFunc(m.w.ops, func(o *worldOp) bool { return o.op.ID == id && o.never })
}

func (m *machine) restart() {
	m.covered.restarts++
	m.flights, m.states, m.lists = nil, map[RowID]State{}, nil
	m.presumed = map[RowID]bool{}
	for _, o := range m.w.ops {
		o.ours = false // of an earlier life
	}
	m.f = m.fresh()
}

// fresh is a fleet that keeps few rows of others.
func (m *machine) fresh() *Fleet {
	f := New(Config{}, m.rng)
	f.table.others.atMost = machineOthers
	return f
}

// fates gives operations their futures.
func (m *machine) fates(t *rapid.T) {
	m.w.fate = func(tolokaapi.Ref) worldOp {
		o := worldOp{takes: time.Duration(rapid.IntRange(0, 20).Draw(t, "takes")) * time.Second}
		switch rapid.IntRange(0, 9).Draw(t, "fate") {
		case 0, 1:
			o.fails = true
		case 2:
			o.silent = true
		case 3:
			o.never = rapid.IntRange(0, 2).Draw(t, "never") == 0
		}
		return o
	}
}

func (m *machine) actions() map[string]func(*rapid.T) {
	anyPool := func(t *rapid.T) tolokaapi.Ref {
		return tolokaapi.PoolRef(strconv.Itoa(1000 + rapid.IntRange(0, 11).Draw(t, "pool")))
	}
	anyVerb := func(t *rapid.T) tolokaapi.Verb { return rapid.SampledFrom(tolokaapi.Verbs[:]).Draw(t, "verb") }
	submit := func(t *rapid.T, refs []tolokaapi.Ref) {
		id, _ := m.f.Submit(m.w.now, anyVerb(t), refs)
		if b, ok := m.f.Batch(id); ok {
			for _, row := range b.Rows {
				m.commands[m.f.table.byID[row].On]++
			}
		}
	}
	return map[string]func(*rapid.T){
		"":    func(t *rapid.T) { m.check(t) },
		"one": func(t *rapid.T) { submit(t, []tolokaapi.Ref{anyPool(t)}) },
		"bulk": func(t *rapid.T) {
			m.covered.bulk++
			refs, _ := m.f.Pools(tolokaapi.SubjectPool)
			submit(t, refs)
		},
		"startElsewhere": func(t *rapid.T) { _, _ = m.w.act(anyVerb(t), anyPool(t), false) },
		"soon":           func(t *rapid.T) { m.pass(t, time.Duration(rapid.IntRange(1, 3000).Draw(t, "ms"))*time.Millisecond) },
		"later":          func(t *rapid.T) { m.pass(t, time.Duration(rapid.IntRange(3, 60).Draw(t, "s"))*time.Second) },
		"vanish": func(t *rapid.T) {
			if len(m.w.ops) > 0 && rapid.IntRange(0, 2).Draw(t, "vanish") == 0 {
				o := m.w.ops[len(m.w.ops)-1]
				o.hidden = o.hidden || m.f.table.byOp[o.op.ID] != nil
			}
		},
		"dismiss": func(*rapid.T) {
			ids, _ := m.f.Rows()
			for _, id := range ids {
				if r, _ := m.f.Row(id); r.State.Finished() {
					m.let[r.Op.ID] = true
				}
				if r := m.f.table.byID[id]; r.revivable() || r.Found {
					m.letUnknown[r.On] = true
				}
			}
			m.covered.dismissed += m.f.Dismiss(ids)
		},
		"restart": func(t *rapid.T) {
			if rapid.IntRange(0, 3).Draw(t, "restart") == 0 {
				m.restart()
			}
		},
		"jump": func(t *rapid.T) {
			if rapid.IntRange(0, 3).Draw(t, "jump") > 0 {
				return
			}
			m.covered.jumps++
			for _, r := range m.f.table.byID {
				if !r.Ours() && r.State.Finished() {
					m.let[r.Op.ID] = true // its ten minutes may be over at once
				}
			}
			by := time.Duration(rapid.IntRange(-60, 500).Draw(t, "minutes")) * time.Minute
			m.w.now, m.w.skew = m.w.now.Add(by), m.w.skew-by // the server's clock goes on
			for i := range m.flights {
				m.flights[i].at = m.flights[i].at.Add(by)
			}
			m.lists = nil
		},
		"delete": func(t *rapid.T) {
			if ref := anyPool(t); !m.w.busy(ref) && rapid.IntRange(0, 9).Draw(t, "delete") == 0 {
				delete(m.w.pools, ref)
			}
		},
		"expire": func(*rapid.T) { // pools close by themselves, without an operation
			for _, p := range m.w.pools {
				if p.Status == tolokaapi.Open && !m.w.busy(p.Ref) {
					p.Status = tolokaapi.Closed
				}
			}
		},
		"pause": func(*rapid.T) {
			m.covered.paused++
			m.f.Pause(!m.f.Paused())
		},
		"flood": func(t *rapid.T) {
			if rapid.IntRange(0, 3).Draw(t, "flood") > 0 {
				return
			}
			m.w.flood(rapid.IntRange(1, 30).Draw(t, "operations"), rapid.Bool().Draw(t, "failed"))
		},
		"refresh": func(*rapid.T) { m.f.Refresh(m.w.now) },
		"stop": func(t *rapid.T) {
			if rapid.IntRange(0, 5).Draw(t, "stop") == 0 {
				m.f.CancelQueued(m.w.now)
			}
		},
	}
}

// Nothing is lost and nothing is sent twice whatever happens.
func TestMachine_NothingLostNothingSentTwice(t *testing.T) {
	c := &coverage{
		mended: map[State]int{}, dateLags: map[time.Duration]int{}, readLags: map[time.Duration]int{},
		moves: map[[2]State]int{}, verdicts: map[submitResult]int{}, faults: map[fault]int{},
	}
	given := flag.Lookup("rapid.seed").Value.String()
	checkFewer(t)
	for i := range 4 {
		seedMachine(t, i, given)
		rapid.Check(t, c.run)
	}
	if !t.Failed() && given == "0" { // the fixed seeds reach everything, others need not
		c.check(t)
	}
}

// run is one life of a machine.
func (c *coverage) run(t *rapid.T) {
	m := &machine{
		w: newWorld(8), covered: c, commands: map[tolokaapi.Ref]int{}, states: map[RowID]State{},
		said: map[tolokaapi.OperationID]map[int]bool{}, let: map[tolokaapi.OperationID]bool{},
		letUnknown: map[tolokaapi.Ref]bool{}, presumed: map[RowID]bool{},
		rng: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)),
	}
	for i := range 4 {
		m.w.addPool(strconv.Itoa(1008+i), tolokaapi.Closed)
	}
	m.w.perPage = rapid.IntRange(3, 12).Draw(t, "per page")
	m.w.dateLag = rapid.SampledFrom(machineDateLags).Draw(t, "dates lag")
	m.w.readLag = rapid.SampledFrom(machineReadLags).Draw(t, "reads lag")
	c.dateLags[m.w.dateLag]++
	c.readLags[m.w.readLag]++
	m.f = m.fresh()
	m.fates(t)
	m.calm = true
	if rapid.IntRange(0, 3).Draw(t, "paused at start") == 0 {
		c.pausedAtStart++
		m.f.Pause(true)
	}
	m.pass(t, 5*time.Second)
	if refs, _ := m.f.Pools(tolokaapi.SubjectPool); len(refs) != 12 {
		t.Fatalf("%d pools are known after the start", len(refs))
	}
	m.calm = false
	t.Repeat(m.actions())
	m.calm = true
	m.f.Pause(false)
	m.pass(t, 5*time.Minute)
	m.settled(t)
	m.pass(t, 8*time.Minute)
	m.truthful(t)
	for _, r := range m.f.table.byID {
		if !r.Ours() {
			c.adopted++
		}
	}
}

// check is red when a transition, an outcome or a fault never happened.
func (c *coverage) check(t *testing.T) {
	t.Helper()
	for _, want := range [][2]State{
		{0, Queued},
		{Queued, Sending},
		{Queued, NotSent},
		{Sending, Queued},
		{Sending, Pending},
		{Sending, Succeeded},
		{Sending, Unchanged},
		{Sending, Rejected},
		{Sending, Unconfirmed},
		{Unconfirmed, Pending},
		{Unconfirmed, Running},
		{Unconfirmed, Succeeded},
		{Unconfirmed, Failed},
		{Unconfirmed, Queued},
		{Unknown, Succeeded},
		{Unknown, Failed},
		{Unconfirmed, Unknown},
		{Pending, Running},
		{Pending, Succeeded},
		{Pending, Failed},
		{Running, Succeeded},
		{Running, Failed},
		{Running, Unknown},
		{0, Pending},
		{0, Running},
		{0, Succeeded},
		{0, Failed},
	} {
		if c.moves[want] == 0 {
			t.Errorf("no row went from %v to %v", want[0], want[1])
		}
	}
	for _, lag := range machineDateLags {
		if c.dateLags[lag] == 0 {
			t.Errorf("no server whose dates lag by %v", lag)
		}
	}
	for _, lag := range machineReadLags {
		if c.readLags[lag] == 0 {
			t.Errorf("no server whose reads lag by %v", lag)
		}
	}
	if c.found == 0 {
		t.Error("nothing was found after a lost reply")
	}
	for v := resultAccepted; v <= resultRejected; v++ {
		if c.verdicts[v] == 0 {
			t.Errorf("no reply was judged %d", v)
		}
	}
	for f := fine; f < faults; f++ {
		if c.faults[f] == 0 {
			t.Errorf("fault %d never happened", f)
		}
	}
	if c.paused == 0 || c.pausedAtStart == 0 || c.madeRoom == 0 {
		t.Errorf("not everything happened: %+v", *c)
	}
	if c.restarts == 0 || c.jumps == 0 || c.adopted == 0 || c.dismissed == 0 || c.bulk == 0 {
		t.Errorf("not everything happened: %+v", *c)
	}
}
