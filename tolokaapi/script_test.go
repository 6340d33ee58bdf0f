package tolokaapi

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

const testToken = "secret-token-0123456789"

// A step is one request that must come and the answer to it.
type step struct {
	want   string // method and request URI
	status int    // 0 is 200
	header map[string]string
	body   string
	reader io.Reader // instead of body
	err    error     // instead of an answer
}

// A script is a transport that plays its steps in order and fails the test on
// any other request, and on steps nobody asked for.
type script struct {
	t     *testing.T
	mu    sync.Mutex
	steps []step
	asked []*http.Request
}

func play(t *testing.T, steps ...step) *script {
	t.Helper()
	s := &script{t: t, steps: steps}
	t.Cleanup(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, left := range s.steps {
			t.Errorf("never asked: %s", left.want)
		}
	})
	return s
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, r)
	got := r.Method + " " + r.URL.RequestURI()
	if len(s.steps) == 0 || s.steps[0].want != got {
		s.t.Errorf("unexpected request %s, the script has %+v", got, s.steps)
		return nil, io.ErrUnexpectedEOF
	}
	next := s.steps[0]
	s.steps = s.steps[1:]
	if next.err != nil {
		return nil, next.err
	}
	header := http.Header{}
	for name, value := range next.header {
		header.Set(name, value)
	}
	if next.status == 0 {
		next.status = http.StatusOK
	}
	if next.reader == nil {
		next.reader = strings.NewReader(next.body)
	}
	return &http.Response{StatusCode: next.status, Header: header, Body: io.NopCloser(next.reader), Request: r}, nil
}

// newClient makes a client on the transport, under a path prefix, so that a
// path built from the host alone shows.
func newClient(t *testing.T, transport http.RoundTripper, more ...Option) *Client {
	t.Helper()
	opts := append([]Option{
		WithBaseURL("https://gate.example/toloka/api/v1/"), WithToken(testToken), WithTransport(transport),
	}, more...)
	c, err := New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
