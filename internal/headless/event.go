package headless

import (
	"strings"
	"time"

	"tolokadash/internal/fleet"
)

// An EventType says what an event is about.
type EventType string

// The types of events.
const (
	EventVersion    EventType = "version"    // the first of all
	EventAsked      EventType = "asked"      // a command was confirmed
	EventSent       EventType = "sent"       // it left
	EventState      EventType = "state"      // it, or the operation that is followed, has another state or percent
	EventRetry      EventType = "retry"      // it is tried again at a time
	EventEnded      EventType = "ended"      // nothing more happens to it by itself
	EventConnection EventType = "connection" // the connection is lost, in trouble, or well again
	EventFigures    EventType = "figures"    // so many of the pools that are selected by figures have them
	EventSummary    EventType = "summary"    // the last of all
)

// An Event is one change. Its JSON form is documented in docs/commands.md.
type Event struct {
	Time time.Time `json:"time"`
	Type EventType `json:"type"`

	Format  string `json:"format,omitempty"`  // version
	Program string `json:"program,omitempty"` // version
	Command string `json:"command,omitempty"` // version, summary

	Verb       string     `json:"verb,omitempty"`
	Subject    string     `json:"subject,omitempty"`
	ID         string     `json:"id,omitempty"`
	Name       string     `json:"name,omitempty"`
	Operation  string     `json:"operation,omitempty"`
	State      string     `json:"state,omitempty"`
	Percent    *int       `json:"percent,omitempty"`
	Tries      int        `json:"tries,omitempty"`
	Until      *time.Time `json:"until,omitempty"` // retry, connection
	Since      *time.Time `json:"since,omitempty"` // connection
	Other      bool       `json:"other,omitempty"` // the operation was started elsewhere
	Found      bool       `json:"found,omitempty"` // found done after a lost reply
	Reason     string     `json:"reason,omitempty"`
	HTTPStatus int        `json:"http_status,omitempty"`
	Cause      string     `json:"cause,omitempty"`
	Code       string     `json:"code,omitempty"`
	Message    string     `json:"message,omitempty"`
	Started    *time.Time `json:"started,omitempty"` // ended
	Ended      *time.Time `json:"ended,omitempty"`   // ended
	Took       float64    `json:"took,omitempty"`    // seconds, by the server's clock
	Created    string     `json:"created,omitempty"` // id of the copy, of a clone

	Known *int `json:"known,omitempty"` // figures
	Of    int  `json:"of,omitempty"`    // figures

	Counts   *Counts `json:"counts,omitempty"`    // summary
	Count    *int    `json:"count,omitempty"`     // summary of a list
	ExitCode *int    `json:"exit_code,omitempty"` // summary
	Resume   string  `json:"resume,omitempty"`    // summary

	Result *Result         `json:"-"` // of which it is; nil for the rest
	All    func() []Result `json:"-"` // how all stand
}

// awaited is the state of what no answer told about yet, as events and results spell it.
const awaited = "awaited"

// StateName is a state as events and results spell it.
func StateName(s fleet.State) string {
	if s == 0 {
		return awaited
	}
	return strings.ReplaceAll(s.String(), " ", "_")
}

func (e *Engine) emit(ev Event) {
	if e.o.Emit == nil {
		return
	}
	ev.Time = e.o.Now().UTC()
	ev.All = e.Results
	e.o.Emit(ev)
}

// view is what of an item is announced when it changes.
type view struct {
	state   string
	percent int
	tries   int
	until   time.Time
	final   bool
}

