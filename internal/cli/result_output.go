package cli

import (
	"fmt"
	"io"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
)

// resultOutput is how the results of a command are written.
func resultOutput() *output[headless.Result] {
	type column = outputColumn[headless.Result]
	return &output[headless.Result]{
		kind: "result",
		columns: []column{
			{title: "ID", cell: func(r headless.Result) string { return r.On.ID }, right: true},
			{title: "NAME", cell: func(r headless.Result) string { return r.Name }},
			{title: "VERB", cell: func(r headless.Result) string { return string(r.Verb) }},
			{title: "OUTCOME", cell: resultOutcome},
			{title: "TOOK", cell: func(r headless.Result) string { return took(r.Decisive().Elapsed()) }, right: true},
			{title: "OPERATION", cell: func(r headless.Result) string { return string(r.Operation()) }},
		},
		id:     resultID,
		record: func(r headless.Result) any { return resultRecordOf(r) },
	}
}

// resultID is the id by which a result goes on to the next command: that of the
// copy, where one was made.
func resultID(r headless.Result) string {
	if r.Verb == tolokaapi.VerbClone {
		return r.Decisive().Op.Created.ID
	}
	return r.On.ID
}

// startedElsewhere is said of another's operation whose outcome counts.
const startedElsewhere = " (started elsewhere)"

// notKnownYet is said of what no answer told about.
const notKnownYet = "not known yet"

// resultOutcome is what became of a target, in the receipt's words.
func resultOutcome(r headless.Result) string {
	if r.LeftOut != nil {
		said := wording.LeftOut(r.Verb, *r.LeftOut)
		if r.LeftOut.Reason != fleet.Already {
			said = "left out: " + said
		}
		return said
	}
	if r.Problem != nil {
		return "cannot be followed: " + problemWords(r.Problem)
	}
	row := r.Decisive()
	switch row.State {
	case fleet.Queued:
		return "not sent"
	case 0:
		return notKnownYet
	}
	said := wording.Outcome(row.Ending())
	switch why := reasonOf(row); {
	case r.Other != nil && r.Row.State == fleet.Rejected && !row.Ours():
		said += startedElsewhere
		if row.State == fleet.Failed {
			said += ": " + why
		}
	case r.Other != nil:
		said += ": it is " + wording.Doing(r.Other.Verb)
	case why != "":
		said += ": " + why
	}
	if row.Found && row.State.Finished() {
		said += " (found " + wording.FoundAfter(row.Named) + ")"
	}
	return said
}

// reasonOf is why a row is in trouble, in the words of the server; "" if it is not.
func reasonOf(row fleet.Row) string {
	switch {
	case row.State == fleet.Succeeded || row.State == fleet.Unchanged:
		return ""
	case row.Problem != nil:
		return problemWords(row.Problem)
	case row.State == fleet.Failed && row.Op.Details != "":
		return row.Op.Details
	case row.State == fleet.Failed:
		return "no reason given"
	}
	return ""
}

// problemWords is a problem in the words of the server, or why there are none.
func problemWords(p *fleet.Problem) string {
	switch {
	case p.Named != "":
		return "the answer named " + p.Named
	case p.Code != "" && p.Message != "":
		return p.Code + ": " + p.Message
	case p.Code != "":
		return p.Code
	case p.Status != 0:
		return fmt.Sprintf("HTTP %d", p.Status)
	case p.Cause != "":
		return causeWords(p.Cause)
	}
	return p.Message
}

// causeWords says why no answer came.
func causeWords(c tolokaapi.Cause) string {
	switch c {
	case tolokaapi.CauseDNS:
		return "unknown host"
	case tolokaapi.CauseRefused:
		return "connection refused"
	case tolokaapi.CauseDial:
		return "out of reach"
	case tolokaapi.CauseProxy:
		return "proxy trouble"
	case tolokaapi.CauseTLS:
		return "no TLS connection"
	case tolokaapi.CausePlain:
		return "the host does not speak TLS"
	case tolokaapi.CauseTimeout:
		return "no answer in time"
	case tolokaapi.CauseReset:
		return "the connection broke off"
	case tolokaapi.CauseUnreadable:
		return "unreadable answer"
	case tolokaapi.CauseUnrecorded:
		return "the journal cannot be written"
	case tolokaapi.CauseCancelled:
		return "given up"
	}
	return string(c)
}

// A resultRecord is a result as other programs read it.
type resultRecord struct {
	Time       time.Time  `json:"time"`
	Verb       string     `json:"verb,omitempty"`
	Subject    string     `json:"subject,omitempty"`
	ID         string     `json:"id,omitempty"`
	Name       string     `json:"name,omitempty"`
	Project    string     `json:"project,omitempty"`
	State      string     `json:"state"`
	AsAsked    bool       `json:"as_asked"`
	Operation  string     `json:"operation,omitempty"`
	Other      bool       `json:"other,omitempty"`
	Created    string     `json:"created,omitempty"`
	Percent    *int       `json:"percent,omitempty"`
	Started    *time.Time `json:"started,omitempty"`
	Ended      *time.Time `json:"ended,omitempty"`
	Took       float64    `json:"took,omitempty"`
	Found      bool       `json:"found,omitempty"`
	Reason     string     `json:"reason,omitempty"`
	HTTPStatus int        `json:"http_status,omitempty"`
	Cause      string     `json:"cause,omitempty"`
	Code       string     `json:"code,omitempty"`
	Message    string     `json:"message,omitempty"`
}

// resultRecordOf is a result as other programs read it.
func resultRecordOf(r headless.Result) resultRecord {
	row := r.Decisive()
	rec := resultRecord{
		Time: wallNow().UTC(), Verb: string(r.Verb), Subject: string(r.On.Subject), ID: r.On.ID, Name: r.Name, Project: r.Project,
		State: headless.StateName(r.State()), AsAsked: r.AsAsked(), Operation: string(r.Operation()),
		Other: row.ID != 0 && !row.Ours(), Created: row.Op.Created.ID, Took: headless.Seconds(row.Elapsed()), Found: row.Found,
		Started: headless.UTC(row.Start), Ended: headless.UTC(row.End),
	}
	if row.ID != 0 && row.Percent >= 0 {
		rec.Percent = &row.Percent
	}
	if r.LeftOut != nil {
		rec.Reason = headless.ReasonName(r.LeftOut.Reason)
	}
	if p := r.Trouble(); p != nil {
		rec.HTTPStatus, rec.Cause, rec.Code, rec.Message = p.Status, string(p.Cause), p.Code, p.Message
	}
	if row.State == fleet.Failed && rec.Message == "" {
		rec.Message = row.Op.Details
	}
	return rec
}

// writeResults writes results in a format that is no stream of events. Without waiting
// what was accepted goes on to the next command too.
func writeResults(w io.Writer, format outputFormat, command string, results []headless.Result, code int, noWait bool) error {
	o := resultOutput()
	switch format {
	case outputJSON:
		o.more = map[string]any{"command": command, "counts": headless.Count(results), "exit_code": code}
	case outputIDs:
		var done []headless.Result
		for _, r := range results {
			if (r.AsAsked() || noWait && r.GoesOn()) && resultID(r) != "" {
				done = append(done, r)
			}
		}
		results = done
	}
	return o.write(w, format, results)
}
