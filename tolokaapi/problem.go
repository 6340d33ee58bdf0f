package tolokaapi

import (
	"net/http"
	"net/url"
	"time"
)

// maxProblem bounds how much of an error's body is read, in bytes.
const maxProblem = 1 << 20

// envelope is how the API wraps an error. Gateways answer with other things.
type envelope struct {
	requestID word
	code      word
	message   message
	payload   generic
}

func (f *envelope) field(key []byte) value {
	switch string(key) {
	case "request_id":
		return &f.requestID
	case "code":
		return &f.code
	case "message":
		return &f.message
	case "payload":
		return &f.payload
	}
	return nil
}

// quotaFields are what the payload of a 429 says.
type quotaFields struct{ interval word }

func (f *quotaFields) field(key []byte) value {
	if string(key) == "interval" {
		return &f.interval
	}
	return nil
}

// problem reads an answer that is no success, as far as the end of the object
// its body begins with. It cannot fail: the status is there even if the body
// never comes. A field that comes twice counts as absent.
func (c *Client) problem(r *http.Response, server time.Time) *Error {
	e := &Error{
		Status:    r.StatusCode,
		RequestID: c.clean.text(r.Header.Get("X-Request-Id"), maxWord, false),
		Server:    server,
		Retry:     retryAfter(r.Header.Get("Retry-After"), server),
	}
	if e.Status >= 300 && e.Status <= 399 {
		e.Location = c.target(r.Header.Get("Location"))
	}
	body := &boundedReader{from: r.Body, left: maxProblem, held: c.held}
	defer body.release()
	raw, err := body.object()
	if err != nil {
		return e
	}
	var f envelope
	fill(raw, &f, c.clean)
	e.Code, e.Message = string(f.code), string(f.message)
	if f.requestID != "" {
		e.RequestID = string(f.requestID)
	}
	if f.code == "" && f.message == "" && len(f.payload) == 0 {
		f.payload = raw // a bare map of fields (Y)
	}
	if e.Status == http.StatusTooManyRequests {
		var quota quotaFields
		fill(f.payload, &quota, c.clean)
		e.Interval = Interval(quota.interval)
	}
	e.Payload = f.payload.compact(c.clean)
	return e
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
	return c.clean.text(u.Host, maxWord, false)
}
