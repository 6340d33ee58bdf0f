package simulator

// A Kind says what goes wrong.
type Kind string

// Faults that answer in the API's place; nothing is changed.
const (
	Status   Kind = "status"    // the error envelope with Status, Code, Message, Payload
	HTML     Kind = "html"      // a gateway's page with Status, 502 if none
	Empty    Kind = "empty"     // Status, 200 if none, and no body: 204, an empty 409, an empty 200
	FieldMap Kind = "field-map" // 409 with a bare map of fields and no envelope
	Redirect Kind = "redirect"  // Status, 302 if none, to Location
	Blanks   Kind = "blanks"    // 200 and Bytes blanks, 1 MiB if none
	Raw      Kind = "raw"       // Status, 200 if none, and Text as the whole body
	Reset    Kind = "reset"     // the connection breaks before anything is changed
	Hang     Kind = "hang"      // no answer until the requester gives up; nothing is changed
	Refuse   Kind = "refuse"    // connection refused; over TCP the same as reset
	NoName   Kind = "no-name"   // the host has no address; over TCP the same as reset
	OldTLS   Kind = "old-tls"   // the certificate has expired; over TCP the same as reset
)

// Faults that lose the answer after the change was made.
const (
	ResetAfter Kind = "reset-after"
	HangAfter  Kind = "hang-after"
)

// Faults of the operation that an action starts.
const (
	Instant Kind = "instant"    // it is SUCCESS in the answer to the POST
	Failing Kind = "failing"    // it ends as FAIL
	Endless Kind = "never-ends" // it stays RUNNING, also after the fault is cleared
	Silent  Kind = "silent"     // it never gives progress
	Prompt  Kind = "prompt"     // it is RUNNING in the answer to the POST
)

// Faults that damage a good answer.
const (
	EarlyFinish    Kind = "early-finish"    // finished beside PENDING and RUNNING
	NoProgress     Kind = "no-progress"     // progress is missing
	NullProgress   Kind = "null-progress"   // progress is null
	HalfProgress   Kind = "half-progress"   // progress is half of what it is, and falls when that begins
	OddFractions   Kind = "odd-fractions"   // dates with 0, 2, 5 and 6 fraction digits, without seconds, with a Z
	ImpossibleDate Kind = "impossible-date" // dates are 2015-22-12T14:18:35
	UnknownEnums   Kind = "unknown-enums"   // statuses, types and reasons nobody knows
	WrongTypes     Kind = "wrong-types"     // texts are numbers, numbers are texts
	Hostile        Kind = "hostile"         // names and messages hold Text, else control codes of every sort
	HostileEnums   Kind = "hostile-enums"   // and so do statuses, types, reasons and codes
	OddIDs         Kind = "odd-ids"         // ids that are no ids
	SamePage       Kind = "same-page"       // every page is the first and has_more is true
	EmptyPages     Kind = "empty-pages"     // no items, and has_more is true
	Truncated      Kind = "truncated"       // the body is half of itself, and its length says so
	Cut            Kind = "cut"             // the connection breaks half-way through the body
	Drip           Kind = "drip"            // the body comes a byte at a time, one each Every, 50 ms if none
)

// Kinds lists all kinds of faults.
func Kinds() []Kind {
	return []Kind{
		Status, HTML, Empty, FieldMap, Redirect, Blanks, Raw, Reset, Hang, Refuse, NoName, OldTLS,
		ResetAfter, HangAfter, Instant, Failing, Endless, Silent, Prompt,
		EarlyFinish, NoProgress, NullProgress, HalfProgress, OddFractions, ImpossibleDate, UnknownEnums, WrongTypes,
		Hostile, HostileEnums, OddIDs, SamePage, EmptyPages, Truncated, Cut, Drip,
	}
}
