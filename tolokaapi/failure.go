package tolokaapi

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"slices"
	"sync/atomic"
	"syscall"
	"time"
)

// Reasons why this client refuses a request.
var (
	errReadOnly    = errors.New("this client changes nothing")
	errInvalidID   = errors.New("an id is 1 to 128 printable ASCII characters without spaces")
	errUnknownVerb = errors.New("the API has no such action")
	errNoSubject   = errors.New("only pools and trainings can be asked for")
)

// refuse is the error of a request that never left.
func (c *Client) refuse(cause Cause, err error) error {
	return &TransportError{Cause: cause, Host: c.host, Err: c.quiet(err)}
}

// checkRef refuses what cannot be a pool or training, such as the empty ref of
// an unreadable row.
func (c *Client) checkRef(ref Ref) error {
	switch {
	case ref.Subject != SubjectPool && ref.Subject != SubjectTraining:
		return c.refuse(CauseInvalid, errNoSubject)
	case !ValidID(ref.ID):
		return c.refuse(CauseInvalid, errInvalidID)
	}
	return nil
}

// A journey is how far a request came. Its hooks run on goroutines of the
// transport.
type journey struct {
	traced    atomic.Bool // the transport reports at all: stubs do not
	connected atomic.Bool // it was handed to a usable connection
	badTLS    atomic.Bool
}

// notBegun is the journey of a request that no transport was given.
func notBegun() *journey {
	j := new(journey)
	j.traced.Store(true)
	return j
}

func (j *journey) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		// net/http takes another connection for a POST only if the server cannot
		// have acted on the first one's (see exchange; what breaks the protocol is
		// taken not to have been acted on), so what counts starts over.
		GetConn: func(string) {
			j.traced.Store(true)
			j.connected.Store(false)
		},
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) { j.badTLS.Store(err != nil) },
		// Not WroteHeaders: over HTTP/2 a request that is given up can have left
		// before that hook is called.
		GotConn: func(httptrace.GotConnInfo) { j.connected.Store(true) },
	}
}

// maybeSent reports whether the server may have seen the request that failed
// with err. Where nothing is known it may.
func (j *journey) maybeSent(err error) bool {
	switch {
	case j.connected.Load():
		return true
	case j.traced.Load():
		return false
	}
	return !beforeConnection(err)
}

// beforeConnection reports whether err can only come from before there is a
// connection.
func beforeConnection(err error) bool {
	if slices.Contains([]Cause{CauseDNS, CauseRefused, CauseDial, CauseProxy, CauseTLS, CausePlain}, causeOf(err)) {
		return true
	}
	var op *net.OpError // a time-out of the connecting itself
	return errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect")
}

// lost is the error of a request that got no answer.
func (c *Client) lost(ctx context.Context, err error, j *journey) error {
	cause := causeOf(err)
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		cause = CauseCancelled
	case ctx.Err() != nil:
		cause = CauseTimeout
	case cause == CauseReset && j.badTLS.Load():
		cause = CauseTLS
	}
	return &TransportError{MaybeSent: j.maybeSent(err), Cause: cause, Host: c.host, Err: c.quiet(err)}
}

// causeOf sorts the errors of a transport. What is none of the others broke off.
func causeOf(err error) Cause {
	var (
		dns      *net.DNSError
		op       *net.OpError
		timeout  interface{ Timeout() bool }
		proxy    proxyError
		verify   *tls.CertificateVerificationError
		header   tls.RecordHeaderError
		host     x509.HostnameError
		unknown  x509.UnknownAuthorityError
		unusable x509.CertificateInvalidError
	)
	switch {
	case errors.Is(err, context.Canceled):
		return CauseCancelled
	case errors.As(err, &timeout) && timeout.Timeout():
		return CauseTimeout
	case errors.As(err, &proxy), errors.As(err, &op) && (op.Op == "proxyconnect" || op.Op == "socks connect"):
		return CauseProxy
	case errors.As(err, &dns):
		return CauseDNS
	case errors.Is(err, syscall.ECONNREFUSED):
		return CauseRefused
	case errors.As(err, &header):
		return CausePlain
	case errors.As(err, &verify), errors.As(err, &host), errors.As(err, &unknown), errors.As(err, &unusable):
		return CauseTLS
	case errors.As(err, &op) && op.Op == "dial":
		return CauseDial
	}
	return CauseReset
}

// unreadable is the error of a success that cannot be used: its body broke off,
// or is not what it should be.
func (c *Client) unreadable(ctx context.Context, r *http.Response, body *boundedReader, err error) error {
	lost := &TransportError{
		MaybeSent: true, Cause: CauseUnreadable, Host: c.host, Server: serverTime(r.Header), Err: c.quiet(err),
	}
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		lost.Cause = CauseCancelled
	case ctx.Err() != nil:
		lost.Cause = CauseTimeout
	case body.failure != nil && !spoilt(body.failure):
		lost.Cause, lost.Err = causeOf(body.failure), c.quiet(body.failure)
	default:
		kind := c.clean.text(r.Header.Get("Content-Type"), maxWord, false)
		if kind == "" {
			kind = "of no stated type"
		}
		lost.Err = c.quiet(fmt.Errorf("HTTP %d, %s: %w", r.StatusCode, kind, err))
	}
	return lost
}

// switched is the error of an answer that leaves HTTP for something else. What
// became of the request nobody can say.
func (c *Client) switched(server time.Time) error {
	return &TransportError{
		MaybeSent: true, Cause: CauseUnreadable, Host: c.host, Server: server,
		Err: errors.New("HTTP 101: the server leaves HTTP for another protocol"),
	}
}

// spoilt reports whether reading ended at what the body holds rather than at
// the connection. A body shorter than its Content-Length is the connection's
// doing: net/http says io.ErrUnexpectedEOF of it, and a plain io.EOF of a body
// that is complete, whatever it holds.
func spoilt(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.Is(err, errTooLarge) || errors.Is(err, errAllLarger) || errors.As(err, &corrupt) ||
		errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum)
}

// A quietError has the text of another error, made harmless. Errors it stands
// for can be recognised with errors.Is but not reached with errors.As, since
// their own text is not harmless. Of what kind they are tells the Cause.
type quietError struct {
	text string
	is   func(error) bool
}

func (c *Client) quiet(err error) error {
	return &quietError{
		text: c.clean.text(err.Error(), maxName, false),
		is:   func(target error) bool { return errors.Is(err, target) },
	}
}

func (e *quietError) Error() string        { return e.text }
func (e *quietError) Is(target error) bool { return e.is(target) }
