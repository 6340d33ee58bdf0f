package ui_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// What becomes of a command while it suffers from a fault.
const (
	refused = "rejected" // the server said no: it stays so
	held    = "queued"   // it cannot have arrived, or is to come later: it is sent again
	lost    = "looking…" // it may have arrived: it is looked up
)

// Classes of faults that are handled alike.
const (
	overQuota    = "quota"
	disconnected = "silence"    // nothing is answered
	slow         = "slow"       // others are answered meanwhile
	unreadable   = "unreadable" // answers come
)

// aDay is the row whose day is sat out to its end, on every endpoint.
const aDay = "429, interval DAY"

// A faultRow is a row of the fault table.
type faultRow struct {
	name    string
	class   string // rows of one class are handled alike
	fault   simulator.Fault
	says    string        // the header, while what is looked for suffers from it
	command string        // what becomes of a command that suffers from it
	reason  string        // in the details of the command's row
	waits   time.Duration // what the server asks for, if it does
	lasts   time.Duration // how long it is suffered
	arrives bool          // a command has its effect all the same
	note    string        // what happens besides, for the page
	also    []string      // other tests of it
}

// faultTable is the whole table. It is made inside a bubble, for its dates.
func faultTable() []faultRow {
	table := slices.Concat(answers(), quotas(), silences())
	for i := range table {
		table[i].class += " " + table[i].command
		table[i].arrives = slices.Contains(arriving, table[i].fault.Kind)
		if table[i].lasts == 0 {
			table[i].lasts = 80 * time.Second
		}
	}
	return table
}

// arriving is the faults by which a command has its effect, and only its reply suffers.
var arriving = []simulator.Kind{simulator.ResetAfter, simulator.HangAfter, simulator.Drip, simulator.Truncated, simulator.WrongTypes}

func status(code int) simulator.Fault {
	return simulator.Fault{Kind: simulator.Status, Status: code}
}

// answers are what a server says that is not well.
func answers() []faultRow {
	const trouble, next = "▲ Toloka has a problem ", " · next try in "
	return []faultRow{
		{name: "400", fault: status(400), says: "▲ Toloka refuses to answer (400 VALIDATION_ERROR)" + next, command: refused, reason: "VALIDATION_ERROR"},
		{name: "401", fault: status(401), says: "▲ Toloka refused the token (401) · check the token, then start again", command: refused, reason: "Toloka refused the token (401)", note: "the rest of the batch is *not sent*"},
		{name: "403", fault: status(403), says: "▲ Toloka does not allow this account to look (ACCESS_DENIED)" + next, command: refused, reason: "the account may not do this"},
		{name: "404", fault: status(404), says: "▲ Toloka refuses to answer (404 DOES_NOT_EXIST)" + next, command: refused, reason: "DOES_NOT_EXIST"},
		{name: "408", fault: status(408), says: "▲ Toloka took too long (REQUEST_TIMEOUT)" + next, command: lost, reason: "REQUEST_TIMEOUT"},
		{name: "409", fault: status(409), says: "▲ Toloka refuses to answer (409 CONFLICT_STATE)" + next, command: refused, reason: "CONFLICT_STATE"},
		{name: "500", fault: status(500), says: trouble + "(500 Internal Server Error)" + next, command: lost, reason: "Toloka has a problem (500 Internal Server Error)"},
		{name: "502 with HTML", fault: simulator.Fault{Kind: simulator.HTML}, says: trouble + "(502 Bad Gateway)" + next, command: lost, reason: "Toloka has a problem (502 Bad Gateway)"},
		{name: "503", fault: status(503), says: "▲ Toloka is not available (503)" + next, command: lost, reason: "Toloka is not available (503)", note: "a `Retry-After` is waited out", also: []string{"TestDrive_503WithRetryAfter"}},
		{name: "504", fault: status(504), says: trouble + "(504 Gateway Timeout)" + next, command: lost, reason: "Toloka has a problem (504 Gateway Timeout)"},
		{name: "a redirect to another host", fault: simulator.Fault{Kind: simulator.Redirect}, says: "▲ the simulator points elsewhere (302 to elsewhere.example) · check the address" + next, command: refused, reason: "check the address", note: "the redirect is not followed"},
	}
}

