package tolokaapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"time"
)

// An Exchange is one request and what became of it, for a log. It holds no
// header, so no token.
type Exchange struct {
	Method    string
	Path      string // escaped, without host and query
	Query     string // encoded; "" if there is none
	Status    int    // 0 if no answer came
	Duration  time.Duration
	RequestID string // under which Toloka's support finds it; "" if the answer does not say
	Err       error  // *Error or *TransportError; nil on success
}

// A call is one request and how to read its success.
type call struct {
	method string
	path   string // escaped, from the root
	query  url.Values
	body   []byte // JSON; nil: none
	read   func(answer) error
}

// An answer is a success to be read.
type answer struct {
	status int
	body   *boundedReader
}

// exchange makes one request, once. Its error is an *Error or a
// *TransportError. It calls the transport itself: an http.Client would follow
// redirects and would put the URL into errors. (net/http may begin anew by
// itself, if a connection kept from before turns out to be dead: with a GET
// always, with a POST only if not a byte of it had left. Over HTTP/2, which a
// transport of the caller's may speak, it also does if the server says that it
// did not look at the request, or that the request broke the protocol.)
func (c *Client) exchange(ctx context.Context, k call) (server time.Time, err error) {
	seen := Exchange{Method: k.method, Path: c.clean.text(k.path, maxText, false), Query: c.clean.text(k.query.Encode(), maxText, false)}
	if c.observe != nil {
		begin := time.Now()
		defer func() {
			seen.Duration, seen.Err = time.Since(begin), err
			c.observe(seen)
		}()
	}
	if c.readOnly && k.method != http.MethodGet {
		return time.Time{}, c.refuse(CauseReadOnly, errReadOnly)
	}
	if ctx.Err() != nil {
		return time.Time{}, c.lost(ctx, ctx.Err(), notBegun())
	}
	ctx, giveUp := context.WithCancel(ctx)
	defer giveUp()
	trip := new(journey)
	request, err := c.request(httptrace.WithClientTrace(ctx, trip.trace()), k)
	if err != nil {
		return time.Time{}, c.refuse(CauseInvalid, err)
	}
	response, err := c.transport.RoundTrip(request)
	if err == nil && (response == nil || response.Body == nil) {
		trip.connected.Store(true)
		err = errors.New("the transport gave no answer")
	}
	if err != nil {
		return time.Time{}, c.lost(ctx, err, trip)
	}
	seen.Status, seen.RequestID = response.StatusCode, c.clean.text(response.Header.Get("X-Request-Id"), maxWord, false)
	server = serverTime(response.Header)
	if response.StatusCode == http.StatusSwitchingProtocols {
		_ = response.Body.Close() // it is the bare connection, which no time-out ends any more
		return server, c.switched(server)
	}
	defer func() {
		drain(response.Body, giveUp)
		_ = response.Body.Close()
	}()
	if response.StatusCode < 200 || response.StatusCode > 299 {
		problem := c.problem(response, server)
		seen.RequestID = problem.RequestID
		return server, problem
	}
	body := &boundedReader{from: response.Body, left: maxBody, held: c.held}
	defer body.release()
	if err := k.read(answer{response.StatusCode, body}); err != nil {
		return server, c.unreadable(ctx, response, body, err)
	}
	return server, nil
}

// request writes k down for the transport.
func (c *Client) request(ctx context.Context, k call) (*http.Request, error) {
	address := c.root + k.path
	if len(k.query) > 0 {
		address += "?" + k.query.Encode()
	}
	var body io.Reader
	if k.body != nil {
		body = bytes.NewReader(k.body)
	}
	request, err := http.NewRequestWithContext(ctx, k.method, address, body)
	if err != nil {
		return nil, err
	}
	if k.body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Authorization", c.authorize())
	request.Header.Set("User-Agent", c.agent)
	if c.account != "" {
		request.Header.Set("X-Act-Under-Account-ID", c.account)
	}
	return request, nil
}

// Bounds of what is read beyond the end of an answer, in bytes and in time.
const (
	maxDrain  = 64 << 10
	drainTime = 100 * time.Millisecond
)

// drain reads the little that may be left of a body, so that the connection can
// be used again: most often the mark of a last chunk. An answer that is complete
// does not wait for more than a new connection would take; then giveUp ends the
// request, and the connection with it.
func drain(body io.Reader, giveUp func()) {
	late := time.AfterFunc(drainTime, giveUp)
	defer late.Stop()
	_, _ = io.CopyN(io.Discard, body, maxDrain)
}

// serverTime is the Date header.
func serverTime(h http.Header) time.Time {
	t, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// list asks for a page of a collection.
func list[T any](ctx context.Context, c *Client, collection string, q Query, item reader[T]) (Page[T], error) {
	page := Page[T]{Query: q}
	server, err := c.exchange(ctx, call{
		method: http.MethodGet,
		path:   path(collection),
		query:  q.values(),
		read: func(a answer) (err error) {
			page.Items, page.HasMore, err = decodePage(a.body, item, c.clean)
			return err
		},
	})
	if err != nil {
		return Page[T]{Query: q}, err
	}
	page.Server = server
	return page, nil
}

// get asks for one record. Where an id was asked for, the answer must be about
// that very record.
func get[T any](ctx context.Context, c *Client, path, id string, item reader[T]) (Answer[T], error) {
	var value T
	server, err := c.exchange(ctx, call{
		method: http.MethodGet,
		path:   path,
		read: func(a answer) error {
			raw, err := a.body.object()
			if err != nil {
				return err
			}
			value = item(raw, c.clean)
			if got, _ := placeOf(value); got != id {
				return errOtherRecord
			}
			return nil
		},
	})
	if err != nil {
		return Answer[T]{}, err
	}
	return Answer[T]{Value: value, Server: server}, nil
}
