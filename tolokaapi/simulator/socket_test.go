package simulator

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// Over a real socket, since net/http adds to an answer and takes from it.

// A served simulator listens on a socket.
type served struct {
	*Simulator
	t      *testing.T
	client *http.Client
	url    string
}

func serveWorld(t *testing.T) *served {
	t.Helper()
	s, err := New(WithPools(5), WithOperationTime(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &served{Simulator: s, t: t, client: client, url: server.URL}
}

func (s *served) do(ctx context.Context, method, path string) (int, string, error) {
	s.t.Helper()
	return fetch(ctx, s.t, s.client, method, s.url+"/api/v1"+path)
}

// Over a socket a connection really breaks.
func TestSocket_ConnectionBreaks(t *testing.T) {
	for kind, want := range map[Kind]string{Reset: open, ResetAfter: closed, Refuse: open, Cut: closed} {
		t.Run(string(kind), func(t *testing.T) {
			s := serveWorld(t)
			id := s.PoolIDs(open)[0]
			if err := s.Inject(Fault{Kind: kind, Method: "POST"}); err != nil {
				t.Fatal(err)
			}
			if status, _, err := s.do(t.Context(), "POST", "/pools/"+id+"/close"); err == nil {
				t.Errorf("answered %d", status)
			}
			if got := s.PoolStatus(id); got != want {
				t.Errorf("the pool is %s, want %s", got, want)
			}
			s.Clear()
			if status, _, err := s.do(t.Context(), "GET", "/pools/"+id); status != 200 || err != nil {
				t.Errorf("afterwards: %d %v", status, err)
			}
		})
	}
}

// Over a socket a hang lasts until the requester gives up.
func TestSocket_Hang(t *testing.T) {
	s := serveWorld(t)
	if err := s.Inject(Fault{Kind: Hang}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, _, err := s.do(ctx, "GET", "/pools"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it is %v", err)
	}
	s.Clear()
	later, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if status, _, err := s.do(later, "GET", "/pools"); status != 200 || err != nil {
		t.Errorf("afterwards: %d %v", status, err)
	}
}

// Over a socket each answer comes through.
func TestSocket_Answers(t *testing.T) {
	cases := []struct {
		fault  Fault
		status int
		bytes  int // of the body; -1: some
	}{
		{Fault{Kind: Empty, Status: 204}, 204, 0},
		{Fault{Kind: Status, Status: 204}, 204, 0},
		{Fault{Kind: Empty, Status: 409}, 409, 0},
		{Fault{Kind: Empty}, 200, 0},
		{Fault{Kind: Redirect}, 302, 0},
		{Fault{Kind: Blanks, Bytes: 3 << 20}, 200, 3 << 20},
		{Fault{Kind: Drip, Every: Duration(time.Microsecond)}, 200, -1},
		{Fault{Kind: Truncated}, 200, -1},
		{Fault{Kind: HTML}, 502, -1},
	}
	for _, c := range cases {
		t.Run(string(c.fault.Kind), func(t *testing.T) {
			s := serveWorld(t)
			if err := s.Inject(c.fault); err != nil {
				t.Fatal(err)
			}
			status, body, err := s.do(t.Context(), "GET", "/requester")
			if err != nil || status != c.status || (c.bytes >= 0 && len(body) != c.bytes) || (c.bytes < 0 && body == "") {
				t.Errorf("%d, %d bytes, %v", status, len(body), err)
			}
		})
	}
}
