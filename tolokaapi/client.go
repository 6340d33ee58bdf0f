package tolokaapi

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
)

// A Client talks to one Toloka host with one token. It is safe for concurrent
// use. Printing it, with %+v too, does not show the token.
type Client struct {
	root      string // scheme, host and path prefix, without a slash at the end
	host      string
	transport http.RoundTripper
	scheme    Scheme // as set or typed; "" to detect
	account   string
	agent     string
	readOnly  bool
	observe   func(Exchange)

	// The token is held by closures only, so no dump of the struct shows it.
	token     func() (Scheme, string)
	authorize func() string
	clean     sanitizer

	held *atomic.Int64 // bytes of answers being read
}

// New makes a client. It needs a token; without WithBaseURL it talks to Toloka
// production. An error names the option that cannot be used and never holds the
// token. Nothing is sent.
func New(opts ...Option) (*Client, error) {
	c := &Client{agent: "tolokadash", held: new(atomic.Int64)}
	if err := WithBaseURL(productionURL)(c); err != nil {
		return nil, err
	}
	for _, option := range opts {
		if err := option(c); err != nil {
			return nil, err
		}
	}
	if c.token == nil {
		return nil, errors.New("a token is needed")
	}
	if c.transport == nil {
		c.transport = defaultTransport()
	}
	c.authorization()
	return c, nil
}

// Scheme is how the token is presented.
func (c *Client) Scheme() Scheme { return c.scheme }

// Host is the host asked, with its port where it is not the scheme's own.
func (c *Client) Host() string { return c.host }

// Loopback reports whether the host is this machine by its address, so that no
// request leaves it.
func (c *Client) Loopback() bool {
	u, err := url.Parse(c.root)
	return err == nil && loopback(u.Hostname())
}

// BaseURL is the root of the host: the base URL without /api/v1.
func (c *Client) BaseURL() string { return c.root }

// Environment is the known environment this client talks to; ok is false for
// any other host.
func (c *Client) Environment() (e Environment, ok bool) { return EnvironmentAt(c.root) }

// CloseIdleConnections closes the connections which no request is using.
func (c *Client) CloseIdleConnections() {
	if idle, ok := c.transport.(interface{ CloseIdleConnections() }); ok {
		idle.CloseIdleConnections()
	}
}

// ListPools asks for a page of pools. Archived ones are among them (D).
//
// Like every call it answers with an *[Error] if the server refused, or a
// *[TransportError] if no answer could be used.
func (c *Client) ListPools(ctx context.Context, q Query) (Page[Pool], error) {
	return list(ctx, c, "pools", q, poolReader(SubjectPool))
}

// ListTrainings asks for a page of trainings.
func (c *Client) ListTrainings(ctx context.Context, q Query) (Page[Pool], error) {
	return list(ctx, c, "trainings", q, poolReader(SubjectTraining))
}

// ListOperations asks for a page of operations, whoever started them. The API
// has no filter by pool (D).
func (c *Client) ListOperations(ctx context.Context, q Query) (Page[Operation], error) {
	return list(ctx, c, "operations", q, readOperation)
}

// ListProjects asks for a page of projects.
func (c *Client) ListProjects(ctx context.Context, q Query) (Page[Project], error) {
	return list(ctx, c, "projects", q, readProject)
}

// Pool reads one pool or training. A record which lacks all but its id comes
// back with its Unreadable field set, as in a list.
func (c *Client) Pool(ctx context.Context, ref Ref) (Answer[Pool], error) {
	if err := c.checkRef(ref); err != nil {
		return Answer[Pool]{}, err
	}
	return get(ctx, c, path(ref.Subject.collection(), ref.ID), ref.ID, poolReader(ref.Subject))
}

// Operation reads one operation. A record which lacks all but its id comes back
// with its Unreadable field set, as in a list.
func (c *Client) Operation(ctx context.Context, id OperationID) (Answer[Operation], error) {
	if !ValidID(string(id)) {
		return Answer[Operation]{}, c.refuse(CauseInvalid, errInvalidID)
	}
	return get(ctx, c, path("operations", string(id)), string(id), readOperation)
}

// Requester reads the account behind the token.
func (c *Client) Requester(ctx context.Context) (Answer[Requester], error) {
	return get(ctx, c, path("requester"), "", readRequester)
}

// Act sends the verb to a pool or training. Any 2xx but 204 must come with an
// operation that has an id and a status; without one the error is a
// *[TransportError] with MaybeSent, since the action has probably begun. The
// request has no body and no idempotency key: the API takes none (K, J).
func (c *Client) Act(ctx context.Context, v Verb, ref Ref) (Outcome, error) {
	if err := c.checkRef(ref); err != nil {
		return Outcome{}, err
	}
	if !v.known() {
		return Outcome{}, c.refuse(CauseInvalid, errUnknownVerb)
	}
	var out Outcome
	server, err := c.exchange(ctx, call{
		method: http.MethodPost,
		path:   path(ref.Subject.collection(), ref.ID, string(v)),
		read: func(a answer) (err error) {
			out.Status = a.status
			if a.status == http.StatusNoContent {
				out.Unchanged = true
				return nil
			}
			out.Operation, err = decodeAccepted(a.body, c.clean)
			return err
		},
	})
	if err != nil {
		return Outcome{}, err
	}
	out.Server = server
	return out, nil
}

// path joins segments, each escaped: an id is never altered, yet cannot leave
// its place.
func path(segments ...string) string {
	var p strings.Builder
	p.WriteString("/api/v1")
	for _, s := range segments {
		p.WriteString("/" + url.PathEscape(s))
	}
	return p.String()
}
