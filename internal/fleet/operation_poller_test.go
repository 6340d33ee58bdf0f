package fleet

import (
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// A list that was asked for before a row's last news need not hold it.
func TestPoller_ListOlderThanTheOperation(t *testing.T) {
	s := listed(t, slow(20*time.Second))
	s.takesLong(300*time.Millisecond, func(r Request) bool { return r.Kind == ListOperations })
	poller := s.f.pollers.pollerFor("POOL.CLOSE")
	poller.due = s.w.now
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(100 * time.Millisecond)
	if s.row(id).State != Pending || !poller.inFlight {
		t.Fatalf("it is %v, a list is on its way: %v", s.row(id).State, poller.inFlight)
	}
	lists := 0
	s.spoil(func(a *Response) {
		if r := a.Request; r.Kind == ListOperations && r.Query.Type == "POOL.CLOSE" && r.Query.Status == "" {
			if lists++; lists == 1 { // it lags once
				a.Operations.Items = nil
			}
		}
	})
	s.run(30 * time.Second)
	if r := s.row(id); r.State != Succeeded || s.count(GetOperation) != 0 {
		t.Errorf("it is %v after %d single reads", r.State, s.count(GetOperation))
	}
}

// Commands that are accepted do not hurry a list that fails.
func TestPoller_AcceptedCommandsKeepBackoff(t *testing.T) {
	s := listed(t, newWorld(60))
	s.spoil(func(a *Response) {
		if a.Request.Kind == ListOperations {
			a.Err = &tolokaapi.Error{Status: 500}
		}
	})
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	s.forget()
	for i := range 59 {
		s.submit(tolokaapi.VerbClose, tolokaapi.PoolRef(strconv.Itoa(1001+i)))
		s.run(2 * time.Second)
	}
	if n := len(s.lists("POOL.CLOSE")); n > 8 {
		t.Errorf("a list that fails was asked for %d times in two minutes", n)
	}
}

// While a command is on its way nobody can tell whose a new operation is: it is
// looked at again, however old it is.
func TestPoller_ListedWhileReplyOnItsWay(t *testing.T) {
	w := slow(10*time.Minute + 5*time.Second)
	s := newScene(t, w, Config{})
	s.startElsewhere(tolokaapi.VerbClone, pool1000)
	w.now = w.now.Add(10 * time.Minute)
	s.once(func() Response {
		made := tolokaapi.Operation{ID: "ours", Type: "POOL.CLONE", Target: pool1000, Status: tolokaapi.Pending, Submitted: tolokaapi.DateOf(w.server())}
		return Response{Outcome: tolokaapi.Outcome{Operation: made}}
	})
	s.takesLong(10*time.Second, func(r Request) bool { return r.Kind == Submit })
	s.run(60 * time.Millisecond)
	id := s.submit(tolokaapi.VerbClone, pool1000)
	s.run(time.Minute)
	if r := s.row(id); r.Op.ID != "ours" {
		t.Errorf("ours is %v by %q", r.State, r.Op.ID)
	}
	if other := s.f.table.byOp["op-1"]; other == nil || other.Ours() || other.State != Succeeded {
		t.Errorf("the other's: %+v", other)
	}
}

// Closes that fill ten pages, as thousands do of a Toloka, do not hide an open.
func TestPoller_TypesAreListedApart(t *testing.T) {
	t.Parallel()
	w := newWorld(500)
	w.perPage = 50
	w.addPool("9000", tolokaapi.Closed)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Hour} }
	s := listed(t, w)
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.run(40 * time.Second)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 3 * time.Second} }
	id := s.submit(tolokaapi.VerbOpen, tolokaapi.PoolRef("9000"))
	s.run(30 * time.Second)
	if got := s.row(id).State; got != Succeeded {
		t.Errorf("the open, over for 27 s, is %v", got)
	}
	s.forget()
	s.run(2 * time.Minute)
	if s.count(ListPools) == 0 {
		t.Error("open pools were not listed again in two minutes")
	}
}

// Anothers training is followed to its end after its view is left.
func TestPoller_TrainingFollowedUnseen(t *testing.T) {
	w := newWorld(0)
	ref := tolokaapi.TrainingRef("500")
	w.pools[ref] = &tolokaapi.Pool{Ref: ref, Status: tolokaapi.Open, Name: "training"}
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Minute} }
	s := newScene(t, w, Config{})
	interest(s.f, func(is *Interests) { is.Trainings = true })
	s.run(15 * time.Second)
	_, _ = w.act(tolokaapi.VerbClose, ref, false)
	s.run(40 * time.Second)
	interest(s.f, func(is *Interests) { is.Trainings = false })
	s.run(5 * time.Minute)
	ids, _ := s.f.Rows()
	if len(ids) != 1 || s.row(ids[0]).State != Succeeded {
		t.Errorf("rows %v, want the one, succeeded", ids)
	}
}