// tell tells what of an item has changed since the last time.
func (e *Engine) tell(it *item) {
	row := it.Decisive()
	now := view{state: StateName(it.State()), percent: row.Percent, tries: it.Row.Tries, until: row.RetryAt, final: e.itemDone(it)}
	if it.locked() && !now.final {
		now.state = "locked" // by an operation that is looked for or followed
	}
	was, first := it.announced, !it.begun
	it.announced, it.begun = now, true
	if now == was && !first {
		return
	}
	r := it.Result
	ours := r.LeftOut == nil && r.Row.Ours()
	if first && ours {
		e.emit(Event{Type: EventAsked, Verb: string(r.Verb), Subject: string(r.On.Subject), ID: r.On.ID, Name: r.Name, Result: &r})
	}
	if now.tries > was.tries {
		e.emit(Event{Type: EventSent, Verb: string(r.Verb), Subject: string(r.On.Subject), ID: r.On.ID, Name: r.Name, Tries: now.tries, Result: &r})
	}
	if now.until != was.until && !now.until.IsZero() {
		ev := r.event(EventRetry, now)
		until := now.until.UTC()
		ev.Until = &until
		e.emit(ev)
	}
	switch {
	case now.final && (!was.final || now.state != was.state):
		ev := r.event(EventEnded, now)
		ev.Started, ev.Ended, ev.Took, ev.Created = UTC(row.Start), UTC(row.End), Seconds(row.Elapsed()), row.Op.Created.ID
		e.emit(ev)
	case now.final:
	case (now.state != was.state || now.percent != was.percent) && moving(now.state):
		e.emit(r.event(EventState, now))
	}
}

// Seconds is a duration as events and results spell it: in seconds, with three places.
func Seconds(d time.Duration) float64 {
	return float64(d.Round(time.Millisecond).Milliseconds()) / 1000
}

// UTC is a time as events and results spell it; nil if it is not set.
func UTC(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// moving reports whether a state is announced while it lasts: that it is queued or on
// its way is announced by other events, and that nothing is known of it is no news.
func moving(state string) bool {
	return state != StateName(fleet.Queued) && state != StateName(fleet.Sending) && state != awaited
}

// event is an event about a result.
func (r *Result) event(t EventType, v view) Event {
	row := r.Decisive()
	ev := Event{
		Type: t, Verb: string(r.Verb), Subject: string(r.On.Subject), ID: r.On.ID, Name: r.Name,
		State: v.state, Operation: string(r.Operation()), Found: row.Found, Other: row.ID != 0 && !row.Ours(), Result: r,
	}
	if row.Percent >= 0 && row.ID != 0 {
		percent := row.Percent
		ev.Percent = &percent
	}
	if r.LeftOut != nil {
		ev.Reason = ReasonName(r.LeftOut.Reason)
	}
	if p := r.Trouble(); p != nil {
		ev.problem(p)
	}
	if row.State == fleet.Failed && ev.Message == "" {
		ev.Message = row.Op.Details
	}
	return ev
}

func (ev *Event) problem(p *fleet.Problem) {
	ev.HTTPStatus, ev.Cause, ev.Code, ev.Message = p.Status, string(p.Cause), p.Code, p.Message
	if p.Named != "" && ev.Message == "" {
		ev.Message = "the answer named " + p.Named
	}
}

// ReasonName is a reason why a pool was left out, as events and results spell it.
func ReasonName(r fleet.Reason) string {
	switch r {
	case fleet.Already:
		return "already"
	case fleet.Busy:
		return "busy"
	case fleet.WrongStatus:
		return "wrong_status"
	case fleet.Unreadable:
		return "unreadable"
	case fleet.Gone:
		return "gone"
	}
	return "read_only"
}

// connectionNames are the states of a connection as events spell them.
var connectionNames = map[fleet.ConnectionState]string{
	fleet.Connecting: "connecting", fleet.Live: "live", fleet.Offline: "offline", fleet.Troubled: "troubled",
	fleet.OverQuota: "over_quota", fleet.Refused: "refused",
}

// tellConnection tells that the connection has changed.
func (e *Engine) tellConnection() {
	now := e.f.Summary(e.o.Now()).Connection
	was := e.connection
	same := now.State == was.State && now.RetryAt.Equal(was.RetryAt)
	if same || now.State == fleet.Connecting {
		return
	}
	e.connection = now
	if was.State == fleet.Connecting && now.State == fleet.Live || now.State == fleet.Live && was.State == fleet.Live {
		return
	}
	ev := Event{Type: EventConnection, State: connectionNames[now.State]}
	if !now.RetryAt.IsZero() && now.State != fleet.Live {
		until := now.RetryAt.UTC()
		ev.Until = &until
	}
	if !now.Since.IsZero() && now.State != fleet.Live {
		since := now.Since.UTC()
		ev.Since = &since
	}
	if now.Problem != nil {
		ev.problem(now.Problem)
	}
	e.emit(ev)
}
