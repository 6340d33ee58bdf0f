package fleet

import (
	"fmt"
	"testing"
	"time"

	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
)

// Answers that are delivered late move no wait.
func TestClock_LateDeliveryMovesNoWait(t *testing.T) {
	s := listed(t, newWorld(3))
	s.once(failing(&tolokaapi.Error{Status: 429, Interval: tolokaapi.PerHour}))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(100 * time.Millisecond)
	want := s.row(id).RetryAt
	received := s.w.now
	s.w.now = s.w.now.Add(20 * time.Second) // the screen stood still
	for range 10 {
		s.f.seq++
		r := Request{Seq: s.f.seq, Kind: GetPool, On: tolokaapi.PoolRef("1001")}
		s.f.awaiting[r.Seq] = func(Response) {}
		a := s.w.answer(r)
		a.Request, a.Sent, a.Received = r, received, received
		s.ask()
		s.f.Observe(a)
	}
	if got := s.row(id).RetryAt; !got.Equal(want) {
		t.Errorf("the quota is over at %v, want %v", got, want)
	}
}

// The servers clock is known within its second.
func TestClock_WithinItsSecond(t *testing.T) {
	var c serverClock
	start := time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)
	skew := 83*time.Second + 400*time.Millisecond
	for i := range 50 {
		sent := start.Add(time.Duration(i) * 1370 * time.Millisecond)
		c.observe(sent, sent.Add(skew).Truncate(time.Second), sent.Add(80*time.Millisecond))
	}
	if got := c.server(start).Sub(start); (got - skew).Abs() > 100*time.Millisecond {
		t.Errorf("offset %v, want about %v", got, skew)
	}
	later := start.Add(8 * time.Hour) // ours was set back
	c.observe(later, start.Truncate(time.Second), later.Add(80*time.Millisecond))
	if got := c.server(later); got.Sub(start).Abs() > time.Second {
		t.Errorf("after a jump: %v, want about %v", got, start)
	}
}

// TestClock_DateAheadForgotten loses the reply to a close long after a Date
// lay ahead, and right after.
func TestClock_DateAheadForgotten(t *testing.T) {
	for name, tc := range map[string]struct {
		ahead, mended time.Duration
		fails         bool
		want          []State
	}{
		"never":                                 {0, time.Minute, true, []State{Failed}},
		"long ago, and it failed":               {time.Hour, time.Minute, true, []State{Failed}},
		"long ago, and it succeeded":            {time.Hour, time.Minute, false, []State{Succeeded}},
		"by hundreds of years":                  {250 * 365 * 24 * time.Hour, time.Minute, true, []State{Failed}},
		"until it was sent, and it failed":      {time.Hour, 0, true, []State{Failed, Unknown}},
		"until it was sent, and it succeeded":   {time.Hour, 0, false, []State{Succeeded, Unknown, Unchanged}},
		"of a quarter, until it was sent":       {15 * time.Minute, 0, true, []State{Failed, Unknown}},
		"behind, until it was sent, and failed": {-time.Hour, 0, true, []State{Failed, Unknown}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(3)
			w.fate = func(tolokaapi.Ref) worldOp { return worldOp{fails: tc.fails} }
			s := listed(t, w)
			mend := s.datedAhead(tc.ahead)
			s.run(time.Minute)
			mend()
			s.run(tc.mended)
			s.forget()
			id := s.loses()
			s.run(12 * time.Minute)
			state, in := s.row(id).State, false
			for _, want := range tc.want {
				in = in || state == want
			}
			if !in || s.count(Submit) != 1 || w.effects[pool1000] != 1 {
				t.Errorf("it is %v, sent %d times, done %d times", state, s.count(Submit), w.effects[pool1000])
			}
		})
	}
}

// A clock that is set back makes nobody wait longer.
func TestClock_SetBackMakesNoWaitLonger(t *testing.T) {
	back := func(s *scene) {
		s.w.now, s.w.skew = s.w.now.Add(-time.Hour), s.w.skew+time.Hour
		s.flights = nil // what was on its way is told as lost below
		for _, seq := range requestsInFlight(s.f) {
			s.f.Observe(Response{Request: Request{Seq: seq}, Err: errReset, Sent: s.w.now, Received: s.w.now})
		}
	}
	t.Run("for another's row to leave", func(t *testing.T) {
		s := listed(t, newWorld(3))
		s.startElsewhere(tolokaapi.VerbClose, pool1000)
		s.run(time.Minute)
		if ids, _ := s.f.Rows(); len(ids) != 1 {
			t.Fatalf("%d rows", len(ids))
		}
		back(s)
		s.run(othersStay + time.Minute)
		if ids, _ := s.f.Rows(); len(ids) != 0 {
			t.Errorf("%d rows", len(ids))
		}
	})
	t.Run("for a look-up to be given up", func(t *testing.T) {
		s := listed(t, newWorld(3))
		s.spoil(each(func(op *tolokaapi.Operation) { op.Target = tolokaapi.Ref{} }))
		id := s.loses()
		back(s)
		s.run(lookupTimeout + time.Minute)
		if r := s.row(id); r.State != Succeeded || !r.Found { // as far as the pool tells
			t.Errorf("it is %v", r.State)
		}
	})
}