// quotas are the ways to say that it was too much.
func quotas() []faultRow {
	const second = "▲ over quota · asking again in "
	quota := func(name, after, interval, says string, waits time.Duration) faultRow {
		f := status(http.StatusTooManyRequests)
		f.RetryAfter = after
		if interval != "" {
			f.Payload = json.RawMessage(`{"interval":"` + interval + `"}`)
		}
		return faultRow{name: name, class: overQuota, fault: f, says: says, command: held, reason: "over quota", waits: waits}
	}
	date := time.Now().Add(50 * time.Second).UTC().Format(http.TimeFormat)
	return []faultRow{
		quota("429, Retry-After in seconds", "7", "", second+"0:0", 7*time.Second),
		quota("429, Retry-After as a date", date, "", second, 50*time.Second),
		quota("429, Retry-After absent", "", "", second, 0),
		quota("429, Retry-After zero", "0", "", second, 0),
		quota("429, Retry-After garbage", "soon", "", second, 0),
		quota("429, Retry-After of a day", "86400", "", second+"23:5", 24*time.Hour),
		quota("429, interval MIN", "", "MIN", "▲ over quota (per minute) · asking again in 0:", time.Minute),
		quota("429, interval HOUR", "", "HOUR", "▲ over quota (per hour) · asking again in 5", time.Hour),
		quota(aDay, "", "DAY", "▲ over quota (per day) · asking again in 23:5", 24*time.Hour),
	}
}

// silences are answers that never come, or that nobody can read.
func silences() []faultRow {
	silent := func(name string, kind simulator.Kind, why, command string) faultRow {
		f := simulator.Fault{Kind: kind, Every: simulator.Duration(time.Second)}
		return faultRow{name: name, class: disconnected, fault: f, says: " · " + why + " · next try in ", command: command, reason: why}
	}
	late := func(name string, kind simulator.Kind) faultRow {
		row := silent(name, kind, "no answer in time", lost)
		row.says = "no answer in time · "
		row.class = slow
		return row
	}
	garbled := func(name string, f simulator.Fault) faultRow {
		const why = "the answer cannot be read"
		return faultRow{name: name, class: unreadable, fault: f, says: "▲ " + why + " · next try in ", command: lost, reason: why}
	}
	return []faultRow{
		silent("connection refused", simulator.Refuse, "the simulator refuses the connection", held),
		silent("an expired certificate", simulator.OldTLS, "the certificate of the simulator is not accepted", held),
		silent("DNS gone", simulator.NoName, "the name the simulator cannot be found", held),
		silent("reset before the change", simulator.Reset, "the connection broke off", lost),
		silent("reset after the change", simulator.ResetAfter, "the connection broke off", lost),
		late("a hang", simulator.Hang),
		late("a hang after the change", simulator.HangAfter),
		late("a drip-fed body", simulator.Drip),
		garbled("truncated JSON", simulator.Fault{Kind: simulator.Truncated}),
		garbled("wrong types", simulator.Fault{Kind: simulator.WrongTypes}),
		garbled("an empty 200", simulator.Fault{Kind: simulator.Empty}),
		garbled("80 MB of blanks", simulator.Fault{Kind: simulator.Blanks, Bytes: 80 << 20}).bounded(),
	}
}

// bounded is a row whose answers are read to a limit, which takes its time in earnest.
func (f faultRow) bounded() faultRow {
	f.lasts = 9 * time.Second
	f.note = "reading stops at 32 MiB"
	f.also = []string{"TestBoundedReader_Limit", "TestBoundedReader_Memory", "TestBoundedReader_Gzip", "TestBoundedReader_Together"}
	return f
}
