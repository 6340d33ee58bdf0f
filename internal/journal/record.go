package journal

import (
	"bytes"
	"encoding/json"
	"time"

	"tolokadash/tolokaapi"
)

// Format is the version of the records that this program writes. A record of a
// higher version is skipped by [Read]; unknown fields of a known version are
// ignored.
const Format = 1

// An Event says what a record is about.
type Event string

// The events of a command, in the order in which they happen. Answered and
// Ended may both come of one response.
const (
	Confirmed Event = "confirmed" // the user confirmed a batch; Targets holds all of it
	Sending   Event = "sending"   // a command is about to be sent
	Answered  Event = "answered"  // the response to that send came, or it is known that none comes
	Ended     Event = "ended"     // the command finished, or what it came to is known better
	Followed  Event = "followed"  // its pool was held by an operation that does the same: that one's outcome counts
	Dismissed Event = "dismissed" // the user took the finished command off the table
)

// known reports whether e is one of the events above.
func (e Event) known() bool {
	switch e {
	case Confirmed, Sending, Answered, Ended, Followed, Dismissed:
		return true
	}
	return false
}

// A State is how far a command is. The names are those of the rows on the
// screen, with an underscore for a blank.
type State string

// The states that are written. After Sending a command whose response never
// came has none of them.
const (
	Queued      State = "queued"      // certain not to have arrived; sent again later
	Unconfirmed State = "unconfirmed" // the response was lost
	Pending     State = "pending"
	Running     State = "running"
	Succeeded   State = "succeeded"
	Unchanged   State = "unchanged"
	Failed      State = "failed"
	Rejected    State = "rejected"
	Unknown     State = "unknown"
	NotSent     State = "not_sent"
)

// Finished reports whether nothing more happens to a command by itself.
func (s State) Finished() bool {
	switch s {
	case Succeeded, Unchanged, Failed, Rejected, Unknown, NotSent:
		return true
	}
	return false
}

// Bad reports whether a command finished without its effect, for all that is
// known.
func (s State) Bad() bool { return s.Finished() && s != Succeeded && s != Unchanged }

// An Origin is where records come from: which process asks, and which account
// it asks for.
type Origin struct {
	Host        string `json:"host,omitempty"`        // name of the machine
	PID         int    `json:"pid,omitempty"`         // process id
	User        string `json:"user,omitempty"`        // name of the system's user
	Environment string `json:"environment,omitempty"` // name of the environment; "" at an address that is none
	APIHost     string `json:"api_host,omitempty"`    // host of the API
	Profile     string `json:"profile,omitempty"`     // of the configuration
	Account     string `json:"account,omitempty"`     // id of the requester; "" while it is not known
}

// A Target is one pool or training of a batch, under the name that the user
// confirmed.
type Target struct {
	Subject tolokaapi.Subject `json:"subject"`
	ID      string            `json:"id"`
	Name    string            `json:"name,omitempty"`
	Project string            `json:"project,omitempty"` // id of its project
}

// A Record is one line of the journal. Every record has Format, Time, Sequence,
// Session and Event, which [Journal.Append] sets except for Event. What else is
// set depends on the event; zero fields are not written.
type Record struct {
	Format   int       `json:"format"`   // version of the format
	Time     time.Time `json:"time"`     // local clock in UTC when it happened; the clock may be set back
	Sequence uint64    `json:"sequence"` // from 1, in the order of writing within the session
	Session  string    `json:"session"`  // names the run of the program
	Event    Event     `json:"event"`
	Origin

	Batch   string            `json:"batch,omitempty"` // names the confirmation, over all sessions
	Verb    tolokaapi.Verb    `json:"verb,omitempty"`
	Targets []Target          `json:"targets,omitempty"` // Confirmed: all of the batch
	Subject tolokaapi.Subject `json:"subject,omitempty"` // of one command, as are all that follow
	ID      string            `json:"id,omitempty"`      // id of the pool or training
	Name    string            `json:"name,omitempty"`    // as it was confirmed
	Project string            `json:"project,omitempty"` // id of its project

	Operation  tolokaapi.OperationID `json:"operation,omitempty"`   // id of the operation
	HTTPStatus int                   `json:"http_status,omitempty"` // of the response; 0 if none came
	Cause      tolokaapi.Cause       `json:"cause,omitempty"`       // why no response came
	Code       string                `json:"code,omitempty"`        // of the API's error
	Message    string                `json:"message,omitempty"`     // of the API's error, or the operation's details
	State      State                 `json:"state,omitempty"`
	Percent    *int                  `json:"percent,omitempty"` // last progress that was given; nil if none was
	Other      bool                  `json:"other,omitempty"`   // the operation was started elsewhere
	Found      bool                  `json:"found,omitempty"`   // found done after a lost response: another may have done it
	Took       float64               `json:"took,omitempty"`    // seconds: Answered, of the request; Ended, of the operation by the server's clock
}

// Bounds of what is written and read, in bytes.
const (
	maxText = 4096    // of a message
	maxName = 1024    // of every other text
	maxLine = 8 << 20 // of a record: a batch of 7,000 pools with the longest names
)

// texts yields every text of a record with its bound.
func (r *Record) texts(yield func(s *string, limit int)) {
	for _, s := range []*string{
		&r.Session, (*string)(&r.Event), &r.Host, &r.User, &r.Environment, &r.APIHost, &r.Profile, &r.Account, &r.Batch,
		(*string)(&r.Verb), (*string)(&r.Subject), &r.ID, &r.Name, &r.Project, (*string)(&r.Operation),
		(*string)(&r.Cause), &r.Code, (*string)(&r.State),
	} {
		yield(s, maxName)
	}
	for i := range r.Targets {
		t := &r.Targets[i]
		for _, s := range []*string{(*string)(&t.Subject), &t.ID, &t.Name, &t.Project} {
			yield(s, maxName)
		}
	}
	yield(&r.Message, maxText)
}

// makeHarmless makes every text of a record safe to print. It is done when a
// record is written and again when it is read: others may write to the file.
func (r *Record) makeHarmless() {
	r.texts(func(s *string, limit int) { *s = tolokaapi.HarmlessN(*s, limit) })
}

// line is a record as it is written. The names of the targets are left out where
// it would be too long to be read.
func (r *Record) line() ([]byte, error) {
	line, err := encode(r)
	if err == nil && len(line) > maxLine {
		short := *r
		short.Targets = make([]Target, len(r.Targets))
		for i, t := range r.Targets {
			short.Targets[i] = Target{Subject: t.Subject, ID: t.ID}
		}
		return encode(&short)
	}
	return line, err
}

func encode(r *Record) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
