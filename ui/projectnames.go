package ui

import (
	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// nameProjects takes in the names of projects if they have arrived since the
// entries were taken.
func (p *pools) nameProjects() bool {
	if pool, ok := p.fleet.Pool(p.unnamed); !ok || pool.Project == "" {
		return false
	}
	p.unnamed = tolokaapi.Ref{}
	var named []*entry
	for _, e := range p.newest {
		pool, ok := p.fleet.Pool(e.ref)
		if ok && e.project != projectOf(pool) {
			e.describe(pool)
			named = append(named, e)
		}
		p.noteUnnamed(pool)
	}
	if p.by == byProject {
		p.arrange()
	}
	if !p.filter.Empty() {
		p.sift(named)
	}
	return true
}

// noteUnnamed remembers one pool whose project has no name yet.
func (p *pools) noteUnnamed(pool fleet.Pool) {
	if p.unnamed.Zero() && pool.Project == "" && pool.ProjectID != "" {
		p.unnamed = pool.Ref
	}
}
