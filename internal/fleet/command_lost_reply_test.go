package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// Another ones clone from before a long outage is not taken for ours.
func TestLostReply_CloneOfAnotherBeforeOutage(t *testing.T) {
	for minutes := range 12 {
		w := newWorld(1)
		w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 2 * time.Second} }
		s := listed(t, w)
		_, _ = w.act(tolokaapi.VerbClone, pool1000, false)
		s.f.Refresh(w.now)
		s.run(5 * time.Second)
		down := false
		s.answer = func(r Request) Response {
			if down = down || r.Kind == Submit; down {
				return Response{Err: errTimeout}
			}
			return w.answer(r)
		}
		id := s.submit(tolokaapi.VerbClone, pool1000)
		s.run(20*time.Minute + time.Duration(5*minutes)*time.Second)
		s.answer = w.answer
		s.run(3 * time.Minute)
		if r := s.row(id); r.State != Unknown {
			t.Errorf("our clone, which never arrived, is %v as %q", r.State, r.Op.ID)
		}
	}
}

// A reply is lost and the operation is over before it is listed, on a server whose
// dates lag behind its Date header. Nothing is sent again, whether the lag is
// known or not.
// The lag that a later command shows puts right what was concluded without it.
// Reads lag behind commands by 20 s: no second POST leaves, since the first is
// found.
// A second POST leaves 25 s after the loss at the earliest. A 204 to it means that
// the first may have done it.
// A close that nobody saw is not taken for ours.
func TestLostReply_OlderCloseOfAnother(t *testing.T) {
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
			s.startElsewhere(tolokaapi.VerbClose, pool1000)
			away(s, time.Minute)
			s.startElsewhere(tolokaapi.VerbOpen, pool1000)
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

// A close of three days ago is not taken for ours without a date header.
func TestLostReply_NoDateHeader(t *testing.T) {
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
func TestLostReply_ClockLeapt(t *testing.T) {
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

// What waits to be sent again is spared when its operation appears.
func TestLostReply_FoundWhileQueuedAgain(t *testing.T) {
	s := listed(t, slow(20*time.Second))
	s.once(failing(&tolokaapi.Error{Status: 504}))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.until("it waits to be sent again", func() bool { return s.row(id).State == Queued && s.row(id).Tries == 1 })
	s.f.commands.queue[0].RetryAt = s.w.now.Add(time.Minute)
	s.startElsewhere(tolokaapi.VerbClose, pool1000)
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

// A look up in a list that is stuck ends.
func TestLostReply_StuckListEnds(t *testing.T) {
	s := newScene(t, newWorld(3), Config{})
	s.spoil(func(a *Response) {
		if r := a.Request; r.Kind == ListOperations && r.Query.Type == "POOL.CLOSE" && r.Query.Status == "" {
			a.Operations.Items, a.Operations.HasMore = nil, true
		}
	})
	s.run(10 * time.Second)
	scanned := 0
	for _, r := range s.sent {
		if r.Kind == ListOperations && r.Query.Status != "" {
			scanned++
		}
	}
	if want := len(tolokaapi.SubjectPool.Types()) * len(activeStatuses); scanned != want {
		t.Errorf("%d scans, want %d", scanned, want)
	}
	s.once(failing(errTimeout))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(lookupTimeout - time.Minute)
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
func TestLostReply_ListAskedBeforeTheLoss(t *testing.T) {
	s := listed(t, newWorld(1))
	s.once(failing(errReset))
	s.takesLong(300*time.Millisecond, func(r Request) bool { return r.Kind == ListOperations })
	poller := s.f.pollers.pollerFor("POOL.CLOSE")
	poller.due = s.w.now
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(100 * time.Millisecond)
	if s.row(id).State != Unconfirmed || !poller.inFlight {
		t.Fatalf("it is %v, a list is on its way: %v", s.row(id).State, poller.inFlight)
	}
	s.forget()
	s.until("the pool is read", func() bool { return s.count(GetPool) > 0 })
	looks := s.lists("POOL.CLOSE")
	if first, last := looks[0], looks[len(looks)-1]; last.Sub(first) < lookupInterval {
		t.Errorf("looked up over %v, want %v", last.Sub(first), lookupInterval)
	}
}

// A look up at a locked pool ends.
func TestLostReply_LockedPoolEnds(t *testing.T) {
	s := listed(t, newWorld(1))
	s.once(failing(errReset))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.w.pools[pool1000].Status = tolokaapi.Locked
	s.run(lookupTimeout - time.Minute)
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
func TestLostReply_FirstSendFoundAfterTheLast(t *testing.T) {
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

// What a command that never arrived became is not looked for.
func TestLostReply_UndeliveredNotLookedUp(t *testing.T) {
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
			s.f.commands.queue[0].RetryAt = s.w.now.Add(time.Minute)
			s.startElsewhere(tolokaapi.VerbClose, pool1000)
			s.run(2 * time.Second)
			s.startElsewhere(tolokaapi.VerbOpen, pool1000)
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
func TestLostReply_QuotaThenLockedByOther(t *testing.T) {
	s := listed(t, slow(time.Hour))
	s.once(failing(&tolokaapi.Error{Status: 429}))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(s.latency)
	s.startElsewhere(tolokaapi.VerbClone, pool1000)
	s.run(2 * time.Second)
	if r := s.row(id); r.State != Rejected || r.Problem.Code != tolokaapi.CodeLockedByOther || r.Tries != 2 {
		t.Errorf("it is %v, sent %d times: %+v", r.State, r.Tries, r.Problem)
	}
}

// A reply lost after it took effect is found and sent once.
func TestLostReply_TookEffect(t *testing.T) {
	for _, verb := range []tolokaapi.Verb{tolokaapi.VerbClose, tolokaapi.VerbClone} {
		t.Run(string(verb), func(t *testing.T) {
			s := listed(t, newWorld(3))
			s.once(func() Response {
				_, _ = s.w.act(verb, pool1000, true)
				return Response{Err: errReset}
			})
			id := s.submit(verb, pool1000)
			s.run(60 * time.Millisecond)
			if got := s.row(id).State; got != Unconfirmed {
				t.Fatalf("after the loss: %v, want unconfirmed", got)
			}
			s.run(20 * time.Second)
			if got := s.row(id); got.State != Succeeded || got.Op.ID != "op-1" {
				t.Errorf("got %v with operation %q, want succeeded with op-1", got.State, got.Op.ID)
			}
			if got := s.count(Submit); got != 1 {
				t.Errorf("%d POSTs, want 1", got)
			}
			if ids, _ := s.f.Rows(); len(ids) != 1 {
				t.Errorf("%d rows, want the one", len(ids))
			}
		})
	}
}

// A lost close is sent again only after two look ups five seconds apart and a fresh read.
func TestLostReply_SentAgainAfterLookupsAndRead(t *testing.T) {
	s := listed(t, newWorld(1))
	s.once(failing(errReset))
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	posts, reads := []time.Time{}, []time.Time{}
	var looks []time.Time
	for i, r := range s.sent {
		switch {
		case r.Kind == Submit:
			posts = append(posts, s.times[i])
		case r.Kind == GetPool && len(posts) == 1:
			reads = append(reads, s.times[i])
		case r.Kind == ListOperations && r.Query.Type == "POOL.CLOSE" && len(posts) == 1:
			looks = append(looks, s.times[i])
		}
	}
	if len(posts) != 2 || len(reads) != 1 {
		t.Fatalf("%d POSTs with %d reads of the pool between them, want 2 and 1", len(posts), len(reads))
	}
	before := looks[:0:0]
	for _, at := range looks {
		if at.Before(reads[0]) {
			before = append(before, at)
		}
	}
	if len(before) < 2 || before[len(before)-1].Sub(before[0]) < lookupInterval {
		t.Errorf("looked up at %v before the read, want twice %v apart", before, lookupInterval)
	}
	if !posts[1].After(reads[0]) {
		t.Error("sent again before the pool was read")
	}
}

// A lost clone is never sent again.
func TestLostReply_CloneNeverSentAgain(t *testing.T) {
	s := listed(t, newWorld(1))
	s.once(failing(errReset))
	id := s.submit(tolokaapi.VerbClone, pool1000)
	s.run(10 * time.Minute)
	if got := s.row(id).State; got != Unknown {
		t.Errorf("got %v, want unknown", got)
	}
	if got := s.count(Submit); got != 1 {
		t.Errorf("%d POSTs, want 1", got)
	}
}

func TestLostReply_PoolReadsClosed(t *testing.T) {
	s := listed(t, newWorld(1))
	s.once(func() Response {
		s.w.pools[pool1000].Status = tolokaapi.Closed // no operation will ever show
		return Response{Err: errReset}
	})
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	if got := s.row(id); got.State != Succeeded || !got.Found || s.count(Submit) != 1 {
		t.Errorf("got %v, found: %v, sent %d times", got.State, got.Found, s.count(Submit))
	}
}

// A look up while paused shows its trouble.
func TestLostReply_WhilePausedShowsTrouble(t *testing.T) {
	s := listed(t, newWorld(3))
	s.answer = func(r Request) Response {
		switch {
		case r.Kind == Submit:
			return Response{Err: errReset}
		case r.Kind == ListOperations && r.Query.Status != "":
			return Response{Err: &tolokaapi.Error{Status: 503}}
		}
		return s.w.answer(r)
	}
	s.submit(tolokaapi.VerbClose, pool1000)
	s.f.Pause(true)
	s.run(time.Minute)
	if connection := s.f.Summary(s.w.now).Connection; connection.State != Troubled {
		t.Errorf("the connection is %+v", connection)
	}
}

// TestLostReply_AnotherVerbOnThePool loses a close that had no effect, while a
// startElsewhere clones the pool.
func TestLostReply_AnotherVerbOnThePool(t *testing.T) {
	s := listed(t, slow(4*time.Second))
	s.once(func() Response {
		s.startElsewhere(tolokaapi.VerbClone, pool1000)
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

// The local clock is set forward while reads lag: the 25 seconds are the server's too.
