package tolokaapi

import (
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

// maxProblem bounds how much of an error's body is read, in bytes.
const maxProblem = 1 << 20

// envelope is how the API wraps an error. Gateways answer with other things.
type envelope struct {
	RequestID string          `json:"request_id"`
	Code      string          `json:"code"`
	Message   string          `json:"message"`
	Payload   json.RawMessage `json:"payload"`
}

// problem reads an answer that is no success, as far as the end of the object
// its body begins with. It cannot fail: the status is there even if the body
// never comes.
func (c *Client) problem(r *http.Response, server time.Time) *Error {
	e := &Error{
		Status:    r.StatusCode,
		RequestID: r.Header.Get("X-Request-Id"),
		Server:    server,
		Retry:     retryAfter(r.Header.Get("Retry-After"), server),
	}
	var body envelope
	if value, err := decodeObject(&boundedReader{from: r.Body, left: maxProblem}); err == nil && fill(value, &body) == nil {
		e.Code, e.Message = body.Code, body.Message
		if body.RequestID != "" {
			e.RequestID = body.RequestID
		}
		if body.Code == "" && body.Message == "" && len(body.Payload) == 0 {
			body.Payload = value // a bare map of fields (Y)
		}
	}
	if e.Status == http.StatusTooManyRequests {
		e.Interval = c.interval(body.Payload)
	}
	if e.Status >= 300 && e.Status <= 399 {
		e.Location = c.target(r.Header.Get("Location"))
	}
	e.Code = c.quote(e.Code, maxWord)
	e.Message = c.quote(e.Message, maxText)
	e.RequestID = c.quote(e.RequestID, maxWord)
	e.Payload = compact(body.Payload, c.text)
	return e
}

// interval is the quota that payload names.
func (c *Client) interval(payload json.RawMessage) Interval {
	var f struct {
		Interval string `json:"interval"`
	}
	if fill(payload, &f) != nil {
		return ""
	}
	return Interval(c.quote(f.Interval, maxWord))
}

// target is the host a redirect points to; one without a host stays here.
func (c *Client) target(location string) string {
	u, err := url.Parse(location)
	switch {
	case location == "" || err != nil:
		return ""
	case u.Host == "":
		return c.host
	}
	return c.quote(u.Host, maxWord)
}
