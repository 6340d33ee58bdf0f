package simulator

import (
	"net/http"
	"strings"
)

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

// shape lays down the plan of an operation; a nil fault changes nothing.
func (f *Fault) shape(way *plan) {
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
