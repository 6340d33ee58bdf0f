package tolokaapi

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

// closeLost sends a close that gets no usable answer and gives the error.
func closeLost(ctx context.Context, t *testing.T, c *Client) *TransportError {
	t.Helper()
	out, err := c.Act(ctx, VerbClose, PoolRef("7"))
	var lost *TransportError
	if !errors.As(err, &lost) || out != (Outcome{}) {
		t.Fatalf("got %+v, %v", out, err)
	}
	assertHarmless(t, lost.Error(), maxText)
	if lost.Host != c.Host() || strings.Contains(lost.Error(), testToken) || strings.Contains(lost.Error(), "/api/") {
		t.Errorf("got %v", lost)
	}
	return lost
}

// The errors of any transport are sorted.
func TestTransportError_Cause(t *testing.T) {
	op := func(name string, err error) error { return &net.OpError{Op: name, Net: "tcp", Err: err} }
	tests := []struct {
		name  string
		err   error
		cause Cause
		sent  bool
	}{
		{"no such name", op("dial", &net.DNSError{Err: "no such host", Name: "gate.example", IsNotFound: true}), CauseDNS, false},
		{"no answer about the name", op("dial", &net.DNSError{Err: "timeout", Name: "gate.example", IsTimeout: true}), CauseTimeout, false},
		{"nothing listens", op("dial", os.NewSyscallError("connect", syscall.ECONNREFUSED)), CauseRefused, false},
		{"no way there", op("dial", os.NewSyscallError("connect", syscall.ENETUNREACH)), CauseDial, false},
		{"no connection in time", op("dial", os.ErrDeadlineExceeded), CauseTimeout, false},
		{"the proxy is down", op("proxyconnect", errors.New("no route")), CauseProxy, false},
		{"the proxy refuses", op("proxyconnect", op("dial", os.NewSyscallError("connect", syscall.ECONNREFUSED))), CauseProxy, false},
		{"the proxy has no name", op("proxyconnect", op("dial", &net.DNSError{Err: "no such host", Name: "proxy.example"})), CauseProxy, false},
		{"the proxy is silent", op("proxyconnect", op("dial", os.ErrDeadlineExceeded)), CauseTimeout, false},
		{"a SOCKS proxy refuses", op("socks connect", errors.New("host unreachable")), CauseProxy, false},
		{"a certificate of nobody", &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, CauseTLS, false},
		{"a certificate of another", x509.HostnameError{Certificate: &x509.Certificate{}, Host: "gate.example"}, CauseTLS, false},
		{"no TLS at all", tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, CausePlain, false},
		{"reset", op("read", os.NewSyscallError("read", syscall.ECONNRESET)), CauseReset, true},
		{"closed", io.EOF, CauseReset, true},
		{"no answer in time", op("read", os.ErrDeadlineExceeded), CauseTimeout, true},
		{"a deadline", context.DeadlineExceeded, CauseTimeout, true},
		{"cancelled", context.Canceled, CauseCancelled, true},
		{"hostile words in a known kind", op("read", errors.New("\x1b[31m"+testToken)), CauseReset, true},
		{"hostile words", errors.New("malformed \x1b[31m\u202e" + testToken + "\n" + strings.Repeat("x", 9000)), CauseReset, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			lost := closeLost(t.Context(), t, newClient(t, play(t, step{want: "POST /toloka/api/v1/pools/7/close", err: test.err})))
			if lost.Cause != test.cause || lost.MaybeSent != test.sent {
				t.Errorf("got %s, sent %v", lost.Cause, lost.MaybeSent)
			}
			if !errors.Is(lost, test.err) && !strings.Contains(test.name, "certificate") {
				t.Errorf("%v does not stand for %v", lost, test.err)
			}
			var raw *net.OpError
			if errors.As(lost, &raw) {
				t.Errorf("%q can be reached", raw)
			}
		})
	}
}

// A request given up beforehand is not sent.
func TestTransportError_CancelledBefore(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	lost := closeLost(ctx, t, newClient(t, play(t)))
	if lost.MaybeSent || lost.Cause != CauseCancelled {
		t.Errorf("got %+v", lost)
	}
}

