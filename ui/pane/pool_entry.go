package pane

import (
	"cmp"
	"strconv"

	"tolokadash/internal/filter"
	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// An entry is a pool in the order of the pane. What it is ordered and filtered
// by is kept as it was when the rows were last put in order: a change of the
// pool moves no row.
type entry struct {
	ref     tolokaapi.Ref
	number  uint64 // the id's value; 0 if it is no number that small
	status  tolokaapi.PoolStatus
	rank    int // of the status
	record  filter.Record
	project string // as it was when the entry was taken
	shown   bool
	cells   []measured // of each column
}

func newEntry(ref tolokaapi.Ref) *entry {
	n, err := strconv.ParseUint(ref.ID, 10, 64)
	if err != nil {
		n = 0
	}
	return &entry{ref: ref, number: n}
}

// compareID orders as tolokaapi.CompareIDs does.
func (e *entry) compareID(other *entry) int {
	if e.number != 0 && other.number != 0 {
		return cmp.Compare(e.number, other.number)
	}
	return tolokaapi.CompareIDs(e.ref.ID, other.ref.ID)
}

// statusRanks is how many places there are for statuses in the order.
const statusRanks = 5

// statusRank is the place of a status in the order.
func statusRank(s tolokaapi.PoolStatus) int {
	switch s {
	case tolokaapi.Open:
		return 0
	case tolokaapi.Locked:
		return 1
	case tolokaapi.Closed:
		return 2
	case tolokaapi.Archived:
		return 3
	}
	return statusRanks - 1
}

// take copies from a pool what it is ordered and filtered by.
func (e *entry) take(p *fleet.Pool) {
	e.status, e.rank = p.Status, statusRank(p.Status)
	e.project = projectOf(*p)
	e.record.SetPool(*p)
}

// describe copies what a pool and its project are called.
func (e *entry) describe(p *fleet.Pool) {
	e.project = projectOf(*p)
	e.record.SetText(*p)
}

// projectOf is the name of a pool's project, its id until the name is known.
func projectOf(p fleet.Pool) string { return cmp.Or(p.Project, p.ProjectID) }