// TestPoller_UnwantedTypeNotAsked refuses lists of operations on trainings
// and then leaves those.
func TestPoller_UnwantedTypeNotAsked(t *testing.T) {
	for name, leave := range map[string]func(*Fleet){
		"left":   func(f *Fleet) { interest(f, func(is *Interests) { is.Trainings = false }) },
		"paused": func(f *Fleet) { f.Pause(true) },
	} {
		t.Run(name, func(t *testing.T) {
			s := listed(t, newWorld(3))
			ofTrainings := func(r Request) bool { _, _, ok := r.Query.Type.Action(); return ok && r.Query.Type[0] == 'T' }
			s.answer = func(r Request) Response {
				if r.Kind == ListOperations && ofTrainings(r) {
					return Response{Err: &tolokaapi.Error{Status: 403}}
				}
				return s.w.answer(r)
			}
			interest(s.f, func(is *Interests) { is.Trainings = true })
			s.run(time.Minute)
			if s.f.OperationsStaleness() == (Staleness{}) {
				t.Fatal("nothing failed")
			}
			leave(s.f)
			s.run(time.Minute) // what was on its way comes back
			s.forget()
			s.run(30 * time.Minute)
			for _, r := range s.sent {
				if r.Kind == ListOperations && ofTrainings(r) {
					t.Fatalf("it asked for %s", r.Query.Type)
				}
			}
			if staleness := s.f.OperationsStaleness(); staleness != (Staleness{}) {
				t.Errorf("operations are late: %+v", staleness)
			}
			if connection := s.f.Summary(s.w.now).Connection; connection.State != Live {
				t.Errorf("the connection is %+v", connection)
			}
		})
	}
}

// TestPoller_DateLongPast loses a reply to a gateway that lives in 1970,
// over an account with much history.
func TestPoller_DateLongPast(t *testing.T) {
	t.Parallel()
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
	far := 0
	for _, r := range s.sent {
		if from := tolokaapi.ParseDate(r.Query.Submitted.GTE); r.Kind == ListOperations && from.Valid() && w.server().Sub(from.Time) > time.Hour {
			far++
		}
	}
	if r := s.row(id); r.State != Succeeded || far == 0 || far > 5 || s.count(ListOperations) > 50 {
		t.Errorf("it is %v after %d lists, %d of them far back", r.State, s.count(ListOperations), far)
	}
}

// Young work is looked at every second and old work less.
func TestPoller_IntervalByAge(t *testing.T) {
	w := newWorld(1)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Hour} }
	s := listed(t, w)
	s.submit(tolokaapi.VerbClose, pool1000)
	for _, tc := range []struct {
		until    time.Duration
		min, max int
	}{
		{9 * time.Second, 8, 10},
		{49 * time.Second, 22, 27}, // every 2 s
		{9 * time.Minute, 100, 110},
		{30 * time.Minute, 175, 185},
	} {
		s.forget()
		s.run(tc.until)
		if got := len(s.lists("POOL.CLOSE")); got < tc.min || got > tc.max {
			t.Errorf("%d looks in the next %v, want %d to %d", got, tc.until, tc.min, tc.max)
		}
	}
}

// Young work of a command that has all lists to itself is looked at twice a second, from
// half a second after it was accepted. It has not where something else wants lists.
func TestPoller_IntervalOfACommand(t *testing.T) {
	for name, tc := range map[string]struct {
		also     func(*scene)
		min, max int // in the first ten seconds
	}{
		"alone":                 {func(*scene) {}, 18, 20},
		"another verb runs":     {func(s *scene) { s.submit(tolokaapi.VerbOpen, tolokaapi.PoolRef("1001")) }, 9, 11},
		"others are looked for": {func(s *scene) { s.f.SetInterests(Interests{Others: true}) }, 9, 13},
		"a list lags": {func(s *scene) {
			s.spoil(func(a *Response) {
				if a.Request.Kind == ListOperations {
					a.Operations.Items = nil
				}
			})
		}, 9, 12},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(2)
			w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Hour} }
			w.pools[tolokaapi.PoolRef("1001")].Status = tolokaapi.Closed
			s := tracking(t, w, pool1000, tolokaapi.PoolRef("1001"))
			tc.also(s)
			s.submit(tolokaapi.VerbClose, pool1000)
			sent := w.now
			s.run(10 * time.Second)
			lists := s.lists("POOL.CLOSE")
			if len(lists) < tc.min || len(lists) > tc.max {
				t.Errorf("%d lists in ten seconds, want %d to %d", len(lists), tc.min, tc.max)
			}
			if name == "alone" && lists[0].Sub(sent) < 450*time.Millisecond {
				t.Errorf("the first list %v after the command", lists[0].Sub(sent))
			}
			s.forget()
			s.run(20 * time.Second)
			if n := len(s.lists("POOL.CLOSE")); n > 12 {
				t.Errorf("%d lists in twenty seconds, of work that is older", n)
			}
		})
	}
}

// An idle fleet lists each type every thirty seconds or so.
func TestPoller_IdleInterval(t *testing.T) {
	s := listed(t, newWorld(3))
	s.run(10 * time.Minute)
	for _, v := range tolokaapi.Verbs {
		if got := len(s.lists(v.Type(tolokaapi.SubjectPool))); got < 18 || got > 22 {
			t.Errorf("%s: %d lists in ten minutes, want about 20", v, got)
		}
	}
	if got := len(s.lists("TRAINING.CLOSE")); got != 0 {
		t.Errorf("trainings, which nobody looks at, were listed %d times", got)
	}
}

// Five hundred running operations cost two lists a second.
func TestPoller_FiveHundredRunning(t *testing.T) {
	t.Parallel()
	w := newWorld(500)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Minute} }
	s := listed(t, w)
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	s.f.Submit(s.w.now, tolokaapi.VerbClose, refs)
	s.run(30 * time.Second)
	if got := s.count(Submit); got != 500 {
		t.Fatalf("%d POSTs, want 500", got)
	}
	perSecond := map[int64]int{}
	for i, r := range s.sent {
		if r.Kind == ListOperations || r.Kind == ListPools {
			perSecond[s.times[i].Unix()]++
		}
		if r.Kind == GetOperation {
			t.Fatalf("operation %s was asked for singly", r.Op)
		}
	}
	for second, n := range perSecond {
		if n > 3 { // two in any second; a clock's second may hold the edges of two
			t.Errorf("%d lists in second %d", n, second)
		}
	}
}
