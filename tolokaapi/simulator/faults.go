package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

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

// A Fault goes wrong with requests that match. Zero fields match anything and
// leave the kind its own defaults.
type Fault struct {
	// Kind is what goes wrong; it must be one of the kinds above.
	Kind Kind `json:"kind"`
	// Method is an HTTP method, empty for any.
	Method string `json:"method,omitempty"`
	// Path is a pattern for the path, with or without /api/v1 before it, in
	// which * is any run of characters but a slash, as in "/pools/*/close". One
	// that ends in /** matches all below, and the empty one everything.
	Path string `json:"path,omitempty"`
	// Skip lets so many matching requests pass first.
	Skip int `json:"skip,omitempty"`
	// Count is the number of requests it befalls; 0 is all, until cleared.
	Count int `json:"count,omitempty"`

	Status     int             `json:"status,omitempty"`      // 200 to 599
	Code       string          `json:"code,omitempty"`        // empty: the one that goes with Status
	Message    string          `json:"message,omitempty"`     // empty: the one that goes with Status
	Payload    json.RawMessage `json:"payload,omitempty"`     // any JSON, such as {"interval":"MIN"}
	RetryAfter string          `json:"retry_after,omitempty"` // the header, verbatim
	Location   string          `json:"location,omitempty"`    // of a redirect; empty: another host
	Text       string          `json:"text,omitempty"`        // of hostile and raw
	Bytes      int64           `json:"bytes,omitempty"`       // of blanks, to 1 GiB
	Every      Duration        `json:"every,omitempty"`       // of drip
}

// A Duration is written as text such as "50ms" in JSON.
type Duration time.Duration

// MarshalText writes a duration as Go does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads a duration as Go does.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	return err
}

// A fault is one that was injected, and how much of it is left.
type fault struct {
	Fault
	passed int // let through by Skip
	met    int
}

