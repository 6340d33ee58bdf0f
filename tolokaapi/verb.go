package tolokaapi

import (
	"slices"
	"strings"
)

// A Verb is an action on a pool or training, spelled as its path segment.
type Verb string

// The four verbs. There is no verb to cancel an operation or to undo Archive.
const (
	VerbClose   Verb = "close"
	VerbOpen    Verb = "open"
	VerbArchive Verb = "archive"
	VerbClone   Verb = "clone"
)

// verbRule is all that is known of a verb.
type verbRule struct {
	verb       Verb
	action     string       // the second half of its operations' type; two verbs may share one, the plain one stands first
	from       []PoolStatus // of the pools for which the server accepts it other than by doing nothing (the status matrix, D and R)
	to         PoolStatus   // of the pool once it succeeded; "" if it leaves the pool alone
	repeatable bool         // sent twice, it does no more than once
	undo       Verb         // the verb that takes it back; "" if there is none
}

// verbRules is the table of verbs, in the order in which their operations are polled.
var verbRules = [...]verbRule{
	{VerbClose, "CLOSE", []PoolStatus{Open}, Closed, true, VerbOpen},
	{VerbOpen, "OPEN", []PoolStatus{Closed}, Open, true, VerbClose},
	{VerbArchive, "ARCHIVE", []PoolStatus{Closed}, Archived, true, ""},
	{VerbClone, "CLONE", []PoolStatus{Open, Closed, Archived, Locked}, "", false, ""},
}

// Verbs lists every verb, in the order in which they are polled.
var Verbs = func() (all [len(verbRules)]Verb) {
	for i, r := range verbRules {
		all[i] = r.verb
	}
	return all
}()

// rule is what is known of a verb; the zero rule of one that does not exist.
func (v Verb) rule() verbRule {
	for _, r := range verbRules {
		if r.verb == v {
			return r
		}
	}
	return verbRule{}
}

// known reports whether there is such a verb.
func (v Verb) known() bool { return v.rule().verb != "" }

// Accepts reports whether the server accepts the verb for a pool of this status,
// other than by doing nothing. A status unknown to us is refused: when in doubt,
// nothing is sent.
func (v Verb) Accepts(s PoolStatus) bool { return slices.Contains(v.rule().from, s) }

// Becomes is the status of a pool once the verb succeeded; "" for a verb that leaves
// it alone.
func (v Verb) Becomes() PoolStatus { return v.rule().to }

// Repeatable reports whether the verb, sent twice, does no more than sent once.
func (v Verb) Repeatable() bool { return v.rule().repeatable }

// Undo is the verb that takes this one back; "" if there is none.
func (v Verb) Undo() Verb { return v.rule().undo }

// prefix is the first half of the operation types of a subject.
func (s Subject) prefix() string {
	switch s {
	case SubjectPool:
		return "POOL."
	case SubjectTraining:
		return "TRAINING."
	}
	return ""
}

// Type is the operation type the verb creates on the subject; "" for a verb or
// subject that does not exist.
func (v Verb) Type(s Subject) OperationType {
	r := v.rule()
	if r.verb == "" || s.prefix() == "" {
		return ""
	}
	return OperationType(s.prefix() + r.action)
}

// Types lists the operation types of a subject's verbs, each once, in the order in
// which they are polled.
func (s Subject) Types() []OperationType {
	var types []OperationType
	for _, v := range Verbs {
		if t := v.Type(s); t != "" && !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	return types
}

// Action splits a type into subject and verb; ok is false for a type which is
// none of POOL.* and TRAINING.* with a known verb. Of verbs that share a type it
// gives the plain one.
func (t OperationType) Action() (s Subject, v Verb, ok bool) {
	for _, s := range [...]Subject{SubjectPool, SubjectTraining} {
		action, found := strings.CutPrefix(string(t), s.prefix())
		if !found {
			continue
		}
		for i := range verbRules {
			if verbRules[i].action == action {
				return s, verbRules[i].verb, true
			}
		}
	}
	return "", "", false
}
