package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// leap sets the local clock; the server's goes on.
func (w *world) leap(by time.Duration) { w.now, w.skew = w.now.Add(by), w.skew-by }

// colleague sends a command from elsewhere.
func (s *scene) colleague(v tolokaapi.Verb, ref tolokaapi.Ref) {
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

func TestACloseThatNobodySawIsNotTakenForOurs(t *testing.T) {
	for name, away := range map[string]func(*scene, time.Duration){
		"paused": func(s *scene, d time.Duration) {
			s.f.Pause(true)
			s.run(d)
		},
		"asleep": func(s *scene, d time.Duration) { s.w.now = s.w.now.Add(d) },
	} {
		t.Run(name, func(t *testing.T) {
			s := listed(t, newWorld(3))
			s.submit(tolokaapi.VerbClone, tolokaapi.PoolRef("1001")) // tells that dates do not lag
			s.run(10 * time.Second)
			s.forget()
			away(s, 4*time.Hour)
			s.colleague(tolokaapi.VerbClose, pool1000)
			away(s, time.Minute)
			s.colleague(tolokaapi.VerbOpen, pool1000)
			away(s, 3*time.Hour)
			s.w.settle()
			s.once(failing(errReset))
			id := s.submit(tolokaapi.VerbClose, pool1000)
			s.run(4 * time.Second)
			if r := s.row(id); r.State != Unconfirmed {
				t.Errorf("it is %v by %q", r.State, r.Op.ID)
			}
			s.run(time.Minute)
			if r := s.row(id); r.State != Succeeded || r.Op.ID != "op-4" || s.count(Submit) != 2 {
				t.Errorf("in the end it is %v by %q, sent %d times", r.State, r.Op.ID, s.count(Submit))
			}
		})
	}
}

func TestACloseOfThreeDaysAgoIsNotTakenForOursWithoutADateHeader(t *testing.T) {
	w := newWorld(3)
	w.skew = 0
	old := &worldOp{takes: time.Second, applied: true}
	old.op = tolokaapi.Operation{ID: "old", Type: "POOL.CLOSE", Target: pool1000, Submitted: tolokaapi.DateOf(w.now.Add(-72 * time.Hour))}
	w.ops = append(w.ops, old)
	s := newScene(t, w, Config{})
	s.spoil(func(a *Response) { a.Server = time.Time{} })
	s.run(10 * time.Second)
	s.forget()
	s.once(failing(errReset))
	began := w.now
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	if r := s.row(id); r.State != Succeeded || r.Op.ID == "old" || s.count(Submit) != 2 {
		t.Errorf("it is %v by %q, sent %d times", r.State, r.Op.ID, s.count(Submit))
	}
	for _, r := range s.sent {
		if from := tolokaapi.ParseDate(r.Query.Submitted.GTE); r.Query.Submitted.GTE != "" && from.Time.Before(began.Add(-lagAtMost-time.Hour)) {
			t.Errorf("looked as far back as %s", r.Query.Submitted.GTE)
		}
	}
}

// The local clock, by which the time of sending is known, was set between the
// last answer and the send.
func TestWhatWasSentAfterTheClockLeaptIsNotSentAgainBlindly(t *testing.T) {
	for name, tc := range map[string]struct {
		fate worldOp
		end  State
	}{
		"failed at once":    {worldOp{fails: true}, Unknown},
		"succeeded at once": {worldOp{}, Succeeded},
		"runs":              {worldOp{takes: 30 * time.Second}, Succeeded},
		"runs and fails":    {worldOp{takes: 30 * time.Second, fails: true}, Failed},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(3)
			w.fate = func(tolokaapi.Ref) worldOp { return tc.fate }
			s := listed(t, w)
			w.leap(4 * time.Hour)
			id := s.loses()
			s.run(time.Minute)
			if r := s.row(id); r.State != tc.end || s.count(Submit) != 1 {
				t.Errorf("it is %v, sent %d times, want %v", r.State, s.count(Submit), tc.end)
			}
		})
	}
}

func TestWhatWaitsToBeSentAgainIsSparedWhenItsOperationAppears(t *testing.T) {
	s := listed(t, slow(20*time.Second))
	s.once(failing(&tolokaapi.Error{Status: 504}))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.until("it waits to be sent again", func() bool { return s.row(id).State == Queued && s.row(id).Tries == 1 })
	s.f.desk.queue[0].RetryAt = s.w.now.Add(time.Minute)
	s.colleague(tolokaapi.VerbClose, pool1000)
	s.f.Refresh(s.w.now)
	s.run(4 * time.Second)
	if r := s.row(id); r.State != Running || r.Op.ID != "op-1" || !r.RetryAt.IsZero() {
		t.Errorf("it is %v by %q until %v", r.State, r.Op.ID, r.RetryAt)
	}
	s.run(2 * time.Minute)
	ids, _ := s.f.Rows()
	if r := s.row(id); r.State != Succeeded || len(ids) != 1 || s.count(Submit) != 1 {
		t.Errorf("in the end it is %v, one of %d rows, sent %d times", r.State, len(ids), s.count(Submit))
	}
}

