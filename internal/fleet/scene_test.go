package fleet

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// leap sets the local clock; the server's goes on.
func (w *world) leap(by time.Duration) { w.now, w.skew = w.now.Add(by), w.skew-by }

// startElsewhere sends a command from elsewhere.
func (s *scene) startElsewhere(v tolokaapi.Verb, ref tolokaapi.Ref) {
	s.t.Helper()
	o, err := nilErr(s.w.act(v, ref, false))
	if err != nil || o.Unchanged {
		s.t.Fatalf("%s %s: %+v, %v", v, ref, o, err)
	}
}

// until lets time pass until something holds, a minute at most.
func (s *scene) until(what string, holds func() bool) {
	s.t.Helper()
	for range 600 {
		if holds() {
			return
		}
		s.run(100 * time.Millisecond)
	}
	s.t.Fatalf("within a minute it never came true that %s", what)
}

// spoil changes answers before they arrive, until mend is called.
func (s *scene) spoil(change func(*Response)) (mend func()) {
	before := s.answer
	s.answer = func(r Request) Response {
		a := before(r)
		a.Request = r
		change(&a)
		return a
	}
	return func() { s.answer = before }
}

// each changes every operation of an answer that lists or reads some.
func each(change func(*tolokaapi.Operation)) func(*Response) {
	return func(a *Response) {
		for i := range a.Operations.Items {
			change(&a.Operations.Items[i])
		}
		if a.Request.Kind == GetOperation && a.Err == nil {
			change(&a.Operation)
		}
	}
}

// loses sends a close whose reply gets lost although it took effect.
func (s *scene) loses() RowID {
	s.t.Helper()
	arrives := s.answer
	s.answer = func(r Request) Response {
		a := arrives(r)
		if r.Kind == Submit {
			a.Err, a.Outcome = errReset, tolokaapi.Outcome{}
			s.answer = arrives
		}
		return a
	}
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	return id
}

// slow is a world whose operations take a while.
func slow(takes time.Duration) *world {
	w := newWorld(3)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: takes} }
	return w
}

// underWay is a read of a pool that is on its way, answered as the pool is now.
func (s *scene) underWay(ref tolokaapi.Ref) Response {
	s.f.seq++
	s.f.awaiting[s.f.seq] = s.f.refresh.readPool
	return s.w.answer(Request{Seq: s.f.seq, Kind: GetPool, On: ref})
}

// reads is how often a pool was read by itself.
func (s *scene) reads(ref tolokaapi.Ref) int {
	n := 0
	for _, r := range s.sent {
		if r.Kind == GetPool && r.On == ref {
			n++
		}
	}
	return n
}

// once answers the first command with a, and everything else as the world does.
func (s *scene) once(a func() Response) {
	told, before := false, s.answer
	s.answer = func(r Request) Response {
		if r.Kind == Submit && !told {
			told = true
			return a()
		}
		return before(r)
	}
}

func failing(err error) func() Response { return func() Response { return Response{Err: err} } }

var (
	errReset   = &tolokaapi.TransportError{MaybeSent: true, Cause: tolokaapi.CauseReset, Err: errors.New("broke off")}
	errRefused = &tolokaapi.TransportError{Cause: tolokaapi.CauseRefused, Err: errors.New("nothing listens")}
	errUnread  = &tolokaapi.TransportError{MaybeSent: true, Cause: tolokaapi.CauseUnreadable, Err: errors.New("not JSON")}
	errTimeout = &tolokaapi.TransportError{MaybeSent: true, Cause: tolokaapi.CauseTimeout, Err: errors.New("no answer")}
)

// A scene drives a fleet against a world, without faults unless answer is
// changed: each request is answered after latency.
type scene struct {
	t       *testing.T
	f       *Fleet
	w       *world
	latency time.Duration
	answer  func(Request) Response // what comes of a request that arrives
	sent    []Request
	times   []time.Time
	flights []flight
}

type flight struct {
	at       time.Time
	response Response
}

