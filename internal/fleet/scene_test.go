package fleet

import (
	"math/rand/v2"
	"testing"
	"time"

	"tolokadash/tolokaapi"
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
