package ui

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// r during an outage puts the rows in order when its answers come, however late,
// and the cursor keeps its pool.
func TestRefresh_SortsAfterOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("j")
		under := s.under()
		w.err = &tolokaapi.TransportError{Cause: tolokaapi.CauseRefused, Err: errors.New("nothing listens")}
		s.wait(time.Minute)
		w.pools[0].Status = tolokaapi.Closed
		s.press("r")
		s.wait(3 * time.Minute)
		w.err = nil
		s.wait(40 * time.Second)
		if s.ids() != "9870654" {
			t.Errorf("the order is %s", s.ids())
		}
		if s.under() != under {
			t.Errorf("the cursor went from %s to %s", under, s.under())
		}
	})
}

// A filter that finds nothing yet says that not all is listed.
func TestFilter_ArchivedPoolsThatComeLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.pools[6].Status = tolokaapi.Archived
		w.carry = func(r fleet.Request) (fleet.Response, bool) {
			if r.Kind == fleet.ListPools && r.Query.Status == string(tolokaapi.Archived) {
				time.Sleep(10 * time.Second)
			}
			return fleet.Response{}, false
		}
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("/")
		for _, letter := range "status:archived" {
			s.press(string(letter))
		}
		s.wait(time.Second)
		s.sees("Not all are listed yet.")
		s.wait(20 * time.Second)
		if s.ids() != "4" {
			t.Errorf("it shows %s\n%s", s.ids(), s.screen())
		}
	})
}

// One project has no name that anybody knows. Those of the others come late, and
// an open filter finds their pools.
func TestFilter_ProjectNamesThatComeLater(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"audio": "87", "project:audio": "87", "!audio": "9654", "project:nosuch": ""} {
		t.Run(typed, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newToloka(somePools())
				w.pools[0].ProjectID = "nobody knows"
				late := false
				w.carry = func(r fleet.Request) (fleet.Response, bool) {
					if r.Kind == fleet.ListProjects && !late {
						return fleet.Response{Err: &tolokaapi.Error{Status: 500}}, true
					}
					return fleet.Response{}, false
				}
				s := newStage(t, w, Options{}, 120, 30)
				s.wait(3 * time.Second)
				s.press("/")
				for _, letter := range typed {
					s.press(string(letter))
				}
				s.press("enter")
				if s.ids() == "" {
					s.sees("The names of projects are still to come: some may pass then.")
				}
				late = true
				s.wait(time.Minute)
				if p, _ := s.m.fleet.Pool(w.pools[2].Ref); p.Project != "Audio" {
					t.Fatal("the names have not arrived")
				}
				if s.ids() != want {
					t.Errorf("%s shows %s\n%s", typed, s.ids(), s.screen())
				}
				if strings.Contains(s.screen(), "still to come") {
					t.Errorf("it waits for names that have arrived\n%s", s.screen())
				}
			})
		})
	}
}
