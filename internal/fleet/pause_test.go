package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

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
func TestPause_WhileTheFirstRequestIsUnderWay(t *testing.T) {
	s := newScene(t, newWorld(5), Config{})
	s.ask()
	s.f.Pause(true)
	s.run(time.Minute)
	if !s.f.List(tolokaapi.SubjectPool).Loaded {
		t.Errorf("the first listing stopped half-way: %+v", s.f.List(tolokaapi.SubjectPool))
	}
}
