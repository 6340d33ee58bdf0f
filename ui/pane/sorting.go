package pane

import (
	"cmp"
	"slices"
	"strings"
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
	return [...]string{"open first, newest first", "by id", "by name", "by project", "by reward", "by start"}[s]
}

// column is the column sorted by, and whether its highest comes first when
// nothing is reversed: one looks for what is new and what is dear.
func (s sorting) column() (column poolField, falling bool) {
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

// newestFirst compares ids; the highest is the newest.
func newestFirst(a, b *entry) int { return b.compareID(a) }

// compare orders entries by what a sorting looks at, the lowest first.
func (s sorting) compare(a, b *entry) int {
	switch s {
	case byStatus:
		return cmp.Compare(a.band, b.band)
	case byID:
		return a.compareID(b)
	case byName:
		return strings.Compare(a.lowName, b.lowName)
	case byProject:
		return strings.Compare(a.lowProject, b.lowProject)
	case byReward:
		return cmp.Compare(a.reward, b.reward)
	}
	return cmp.Compare(a.started, b.started)
}

// order compares entries as they are shown. Of equal ones the newest comes
// first, so that the order is the same every time.
func order(by sorting, reversed bool) func(a, b *entry) int {
	_, falling := by.column()
	return func(a, b *entry) int {
		c := by.compare(a, b)
		switch {
		case by == byStatus && reversed:
			return -cmp.Or(c, newestFirst(a, b)) // all the other way round
		case falling != reversed:
			c = -c
		}
		return cmp.Or(c, newestFirst(a, b))
	}
}

// arrange puts entries that come newest first in an order, the way that order
// does by itself, into sorted. It is what order says, only quicker: it compares
// what lies side by side in memory, and of equal ones their places.
func arrange(sorted, newest []*entry, by sorting) []*entry {
	_, falling := by.column()
	switch by {
	case byID:
		return append(sorted[:0], newest...)
	case byStatus:
		sorted = sorted[:0]
		for b := range bands {
			for _, e := range newest {
				if e.band == b {
					sorted = append(sorted, e)
				}
			}
		}
		return sorted
	case byName:
		return keyed(sorted, newest, falling, strings.Compare, func(e *entry) string { return e.lowName })
	case byProject:
		return keyed(sorted, newest, falling, strings.Compare, func(e *entry) string { return e.lowProject })
	case byReward:
		return keyed(sorted, newest, falling, cmp.Compare, func(e *entry) float64 { return e.reward })
	}
	return keyed(sorted, newest, falling, cmp.Compare, func(e *entry) int64 { return e.started })
}

// keyed sorts entries by a key and leaves those with the same one as they are.
func keyed[K any](sorted, entries []*entry, falling bool, compare func(a, b K) int, key func(*entry) K) []*entry {
	type place struct {
		key K
		at  int
	}
	places := make([]place, len(entries))
	for i, e := range entries {
		places[i] = place{key(e), i}
	}
	slices.SortFunc(places, func(a, b place) int {
		c := compare(a.key, b.key)
		switch {
		case c == 0:
			return a.at - b.at
		case falling:
			return -c
		}
		return c
	})
	sorted = sorted[:0]
	for _, p := range places {
		sorted = append(sorted, entries[p.at])
	}
	return sorted
}

// turn turns an order around. Equal ones stay newest first, but in the order by
// status, which has the oldest first then.
func turn(sorted []*entry, by sorting) {
	slices.Reverse(sorted)
	if by == byStatus {
		return
	}
	for from := 0; from < len(sorted); {
		to := from + 1
		for to < len(sorted) && by.compare(sorted[from], sorted[to]) == 0 {
			to++
		}
		slices.Reverse(sorted[from:to])
		from = to
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
