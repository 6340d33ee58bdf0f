package fleet

import "tolokadash/tolokaapi"

// SubmitState is the state that the response to a command puts it in, as far as
// the response alone can say: Queued where it certainly had no effect and may be
// sent again, Unconfirmed where nobody knows.
func SubmitState(r Response) State {
	switch classifyResponse(r) {
	case resultAccepted:
		return acceptedState(r)
	case resultUnchanged:
		return Unchanged
	case resultNotDelivered, resultOverQuota:
		return Queued
	case resultLost:
		return Unconfirmed
	case resultTokenRefused, resultLockedByOther, resultRejected:
	}
	return Rejected
}

// acceptedState is that of the operation, unless it is about something else.
func acceptedState(r Response) State {
	op, asked := r.Outcome.Operation, r.Request
	about := row{Row: Row{Verb: asked.Verb, On: asked.On}}
	switch {
	case op.ID == "" || about.mismatch(op) != "":
		return Unconfirmed
	case op.Status == tolokaapi.Pending:
		return Pending
	case op.Status == tolokaapi.Success:
		return Succeeded
	case op.Status == tolokaapi.Fail:
		return Failed
	}
	return Running
}
