package tolokaapi

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// serve makes a client of a server on this machine.
func serve(t *testing.T, handler http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	c, err := New(WithBaseURL(server.URL), WithToken(testToken))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// A port where nothing listens is not sent.
func TestSocket_ConnectionRefused(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(WithToken(testToken), WithBaseURL("http://"+listener.Addr().String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	if lost := closeLost(t.Context(), t, c); lost.MaybeSent || lost.Cause != CauseRefused {
		t.Errorf("got %+v", lost)
	}
}

// A certificate of nobody is not sent.
func TestSocket_UnknownCertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("unexpected %s %s", r.Method, r.URL)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	c, err := New(WithToken(testToken), WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	if lost := closeLost(t.Context(), t, c); lost.MaybeSent || lost.Cause != CauseTLS {
		t.Errorf("got %+v", lost)
	}
	trusting, err := New(WithToken(testToken), WithBaseURL(server.URL), WithReadOnly(), WithTransport(server.Client().Transport))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := trusting.Act(t.Context(), VerbClose, PoolRef("7")); err == nil {
		t.Error("read-only, yet sent")
	}
}

// A plain server asked for TLS is not sent.
func TestSocket_NoTLS(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("unexpected %s %s", r.Method, r.URL)
	}))
	t.Cleanup(server.Close)
	c, err := New(WithToken(testToken), WithBaseURL(strings.Replace(server.URL, "http:", "https:", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if lost := closeLost(t.Context(), t, c); lost.MaybeSent || lost.Cause != CausePlain {
		t.Errorf("got %+v", lost)
	}
}

// A server that drops the connection may have acted.
func TestSocket_ConnectionDropped(t *testing.T) {
	for name, before := range map[string]string{
		"before the headers": "",
		"inside the headers": "HTTP/1.1 202 Acc",
		"inside the body":    "HTTP/1.1 202 Accepted\r\nContent-Length: 500\r\n\r\n{\"id\":",
		"inside a chunk":     "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"id\":",
	} {
		for how, linger := range map[string]int{"closed": -1, "reset": 0} {
			t.Run(how+" "+name, func(t *testing.T) {
				var posts atomic.Int32
				c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
					posts.Add(1)
					conn, _, err := w.(http.Hijacker).Hijack()
					if err != nil {
						t.Error(err)
						return
					}
					_, _ = io.WriteString(conn, before)
					_ = conn.(*net.TCPConn).SetLinger(linger)
					_ = conn.Close()
				})
				lost := closeLost(t.Context(), t, c)
				if !lost.MaybeSent || lost.Cause != CauseReset {
					t.Errorf("got %+v", lost)
				}
				if posts.Load() != 1 {
					t.Errorf("%d POSTs", posts.Load())
				}
			})
		}
	}
}

// JSON that is cut in a complete body is unreadable.
func TestSocket_TruncatedJSON(t *testing.T) {
	for name, header := range map[string]string{
		"whose length is told":        "Content-Length: 6\r\n\r\n{\"id\":",
		"in chunks":                   "Transfer-Encoding: chunked\r\n\r\n6\r\n{\"id\":\r\n0\r\n\r\n",
		"that ends as the connection": "Connection: close\r\n\r\n{\"id\":",
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				conn, _, err := w.(http.Hijacker).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				_, _ = io.WriteString(conn, "HTTP/1.1 202 Accepted\r\n"+header)
				_ = conn.Close()
			})
			if lost := closeLost(t.Context(), t, c); !lost.MaybeSent || lost.Cause != CauseUnreadable || !errors.Is(lost, errCut) {
				t.Errorf("got %+v", lost)
			}
		})
	}
}

// Giving up while the server works may have been sent.
func TestSocket_CancelledWhileServed(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	if lost := closeLost(ctx, t, c); !lost.MaybeSent || lost.Cause != CauseCancelled || !errors.Is(lost, context.Canceled) {
		t.Errorf("got %+v", lost)
	}
}