// A body that breaks off tells why.
func TestTransportError_TruncatedBody(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		want Cause
	}{
		"reset":        {os.NewSyscallError("read", syscall.ECONNRESET), CauseReset},
		"too slow":     {os.ErrDeadlineExceeded, CauseTimeout},
		"shorter":      {io.ErrUnexpectedEOF, CauseReset},
		"nothing more": {io.EOF, CauseUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			body := io.MultiReader(strings.NewReader(`{"id":"a",`), iotest.ErrReader(test.err))
			c := newClient(t, play(t, step{want: "POST /toloka/api/v1/pools/7/close", status: 202, reader: body}))
			lost := closeLost(t.Context(), t, c)
			if lost.Cause != test.want || !lost.MaybeSent {
				t.Errorf("got %+v", lost)
			}
			if lost.Cause != CauseUnreadable && !errors.Is(lost, test.err) {
				t.Errorf("%v does not stand for %v", lost, test.err)
			}
		})
	}
}

// roundTripper is a transport made of a function.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A transport without an answer is no panic.
func TestTransportError_NilResponse(t *testing.T) {
	for name, response := range map[string]*http.Response{"none": nil, "no body": {StatusCode: 200}} {
		t.Run(name, func(t *testing.T) {
			c := newClient(t, roundTripper(func(*http.Request) (*http.Response, error) { return response, nil }))
			if lost := closeLost(t.Context(), t, c); !lost.MaybeSent {
				t.Errorf("got %+v", lost)
			}
		})
	}
}

// pipeClient makes a client whose every connection is a pipe served by serve,
// which is given the connection's number, from 1.
func pipeClient(t *testing.T, dial func(ctx context.Context, n int32) (net.Conn, error)) *Client {
	t.Helper()
	return pipeClientTo(t, "http://127.0.0.1:8089", dial)
}

func pipeClientTo(t *testing.T, address string, dial func(ctx context.Context, n int32) (net.Conn, error)) *Client {
	t.Helper()
	var dialled atomic.Int32
	transport := defaultTransport()
	transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx, dialled.Add(1)) }
	c, err := New(WithBaseURL(address), WithToken(testToken), WithTransport(transport))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// answers serves a pipe: it reads requests and answers each as told; an empty
// answer closes the pipe. The requests are counted in posts and gets.
func answers(posts, gets *atomic.Int32, replies ...string) net.Conn {
	near, far := net.Pipe()
	go func() {
		defer func() { _ = far.Close() }()
		in := bufio.NewReader(far)
		for _, reply := range replies {
			r, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			if r.Method == http.MethodPost {
				posts.Add(1)
			} else {
				gets.Add(1)
			}
			if reply == "" {
				return
			}
			if _, err := io.WriteString(far, reply); err != nil {
				return
			}
		}
		_, _ = io.Copy(io.Discard, far)
	}()
	return near
}

func reply(body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// A connect that hangs is not sent.
func TestTransportError_ConnectHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := pipeClient(t, func(ctx context.Context, _ int32) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if lost := closeLost(ctx, t, c); lost.MaybeSent || lost.Cause != CauseTimeout {
			t.Errorf("got %+v", lost)
		}
		c.CloseIdleConnections()
	})
}

// TestTransportError_HandshakeBroken has a server that goes away as soon as it
// was greeted: no error tells that from a connection that breaks off later.
func TestTransportError_HandshakeBroken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := pipeClientTo(t, "https://gate.example", func(context.Context, int32) (net.Conn, error) {
			near, far := net.Pipe()
			go func() {
				_, _ = far.Read(make([]byte, 1024))
				_ = far.Close()
			}()
			return near, nil
		})
		if lost := closeLost(t.Context(), t, c); lost.MaybeSent || lost.Cause != CauseTLS {
			t.Errorf("got %+v", lost)
		}
		c.CloseIdleConnections()
	})
}

// A handshake that hangs ends in time.
func TestTransportError_HandshakeHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := pipeClientTo(t, "https://gate.example", func(context.Context, int32) (net.Conn, error) {
			near, far := net.Pipe()
			go func() { _, _ = io.Copy(io.Discard, far) }()
			return near, nil
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		begin := time.Now()
		if lost := closeLost(ctx, t, c); lost.MaybeSent || lost.Cause != CauseTimeout {
			t.Errorf("got %+v", lost)
		}
		if took := time.Since(begin); took != connectTime {
			t.Errorf("took %v, want %v", took, connectTime)
		}
		c.CloseIdleConnections()
	})
}

