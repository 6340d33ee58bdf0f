package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// Refresh asks even while paused and reads again what is being read.
func TestRefresh_WhilePausedAndWhileReading(t *testing.T) {
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

// A refresh while paused lists pools once.
func TestRefresh_WhilePausedListsOnce(t *testing.T) {
	s := listed(t, newWorld(3))
	s.f.Pause(true)
	s.f.Refresh(s.w.now)
	s.run(30 * time.Minute)
	if n := s.count(ListPools); n != 3 {
		t.Errorf("%d lists of pools in half an hour, want the three", n)
	}
}

func TestRefresh_AnsweredByLaterLists(t *testing.T) {
	w := newWorld(20)
	w.perPage = 5
	s := listed(t, w)
	answered := func() bool {
		l := s.f.List(tolokaapi.SubjectPool)
		return l.Refreshed == l.Refreshes
	}
	if !answered() {
		t.Fatal("nobody has asked for anything")
	}
	mend := s.spoil(func(a *Response) {
		if a.Request.Kind == ListPools && a.Request.Query.Status == "LOCKED" {
			a.Err = &tolokaapi.Error{Status: 500}
		}
	})
	s.f.Refresh(w.now)
	s.run(time.Minute)
	if answered() {
		t.Error("it is answered though one list was not read")
	}
	mend()
	s.run(time.Minute)
	if !answered() {
		t.Errorf("it is not answered: %+v", s.f.List(tolokaapi.SubjectPool))
	}
	s.f.Refresh(w.now)
	s.run(60 * time.Millisecond) // in the midst of the first list
	s.f.Refresh(w.now)
	for range 10 {
		if l := s.f.List(tolokaapi.SubjectPool); l.Refreshes != 3 || l.Refreshed >= 3 {
			t.Fatalf("a pass that began before it answers it: %+v", l)
		}
		s.run(20 * time.Millisecond)
	}
	s.run(10 * time.Second)
	if !answered() {
		t.Errorf("it is not answered: %+v", s.f.List(tolokaapi.SubjectPool))
	}
}
