package simulator

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// A bubbled simulator is on the clock of a synctest bubble, with a client that
// needs no sockets.
type bubbled struct {
	*Simulator
	t      *testing.T
	client *http.Client
}

// bubble runs a test in a synctest bubble, which fails if a goroutine is left.
func bubble(t *testing.T, test func(b *bubbled)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, err := New(WithPools(5), WithOperationTime(4*time.Second, 0))
		if err != nil {
			t.Fatal(err)
		}
		test(&bubbled{Simulator: s, t: t, client: &http.Client{Transport: s.RoundTripper()}})
	})
}

// do makes a request and reads its answer.
func (b *bubbled) do(ctx context.Context, method, path string) (int, string, error) {
	b.t.Helper()
	return fetch(ctx, b.t, b.client, method, "http://localhost/api/v1"+path)
}

func (b *bubbled) inject(f Fault) {
	b.t.Helper()
	if err := b.Inject(f); err != nil {
		b.t.Fatal(err)
	}
}

func fetch(ctx context.Context, t *testing.T, client *http.Client, method, url string) (int, string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "OAuth x")
	resp, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body), err
}

// Without sockets a broken connection is the error it is over TCP.
func TestRoundTrip_ConnectionErrors(t *testing.T) {
	bubble(t, func(b *bubbled) {
		for kind, want := range map[Kind]error{Reset: syscall.ECONNRESET, Refuse: syscall.ECONNREFUSED} {
			b.inject(Fault{Kind: kind, Count: 1})
			op := new(net.OpError)
			if _, _, err := b.do(b.t.Context(), "GET", "/pools"); !errors.Is(err, want) || !errors.As(err, &op) || (op.Op == "dial") != (kind == Refuse) {
				b.t.Errorf("%s is %v", kind, err)
			}
		}
		for kind, is := range map[Kind]func(error) bool{
			NoName: func(err error) bool { return errors.As(err, new(*net.DNSError)) },
			OldTLS: func(err error) bool { return errors.As(err, new(*tls.CertificateVerificationError)) },
		} {
			b.inject(Fault{Kind: kind, Count: 1})
			if _, _, err := b.do(b.t.Context(), "GET", "/pools"); !is(err) {
				b.t.Errorf("%s is %v", kind, err)
			}
		}
		if status, body, err := b.do(b.t.Context(), "GET", "/pools"); status != 200 || err != nil || !strings.HasSuffix(body, `"has_more":false}`) {
			b.t.Errorf("afterwards: %d %v %s", status, err, body)
		}
	})
}

// A reset before the change leaves the pool and one after does not.
func TestRoundTrip_ResetBeforeAndAfter(t *testing.T) {
	for kind, want := range map[Kind]string{Reset: open, ResetAfter: closed, Hang: open, HangAfter: closed} {
		t.Run(string(kind), func(t *testing.T) {
			bubble(t, func(b *bubbled) {
				id := b.PoolIDs(open)[0]
				b.inject(Fault{Kind: kind, Method: "POST"})
				ctx, cancel := context.WithTimeout(b.t.Context(), 15*time.Second)
				defer cancel()
				before := time.Now()
				_, _, err := b.do(ctx, "POST", "/pools/"+id+"/close")
				waited := time.Since(before)
				if isHang := strings.HasPrefix(string(kind), "hang"); errors.Is(err, context.DeadlineExceeded) != isHang ||
					(waited == 15*time.Second) != isHang || errors.Is(err, syscall.ECONNRESET) == isHang {
					b.t.Errorf("after %v: %v", waited, err)
				}
				time.Sleep(4 * time.Second)
				if got := b.PoolStatus(id); got != want {
					b.t.Errorf("the pool is %s, want %s", got, want)
				}
				if records := b.Requests(); len(records) != 1 || records[0].Status != 0 {
					b.t.Errorf("recorded %v", records)
				}
			})
		})
	}
}

// A drip fed body takes its time and ends with the request.
func TestRoundTrip_SlowBody(t *testing.T) {
	bubble(t, func(b *bubbled) {
		b.inject(Fault{Kind: Drip, Every: Duration(100 * time.Millisecond)})
		before := time.Now()
		status, body, err := b.do(b.t.Context(), "GET", "/requester")
		if took := time.Since(before); status != 200 || err != nil || took != time.Duration(len(body))*100*time.Millisecond {
			b.t.Errorf("%d bytes took %v: %v", len(body), took, err)
		}
		ctx, cancel := context.WithTimeout(b.t.Context(), time.Second)
		defer cancel()
		if _, body, err := b.do(ctx, "GET", "/requester"); !errors.Is(err, context.DeadlineExceeded) || len(body) > 10 {
			b.t.Errorf("given up after %d bytes: %v", len(body), err)
		}
	})
}

// A cut body is an error of the body.
func TestRoundTrip_TruncatedBody(t *testing.T) {
	bubble(t, func(b *bubbled) {
		b.inject(Fault{Kind: Cut})
		status, body, err := b.do(b.t.Context(), "GET", "/requester")
		if status != 200 || body == "" || strings.HasSuffix(body, "}}") || !errors.Is(err, syscall.ECONNRESET) {
			b.t.Errorf("%d %q %v", status, body, err)
		}
	})
}

// A request given up before it is made is not made.
func TestRoundTrip_CancelledBefore(t *testing.T) {
	bubble(t, func(b *bubbled) {
		ctx, cancel := context.WithCancel(b.t.Context())
		cancel()
		if _, _, err := b.do(ctx, "GET", "/pools"); !errors.Is(err, context.Canceled) {
			b.t.Errorf("it is %v", err)
		}
		if n := b.Count("", ""); n != 0 {
			b.t.Errorf("%d requests were made", n)
		}
	})
}

// A body left unread ends its goroutine when closed.
func TestRoundTrip_UnreadBody(t *testing.T) {
	bubble(t, func(b *bubbled) {
		b.inject(Fault{Kind: Blanks, Bytes: 80 << 20})
		req, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, "http://localhost/api/v1/pools", nil)
		if err != nil {
			b.t.Fatal(err)
		}
		resp, err := b.RoundTripper().RoundTrip(req)
		if err != nil {
			b.t.Fatal(err)
		}
		if resp.ContentLength != 80<<20 {
			b.t.Errorf("it says %d bytes", resp.ContentLength)
		}
		if err := resp.Body.Close(); err != nil {
			b.t.Error(err)
		}
	})
}

// Concurrent requests each take effect once.
func TestRoundTrip_Concurrent(t *testing.T) {
	bubble(t, func(b *bubbled) {
		var ids []string
		for range 20 {
			ids = append(ids, b.AddPool(Pool{Status: open}))
		}
		var group sync.WaitGroup
		accepted := make(chan int, 100)
		for i := range 100 {
			group.Go(func() {
				status, _, err := b.do(b.t.Context(), "POST", "/pools/"+ids[i%20]+"/close")
				if err != nil {
					b.t.Error(err)
				}
				accepted <- status
				if _, _, err := b.do(b.t.Context(), "GET", "/operations?sort=-submitted,id&limit=300"); err != nil {
					b.t.Error(err)
				}
			})
		}
		group.Wait()
		close(accepted)
		n := 0
		for status := range accepted {
			if status == http.StatusAccepted {
				n++
			} else if status != http.StatusConflict {
				b.t.Errorf("status %d", status)
			}
		}
		if n != 20 || b.Count("POST", "") != 100 {
			b.t.Errorf("%d of %d were accepted, want 20 of 100", n, b.Count("POST", ""))
		}
	})
}
