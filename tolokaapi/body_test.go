package tolokaapi

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// allocated is how many bytes f allocates. No more can have been in use at once,
// whenever the garbage collector ran.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// mebibytes is a body of a lead and then so many MiB of one piece, repeated.
func mebibytes(n int, lead, piece, tail string) io.Reader {
	body := io.LimitReader(&endless{piece: strings.Repeat(piece, 4096/len(piece))}, int64(n)<<20)
	return io.MultiReader(strings.NewReader(lead), body, strings.NewReader(tail))
}

// TestBoundedReader_Memory reads the largest answers that are taken, and some of
// 300 MiB. None costs more than three times the limit, in all that is allocated.
func TestBoundedReader_Memory(t *testing.T) {
	const limit = 3 * maxBody
	const record = `{"id":"7","status":"FAIL"`
	long := map[string]struct{ lead, piece, tail string }{
		"a name":                 {record + `,"private_name":"`, "x", `"}`},
		"a name of escapes":      {record + `,"private_name":"`, `\n`, `"}`},
		"details":                {record + `,"details":["`, "x", `"]}`},
		"details of many values": {record + `,"details":[0`, ",0", `]}`},
		"a field nobody reads":   {record + `,"metadata":[{}`, ",{}", `]}`},
		"a key":                  {record + `,"\n`, "k", `":1}`},
		"names without end":      {record + `,"public_name":{"EN":"a"`, `,"abc":1`, `}}`},
		"an id":                  {`{"id":"`, `\n`, `"}`},
		"space":                  {record, " ", `}`},
	}
	calls := []struct {
		size       int // MiB
		lead, tail string
		ask        func(*Client)
	}{
		{300, "", "", func(c *Client) { _, _ = c.Pool(t.Context(), PoolRef("7")) }},
		{31, `{"items":[`, "]}", func(c *Client) { _, _ = c.ListOperations(t.Context(), Query{}) }},
		{31, "", "", func(c *Client) { _, _ = c.Requester(t.Context()) }},
	}
	for name, body := range long {
		for i, call := range calls {
			if i > 0 && name != "details" && name != "names without end" { // most are read the same way
				continue
			}
			c := newClient(t, roundTripper(func(*http.Request) (*http.Response, error) {
				answer := mebibytes(call.size, call.lead+body.lead, body.piece, body.tail+call.tail)
				return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(answer)}, nil
			}))
			if got := allocated(func() { call.ask(c) }); got > limit {
				t.Errorf("%s, %d: %d MiB were allocated", name, i, got>>20)
			}
			if held := c.held.Load(); held != 0 {
				t.Errorf("%s, %d: %d bytes are still held", name, i, held)
			}
		}
	}
}

// TestBoundedReader_Gzip has answers that are small before decompression.
func TestBoundedReader_Gzip(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.Copy(z, mebibytes(100, `{"items":[{"id":"7","status":"OPEN","private_name":"`, "x", `"}]}`))
		_ = z.Close()
	})
	var err error
	got := allocated(func() { _, err = c.ListPools(t.Context(), Query{}) })
	if !errors.Is(err, errTooLarge) || got > 3*maxBody {
		t.Errorf("%d MiB were allocated, %v", got>>20, err)
	}
}

// TestBoundedReader_Together reads large answers at the same time: what they
// hold together is bounded, and the client reads small ones afterwards.
func TestBoundedReader_Together(t *testing.T) {
	var c *Client
	var most int64
	var mu sync.Mutex
	c = newClient(t, roundTripper(func(*http.Request) (*http.Response, error) {
		body := mebibytes(24, `{"id":"7","status":"OPEN","x":"`, "x", `"}`)
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(readerFunc(func(p []byte) (int, error) {
			mu.Lock()
			most = max(most, c.held.Load())
			mu.Unlock()
			return body.Read(p)
		}))}, nil
	}))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			_, err := c.Pool(t.Context(), PoolRef("7"))
			var lost *TransportError
			if err != nil && (!errors.As(err, &lost) || lost.Cause != CauseUnreadable || !lost.MaybeSent) {
				t.Errorf("got %v", err)
			}
		})
	}
	wg.Wait()
	if most > maxHeld || c.held.Load() != 0 {
		t.Errorf("%d MiB were held, %d bytes still are", most>>20, c.held.Load())
	}
	if _, err := c.Pool(t.Context(), PoolRef("7")); err != nil {
		t.Error(err)
	}
}

// readerFunc is a reader made of a function.
type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
