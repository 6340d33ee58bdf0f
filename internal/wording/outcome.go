package wording

import (
	"fmt"

	"tolokadash/internal/fleet"
)

// Outcome is what became of a command, in the past.
func Outcome(e fleet.Ending) string {
	switch {
	case e.Misnamed:
		return unconfirmed
	case e.State == fleet.Succeeded:
		return Passive(e.Verb)
	case e.State == fleet.Unchanged:
		return "already " + Done(e.Verb)
	}
	return stateWords[e.State].outcome
}

// Fate is what became of a command, with the reason as it was given: its code, else the
// HTTP status, else what the operation said, else why no answer came.
func Fate(r fleet.Row) string {
	said := Outcome(r.Ending())
	switch p := r.Problem; {
	case p != nil && p.Named != "":
		said += ": " + answerNamed(p.Named)
	case p != nil && p.Code != "":
		said += ": " + p.Code
	case p != nil && p.Status != 0:
		said += fmt.Sprintf(": HTTP %d", p.Status)
	case r.State == fleet.Failed && r.Op.Details != "":
		said += ": " + failure(r.Op)
	case p != nil && causeOf(p).short() != "":
		said += ": " + causeOf(p).short()
	case r.State == fleet.Failed:
		said += ": " + noReason
	}
	if r.Found && r.State.Finished() {
		said += " (found " + FoundAfter(r.Named) + ")"
	}
	return said
}

const (
	noReason        = "no reason given"
	lookedUp        = "looking it up"
	unconfirmed     = "unconfirmed"
	possiblyAnother = "another may have started it" // the API names neither author nor key
)

// answerNamed is said of an answer that was about something else.
func answerNamed(what string) string { return "the answer named " + what }

// FoundAfter is what an operation was found after: an answer that named something else,
// or none.
func FoundAfter(named string) string {
	if named != "" {
		return "after " + answerNamed(named) + "; " + possiblyAnother
	}
	return "after a lost reply; " + possiblyAnother
}

// Found is said of a row that was found done after its reply was lost, or after the
// answer named something else: the same from long to short. A column of notes always has
// room for the last.
func Found(r *fleet.Row) []string {
	if r.Named != "" {
		return []string{"found; " + answerNamed(r.Named)}
	}
	return []string{"found; " + possiblyAnother, "found; may be another's"}
}
