package ui_test

import (
	"io"
	"net/http"
	"sync"
)

// traffic is the way to the server: it counts what is on it at the same time.
type traffic struct {
	next http.RoundTripper

	mu         sync.Mutex
	made       int
	inFlight   map[string]int // by what is asked for
	now        int
	most       int // at the same time, since the last look
	duplicates []string
}

func newTraffic(next http.RoundTripper) *traffic {
	return &traffic{next: next, inFlight: map[string]int{}}
}

// RoundTrip passes a request on. It is on the way until its body was closed.
func (w *traffic) RoundTrip(r *http.Request) (*http.Response, error) {
	what := r.Method + " " + r.URL.Path + " " + r.URL.Query().Get("type") + " " + r.URL.Query().Get("status") + " " + r.URL.Query().Get("pool_id")
	w.mu.Lock()
	w.made++
	w.now++
	w.most = max(w.most, w.now)
	if w.inFlight[what]++; w.inFlight[what] > 1 {
		w.duplicates = append(w.duplicates, what)
	}
	w.mu.Unlock()
	over := sync.OnceFunc(func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.now--
		w.inFlight[what]--
	})
	response, err := w.next.RoundTrip(r)
	if err != nil {
		over()
		return response, err
	}
	response.Body = &closing{response.Body, over}
	return response, nil
}

// look returns how many requests were made since the last look, and how many
// were on their way at once at the most.
func (w *traffic) look() (made, most int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	made, most = w.made, w.most
	w.made, w.most = 0, w.now
	return made, most
}

// A closing body tells when it is closed.
type closing struct {
	io.ReadCloser
	over func()
}

func (c *closing) Close() error {
	defer c.over()
	return c.ReadCloser.Close()
}
