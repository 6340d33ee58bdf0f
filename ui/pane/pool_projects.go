package pane

// nameProjects takes in the names of projects that have arrived since the entries
// were taken. Whether an entry passes the filter is decided again if its project's
// name changed.
func (p *Pools) nameProjects() (changed bool) {
	version := p.fleet.Projects().Version
	if version == p.named {
		return false
	}
	p.named = version
	var named []*entry
	for _, e := range p.newest {
		if p.load(e.ref) && e.project != projectOf(p.scratch) {
			e.describe(&p.scratch)
			p.measure(e)
			named = append(named, e)
		}
	}
	if len(named) == 0 {
		return false
	}
	if p.by == byProject {
		p.arrange()
	}
	if !p.filter.Empty() {
		p.applyFilter(named)
	}
	return true
}
