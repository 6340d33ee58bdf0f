package simulator

import (
	"net/http"
	"strings"
	"time"
)

// A project holds pools and trainings.
type project struct {
	id, name, comment string
	status            string // ACTIVE or ARCHIVED
	created           time.Time
	running           *operation
}

func (s *Simulator) viewProject(p *project) any {
	return projectView{
		ID: p.id, PublicName: p.name, PublicDescription: "Look and choose.",
		PublicInstructions: "<p>Look at the picture, read the text, listen to the end, then choose.</p>",
		PrivateComment:     p.comment, Status: p.status, Created: formatDate(p.created),
		TaskSpec: map[string]any{
			"input_spec":  map[string]any{"image": map[string]any{"type": "url", "required": true}},
			"output_spec": map[string]any{"result": map[string]any{"type": "string", "required": true}},
			"view_spec":   map[string]any{"type": "classic", "markup": "", "script": "", "styles": ""},
		},
		IssuingType: "AUTOMATED",
		Owner:       ownerView{ID: s.owner.ID, Myself: true},
	}
}

func (s *Simulator) listProjects(c *call) reply {
	created := func(p *project) time.Time { return p.created }
	return s.listed(catalogue[*project]{
		id: s.projects.id,
		equals: map[string]func(*project) string{
			"status": func(p *project) string { return p.status },
			"owner":  func(*project) string { return s.owner.ID },
		},
		enums: map[string][]string{"status": {"ACTIVE", archived}},
		dates: map[string]func(*project) time.Time{"created": created},
		sorts: map[string]func(a, b *project) int{
			"created":         byDate(created),
			"public_name":     func(a, b *project) int { return strings.Compare(a.name, b.name) },
			"private_comment": func(a, b *project) int { return strings.Compare(a.comment, b.comment) },
		},
		view:    s.viewProject,
		ordered: true,
	}.list(s.projects.items, c.query))
}

func (s *Simulator) getProject(c *call) reply {
	p, ok := s.projects.get(c.params[0])
	if !ok {
		return unknownObject().reply(s)
	}
	return reply{status: http.StatusOK, body: s.viewProject(p)}
}

// archiveProject needs every pool of the project to be archived.
func (s *Simulator) archiveProject(c *call) reply {
	p, ok := s.projects.get(c.params[0])
	switch {
	case !ok:
		return unknownObject().reply(s)
	case p.running != nil:
		return conflict("CONFLICT_STATE", "The project is being archived").reply(s)
	case p.status == archived:
		return reply{status: http.StatusNoContent}
	case s.hasLivePools(p):
		return conflict("UNARCHIVED_POOLS_CONFLICT", "The project has pools that are not archived").reply(s)
	}
	way := s.plan(doArchive, nil, c.fault)
	p.running = s.launch("PROJECT.ARCHIVE", map[string]string{"project_id": p.id}, way, func(o *operation, _ time.Time) {
		p.running = nil
		if !o.fails {
			p.status, o.details = archived, map[string]any{}
		}
	})
	o := p.running
	s.catchUp()
	return reply{status: http.StatusAccepted, body: s.viewOperation(o, s.now)}
}

func (s *Simulator) hasLivePools(in *project) bool {
	for _, p := range s.pools.items {
		if p.projectID == in.id && p.status != archived {
			return true
		}
	}
	return false
}

func (s *Simulator) getRequester(*call) reply {
	who := s.owner
	who.Balance = money(s.balance(s.now))
	return reply{status: http.StatusOK, body: who}
}
