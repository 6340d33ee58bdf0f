package pane

import (
	"cmp"
	"slices"
	"strings"

	"tolokadash/internal/filter"
	"tolokadash/tolokaapi"
)

// A poolOrder is how pools are ordered by a column.
type poolOrder struct {
	key     string                                       // what the command line calls it
	says    string                                       // what comes first; "": only the command line offers it
	falling bool                                         // the highest comes first: one looks for what is new and what is dear
	compare func(a, b *entry) int                        // the lowest first
	known   func(e *entry) bool                          // nil: of each pool; those of which it is not known come last, reversed or not
	arrange func(o *poolOrder, newest []*entry) []*entry // puts entries that come newest first in order
	figure  tolokaapi.FigureName                         // that is sorted by; "" if none is
	tiesToo bool                                         // reversed, equal ones are turned around too
}

// The directions of an order.
const (
	rising  = false
	falling = true
)

// byStatus is the order of the start: open ones first.
var byStatus = &poolOrder{
	key: "status", says: "open first, newest first", tiesToo: true,
	compare: func(a, b *entry) int { return cmp.Compare(a.rank, b.rank) },
	arrange: arrangeByStatus,
}

// byProject is the order of the projects' names, which come later than the pools.
var byProject = orderBy("project", "by project", rising, strings.Compare, func(e *entry) (string, bool) { return e.record.Project(), true })

// orderBy orders by a value; known is false for pools that have none.
func orderBy[V any](key, says string, falling bool, compare func(a, b V) int, value func(e *entry) (v V, known bool)) *poolOrder {
	return &poolOrder{
		key: key, says: says, falling: falling,
		compare: func(a, b *entry) int {
			va, _ := value(a)
			vb, _ := value(b)
			return compare(va, vb)
		},
		known: func(e *entry) bool {
			_, known := value(e)
			return known
		},
		arrange: func(o *poolOrder, newest []*entry) []*entry { return keyed(newest, o.falling, compare, value) },
	}
}

// numberOf is a number that a filter knows too, by its name there.
func numberOf(field string) func(e *entry) (float64, bool) {
	number := filter.Number(field)
	return func(e *entry) (float64, bool) { return number(&e.record) }
}

// dateOf is a date that a filter knows too, by its name there, in milliseconds since
// 1970; 0: never.
func dateOf(field string) func(e *entry) (int64, bool) {
	date := filter.Date(field)
	return func(e *entry) (int64, bool) {
		d := date(&e.record)
		if !d.Valid() {
			return 0, true
		}
		return d.Time.UnixMilli(), true
	}
}

// newestFirst compares ids; the highest is the newest.
func newestFirst(a, b *entry) int { return b.compareID(a) }

// ordered compares entries as they are shown. Of equal ones the newest comes
// first, so that the order is the same every time.
func (o *poolOrder) ordered(reversed bool) func(a, b *entry) int {
	return func(a, b *entry) int {
		if o.tiesToo && reversed {
			return -cmp.Or(o.compare(a, b), newestFirst(a, b))
		}
		return cmp.Or(o.directed(a, b, o.falling != reversed), newestFirst(a, b))
	}
}

// directed compares in a direction. Entries that do not have what is sorted by come
// last in both.
func (o *poolOrder) directed(a, b *entry, falling bool) int {
	switch knownA, knownB := o.knows(a), o.knows(b); {
	case knownA != knownB:
		return first(knownA)
	case !knownA:
		return 0
	case falling:
		return -o.compare(a, b)
	}
	return o.compare(a, b)
}

// knows reports whether an entry has what is sorted by.
func (o *poolOrder) knows(e *entry) bool { return o.known == nil || o.known(e) }

// first is the comparison of two of which one comes first.
func first(a bool) int {
	if a {
		return -1
	}
	return 1
}

// inOrderOfID is the order of ids: entries are in it already.
func inOrderOfID(_ *poolOrder, newest []*entry) []*entry { return slices.Clone(newest) }

// arrangeByStatus puts entries in the order of their statuses.
func arrangeByStatus(_ *poolOrder, newest []*entry) []*entry {
	sorted := make([]*entry, 0, len(newest))
	for b := range statusRanks {
		for _, e := range newest {
			if e.rank == b {
				sorted = append(sorted, e)
			}
		}
	}
	return sorted
}

// keyed sorts entries by a key and leaves those with the same one as they are. It is
// what ordered says, only quicker: it compares what lies side by side in memory, and
// of equal ones their places.
func keyed[K any](entries []*entry, falling bool, compare func(a, b K) int, key func(e *entry) (K, bool)) []*entry {
	type place struct {
		key K
		at  int
	}
	places := make([]place, 0, len(entries))
	var without []*entry
	for i, e := range entries {
		if k, known := key(e); known {
			places = append(places, place{k, i})
		} else {
			without = append(without, e)
		}
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
	sorted := make([]*entry, 0, len(entries))
	for _, p := range places {
		sorted = append(sorted, entries[p.at])
	}
	return append(sorted, without...)
}

// reverse turns an order around. Equal ones stay newest first, but in an order that is
// reversed with its ties.
func (o *poolOrder) reverse(sorted []*entry) {
	for len(sorted) > 0 && !o.knows(sorted[len(sorted)-1]) {
		sorted = sorted[:len(sorted)-1]
	}
	slices.Reverse(sorted)
	if o.tiesToo {
		return
	}
	for from := 0; from < len(sorted); {
		to := from + 1
		for to < len(sorted) && o.compare(sorted[from], sorted[to]) == 0 {
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
