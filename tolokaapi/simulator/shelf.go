package simulator

import "slices"

// A shelf keeps things in ascending order of id, so that a page in that order
// is read off and nothing is sorted for a request.
type shelf[T any] struct {
	id    func(T) string
	items []T
	byID  map[string]T
}

func newShelf[T any](id func(T) string) shelf[T] {
	return shelf[T]{id: id, byID: map[string]T{}}
}

func (s *shelf[T]) get(id string) (T, bool) {
	item, ok := s.byID[id]
	return item, ok
}

// put adds item, or replaces the one of the same id.
func (s *shelf[T]) put(item T) {
	id := s.id(item)
	at, found := s.find(id)
	if found {
		s.items[at] = item
	} else {
		s.items = slices.Insert(s.items, at, item)
	}
	s.byID[id] = item
}

func (s *shelf[T]) remove(id string) {
	if at, found := s.find(id); found {
		s.items = slices.Delete(s.items, at, at+1)
		delete(s.byID, id)
	}
}

func (s *shelf[T]) find(id string) (int, bool) {
	return slices.BinarySearchFunc(s.items, id, func(item T, id string) int {
		return compareIDs(s.id(item), id)
	})
}

// lastID is the highest id, "" on an empty shelf.
func (s *shelf[T]) lastID() string {
	if len(s.items) == 0 {
		return ""
	}
	return s.id(s.items[len(s.items)-1])
}
