package simulator

import "slices"

// An orderedIndex keeps things in ascending order of id, so that a page in that order
// is read off and nothing is sorted for a request.
type orderedIndex[T any] struct {
	id    func(T) string
	items []T
	byID  map[string]T
}

func newOrderedIndex[T any](id func(T) string) orderedIndex[T] {
	return orderedIndex[T]{id: id, byID: map[string]T{}}
}

func (x *orderedIndex[T]) get(id string) (T, bool) {
	item, ok := x.byID[id]
	return item, ok
}

// put adds item, or replaces the one of the same id.
func (x *orderedIndex[T]) put(item T) {
	id := x.id(item)
	at, found := x.find(id)
	if found {
		x.items[at] = item
	} else {
		x.items = slices.Insert(x.items, at, item)
	}
	x.byID[id] = item
}

func (x *orderedIndex[T]) remove(id string) {
	if at, found := x.find(id); found {
		x.items = slices.Delete(x.items, at, at+1)
		delete(x.byID, id)
	}
}

func (x *orderedIndex[T]) find(id string) (int, bool) {
	return slices.BinarySearchFunc(x.items, id, func(item T, id string) int {
		return compareIDs(x.id(item), id)
	})
}

// lastID is the highest id, "" if there is none.
func (x *orderedIndex[T]) lastID() string {
	if len(x.items) == 0 {
		return ""
	}
	return x.id(x.items[len(x.items)-1])
}
