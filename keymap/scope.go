package keymap

// A Scope is where an action works. Who gets a key is decided by the order in
// which scopes are handed to [Map.Action]: dialog, text field, pane, anywhere.
type Scope int

// The scopes, in the order in which help shows them.
const (
	Anywhere   Scope = iota + 1
	Table            // any table: pools, trainings, operations, history
	Choosing         // tables in which rows are chosen for an action: all but history
	Pools            // the tables of pools and of trainings
	Operations       // the operations table only
	Field            // a text field: filter, typed count
	Dialog           // a confirmation with buttons
)

// String is the scope as a heading of the help.
func (s Scope) String() string {
	switch s {
	case Anywhere:
		return "Anywhere"
	case Table:
		return "In a table"
	case Choosing:
		return "On pools, trainings and operations"
	case Pools:
		return "On pools and trainings"
	case Operations:
		return "On operations"
	case Field:
		return "In a text field"
	case Dialog:
		return "In a confirmation"
	}
	return "Nowhere"
}

// meets reports whether one key press could reach both scopes, so that a key
// must not mean one thing in each. Dialogs and fields stand before everything
// else and hide it, hence they meet only themselves.
func (s Scope) meets(other Scope) bool {
	if s == other {
		return true
	}
	if s > other {
		s, other = other, s
	}
	return other <= Operations && (s != Pools || other != Operations)
}
