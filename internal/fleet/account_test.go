package fleet

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// The account is read again and kept while it cannot be.
func TestAccount_KeptWhileUnreadable(t *testing.T) {
	s := newScene(t, newWorld(1), Config{})
	s.run(10 * time.Second)
	balance := func() json.Number {
		t.Helper()
		who := s.f.Summary(s.w.now).Account
		if who == nil {
			t.Fatal("nobody knows whose account it is")
		}
		return who.Balance
	}
	if n := s.count(GetRequester); n != 1 || balance() != "1204.5" {
		t.Errorf("read %d times, and has %s", n, balance())
	}
	s.answer = func(r Request) Response {
		a := s.w.answer(r)
		if r.Kind == GetRequester {
			a.Err = s.w.problem(500, "INTERNAL_ERROR")
		}
		return a
	}
	s.run(accountEvery + time.Minute)
	if n := s.count(GetRequester); n < 3 || balance() != "1204.5" {
		t.Errorf("tried %d times, and has %s", n, balance())
	}
	s.answer = func(r Request) Response {
		a := s.w.answer(r)
		a.Requester.Balance = "7"
		return a
	}
	s.run(time.Minute)
	if balance() != "7" {
		t.Errorf("has %s still", balance())
	}
	s.forget()
	s.f.Pause(true)
	s.run(time.Hour)
	if n := s.count(GetRequester) + s.count(ListProjects); n != 0 {
		t.Errorf("asked %d times while paused", n)
	}
}

// projects makes the world list n projects, in pages, and counts the pages.
func (s *scene) projects(n int, name func(i int) tolokaapi.Project) {
	s.answer = func(r Request) Response {
		a := s.w.answer(r)
		if r.Kind != ListProjects {
			return a
		}
		a.Projects = tolokaapi.Page[tolokaapi.Project]{Query: r.Query}
		for i := range n {
			p := name(i)
			p.ID = strconv.Itoa(i + 1)
			if !within(r.Query.ID, p.ID) {
				continue
			}
			if a.Projects.HasMore = len(a.Projects.Items) == r.Query.Limit; a.Projects.HasMore {
				break
			}
			a.Projects.Items = append(a.Projects.Items, p)
		}
		return a
	}
}

// Projects are named page by page and again.
func TestProjectNames_PageByPageAndAgain(t *testing.T) {
	s := newScene(t, newWorld(1), Config{})
	s.w.pools[pool1000].ProjectID = "650"
	name := func() string { p, _ := s.f.Pool(pool1000); return p.Project }
	s.projects(650, func(i int) tolokaapi.Project { return tolokaapi.Project{Name: fmt.Sprint("project ", i+1)} })
	s.run(10 * time.Second)
	if n := s.count(ListProjects); n != 3 || name() != "project 650" {
		t.Errorf("%q after %d lists", name(), n)
	}
	_, before := s.f.Pools(tolokaapi.SubjectPool)
	s.run(projectsEvery - time.Minute)
	if _, now := s.f.Pools(tolokaapi.SubjectPool); now != before {
		t.Error("the same names make the pools look changed")
	}
	s.projects(650, func(i int) tolokaapi.Project { return tolokaapi.Project{Name: fmt.Sprint("renamed ", i+1)} })
	s.forget()
	s.run(2 * time.Minute)
	if n := s.count(ListProjects); n != 3 || name() != "renamed 650" {
		t.Errorf("%q after %d more lists", name(), n)
	}
	if _, now := s.f.Pools(tolokaapi.SubjectPool); now == before {
		t.Error("a new name is no news")
	}
	s.projects(650, func(int) tolokaapi.Project { return tolokaapi.Project{Unreadable: "it has no name"} })
	s.run(projectsEvery)
	if name() != "renamed 650" {
		t.Errorf("%q after what cannot be read", name())
	}
}

func TestProjectNames_VersionChangesWithEveryName(t *testing.T) {
	s := listed(t, newWorld(3))
	before := s.f.Projects().Version
	if before == 0 {
		t.Fatal("a name has come, and the version is as at the start")
	}
	s.run(projectsEvery * 2)
	if s.f.Projects().Version != before {
		t.Error("no name has changed, and the version has")
	}
	s.spoil(func(a *Response) {
		if a.Request.Kind == ListProjects {
			a.Projects.Items[0].Name = "Another name"
		}
	})
	s.run(projectsEvery * 2)
	if s.f.Projects().Version == before {
		t.Error("a name has changed, and the version has not")
	}
}
