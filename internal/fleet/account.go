package fleet

import "tolokadash/tolokaapi"

// account is who the token belongs to.
type account struct {
	lane
	who *tolokaapi.Requester
}

func (f *Fleet) askAccount(t *turn) {
	if !f.account.ready(t) || f.paused || !t.allowed() {
		return
	}
	f.account.flying = true
	t.ask(Request{Kind: GetRequester}, func(r Response) {
		if f.settle(&f.account.lane, r) {
			who := r.Requester
			f.account.who = &who
			f.account.due = f.now.Add(accountEvery)
		}
	})
}

// names are the projects' names.
type names struct {
	lane
	byID    map[string]string
	version uint64          // changes whenever a name does
	query   tolokaapi.Query // of the page to read next
	loaded  bool
}

// ProjectNames is a number that changes whenever a project gets a name or another
// one.
func (f *Fleet) ProjectNames() (version uint64) { return f.names.version }

func (f *Fleet) askProjects(t *turn) {
	s := &f.names
	if !s.ready(t) || f.paused {
		return
	}
	if s.loaded && !t.allowedList() || !s.loaded && !t.allowed() {
		return
	}
	s.flying = true
	s.query.Limit, s.query.Sort = tolokaapi.MaxLimit, "id"
	t.ask(Request{Kind: ListProjects, Query: s.query}, f.listedProjects)
}

func (f *Fleet) listedProjects(r Response) {
	s := &f.names
	if !f.settle(&s.lane, r) {
		return
	}
	for _, p := range r.Projects.Items {
		if p.Unreadable == "" && s.byID[p.ID] != p.Name {
			s.byID[p.ID] = p.Name
			s.version++
			f.shelf.touch(tolokaapi.SubjectPool)
			f.shelf.touch(tolokaapi.SubjectTraining)
		}
	}
	next, more, err := r.Projects.Next()
	s.query = tolokaapi.Query{}
	if more && err == nil {
		s.query = next
		return
	}
	s.loaded = true
	s.due = f.now.Add(projectsEvery)
}