// Over HTTP/2 the same holds.
func TestSocket_HTTP2(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var posts atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("%s", r.Proto)
		}
		if posts.Add(1) == 1 {
			panic(http.ErrAbortHandler)
		}
		cancel()
		<-r.Context().Done()
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	c, err := New(WithToken(testToken), WithBaseURL(server.URL), WithTransport(server.Client().Transport))
	if err != nil {
		t.Fatal(err)
	}
	if lost := closeLost(ctx, t, c); !lost.MaybeSent || lost.Cause != CauseReset || posts.Load() != 1 {
		t.Errorf("got %+v after %d POSTs", lost, posts.Load())
	}
	if lost := closeLost(ctx, t, c); !lost.MaybeSent || lost.Cause != CauseCancelled || posts.Load() != 2 {
		t.Errorf("got %+v after %d POSTs", lost, posts.Load())
	}
}

// The client's own transport speaks HTTP/1.1.
func TestSocket_OwnTransportHTTP1(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 1 {
			t.Errorf("%s", r.Proto)
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	own := defaultTransport()
	own.TLSClientConfig.RootCAs = server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	t.Cleanup(own.CloseIdleConnections)
	c, err := New(WithToken(testToken), WithBaseURL(server.URL), WithTransport(own))
	if err != nil {
		t.Fatal(err)
	}
	if out, err := c.Act(t.Context(), VerbClose, PoolRef("7")); err != nil || !out.Unchanged {
		t.Errorf("got %+v, %v", out, err)
	}
}

// A redirect is not followed.
func TestSocket_RedirectNotFollowed(t *testing.T) {
	var asked atomic.Int32
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		http.Redirect(w, r, "https://elsewhere.example/api/v1/pools/7", http.StatusTemporaryRedirect)
	})
	_, err := c.Act(t.Context(), VerbClose, PoolRef("7"))
	var problem *Error
	if !errors.As(err, &problem) || problem.Status != 307 || problem.Location != "elsewhere.example" || asked.Load() != 1 {
		t.Errorf("got %v after %d requests", err, asked.Load())
	}
}

// Connections are used again.
func TestSocket_ConnectionReuse(t *testing.T) {
	var opened atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost:
			w.WriteHeader(http.StatusNoContent)
		case strings.HasSuffix(r.URL.Path, "/pools"):
			_, _ = io.WriteString(w, `{"items":[],"has_more":false}`+strings.Repeat("\n", 9000))
		default:
			http.Error(w, strings.Repeat("x", 9000), http.StatusNotFound)
		}
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	c, err := New(WithBaseURL(server.URL), WithToken(testToken))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	for range 3 {
		if _, err := c.ListPools(t.Context(), Query{}); err != nil {
			t.Error(err)
		}
		if _, err := c.Pool(t.Context(), PoolRef("7")); err == nil {
			t.Error("found")
		}
		if out, err := c.Act(t.Context(), VerbClose, PoolRef("7")); err != nil || !out.Unchanged || out.Server.IsZero() {
			t.Errorf("got %+v, %v", out, err)
		}
	}
	if opened.Load() != 1 {
		t.Errorf("%d connections", opened.Load())
	}
}

// Compressed blanks are left at the limit.
func TestSocket_GzipLimit(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		blanks := []byte(strings.Repeat(" ", 1<<20))
		for range maxBody>>20 + 2 {
			if _, err := z.Write(blanks); err != nil {
				return
			}
		}
		_ = z.Close()
	})
	lost := closeLost(t.Context(), t, c)
	if lost.Cause != CauseUnreadable || !lost.MaybeSent || !errors.Is(lost, errTooLarge) {
		t.Errorf("got %+v", lost)
	}
}

// A body that is not compressed as it says is unreadable.
func TestSocket_BadGzip(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = io.WriteString(w, strings.Repeat("no gzip at all ", 10))
	})
	if lost := closeLost(t.Context(), t, c); lost.Cause != CauseUnreadable || !lost.MaybeSent {
		t.Errorf("got %+v", lost)
	}
}

// TestSocket_SwitchingProtocols is answered with a 101, after which the
// connection is the server's to hold.
func TestSocket_SwitchingProtocols(t *testing.T) {
	gone := make(chan struct{})
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = conn.Close() }()
		_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
		_, _ = io.Copy(io.Discard, conn) // until the other side hangs up
		close(gone)
	})
	lost := closeLost(t.Context(), t, c)
	if !lost.MaybeSent || lost.Cause != CauseUnreadable || !strings.Contains(lost.Error(), "101") {
		t.Errorf("got %+v", lost)
	}
	<-gone
}
