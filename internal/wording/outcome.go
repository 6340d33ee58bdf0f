package wording

import "tolokadash/internal/fleet"

// Outcome is what became of a command, in the past.
func Outcome(e fleet.Ending) string {
	if e.Misnamed {
		return "unconfirmed"
	}
	switch e.State {
	case fleet.Succeeded:
		return Passive(e.Verb)
	case fleet.Unchanged:
		return "already " + Done(e.Verb)
	case fleet.Failed:
		return "failed"
	case fleet.Rejected:
		return "rejected"
	case fleet.Unknown:
		return "of unknown outcome"
	case fleet.Unconfirmed, fleet.Sending:
		return "sent without a reply"
	case fleet.NotSent, fleet.Queued:
		return "not sent"
	case fleet.Pending, fleet.Running:
	}
	return "still running"
}

// FoundAfter is what an operation was found after: an answer that named something
// else, or none.
func FoundAfter(named string) string {
	if named != "" {
		return "after the answer named " + named
	}
	return "after a lost reply"
}
