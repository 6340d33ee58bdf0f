package ui

import (
	"cmp"
	"slices"
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// A sorting is what pools are ordered by.
type sorting int

// The sortings, in the order in which they are offered.
const (
	byStatus sorting = iota // status, then newest first
	byID
	byName
	byProject
	byReward
	byStarted
	sortings
)

// String says what comes first.
func (s sorting) String() string {
	return [...]string{"newest first", "by id", "by name", "by project", "by reward", "by start"}[s]
}

// column is the column sorted by, and whether its highest comes first when
// nothing is reversed: one looks for what is new and what is dear.
func (s sorting) column() (column int, falling bool) {
	switch s {
	case byID:
		return poolID, true
	case byName:
		return poolName, false
	case byProject:
		return poolProject, false
	case byReward:
		return poolReward, true
	case byStarted:
		return poolStarted, true
	}
	return poolStatus, false
}

// An entry is a pool in the order of the pane. What it is ordered and filtered
// by is kept as it was when the rows were last put in order: a change of the
// pool moves no row.
type entry struct {
	ref     tolokaapi.Ref
	status  tolokaapi.PoolStatus
	name    string
	project string
	hay     string  // id, name and project in lower case
	band    int     // of the status
	number  float64 // of the sorting
	text    string  // of the sorting
	shown   bool
}

// band is the place of a status in the order.
func band(s tolokaapi.PoolStatus) int {
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
	return 4
}

// take copies from a pool what it is ordered and filtered by.
func (e *entry) take(p fleet.Pool, by sorting) {
	e.status, e.band, e.number = p.Status, band(p.Status), 0
	switch by {
	case byReward:
		e.number, _ = p.Reward.Float64()
	case byStarted:
		if p.LastStarted.Valid() {
			e.number = float64(p.LastStarted.Time.UnixMilli())
		}
	}
	e.describe(p, by)
}

// describe copies what a pool and its project are called.
func (e *entry) describe(p fleet.Pool, by sorting) {
	if project := projectOf(p); e.hay == "" || e.name != p.Name || e.project != project {
		e.name, e.project = p.Name, project
		e.hay = strings.ToLower(p.Ref.ID + "\n" + p.Name + "\n" + project)
	}
	e.text = ""
	switch by {
	case byName:
		e.text = lowered(e.hay, 1)
	case byProject:
		e.text = lowered(e.hay, 2)
	}
}

// projectOf is the name of a pool's project, its id until the name is known.
func projectOf(p fleet.Pool) string { return or(p.Project, p.ProjectID) }

// lowered is one line of the hay.
func lowered(hay string, n int) string {
	for range n {
		_, hay, _ = strings.Cut(hay, "\n")
	}
	hay, _, _ = strings.Cut(hay, "\n")
	return hay
}

// order compares entries. Of equal ones the newest comes first, so that the
// order is the same every time.
func order(by sorting, reversed bool) func(a, b *entry) int {
	_, falling := by.column()
	falling = falling != reversed
	return func(a, b *entry) int {
		newest := tolokaapi.CompareIDs(b.ref.ID, a.ref.ID)
		var c int
		switch by {
		case byStatus:
			if reversed {
				return -cmp.Or(cmp.Compare(a.band, b.band), newest)
			}
			c = cmp.Compare(a.band, b.band)
		case byID:
			c = -newest
		default:
			c = cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(a.text, b.text))
		}
		if falling {
			c = -c
		}
		return cmp.Or(c, newest)
	}
}

// merge puts new entries, which are sorted, in their places among old ones.
func merge(old, fresh []*entry, compare func(a, b *entry) int) []*entry {
	all := make([]*entry, 0, len(old)+len(fresh))
	for len(old) > 0 && len(fresh) > 0 {
		if compare(fresh[0], old[0]) < 0 {
			all, fresh = append(all, fresh[0]), fresh[1:]
			continue
		}
		all, old = append(all, old[0]), old[1:]
	}
	return slices.Concat(all, old, fresh)
}
