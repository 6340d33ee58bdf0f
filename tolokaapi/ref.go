package tolokaapi

import (
	"cmp"
	"strings"
)

// A Subject is a kind of thing that can be closed, opened, archived or cloned.
type Subject string

// The two subjects. A training is a pool of training tasks which the API keeps
// under a path of its own, with the same life and the same actions.
const (
	SubjectPool     Subject = "pool"
	SubjectTraining Subject = "training"
)

// collection is the path segment that holds the subject's records.
func (s Subject) collection() string { return string(s) + "s" }

// A Ref names one pool or training. It is comparable and serves as a map key.
type Ref struct {
	Subject Subject
	ID      string // opaque; in practice decimal digits of varying length
}

// PoolRef is the Ref of the pool with this id.
func PoolRef(id string) Ref { return Ref{SubjectPool, id} }

// TrainingRef is the Ref of the training with this id.
func TrainingRef(id string) Ref { return Ref{SubjectTraining, id} }

// String is for logs and test output, as in "pool 32267700".
func (r Ref) String() string { return string(r.Subject) + " " + r.ID }

// Zero reports whether r names nothing.
func (r Ref) Zero() bool { return r == Ref{} }

// maxIDLength bounds an id in bytes. The longest seen are 36 (UUIDs).
const maxIDLength = 128

// ValidID reports whether s may be used as an id: 1 to 128 bytes of printable
// ASCII, and not "." or "..", which would change a path. An id is never
// altered, only path-escaped, so a record whose id is not valid is unreadable.
func ValidID(s string) bool {
	if s == "" || len(s) > maxIDLength || s == "." || s == ".." {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// CompareIDs orders ids as the server does where they are decimal digits: by
// value (ids differ in length, so "4000000" comes before "32267581"). All others
// come after those, bytewise; no id comes first. It returns -1, 0 or +1.
func CompareIDs(a, b string) int {
	switch number := digits(a); {
	case number != digits(b):
		if a == "" || number && b != "" {
			return -1
		}
		return +1
	case number:
		a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
		if byLength := cmp.Compare(len(a), len(b)); byLength != 0 {
			return byLength
		}
	}
	return strings.Compare(a, b)
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
