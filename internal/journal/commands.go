package journal

import (
	"iter"
	"time"

	"tolokadash/tolokaapi"
)

// A Command is one verb for one pool or training of a batch, with all that the
// journal holds about it.
type Command struct {
	Session string // that asked
	Origin
	Batch  string
	Verb   tolokaapi.Verb
	Target           // as it was confirmed
	Asked  time.Time // when it was confirmed
	Sent   time.Time // when it was last about to be sent; zero: never
	Ended  time.Time // when it was known to be finished; zero: not yet
	Tries  int       // how often it was about to be sent

	// Open is true while a send has no record of its response: nobody knows
	// whether it arrived. It is looked up and never sent by itself.
	Open bool

	State      State // the last that is known; Queued before it was sent
	Operation  tolokaapi.OperationID
	HTTPStatus int
	Cause      tolokaapi.Cause
	Code       string
	Message    string
	Percent    *int
	Found      bool
	Other      bool          // the operation was started elsewhere
	Took       time.Duration // of the operation, by the server's clock; 0 if not known
	Dismissed  bool
}

// Bad reports whether a command needs a look: it finished without its effect, or
// nobody knows what became of it.
func (c *Command) Bad() bool { return c.State.Bad() || c.Open || c.State == Unconfirmed }

// key names a command over all sessions.
type key struct {
	batch   string
	subject tolokaapi.Subject
	id      string
}

// Commands folds records, in the order in which they were written, into
// commands, in the order in which they were confirmed. Records about a command
// whose confirmation is not among them make one of their own.
func Commands(records iter.Seq2[Record, error]) ([]*Command, error) {
	f := fold{at: map[key]*Command{}}
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		f.take(&r)
	}
	return f.all, nil
}

type fold struct {
	all []*Command
	at  map[key]*Command
}

// take takes in one record.
func (f *fold) take(r *Record) {
	if r.Event == Confirmed {
		for _, t := range r.Targets {
			f.command(r, t)
		}
		return
	}
	c := f.command(r, Target{r.Subject, r.ID, r.Name, r.Project})
	switch r.Event {
	case Sending:
		c.Sent, c.Open, c.Ended = r.Time, true, time.Time{}
		c.Tries++
		return
	case Dismissed:
		c.Dismissed = true
		return
	case Answered:
		c.Open = false
		c.heard(r)
	case Followed: // it was refused, and is not over
		c.Open, c.Ended = false, time.Time{}
		c.heard(r)
	case Ended:
		c.Open, c.Ended = false, r.Time
		c.heard(r)
		c.Took = time.Duration(r.Took * float64(time.Second))
	}
}

// heard takes in what a record says of the outcome. A response that came late
// does not undo an end.
func (c *Command) heard(r *Record) {
	if r.Event == Answered && c.State.Finished() && !c.Ended.IsZero() {
		return
	}
	c.State, c.HTTPStatus, c.Cause, c.Code, c.Message = r.State, r.HTTPStatus, r.Cause, r.Code, r.Message
	c.Found, c.Other = r.Found, r.Other
	if r.Operation != "" {
		c.Operation = r.Operation
	}
	if r.Percent != nil {
		c.Percent = r.Percent
	}
}

// command is the command that a record is about.
func (f *fold) command(r *Record, t Target) *Command {
	k := key{r.Batch, t.Subject, t.ID}
	c := f.at[k]
	if c == nil {
		c = &Command{
			Session: r.Session, Origin: r.Origin, Batch: r.Batch, Verb: r.Verb, Target: t, Asked: r.Time, State: Queued,
		}
		f.at[k] = c
		f.all = append(f.all, c)
	}
	if c.Account == "" {
		c.Account = r.Account // it may become known later
	}
	return c
}