func newScene(t *testing.T, w *world, c Config) *scene {
	t.Helper()
	return &scene{t: t, w: w, f: New(c, testRand()), latency: 50 * time.Millisecond, answer: w.answer}
}

func testRand() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// ask lets the fleet ask what is due and puts the requests on their way.
func (s *scene) ask() (wake time.Time) {
	s.t.Helper()
	asks, wake := s.f.Next(s.w.now)
	for _, r := range asks {
		s.sent = append(s.sent, r)
		s.times = append(s.times, s.w.now)
		a := s.answer(r)
		a.Request, a.Sent = r, s.w.now
		s.flights = append(s.flights, flight{s.w.now.Add(s.latency), a})
	}
	if again, _ := s.f.Next(s.w.now); len(again) > 0 {
		s.t.Fatalf("a second call at the same time asked for %v", again)
	}
	return wake
}

// run lets time pass, as a program would: it sleeps until the next answer
// arrives or the fleet wants to be asked again.
func (s *scene) run(d time.Duration) {
	s.t.Helper()
	end := s.w.now.Add(d)
	for {
		next := s.ask()
		first := -1
		for i, fl := range s.flights {
			if first < 0 || fl.at.Before(s.flights[first].at) {
				first = i
			}
		}
		if first >= 0 && (next.IsZero() || !s.flights[first].at.After(next)) {
			next = s.flights[first].at
		}
		if next.IsZero() || next.After(end) {
			s.w.now = end
			return
		}
		s.w.now = next
		if first >= 0 && s.flights[first].at.Equal(next) {
			a := s.flights[first].response
			a.Received = next
			s.flights = append(s.flights[:first], s.flights[first+1:]...)
			s.f.Observe(a)
		}
	}
}

// submit confirms a command and returns its only row.
func (s *scene) submit(v tolokaapi.Verb, ref tolokaapi.Ref) RowID {
	s.t.Helper()
	id, left := s.f.Submit(s.w.now, v, []tolokaapi.Ref{ref})
	if len(left) > 0 {
		s.t.Fatalf("%s %s was refused: %+v", v, ref, left)
	}
	b, _ := s.f.Batch(id)
	return b.Rows[0]
}

func (s *scene) row(id RowID) Row {
	s.t.Helper()
	r, ok := s.f.Row(id)
	if !ok {
		s.t.Fatalf("row %d is gone", id)
	}
	return r
}

// count is how many requests of a kind were sent.
func (s *scene) count(k Kind) int {
	n := 0
	for _, r := range s.sent {
		if r.Kind == k {
			n++
		}
	}
	return n
}

// lastSent is the index of the last request of a kind, -1 if none was sent.
func (s *scene) lastSent(k Kind) int {
	for i := len(s.sent) - 1; i >= 0; i-- {
		if s.sent[i].Kind == k {
			return i
		}
	}
	return -1
}

// forget starts counting anew.
func (s *scene) forget() { s.sent, s.times = nil, nil }

var pool1000 = tolokaapi.PoolRef("1000")

// listed is a scene after its first lists are in.
func listed(t *testing.T, w *world) *scene {
	t.Helper()
	s := newScene(t, w, Config{})
	s.run(10 * time.Second)
	s.forget()
	return s
}

// datedAhead makes every answer's Date lie that far ahead, until it is mended, as
// of a machine whose clock is wrong.
func (s *scene) datedAhead(by time.Duration) (mend func()) {
	return s.spoil(func(a *Response) {
		if a.Server.IsZero() {
			a.Server = s.w.server()
		}
		a.Server = a.Server.Add(by)
	})
}

// lists are the times of the requests that listed operations of a type.
func (s *scene) lists(typ tolokaapi.OperationType) []time.Time {
	var at []time.Time
	for i, r := range s.sent {
		if r.Kind == ListOperations && r.Query.Type == typ {
			at = append(at, s.times[i])
		}
	}
	return at
}

// interest changes what is of interest.
func interest(f *Fleet, change func(*Interests)) {
	is := f.Interests()
	change(&is)
	f.SetInterests(is)
}