// requestsInFlight is the requests that are out.
func requestsInFlight(f *Fleet) []uint64 {
	var all []uint64
	for seq := range f.awaiting {
		all = append(all, seq)
	}
	return all
}

// TestClock_MachinesDiffer answers in turns from two machines.
func TestClock_MachinesDiffer(t *testing.T) {
	for _, apart := range []time.Duration{0, 3 * time.Second, time.Minute, time.Hour, 24 * time.Hour} {
		s := listed(t, newWorld(3))
		n := 0
		s.spoil(func(a *Response) {
			if n++; n%2 == 0 {
				a.Server = s.w.server().Add(apart)
			}
		})
		s.forget()
		s.run(10 * time.Minute)
		if n := len(s.sent); n > 265 {
			t.Errorf("%v apart: %d requests in ten minutes at rest", apart, n)
		}
		id := s.submit(tolokaapi.VerbClose, pool1000)
		s.run(30 * time.Second)
		if r := s.row(id); r.State != Succeeded {
			t.Errorf("%v apart: half a minute later it is %v", apart, r.State)
		}
		s.forget()
		s.once(failing(errReset))
		id = s.submit(tolokaapi.VerbClose, tolokaapi.PoolRef("1001"))
		s.run(2 * time.Minute)
		if r := s.row(id); r.State != Succeeded || s.count(Submit) != 2 {
			t.Errorf("%v apart: what was lost is %v, sent %d times", apart, r.State, s.count(Submit))
		}
	}
}

// A clock that was set back takes the reads that are due with it.
func TestClock_SetBackMovesPoolRefresh(t *testing.T) {
	for name, tc := range map[string]struct {
		pools int
		fail  bool
	}{
		"one that failed":           {pools: 1, fail: true},
		"many that wait for others": {pools: 40},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(tc.pools + 1)
			w.fate = func(ref tolokaapi.Ref) worldOp { return worldOp{never: ref == pool1000 && tc.pools > 1} }
			s := newScene(t, w, Config{Refresh: settings.Refresh{OpenPools: 24 * time.Hour}})
			s.run(10 * time.Second)
			mend := s.spoil(func(a *Response) {
				if a.Request.Kind == GetPool && tc.fail {
					a.Err = &tolokaapi.Error{Status: 500}
				}
			})
			refs, _ := s.f.Pools(tolokaapi.SubjectPool)
			s.f.Submit(w.now, tolokaapi.VerbClose, refs)
			s.run(3 * time.Second)
			if len(s.f.refresh.due) == 0 {
				t.Fatal("nothing is due")
			}
			w.leap(-time.Hour)
			for i := range s.flights {
				s.flights[i].at = s.flights[i].at.Add(-time.Hour)
			}
			mend()
			s.run(20 * time.Second)
			if n := len(s.f.refresh.due); n != 0 {
				t.Errorf("%d pools are still to be read", n)
			}
		})
	}
}

// A tick that was overtaken moves no wait.
func TestClock_OvertakenTickMovesNoWait(t *testing.T) {
	s := listed(t, newWorld(3))
	s.once(failing(&tolokaapi.Error{Status: 429, Interval: tolokaapi.PerHour}))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(100 * time.Millisecond)
	want := s.row(id).RetryAt
	for range 10 {
		s.f.Next(s.w.now)
		s.f.Next(s.w.now.Add(-clockJump))
	}
	if got := s.row(id).RetryAt; !got.Equal(want) {
		t.Errorf("the quota is over at %v, want %v", got, want)
	}
}

// A clock that was set back makes no date of never.
func TestClock_SetBackKeepsZeroTimes(t *testing.T) {
	s := newScene(t, newWorld(1), Config{})
	s.spoil(func(a *Response) {
		if a.Request.Kind == ListOperations {
			a.Err = &tolokaapi.Error{Status: 500}
		}
	})
	s.run(5 * time.Second)
	s.w.leap(-time.Hour)
	s.run(time.Second)
	if staleness := s.f.OperationsStaleness(); !staleness.Good.IsZero() || staleness.Failing.IsZero() {
		t.Errorf("operations, which were never listed, are late: %+v", staleness)
	}
}

// A machine that slept asks once per list and not for every missed tick.
func TestClock_MachineSlept(t *testing.T) {
	s := listed(t, newWorld(3))
	s.run(time.Minute)
	s.forget()
	s.w.now = s.w.now.Add(8 * time.Hour)
	s.run(10 * time.Second)
	perType := map[string]int{}
	for _, r := range s.sent {
		if r.Kind == ListOperations {
			perType[fmt.Sprint(r.Query.Type, r.Query.Status)]++
		}
	}
	for what, n := range perType {
		if n > 1 {
			t.Errorf("%s was listed %d times", what, n)
		}
	}
	if got := len(s.sent); got > 20 {
		t.Errorf("%d requests after waking, want one of each", got)
	}
}
