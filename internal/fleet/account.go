package fleet

import "tolokadash/tolokaapi"

// account is who the token belongs to.
type account struct {
	pollSchedule
	who *tolokaapi.Requester
}

func (f *Fleet) askAccount(t *schedulingRound) {
	if !f.interests.Account || f.paused || !f.account.ready(t) || !t.allowRead() {
		return
	}
	f.account.inFlight = true
	t.ask(Request{Kind: GetRequester}, func(r Response) {
		if f.recordAnswer(&f.account.pollSchedule, r) {
			who := r.Requester
			f.account.who = &who
			f.account.due = f.now.Add(accountEvery)
		}
	})
}

// projectNames are the projects' names.
type projectNames struct {
	pollSchedule
	byID    map[string]string
	version uint64          // changes whenever a name does
	query   tolokaapi.Query // of the page to read next
	loaded  bool
}

// ProjectNames is a number that changes whenever a project gets a name or another
// one.
func (f *Fleet) ProjectNames() (version uint64) { return f.projects.version }

func (f *Fleet) askProjects(t *schedulingRound) {
	s := &f.projects
	if !f.interests.ProjectNames || f.paused || !s.ready(t) {
		return
	}
	if s.loaded && !t.allowList() || !s.loaded && !t.allowRead() {
		return
	}
	s.inFlight = true
	s.query.Limit, s.query.Sort = tolokaapi.MaxLimit, "id"
	t.ask(Request{Kind: ListProjects, Query: s.query}, f.listedProjects)
}

func (f *Fleet) listedProjects(r Response) {
	s := &f.projects
	if !f.recordAnswer(&s.pollSchedule, r) {
		return
	}
	for _, p := range r.Projects.Items {
		if p.Unreadable == "" && s.byID[p.ID] != p.Name {
			s.byID[p.ID] = p.Name
			s.version++
			f.pools.touch(tolokaapi.SubjectPool)
			f.pools.touch(tolokaapi.SubjectTraining)
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