func TestALookUpInAListThatIsStuckEnds(t *testing.T) {
	s := newScene(t, newWorld(3), Config{})
	s.spoil(func(a *Response) {
		if r := a.Request; r.Kind == ListOperations && r.Query.Type == "POOL.CLOSE" && r.Query.Status == "" {
			a.Operations.Items, a.Operations.HasMore = nil, true
		}
	})
	s.run(10 * time.Second)
	swept := 0
	for _, r := range s.sent {
		if r.Kind == ListOperations && r.Query.Status != "" {
			swept++
		}
	}
	if want := len(tolokaapi.Verbs) * len(unended); swept != want {
		t.Errorf("%d sweeps, want %d", swept, want)
	}
	s.once(failing(errTimeout))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(lookAtMost - time.Minute)
	if r := s.row(id); r.State != Unconfirmed {
		t.Errorf("after nine minutes it is %v", r.State)
	}
	s.run(2 * time.Minute)
	if r := s.row(id); r.State != Unknown || s.count(Submit) != 1 {
		t.Errorf("it is %v, sent %d times", r.State, s.count(Submit))
	}
	if _, left := s.f.Submit(s.w.now, tolokaapi.VerbClose, []tolokaapi.Ref{pool1000}); len(left) > 0 {
		t.Errorf("another close is refused: %+v", left)
	}
}

// A list that was on its way when the reply got lost tells nothing: the two
// that count are asked for later.
func TestAListAskedForBeforeTheLossIsNoLookUp(t *testing.T) {
	s := listed(t, newWorld(1))
	s.once(failing(errReset))
	s.takesLong(300*time.Millisecond, func(r Request) bool { return r.Kind == ListOperations })
	w := s.f.watchFor("POOL.CLOSE")
	w.due = s.w.now
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(100 * time.Millisecond)
	if s.row(id).State != Unconfirmed || !w.flying {
		t.Fatalf("it is %v, a list is on its way: %v", s.row(id).State, w.flying)
	}
	s.forget()
	s.until("the pool is read", func() bool { return s.count(GetPool) > 0 })
	looks := s.lists("POOL.CLOSE")
	if first, last := looks[0], looks[len(looks)-1]; last.Sub(first) < lookApart {
		t.Errorf("looked up over %v, want %v", last.Sub(first), lookApart)
	}
}

func TestALookUpAtALockedPoolEnds(t *testing.T) {
	s := listed(t, newWorld(1))
	s.once(failing(errReset))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.w.pools[pool1000].Status = tolokaapi.Locked
	s.run(lookAtMost - time.Minute)
	if r := s.row(id); r.State != Unconfirmed {
		t.Errorf("after nine minutes it is %v", r.State)
	}
	s.run(2 * time.Minute)
	if r := s.row(id); r.State != Unknown || s.count(Submit) != 1 {
		t.Errorf("it is %v, sent %d times", r.State, s.count(Submit))
	}
}

// Sent three times, a command is what became of the first: its operation comes
// to light only now, and was submitted before the last was sent.
func TestWhatBecameOfTheFirstSendIsFoundAfterTheLast(t *testing.T) {
	for name, change := range map[string]func(*Response){
		"it was not listed": func(a *Response) { a.Operations.Items = nil },
		"it could not be read": each(func(op *tolokaapi.Operation) {
			op.Status, op.Unreadable = "", "it has no status"
		}),
	} {
		t.Run(name, func(t *testing.T) {
			s := listed(t, slow(70*time.Second))
			mend := s.spoil(func(a *Response) { a.Operations.Items = nil })
			id := s.loses()
			s.once(failing(&tolokaapi.Error{Status: 429, Interval: tolokaapi.PerMinute}))
			s.until("it waits for a quota", func() bool { return s.row(id).State == Queued && s.row(id).Tries == 2 })
			mend()
			mend = s.spoil(change)
			s.once(failing(errReset))
			s.run(30 * time.Second)
			s.until("it was sent a third time", func() bool { return s.row(id).Tries == 3 })
			mend()
			s.run(30 * time.Second)
			if r := s.row(id); r.State != Succeeded || r.Op.ID != "op-1" || s.count(Submit) != 3 {
				t.Errorf("it is %v by %q, sent %d times", r.State, r.Op.ID, s.count(Submit))
			}
		})
	}
}

func TestWhatACommandThatNeverArrivedBecameIsNotLookedFor(t *testing.T) {
	for name, err := range map[string]error{
		"refused for a minute": &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerMinute},
		"no connection":        errRefused,
	} {
		t.Run(name, func(t *testing.T) {
			s := listed(t, slow(time.Second))
			s.once(failing(err))
			id := s.submit(tolokaapi.VerbClose, pool1000)
			s.run(s.latency)
			if r := s.row(id); r.State != Queued || r.Tries != 1 {
				t.Fatalf("it is %v, sent %d times", r.State, r.Tries)
			}
			s.f.desk.queue[0].RetryAt = s.w.now.Add(time.Minute)
			s.colleague(tolokaapi.VerbClose, pool1000)
			s.run(2 * time.Second)
			s.colleague(tolokaapi.VerbOpen, pool1000)
			s.run(2 * time.Second)
			s.f.Refresh(s.w.now)
			s.run(5 * time.Second)
			if r := s.row(id); r.State != Queued {
				t.Errorf("it is %v by %q", r.State, r.Op.ID)
			}
			s.run(2 * time.Minute)
			if r := s.row(id); r.State != Succeeded || r.Op.ID != "op-3" {
				t.Errorf("in the end it is %v by %q", r.State, r.Op.ID)
			}
		})
	}
}

// What holds the pool cannot be a command's own if it never arrived before.
func TestWhatWasOnlyHeldByAQuotaGivesWayAtOnce(t *testing.T) {
	s := listed(t, slow(time.Hour))
	s.once(failing(&tolokaapi.Error{Status: 429}))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(s.latency)
	s.colleague(tolokaapi.VerbClone, pool1000)
	s.run(2 * time.Second)
	if r := s.row(id); r.State != Rejected || r.Problem.Code != tolokaapi.CodeLockedByOther || r.Tries != 2 {
		t.Errorf("it is %v, sent %d times: %+v", r.State, r.Tries, r.Problem)
	}
}
