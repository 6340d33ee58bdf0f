package wording

import (
	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// A stateWord is how a state is spoken of. Where a word depends on the verb, or is the
// server's own, it is empty here.
type stateWord struct {
	row     string // on a row
	dots    bool   // an ellipsis follows that: it is under way
	outcome string // of a command when the program ends, as in "3 rejected"
	ended   string // as the end of a sentence about a pool
}

var stateWords = map[fleet.State]stateWord{
	fleet.Queued:      {row: "queued", outcome: "not sent"},
	fleet.Sending:     {row: "sending", dots: true, outcome: "sent without a reply"},
	fleet.Unconfirmed: {row: "looking", dots: true, outcome: "sent without a reply"},
	fleet.Pending:     {outcome: "still running"},
	fleet.Running:     {outcome: "still running"},
	fleet.Failed:      {outcome: "failed", ended: "failed"},
	fleet.Rejected:    {row: "rejected", outcome: "rejected", ended: "was rejected"},
	fleet.Unknown:     {row: "unknown", outcome: "of unknown outcome", ended: "cannot be followed any more"},
	fleet.NotSent:     {row: "not sent", outcome: "not sent", ended: "was not sent"},
}

// State is the word for a row's state. While the server works on it the word is the
// server's own.
func (w *Words) State(r fleet.Row) string {
	switch r.State {
	case fleet.Pending:
		return statusOf(r, tolokaapi.Pending)
	case fleet.Running:
		return statusOf(r, tolokaapi.Running)
	case fleet.Succeeded:
		if r.Op.Status != tolokaapi.Success { // the pool's status or a 204 said so
			return Done(r.Verb)
		}
		return statusOf(r, tolokaapi.Success)
	case fleet.Unchanged:
		return "already " + Done(r.Verb)
	case fleet.Failed:
		return statusOf(r, tolokaapi.Fail)
	}
	word := stateWords[r.State]
	if word.dots {
		return word.row + w.Ellipsis
	}
	return word.row
}

// statusOf is the status as the server spelled it, else what it must have been.
func statusOf(r fleet.Row, otherwise tolokaapi.OperationStatus) string {
	if r.Op.Status != "" {
		return string(r.Op.Status)
	}
	return string(otherwise)
}

// Busy is what stands in the place of a pool's status while a row keeps it busy.
func (w *Words) Busy(r fleet.Row) string {
	switch r.State {
	case fleet.Queued, fleet.Sending, fleet.Unconfirmed:
		return w.State(r)
	}
	return Doing(r.Verb)
}

// Ended is how a row ended that needs the user, to follow the pool's id.
func Ended(s fleet.State) string {
	if ended := stateWords[s].ended; ended != "" {
		return ended
	}
	return stateWords[fleet.Failed].ended
}
