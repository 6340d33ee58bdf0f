package fleet

import (
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

func TestThousandsOfClosesDoNotHideAnOpen(t *testing.T) {
	w := newWorld(3000)
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

func TestAnotherOnesCloneFromBeforeALongOutageIsNotTakenForOurs(t *testing.T) {
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

func TestAnswersThatAreDeliveredLateMoveNoWait(t *testing.T) {
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
		s.f.flying[r.Seq] = func(Response) {}
		a := s.w.answer(r)
		a.Request, a.Sent, a.Received = r, received, received
		s.ask()
		s.f.Observe(a)
	}
	if got := s.row(id).RetryAt; !got.Equal(want) {
		t.Errorf("the quota is over at %v, want %v", got, want)
	}
}

func TestNothingLeavesOnceTheTokenWasRefused(t *testing.T) {
	s := listed(t, newWorld(3))
	replies := []error{&tolokaapi.Error{Status: 401}, &tolokaapi.Error{Status: 429}, errRefused}
	s.answer = func(r Request) Response {
		if r.Kind == Submit && len(replies) > 0 {
			err := replies[0]
			replies = replies[1:]
			return Response{Err: err}
		}
		return s.w.answer(r)
	}
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	id, _ := s.f.Submit(s.w.now, tolokaapi.VerbClose, refs)
	s.run(5 * time.Minute)
	if got := s.count(Submit); got != 3 {
		t.Errorf("%d POSTs, want the three that were on their way", got)
	}
	if b, _ := s.f.Batch(id); b.Failed != 3 {
		t.Errorf("batch %+v", b)
	}
}

func TestOperationsBehindAListThatIsStuckAreAskedForSinglyAndSaidOnce(t *testing.T) {
	w := newWorld(40)
	w.perPage = 20
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 5 * time.Second} }
	s := listed(t, w)
	same := tolokaapi.DateOf(w.server())
	s.answer = func(r Request) Response {
		a := w.answer(r)
		if r.Kind == Submit && a.Err == nil { // so many at one time that no cursor gets on
			w.ops[len(w.ops)-1].op.Submitted, a.Outcome.Operation.Submitted = same, same
		}
		return a
	}
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	id, _ := s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.run(10 * time.Minute)
	if b, _ := s.f.Batch(id); b.Done != 40 {
		t.Errorf("batch %+v, want all done", b)
	}
	if got := len(s.f.TakeNotices()); got != 1 {
		t.Errorf("%d notices, want one", got)
	}
}

func TestAnothersTrainingIsFollowedToItsEndAfterItsViewIsLeft(t *testing.T) {
	w := newWorld(0)
	ref := tolokaapi.TrainingRef("500")
	w.pools[ref] = &tolokaapi.Pool{Ref: ref, Status: tolokaapi.Open, Name: "training"}
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Minute} }
	s := newScene(t, w, Config{})
	s.f.WatchTrainings(true)
	s.run(15 * time.Second)
	_, _ = w.act(tolokaapi.VerbClose, ref, false)
	s.run(40 * time.Second)
	s.f.WatchTrainings(false)
	s.run(5 * time.Minute)
	ids, _ := s.f.Rows()
	if len(ids) != 1 || s.row(ids[0]).State != Succeeded {
		t.Errorf("rows %v, want the one, succeeded", ids)
	}
}

func TestARangeThatFailsIsReadPoolByPool(t *testing.T) {
	w := newWorld(30)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{} }
	s := listed(t, w)
	s.answer = func(r Request) Response {
		if r.Kind == ListPools && r.Query.ID.GTE != "" {
			return Response{Err: &tolokaapi.Error{Status: 400, Code: "VALIDATION_ERROR"}}
		}
		return w.answer(r)
	}
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.run(5 * time.Minute)
	if !s.f.Settled() || s.count(GetPool) != 30 {
		t.Errorf("settled=%v after %d single reads, want 30", s.f.Settled(), s.count(GetPool))
	}
}