// Headers without an end are left at their limit.
func TestTransport_HeaderLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var posts, gets atomic.Int32
		long := "HTTP/1.1 200 OK\r\nX-Long: " + strings.Repeat("x", 4*maxHeaderBytes) + "\r\nContent-Length: 11\r\n\r\n" + `{"id":"1"} `
		c := pipeClient(t, func(context.Context, int32) (net.Conn, error) { return answers(&posts, &gets, long), nil })
		_, err := c.Requester(t.Context())
		var lost *TransportError
		if !errors.As(err, &lost) || lost.Cause != CauseReset {
			t.Errorf("got %v", err)
		}
		c.CloseIdleConnections()
	})
}

// A proxy that does not let through is named.
func TestTransport_ProxyRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var posts, connects atomic.Int32
		c := pipeClientTo(t, "https://gate.example", func(context.Context, int32) (net.Conn, error) {
			return answers(&posts, &connects, "HTTP/1.1 407 Proxy \x1b[31mAuthentication Required\r\nContent-Length: 0\r\n\r\n"), nil
		})
		c.transport.(*http.Transport).Proxy = http.ProxyURL(&url.URL{Scheme: "http", User: url.UserPassword("me", "hunter2"), Host: "proxy.example:3128"})
		lost := closeLost(t.Context(), t, c)
		if lost.MaybeSent || lost.Cause != CauseProxy || connects.Load() != 1 || posts.Load() != 0 {
			t.Errorf("got %+v", lost)
		}
		if got := lost.Err.Error(); got != "the proxy proxy.example:3128 answers 407 Proxy Authentication Required" {
			t.Errorf("got %q", got)
		}
		c.CloseIdleConnections()
	})
}

// An answer that never comes may have been sent.
func TestTransportError_NoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var posts, gets atomic.Int32
		c := pipeClient(t, func(context.Context, int32) (net.Conn, error) { return answers(&posts, &gets), nil })
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		begin := time.Now()
		if lost := closeLost(ctx, t, c); !lost.MaybeSent || lost.Cause != CauseTimeout {
			t.Errorf("got %+v", lost)
		}
		if took := time.Since(begin); took != 5*time.Second {
			t.Errorf("took %v", took)
		}
		c.CloseIdleConnections()
	})
}

// A body that stalls may have been sent.
func TestTransportError_BodyStalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var posts, gets atomic.Int32
		c := pipeClient(t, func(context.Context, int32) (net.Conn, error) {
			return answers(&posts, &gets, "HTTP/1.1 202 Accepted\r\nDate: Tue, 24 Nov 2026 10:00:00 GMT\r\nContent-Length: 100\r\n\r\n{"), nil
		})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if lost := closeLost(ctx, t, c); !lost.MaybeSent || lost.Cause != CauseTimeout || lost.Server.IsZero() {
			t.Errorf("got %+v", lost)
		}
		c.CloseIdleConnections()
	})
}

// A post is never sent twice.
func TestTransport_PostSentOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var posts, gets atomic.Int32
		// Each connection answers one GET, then reads the POST and closes.
		c := pipeClient(t, func(context.Context, int32) (net.Conn, error) {
			return answers(&posts, &gets, reply(`{"id":"1"}`), ""), nil
		})
		if _, err := c.Requester(t.Context()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if lost := closeLost(t.Context(), t, c); !lost.MaybeSent || lost.Cause != CauseReset {
			t.Errorf("got %+v", lost)
		}
		if posts.Load() != 1 || gets.Load() != 1 {
			t.Errorf("%d POSTs, %d GETs", posts.Load(), gets.Load())
		}
		c.CloseIdleConnections()
	})
}

// A brokenConn writes nothing once it is told so.
type brokenConn struct {
	net.Conn
	broken *atomic.Bool
}

func (d brokenConn) Write(p []byte) (int, error) {
	if d.broken.Load() {
		return 0, syscall.EPIPE
	}
	return d.Conn.Write(p)
}

// A dead connection of before is not sent.
func TestTransport_DeadConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var posts, gets atomic.Int32
		var broken atomic.Bool
		c := pipeClient(t, func(_ context.Context, n int32) (net.Conn, error) {
			if n == 1 {
				return brokenConn{answers(&posts, &gets, reply(`{"id":"1"}`)), &broken}, nil
			}
			return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
		})
		if _, err := c.Requester(t.Context()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		broken.Store(true)
		if lost := closeLost(t.Context(), t, c); lost.MaybeSent || lost.Cause != CauseRefused {
			t.Errorf("got %+v", lost)
		}
		if posts.Load() != 0 {
			t.Errorf("%d POSTs", posts.Load())
		}
		c.CloseIdleConnections()
	})
}
