package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// account is who the token belongs to.
type account struct {
	*scheduler
	pollSchedule
	who *tolokaapi.Requester
}

func (a *account) askAccount(t *schedulingRound) {
	if !a.interests.Account || a.paused || !a.ready(t) || !t.allowRead() {
		return
	}
	a.inFlight = true
	t.ask(Request{Kind: GetRequester}, func(r Response) {
		if a.recordAnswer(&a.pollSchedule, r) {
			who := r.Requester
			a.who = &who
			a.due = a.now.Add(accountEvery)
		}
	})
}

// balanceChanged has the account read at once: what is known of its balance cannot be so.
func (a *account) balanceChanged() {
	if a.problem == nil {
		a.due = a.now
	}
}

// projectNames are the projects' names.
type projectNames struct {
	*scheduler
	pollSchedule
	byID    map[string]string
	version uint64          // changes whenever a name does
	query   tolokaapi.Query // of the page to read next
	loaded  bool
	whole   bool // the last reading came to the end of the list
}

// Projects is how far the names of projects are known.
type Projects struct {
	Version uint64 // changes whenever a project gets a name or another one
	Listed  bool   // the names of all projects were listed
	Whole   bool   // and that came to the end of the list
}

// Projects is how far the names of projects are known.
func (f *Fleet) Projects() Projects {
	s := f.projects
	return Projects{Version: s.version, Listed: s.loaded, Whole: s.whole}
}

func (s *projectNames) askProjects(t *schedulingRound) {
	if !s.interests.ProjectNames || s.paused || !s.ready(t) {
		return
	}
	if s.loaded && !t.allowList() || !s.loaded && !t.allowRead() {
		return
	}
	s.inFlight = true
	s.query.Limit, s.query.Sort = tolokaapi.MaxLimit, "id"
	t.ask(Request{Kind: ListProjects, Query: s.query}, s.listedProjects)
}

func (s *projectNames) listedProjects(r Response) {
	if !s.recordAnswer(&s.pollSchedule, r) {
		return
	}
	for _, p := range r.Projects.Items {
		if p.Unreadable == "" && s.byID[p.ID] != p.Name {
			s.byID[p.ID] = p.Name
			s.version++
			s.emit(followUp{kind: namesRead})
		}
	}
	next, more, err := r.Projects.Next()
	s.query = tolokaapi.Query{}
	if more && err == nil {
		s.query = next
		return
	}
	s.loaded, s.whole = true, err == nil
	s.due = s.now.Add(projectsEvery)
}

// shift moves every time by d.
func (a *account) shift(d time.Duration) { a.pollSchedule.shift(d) }

// shift moves every time by d.
func (s *projectNames) shift(d time.Duration) { s.pollSchedule.shift(d) }
