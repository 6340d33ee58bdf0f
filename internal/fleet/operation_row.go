package fleet

import (
	"errors"
	"time"

	"tolokadash/tolokaapi"
)

// A RowID names a row of the operations table, from 1 in the order of their
// making. It outlives every change of the row.
type RowID uint64

// A BatchID names the rows of one confirmation, from 1. Batch 0 holds what was
// started elsewhere.
type BatchID uint64

// A State is how far a command is.
type State int

// The life of a command is Queued, Sending, Pending, Running and one of the
// ends. Unconfirmed stands between Sending and Pending when the reply was lost.
const (
	Queued      State = iota + 1 // confirmed, not sent yet (or sure not to have arrived)
	Sending                      // on its way
	Unconfirmed                  // the reply was lost: being looked up, never sent again blindly
	Pending                      // the server has accepted it
	Running                      // the server works on it; also any status unknown to us
	Succeeded                    // SUCCESS
	Unchanged                    // 204, or found to be as asked: nothing had to be done
	Failed                       // FAIL
	Rejected                     // refused by the server; nothing was changed
	Unknown                      // can no longer be followed; the pool is read again
	NotSent                      // never left: the batch was stopped or the program quit
)

// Finished reports whether nothing more will happen to the row by itself.
func (s State) Finished() bool { return s >= Succeeded }

// String is the state in one word.
func (s State) String() string {
	switch s {
	case Queued:
		return "queued"
	case Sending:
		return "sending"
	case Unconfirmed:
		return "unconfirmed"
	case Pending:
		return "pending"
	case Running:
		return "running"
	case Succeeded:
		return "succeeded"
	case Unchanged:
		return "unchanged"
	case Failed:
		return "failed"
	case Rejected:
		return "rejected"
	case Unknown:
		return "unknown"
	case NotSent:
		return "not sent"
	}
	return "none"
}

// A Band groups states by what they ask of the user. Rows are ordered by band
// first.
type Band int

// The bands, in the order in which they are shown.
const (
	NeedsYou Band = iota // failed, rejected, unconfirmed, unknown, not sent
	Moving               // sending, pending, running
	Waiting              // queued
	Done                 // succeeded, unchanged
)

// Band is the state's place in the table.
func (s State) Band() Band {
	switch s {
	case Failed, Rejected, Unconfirmed, Unknown, NotSent:
		return NeedsYou
	case Sending, Pending, Running:
		return Moving
	case Queued:
		return Waiting
	}
	return Done
}

// A Row is one operation, ours or another's, as a copy to draw.
type Row struct {
	ID    RowID
	Batch BatchID // 0: started elsewhere
	Verb  tolokaapi.Verb
	On    tolokaapi.Ref
	Name  string // of the pool, as it was confirmed; "" if not known yet
	State State
	Op    tolokaapi.Operation // as last said; zero until accepted

	Percent      int  // 0 to 100, the last that was given; -1: none was ever given
	ProgressFell bool // it is lower than one that was given before, or has not risen past that yet

	Asked time.Time // when the user confirmed (server clock), or submitted for others' rows
	Start time.Time // started, else submitted, else when it was sent; zero while queued
	Seen  time.Time // server clock of the last answer about the row
	End   time.Time // finished, else Seen of the answer that ended it; zero before

	Problem *Problem  // why it failed, was rejected, waits or is being looked up
	RetryAt time.Time // when a waiting row is tried again (local clock); zero if not waiting
	Tries   int       // how often it was sent

	// What was asked for was found done after a reply was lost. The API names
	// neither author nor key, so that another may have started it.
	Found bool

	// What the accepted answer was about instead, as in "pool 21". It stays when the
	// operation is found: then no reply was lost.
	Named string
}

// Elapsed is how long the operation had been running when it was last heard
// of, frozen at its end and never negative; 0 while queued.
func (r Row) Elapsed() time.Duration {
	until := r.Seen
	if !r.End.IsZero() {
		until = r.End
	}
	if r.Start.IsZero() || until.Before(r.Start) {
		return 0
	}
	return until.Sub(r.Start)
}

// Ours reports whether this program asked for the operation.
func (r Row) Ours() bool { return r.Batch != 0 }

// A Problem is a refusal or a failure, kept for display.
type Problem struct {
	Status    int             // HTTP status; 0 if no answer came
	Cause     tolokaapi.Cause // why no answer came; "" if one did
	Code      string
	Message   string
	Payload   string // compact JSON
	RequestID string
	Location  string             // host of a 3xx
	Interval  tolokaapi.Interval // quota of a 429
	Auth      bool               // the token itself was refused
	Named     string             // what an accepted answer was about instead of what was asked for, as in "pool 21"
}

// problemOf keeps what is to be shown of a Response's error.
func problemOf(err error) *Problem {
	var api *tolokaapi.Error
	if errors.As(err, &api) {
		return &Problem{
			Status: api.Status, Code: api.Code, Message: api.Message, Payload: api.Payload,
			RequestID: api.RequestID, Location: api.Location, Interval: api.Interval, Auth: api.Authentication(),
		}
	}
	var transport *tolokaapi.TransportError
	if errors.As(err, &transport) {
		return &Problem{Cause: transport.Cause, Message: transport.Err.Error()}
	}
	return &Problem{Cause: tolokaapi.CauseReset, Message: tolokaapi.Harmless(err.Error())}
}

// Failed reports whether a row ended without its effect, as far as is known.
func (r Row) Failed() bool { return r.State.Finished() && r.State.Band() == NeedsYou }
