package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

func TestRefresh_IsAnsweredWhenEveryWantedListWasReadAfterIt(t *testing.T) {
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

func TestProjectNames_VersionChangesWithEveryName(t *testing.T) {
	s := listed(t, newWorld(3))
	before := s.f.ProjectNames()
	if before == 0 {
		t.Fatal("a name has come, and the version is as at the start")
	}
	s.run(projectsEvery * 2)
	if s.f.ProjectNames() != before {
		t.Error("no name has changed, and the version has")
	}
	s.spoil(func(a *Response) {
		if a.Request.Kind == ListProjects {
			a.Projects.Items[0].Name = "Another name"
		}
	})
	s.run(projectsEvery * 2)
	if s.f.ProjectNames() == before {
		t.Error("a name has changed, and the version has not")
	}
}
