package tolokaapi

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestExchange_CompleteAnswer has a server that says all there is to say
// and then neither ends the body nor closes the connection.
func TestExchange_CompleteAnswer(t *testing.T) {
	const (
		operation = `{"id":"a","status":"PENDING","type":"POOL.CLOSE"}`
		locked    = `{"code":"` + CodeLockedByOther + `","message":"x"}`
	)
	for name, body := range map[string]func(string) string{
		"of a longer body": func(s string) string { return "Content-Length: 500\r\n\r\n" + s },
		"in chunks":        func(s string) string { return fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n", len(s), s) },
		"until the end":    func(s string) string { return "\r\n" + s },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var posts, gets atomic.Int32
				replies := make(chan string, 2)
				c := pipeClient(t, func(context.Context, int32) (net.Conn, error) { return answers(&posts, &gets, <-replies), nil })
				replies <- "HTTP/1.1 202 Accepted\r\n" + body(operation)
				replies <- "HTTP/1.1 409 Conflict\r\n" + body(locked)
				ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
				defer cancel()
				begin := time.Now()
				if out, err := c.Act(ctx, VerbClose, PoolRef("7")); err != nil || out.Operation.ID != "a" {
					t.Errorf("got %+v, %v", out, err)
				}
				if _, err := c.Act(ctx, VerbClose, PoolRef("7")); err == nil || !strings.HasPrefix(err.Error(), CodeLockedByOther) {
					t.Errorf("got %v", err)
				}
				if took := time.Since(begin); took > time.Second {
					t.Errorf("took %v", took)
				}
				c.CloseIdleConnections()
			})
		})
	}
}

// A connection whose last chunk comes late is used again.
func TestExchange_LateLastChunk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var dialled atomic.Int32
		c := pipeClient(t, func(_ context.Context, n int32) (net.Conn, error) {
			dialled.Store(n)
			near, far := net.Pipe()
			go func() {
				defer func() { _ = far.Close() }()
				for in := bufio.NewReader(far); ; {
					if _, err := http.ReadRequest(in); err != nil {
						return
					}
					_, _ = io.WriteString(far, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n{\"id\":\"1\"}\r\n")
					time.Sleep(drainTime / 2)
					_, _ = io.WriteString(far, "0\r\n\r\n")
				}
			}()
			return near, nil
		})
		for range 3 {
			if a, err := c.Requester(t.Context()); err != nil || a.Value.ID != "1" {
				t.Errorf("got %+v, %v", a, err)
			}
			synctest.Wait()
		}
		if dialled.Load() != 1 {
			t.Errorf("%d connections", dialled.Load())
		}
		c.CloseIdleConnections()
	})
}

// What follows an answer is read a little way.
func TestExchange_Drain(t *testing.T) {
	tail := &endless{piece: strings.Repeat(" ", 4096)}
	body := io.MultiReader(strings.NewReader(`{"items":[]}`), io.LimitReader(tail, 16<<20))
	c := newClient(t, play(t, step{want: "GET /toloka/api/v1/pools?limit=300&sort=id", reader: body}))
	if _, err := c.ListPools(t.Context(), Query{}); err != nil {
		t.Fatal(err)
	}
	if tail.given > 128<<10 {
		t.Errorf("read %d bytes", tail.given)
	}
}
