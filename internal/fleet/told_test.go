package fleet

import (
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

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

// TestADateThatLayAheadIsForgotten loses the reply to a close long after a Date
// lay ahead, and right after.
func TestADateThatLayAheadIsForgotten(t *testing.T) {
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

func TestWhatWasDismissedStaysAwayWhateverTheDatesSay(t *testing.T) {
	for _, ahead := range []time.Duration{0, time.Hour} {
		s := listed(t, newWorld(3))
		id := s.submit(tolokaapi.VerbClose, pool1000)
		s.run(30 * time.Second)
		s.f.Dismiss([]RowID{id})
		mend := s.datedAhead(ahead)
		s.run(3 * time.Minute)
		mend()
		for i := range 20 {
			s.run(time.Minute)
			if ids, _ := s.f.Rows(); len(ids) != 0 {
				t.Fatalf("with dates %v ahead it is back after %d minutes", ahead, i+1)
			}
		}
	}
}

func TestWorkOfOthersIsFoundAfterDatesThatLayAhead(t *testing.T) {
	s := listed(t, newWorld(3))
	mend := s.datedAhead(time.Hour)
	s.run(5 * time.Minute)
	s.f.Pause(true)
	s.run(time.Minute)
	mend()
	s.colleague(tolokaapi.VerbClose, pool1000)
	s.run(5 * time.Minute)
	s.f.Pause(false)
	s.run(30 * time.Second)
	if ids, _ := s.f.Rows(); len(ids) != 1 {
		t.Errorf("%d rows, want one", len(ids))
	}
}

// TestAnotherVerbOnThePoolIsNoAnswer loses a close that had no effect, while a
// colleague clones the pool.
func TestAnotherVerbOnThePoolIsNoAnswer(t *testing.T) {
	s := listed(t, slow(4*time.Second))
	s.once(func() Response {
		s.colleague(tolokaapi.VerbClone, pool1000)
		return Response{Err: errReset}
	})
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(100 * time.Millisecond)
	s.f.Refresh(s.w.now) // the lists of the other verbs come in while it is looked up
	s.run(2 * time.Minute)
	if r := s.row(id); r.State != Succeeded || r.Op.Type != "POOL.CLOSE" || s.count(Submit) != 2 {
		t.Errorf("it is %v by %s, sent %d times", r.State, r.Op.Type, s.count(Submit))
	}
}

func TestAQuotaHoldsEveryCommandOfItsVerb(t *testing.T) {
	s := newScene(t, newWorld(5), Config{InFlight: 1})
	s.run(3 * time.Second)
	s.once(failing(&tolokaapi.Error{Status: 429, Interval: tolokaapi.PerMinute}))
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	s.f.Submit(s.w.now, tolokaapi.VerbClose, refs)
	s.run(29 * time.Second)
	if n := s.count(Submit); n != 1 {
		t.Errorf("%d POSTs within the quota", n)
	}
	s.run(2 * time.Minute)
	if n := s.count(Submit); n != 6 {
		t.Errorf("%d POSTs in all, want 6", n)
	}
}

func TestAClockThatIsSetBackMakesNobodyWaitLonger(t *testing.T) {
	back := func(s *scene) {
		s.w.now, s.w.skew = s.w.now.Add(-time.Hour), s.w.skew+time.Hour
		s.flights = nil // what was on its way is told as lost below
		for _, seq := range flying(s.f) {
			s.f.Observe(Response{Request: Request{Seq: seq}, Err: errReset, Sent: s.w.now, Received: s.w.now})
		}
	}
	t.Run("for another's row to leave", func(t *testing.T) {
		s := listed(t, newWorld(3))
		s.colleague(tolokaapi.VerbClose, pool1000)
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
		s.run(lookAtMost + time.Minute)
		if r := s.row(id); r.State != Succeeded || !r.Found { // as far as the pool tells
			t.Errorf("it is %v", r.State)
		}
	})
}

// flying is the requests that are out.
func flying(f *Fleet) []uint64 {
	var all []uint64
	for seq := range f.flying {
		all = append(all, seq)
	}
	return all
}

// TestWhatEndedLongAgoIsNotAdoptedThoughAListReachesIt follows what began before
// the adoption window, so that the list holds what ended since.
func TestWhatEndedLongAgoIsNotAdoptedThoughAListReachesIt(t *testing.T) {
	w := newWorld(3)
	w.fate = func(ref tolokaapi.Ref) worldOp {
		if ref == pool1000 {
			return worldOp{takes: 24 * time.Hour}
		}
		return worldOp{takes: 4 * time.Second}
	}
	s := newScene(t, w, Config{})
	s.colleague(tolokaapi.VerbClose, pool1000)
	w.now = w.now.Add(time.Hour)
	s.colleague(tolokaapi.VerbClose, tolokaapi.PoolRef("1001"))
	w.now = w.now.Add(time.Hour)
	s.run(5 * time.Minute)
	ids, _ := s.f.Rows()
	if len(ids) != 1 || s.row(ids[0]).On != pool1000 {
		t.Errorf("%d rows, want what runs", len(ids))
	}
}

func TestWhatBeganWhileDatesLayAheadAndRunsIsFound(t *testing.T) {
	w := newWorld(3)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{never: true} }
	s := listed(t, w)
	mend := s.datedAhead(24 * time.Hour)
	s.run(2 * time.Minute)
	s.colleague(tolokaapi.VerbClose, pool1000)
	s.run(40 * time.Minute)
	mend()
	s.run(time.Hour)
	if ids, _ := s.f.Rows(); len(ids) != 1 {
		t.Errorf("%d rows, want one", len(ids))
	}
}

// TestMachinesWhoseClocksDifferDelayNothing answers in turns from two machines.
func TestMachinesWhoseClocksDifferDelayNothing(t *testing.T) {
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
		if n := len(s.sent); n > 250 {
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

// TestADateLongPastReadsNoHistory loses a reply to a gateway that lives in 1970,
// over an account with much history.
func TestADateLongPastReadsNoHistory(t *testing.T) {
	w := newWorld(3)
	for i := range 20_000 {
		op := tolokaapi.Operation{
			ID: tolokaapi.OperationID("old-" + strconv.Itoa(i)), Type: "POOL.CLOSE", Target: tolokaapi.PoolRef("7"), Status: tolokaapi.Success,
			Submitted: tolokaapi.DateOf(w.server().Add(-time.Duration(30_000-i) * time.Minute)),
		}
		w.ops = append(w.ops, &worldOp{op: op, applied: true})
	}
	s := listed(t, w)
	s.once(func() Response {
		return Response{Err: &tolokaapi.Error{Status: 502}, Server: time.Unix(0, 0).UTC()}
	})
	s.forget()
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	if r := s.row(id); r.State != Succeeded || s.count(ListOperations) > 60 {
		t.Errorf("it is %v after %d lists", r.State, s.count(ListOperations))
	}
}