// Inject makes something go wrong from the next request on. Of faults that
// match the same request the one injected first befalls it.
func (s *Simulator) Inject(f Fault) error {
	if err := f.check(); err != nil {
		return fmt.Errorf("simulator: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &fault{Fault: f})
	return nil
}

// Clear ends all faults. What they did to the world stays.
func (s *Simulator) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Faults lists the faults that are not used up, Skip and Count being what is
// left of them.
func (s *Simulator) Faults() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	left := []Fault{}
	for _, f := range s.faults {
		now := f.Fault
		now.Skip -= f.passed
		if now.Count > 0 {
			now.Count -= f.met
		}
		left = append(left, now)
	}
	return left
}

// Kinds lists all kinds of faults.
func Kinds() []Kind {
	return []Kind{
		Status, HTML, Empty, FieldMap, Redirect, Blanks, Raw, Reset, Hang, Refuse, NoName, OldTLS,
		ResetAfter, HangAfter, Instant, Failing, Endless, Silent, Prompt,
		EarlyFinish, NoProgress, NullProgress, OddFractions, ImpossibleDate, UnknownEnums, WrongTypes,
		Hostile, HostileEnums, OddIDs, SamePage, EmptyPages, Truncated, Cut, Drip,
	}
}

func (f Fault) check() error {
	_, badPattern := path.Match(f.Path, "")
	switch {
	case !slices.Contains(Kinds(), f.Kind):
		return fmt.Errorf("there is no kind of fault %q", f.Kind)
	case badPattern != nil:
		return fmt.Errorf("the path pattern %q: %w", f.Path, badPattern)
	case f.Skip < 0 || f.Count < 0 || f.Every < 0:
		return errors.New("skip, count and every must not be negative")
	case f.Status != 0 && (f.Status < 200 || f.Status > 599), f.Kind == Status && f.Status == 0:
		return fmt.Errorf("a status of %d is not between 200 and 599", f.Status)
	case f.Bytes < 0 || f.Bytes > 1<<30:
		return fmt.Errorf("%d bytes are not between 0 and 1 GiB", f.Bytes)
	case len(f.Payload) > 0 && !json.Valid(f.Payload):
		return errors.New("the payload is not JSON")
	}
	return nil
}

// matches reports whether a request is one of those that the fault befalls.
func (f Fault) matches(c *call) bool {
	if f.Method != "" && !strings.EqualFold(f.Method, c.method) {
		return false
	}
	if f.Path == "" {
		return true
	}
	for _, p := range []string{c.path, strings.TrimPrefix(c.path, apiRoot)} {
		if above, ok := strings.CutSuffix(f.Path, "/**"); ok && strings.HasPrefix(p, above+"/") {
			return true
		}
		if ok, err := path.Match(f.Path, p); ok && err == nil {
			return true
		}
	}
	return false
}

// meet finds and uses up the fault that a request runs into, nil if none.
func (s *Simulator) meet(c *call) *Fault {
	for i, f := range s.faults {
		switch {
		case !f.matches(c):
			continue
		case f.passed < f.Skip:
			f.passed++
			continue
		}
		f.met++
		if f.Count > 0 && f.met == f.Count {
			s.faults = slices.Delete(slices.Clone(s.faults), i, i+1)
		}
		return &f.Fault
	}
	return nil
}

// or is a status, or the default of a fault that names none.
func (f *Fault) or(status int) int {
	if f.Status != 0 {
		return f.Status
	}
	return status
}

// instead is the answer of a fault that stands in the API's place.
func (s *Simulator) instead(f *Fault) (reply, bool) {
	header := map[string]string{}
	if f.RetryAfter != "" {
		header["Retry-After"] = f.RetryAfter
	}
	switch f.Kind {
	case Status:
		code, message := codeOf(f.Status)
		p := &problem{status: f.Status, code: code, message: message}
		if f.Code != "" {
			p.code = f.Code
		}
		if f.Message != "" {
			p.message = f.Message
		}
		if len(f.Payload) > 0 {
			p.payload = f.Payload
		}
		rep := p.reply(s)
		rep.header = header
		return rep, true
	case HTML:
		header["Content-Type"] = "text/html"
		return reply{status: f.or(http.StatusBadGateway), header: header, raw: []byte(
			"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n")}, true
	case Empty:
		return reply{status: f.or(http.StatusOK), header: header}, true
	case FieldMap:
		return reply{status: http.StatusConflict, header: header, body: map[string]fieldProblem{
			"user_id": {Code: "ENTITY_CONFLICT", Message: "The entity is in conflict with another"},
		}}, true
	case Redirect:
		header["Location"] = "https://elsewhere.example/api/v1/pools"
		if f.Location != "" {
			header["Location"] = f.Location
		}
		return reply{status: f.or(http.StatusFound), header: header}, true
	case Raw:
		return reply{status: f.or(http.StatusOK), header: header, raw: []byte(f.Text)}, true
	case Blanks:
		return reply{status: f.or(http.StatusOK), header: header}, true
	case Reset, Hang, Refuse, NoName, OldTLS:
		return reply{}, true
	}
	return reply{}, false
}

// through answers a call, its fault standing before, behind or in the way.
func (s *Simulator) through(c *call) reply {
	if c.fault == nil {
		return s.answer(c)
	}
	if rep, ok := s.instead(c.fault); ok {
		return rep
	}
	if c.fault.Kind == SamePage {
		for name := range c.query {
			for suffix := range comparisons() {
				if strings.HasSuffix(name, suffix) {
					delete(c.query, name)
				}
			}
		}
	}
	rep := s.answer(c)
	if c.fault.Kind == ResetAfter || c.fault.Kind == HangAfter {
		rep.status = 0
		return rep
	}
	return c.fault.damage(rep)
}

// shape lays down the course of an operation; a nil fault changes nothing.
func (f *Fault) shape(way *course) {
	if f == nil {
		return
	}
	switch f.Kind {
	case Instant:
		way.whole, way.fails, way.last = 0, false, 100
	case Failing:
		way.fails, way.last, way.details = true, 40, nil
	case Endless:
		way.never, way.last = true, 100
	case Silent:
		way.silent = true
	case Prompt:
		way.prompt = true
	}
}