func TestLookingAtArchivedPoolsOnAndOffAsksForThemOnce(t *testing.T) {
	s := listed(t, newWorld(3))
	for i := range 10 {
		s.f.WatchArchived(i%2 == 0)
		s.ask()
	}
	s.f.WatchArchived(true)
	s.run(2 * time.Second)
	archived := 0
	for _, r := range s.sent {
		if r.Kind == ListPools && r.Query.Status == string(tolokaapi.Archived) {
			archived++
		}
	}
	if archived != 1 {
		t.Errorf("%d lists of archived pools, want 1", archived)
	}
}

func TestRefreshAsksEvenWhilePausedAndReadsAgainWhatIsBeingRead(t *testing.T) {
	s := listed(t, newWorld(3))
	s.f.Pause(true)
	s.f.Refresh(s.w.now)
	s.run(5 * time.Second)
	if got := s.count(ListPools); got != 3 {
		t.Errorf("%d lists of pools while paused, want the three", got)
	}

	w := newWorld(40)
	w.perPage = 5
	s = newScene(t, w, Config{})
	s.latency = time.Second
	s.run(4500 * time.Millisecond) // the first pages are in
	w.pools[tolokaapi.PoolRef("1039")].Name = "renamed"
	s.f.Refresh(w.now)
	s.run(20 * time.Second)
	if p, _ := s.f.Pool(tolokaapi.PoolRef("1039")); p.Name != "renamed" {
		t.Errorf("the pool on a page already read is still %q", p.Name)
	}
}

func TestTheTroubleOfAHistoryNobodyLooksAtIsOver(t *testing.T) {
	s := listed(t, newWorld(3))
	s.answer = func(r Request) Response {
		if r.Kind == ListOperations && r.Query.Submitted.GTE == "" {
			return Response{Err: &tolokaapi.Error{Status: 500}}
		}
		return s.w.answer(r)
	}
	s.f.WantHistory(10)
	s.run(5 * time.Second)
	if got := s.f.Summary(s.w.now).Link.State; got != Troubled {
		t.Fatalf("while it fails: %v", got)
	}
	s.f.WantHistory(0)
	if got := s.f.Summary(s.w.now).Link.State; got != Live {
		t.Errorf("after it was left: %v, want live", got)
	}
}

func TestAHistoryThatIsStuckIsNotComplete(t *testing.T) {
	w := remembered(30)
	w.perPage = 20
	s := listed(t, w)
	s.answer = func(r Request) Response {
		a := w.answer(r)
		if r.Kind == ListOperations && r.Query.Submitted.GTE == "" && r.Query.Submitted.LTE != "" {
			a.Operations.Items, a.Operations.HasMore = nil, true
		}
		return a
	}
	s.f.WantHistory(1000)
	s.run(time.Minute)
	if h := s.f.History(); h.Complete || len(h.Operations) == 0 {
		t.Errorf("%d operations, complete=%v", len(h.Operations), h.Complete)
	}
}

func TestAnAnswerAboutAnotherPoolIsNoAnswer(t *testing.T) {
	w := newWorld(3)
	s := listed(t, w)
	s.once(func() Response {
		a := w.answer(Request{Kind: Submit, Verb: tolokaapi.VerbClose, On: pool1000})
		a.Outcome.Operation.Target = tolokaapi.PoolRef("1001")
		return a
	})
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(60 * time.Millisecond)
	if got := s.row(id).State; got != Unconfirmed {
		t.Errorf("got %v, want unconfirmed", got)
	}
	s.run(20 * time.Second)
	if r := s.row(id); r.State != Succeeded || s.count(Submit) != 1 {
		t.Errorf("in the end %v after %d POSTs, want succeeded after one", r.State, s.count(Submit))
	}
}

func TestEveryRowOfAnUnknownPoolGetsItsName(t *testing.T) {
	w := newWorld(0)
	ref := w.addPool("7000", tolokaapi.Archived) // not listed
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 2 * time.Second} }
	s := newScene(t, w, Config{})
	s.run(10 * time.Second)
	for range 2 {
		_, _ = w.act(tolokaapi.VerbClone, ref, false)
		s.f.Refresh(w.now)
		s.run(5 * time.Second)
	}
	ids, _ := s.f.Rows()
	s.f.Dismiss(ids[:1])
	s.f.WatchArchived(true)
	s.run(5 * time.Second)
	if got := s.row(ids[1]).Name; got != "pool "+strconv.Itoa(7000) {
		t.Errorf("the row left is named %q", got)
	}
}
