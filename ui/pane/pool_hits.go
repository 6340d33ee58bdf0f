package pane

import "tolokadash/tolokaapi"

// hits counts what the filters find. Rows that are shown for another reason are
// no hits: a filter by status that counted or marked them would lie about what
// an action is going to change.
type hits struct {
	pass    int // rows that pass the filters now
	of      int // known pools that the filters look at
	busy    int // rows that do not pass, but have an operation on the table
	changed int // rows that have passed and do not any more; they go at the next r

	pools, rows uint64 // versions of the fleet that were counted; 0: none
}

// passes reports whether a row that is shown is what the filters ask for. The
// text is looked at when the rows are filtered, the status here: it changes
// while a row stays where it is.
func (p *Pools) passes(ref tolokaapi.Ref) bool {
	status, ok := p.fleet.PoolStatus(ref)
	return ok && p.matchesStatus(status)
}

// matchesStatus reports whether the status filter lets a status through.
func (p *Pools) matchesStatus(s tolokaapi.PoolStatus) bool {
	return s == p.status || p.status == "" && (s != tolokaapi.Archived || p.filter.archived)
}

// Archived reports whether the filters ask for archived pools, which are not
// listed otherwise.
func (p *Pools) Archived() bool {
	return p.status == tolokaapi.Archived || p.status == "" && p.filter.archived
}

// hits is what the filters find now: as Sync counted it, if nothing has changed.
func (p *Pools) hits() hits {
	_, version := p.fleet.Pools(p.subject)
	_, rows := p.fleet.Rows()
	if p.counted.pools == version && p.counted.rows == rows && version != 0 {
		return p.counted
	}
	return p.count()
}

// count goes through all pools.
func (p *Pools) count() hits {
	_, version := p.fleet.Pools(p.subject)
	_, rows := p.fleet.Rows()
	h := hits{pools: version, rows: rows}
	working := p.working()
	for _, e := range p.newest {
		status, ok := e.status, true
		if p.fresh != version { // pools have changed since the entries were taken
			status, ok = p.fleet.PoolStatus(e.ref)
		}
		if ok && (p.status == "" && p.filter.archived || (status == tolokaapi.Archived) == (p.status == tolokaapi.Archived)) {
			h.of++
		}
		switch {
		case !e.shown:
		case ok && p.matchesStatus(status):
			h.pass++
		case working[e.ref]:
			h.busy++
		default:
			h.changed++
		}
	}
	return h
}
