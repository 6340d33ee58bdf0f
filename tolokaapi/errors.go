package tolokaapi

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Codes of the API's error envelope which change what a client does next. All
// others are only shown.
const (
	CodeLockedByOther   = "POOL_LOCKED_BY_ANOTHER_OPERATION" // 409: another operation holds the pool (K, J)
	codeAuthentication  = "AUTHENTICATION_ERROR"
	codeAuthenticationO = "OAUTH_AUTHENTICATION_ERROR"
)

// An Error is an answer of the server that is not a success. All its text is
// harmless. Bodies that are no envelope (empty, HTML of a gateway, a bare field
// map) leave Code empty; Status is always set.
type Error struct {
	Status    int    // HTTP status
	Code      string // "" when the body was no envelope
	Message   string
	Payload   string        // compact JSON; "" if absent or null
	RequestID string        // for Toloka's support
	Location  string        // host a 3xx pointed to; redirects are never followed
	Server    time.Time     // Date header; zero if absent or unreadable
	Retry     time.Duration // Retry-After; 0 if absent, zero, negative or garbage
	Interval  Interval      // payload.interval of a 429; "" if absent
}

// An Interval is the quota a 429 speaks of (K).
type Interval string

// The documented intervals. No interval means the per-second limit, so far as
// anything says (I).
const (
	PerMinute Interval = "MIN"
	PerHour   Interval = "HOUR"
	PerDay    Interval = "DAY"
)

// Duration is how long the quota's window is; 0 for an unknown interval.
func (i Interval) Duration() time.Duration {
	switch i {
	case PerMinute:
		return time.Minute
	case PerHour:
		return time.Hour
	case PerDay:
		return 24 * time.Hour
	}
	return 0
}

// Error is one line: the code, or the status where there is none, and the
// message.
func (e *Error) Error() string {
	head := e.Code
	if head == "" {
		head = strings.TrimSpace(fmt.Sprintf("HTTP %d %s", e.Status, http.StatusText(e.Status)))
	}
	if e.Message == "" {
		return head
	}
	return head + ": " + e.Message
}

// Authentication reports whether the server refused the token itself. The
// sources disagree on the status (401 or 403), so the codes count too. A 403
// without one of them is about rights, not about the token.
func (e *Error) Authentication() bool {
	return e.Status == http.StatusUnauthorized || e.Code == codeAuthentication || e.Code == codeAuthenticationO
}

// A Cause says what kind of thing kept an answer from arriving.
type Cause string

// The causes of a TransportError.
const (
	CauseDNS        Cause = "dns"        // the host's name is unknown
	CauseRefused    Cause = "refused"    // nothing listens there
	CauseDial       Cause = "dial"       // another failure to connect
	CauseProxy      Cause = "proxy"      // the proxy cannot be used, or does not let through
	CauseTLS        Cause = "tls"        // the certificate or the handshake
	CausePlain      Cause = "plain"      // what came instead of a handshake is no TLS at all
	CauseTimeout    Cause = "timeout"    // no answer in time
	CauseReset      Cause = "reset"      // the connection broke off
	CauseUnreadable Cause = "unreadable" // a success whose body is not what it should be
	CauseReadOnly   Cause = "read-only"  // refused by this client: it was told to change nothing
	CauseCancelled  Cause = "cancelled"  // the caller gave up
	CauseUnrecorded Cause = "unrecorded" // held back on this side: it could not be recorded, which is required
	CauseInvalid    Cause = "invalid"    // refused by this client: no such pool, operation or action can exist
)

// A TransportError means that no answer could be used: it never came, broke
// off, or was a success that cannot be read.
type TransportError struct {
	// MaybeSent reports whether the server may have acted on the request. False
	// only where nothing of it can have arrived: name look-up, connecting, TLS.
	MaybeSent bool
	Cause     Cause
	Host      string    // host asked
	Server    time.Time // Date header, where headers did arrive
	Err       error     // what went wrong, its text made harmless; never holds the token
}

// Error is one line: the host, what happened, and the underlying reason.
func (e *TransportError) Error() string {
	return fmt.Sprintf("%s: %s: %v", e.Host, e.Cause, e.Err)
}

// Unwrap gives errors.Is the underlying reason.
func (e *TransportError) Unwrap() error { return e.Err }
