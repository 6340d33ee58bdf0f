package tolokaapi

import (
	"slices"
)

// An OperationID names an operation. It is opaque: UUIDs and 24 hex digits are
// both in use, and the documentation's own sample holds letters past f.
type OperationID string

// An OperationType is the subject and the verb of an operation, as in
// "POOL.CLOSE". Types not known here are passed through.
type OperationType string

// A Verb is an action on a pool or training, spelled as its path segment.
type Verb string

// The four verbs. There is no verb to cancel an operation or to undo Archive.
const (
	VerbClose   Verb = "close"
	VerbOpen    Verb = "open"
	VerbArchive Verb = "archive"
	VerbClone   Verb = "clone"
)

// Verbs lists every verb, in the order in which they are polled.
var Verbs = [...]Verb{VerbClose, VerbOpen, VerbArchive, VerbClone}

// known reports whether v is one of the four.
func (v Verb) known() bool { return slices.Contains(Verbs[:], v) }

// actions are the types that actions on pools and trainings create (D).
var actions = [...]struct {
	subject Subject
	verb    Verb
	typ     OperationType
}{
	{SubjectPool, VerbClose, "POOL.CLOSE"},
	{SubjectPool, VerbOpen, "POOL.OPEN"},
	{SubjectPool, VerbArchive, "POOL.ARCHIVE"},
	{SubjectPool, VerbClone, "POOL.CLONE"},
	{SubjectTraining, VerbClose, "TRAINING.CLOSE"},
	{SubjectTraining, VerbOpen, "TRAINING.OPEN"},
	{SubjectTraining, VerbArchive, "TRAINING.ARCHIVE"},
	{SubjectTraining, VerbClone, "TRAINING.CLONE"},
}

// Type is the operation type the verb creates on the subject; "" for a verb or
// subject that does not exist.
func (v Verb) Type(s Subject) OperationType {
	for i := range actions {
		if a := &actions[i]; a.verb == v && a.subject == s {
			return a.typ
		}
	}
	return ""
}

// Action splits a type into subject and verb; ok is false for a type which is
// none of POOL.* and TRAINING.* with a known verb.
func (t OperationType) Action() (s Subject, v Verb, ok bool) {
	for i := range actions {
		if a := &actions[i]; a.typ == t {
			return a.subject, a.verb, true
		}
	}
	return "", "", false
}

// An OperationStatus is how far an operation is. Only the status decides
// whether it is over: samples show finished dates and 100 percent beside
// PENDING and RUNNING.
type OperationStatus string

// The documented statuses (D). An unknown value is passed through and is not
// terminal (J).
const (
	Pending OperationStatus = "PENDING"
	Running OperationStatus = "RUNNING"
	Success OperationStatus = "SUCCESS"
	Fail    OperationStatus = "FAIL"
)

// Terminal reports whether the operation has ended.
func (s OperationStatus) Terminal() bool { return s == Success || s == Fail }

// An Operation is asynchronous work at Toloka: what a close answers with.
type Operation struct {
	ID        OperationID
	Type      OperationType
	Status    OperationStatus
	Submitted Date
	Started   Date // absent while pending
	Finished  Date // may be set before the end: do not infer from it
	Progress  Progress
	Target    Ref    // parameters.pool_id or training_id; zero if there is none
	Created   Ref    // details.pool_id or training_id of a clone that succeeded
	Details   string // details as compact JSON, made harmless; "" if absent or {}

	// Unreadable says, when not empty, why this record could not be read. Then
	// only ID, Type, Submitted and Target may say something: enough to tell whose
	// operation it cannot be.
	Unreadable string
}

// Progress is a share in percent that may be absent or null (K guards for it).
type Progress struct {
	Known   bool
	Percent int // 0 to 100, clamped; meaningful only when Known
}
