package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// What another began is followed to its end while paused.
func TestPause_AdoptedOperationFollowedToItsEnd(t *testing.T) {
	s := listed(t, slow(time.Minute))
	s.startElsewhere(tolokaapi.VerbClone, pool1000)
	s.f.Refresh(s.w.now)
	s.run(5 * time.Second)
	s.f.Pause(true)
	s.run(2 * time.Minute)
	ids, _ := s.f.Rows()
	if len(ids) != 1 || s.row(ids[0]).State != Succeeded {
		t.Errorf("rows %v, want the one, succeeded", ids)
	}
	if _, left := s.f.Submit(s.w.now, tolokaapi.VerbClose, []tolokaapi.Ref{pool1000}); len(left) > 0 {
		t.Errorf("its pool is not free: %+v", left)
	}
}

// A fleet that is paused from the start lists the pools once, since nothing can be
// aimed at before, and then looks for no news.
func TestPause_BeforeTheFirstAnswer(t *testing.T) {
	s := newScene(t, newWorld(5), Config{})
	s.f.Pause(true)
	s.run(10 * time.Second)
	if refs, _ := s.f.Pools(tolokaapi.SubjectPool); len(refs) != 5 || !s.f.List(tolokaapi.SubjectPool).Loaded {
		t.Fatalf("%d pools are known, %+v", len(refs), s.f.List(tolokaapi.SubjectPool))
	}
	if n := s.count(ListOperations) + s.count(GetRequester) + s.count(ListProjects); n != 0 {
		t.Errorf("%d requests looked for news", n)
	}
	s.forget()
	s.run(time.Hour)
	if len(s.sent) != 0 {
		t.Errorf("%d requests in an hour, first %+v", len(s.sent), s.sent[0])
	}
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	if r := s.row(id); r.State != Succeeded {
		t.Errorf("a close is %v", r.State)
	}
	s.f.Pause(false)
	s.forget()
	s.run(time.Minute)
	if s.count(ListOperations) == 0 || s.count(ListPools) == 0 {
		t.Error("going on looks for nothing")
	}
}

// The first answer may be a failure: what is listed once is asked for until it
// comes.
func TestPause_BeforeTheFirstAnswerWhichFails(t *testing.T) {
	s := newScene(t, newWorld(5), Config{})
	mend := s.spoil(func(a *Response) { a.Err = errRefused })
	s.f.Pause(true)
	s.run(time.Minute)
	mend()
	s.run(time.Minute)
	if refs, _ := s.f.Pools(tolokaapi.SubjectPool); len(refs) != 5 {
		t.Errorf("%d pools are known", len(refs))
	}
}

// Paused while the first request is under way.
func TestPause_FirstRequestInFlight(t *testing.T) {
	s := newScene(t, newWorld(5), Config{})
	s.ask()
	s.f.Pause(true)
	s.run(time.Minute)
	if !s.f.List(tolokaapi.SubjectPool).Loaded {
		t.Errorf("the first listing stopped half-way: %+v", s.f.List(tolokaapi.SubjectPool))
	}
}

// Pause stops looking for others but not following ours.
func TestPause_OursFollowedOthersNot(t *testing.T) {
	w := newWorld(2)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 30 * time.Second} }
	s := listed(t, w)
	s.f.Pause(true)
	s.run(5 * time.Minute)
	if len(s.sent) != 0 {
		t.Errorf("%d requests while paused, first %v", len(s.sent), s.sent[0].Kind)
	}
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	if got := s.row(id).State; got != Succeeded {
		t.Errorf("ours is %v, want succeeded", got)
	}
	s.f.Pause(false)
	s.forget()
	s.run(time.Minute)
	if s.count(ListPools) == 0 {
		t.Error("nothing was listed after resuming")
	}
}
