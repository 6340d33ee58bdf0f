package simulator

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A world is a simulator at a clock that the test moves.
type world struct {
	*Simulator
	t   *testing.T
	now time.Time
}

func newWorld(t *testing.T, options ...Option) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 3, 11, 9, 15, 0, 250e6, time.UTC)}
	s, err := New(append([]Option{
		WithClock(func() time.Time { return w.now }), WithOperationTime(4*time.Second, 0),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	w.Simulator = s
	return w
}

// pass moves the clock.
func (w *world) pass(d time.Duration) { w.now = w.now.Add(d) }

type object = map[string]any

// send makes a request with a token, and returns its answer and what it is as
// a JSON object, if it is one.
func (w *world) send(method, path, body string) (*httptest.ResponseRecorder, object) {
	w.t.Helper()
	req := httptest.NewRequestWithContext(w.t.Context(), method, path, strings.NewReader(body))
	req.Header.Set("Authorization", "OAuth x")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, req)
	var got object
	_ = json.Unmarshal(rec.Body.Bytes(), &got)
	return rec, got
}

// ask makes a request and insists on the status of its answer.
func (w *world) ask(status int, method, path, body string) object {
	w.t.Helper()
	rec, got := w.send(method, path, body)
	if rec.Code != status {
		w.t.Fatalf("%s %s: status %d, want %d: %s", method, path, rec.Code, status, rec.Body)
	}
	return got
}

func (w *world) operation(id any) object {
	w.t.Helper()
	return w.ask(http.StatusOK, http.MethodGet, "/api/v1/operations/"+id.(string), "")
}

func (w *world) pool(id string) object {
	w.t.Helper()
	return w.ask(http.StatusOK, http.MethodGet, "/api/v1/pools/"+id, "")
}

// A closed pool is first pending then running then closed.
func TestClose_Lifecycle(t *testing.T) {
	w := newWorld(t)
	id := w.AddPool(Pool{Name: "Cats", Status: open})
	op := w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+id+"/close", "")
	if op["status"] != "PENDING" || op["started"] != nil || op["finished"] != nil || op["progress"] != nil {
		t.Errorf("the answer to the POST is %v", op)
	}
	if op["type"] != "POOL.CLOSE" || op["submitted"] != "2026-03-11T09:15:00.250" {
		t.Errorf("the answer to the POST is %v", op)
	}
	w.pass(500 * time.Millisecond)
	last := -1.0
	seen := map[float64]bool{}
	for range 34 {
		op = w.operation(op["id"])
		percent := op["progress"].(float64)
		if op["status"] != "RUNNING" || op["started"] == nil || op["finished"] != nil || percent < last || percent >= 100 {
			t.Fatalf("after %v, a running operation reads %v", last, op)
		}
		if p := w.pool(id); p["status"] != open {
			t.Fatalf("the pool is %v while it is being closed", p["status"])
		}
		last, seen[percent] = percent, true
		w.pass(100 * time.Millisecond)
	}
	if len(seen) < 4 || len(seen) > 12 {
		t.Errorf("the bar moved in %d steps: %v", len(seen), seen)
	}
	w.pass(100 * time.Millisecond)
	op, p := w.operation(op["id"]), w.pool(id)
	if op["status"] != "SUCCESS" || op["progress"] != 100.0 || op["finished"] != "2026-03-11T09:15:04.250" {
		t.Errorf("the ended operation reads %v", op)
	}
	if p["status"] != closed || p["last_close_reason"] != "MANUAL" || p["last_stopped"] != op["finished"] {
		t.Errorf("the closed pool reads %v", p)
	}
}

// An external actor cannot start what the API would not.
func TestStart_Refused(t *testing.T) {
	w := newWorld(t)
	id := w.AddPool(Pool{Status: open})
	for name, try := range map[string][2]string{
		"no such pool": {"close", "1"}, "no such action": {"explode", id}, "already open": {"open", id}, "open, to be archived": {"archive", id},
	} {
		if op, err := w.Start(try[0], try[1]); err == nil || op != "" {
			t.Errorf("%s: started %q", name, op)
		}
	}
	op, err := w.Start("close", id)
	if err != nil || w.operation(op)["type"] != "POOL.CLOSE" {
		t.Errorf("closing started %q: %v", op, err)
	}
	if _, err := w.Start("close", id); err == nil {
		t.Error("a second one is started while the first runs")
	}
}

// The round tripper answers like a server.
func TestRoundTrip_LikeServer(t *testing.T) {
	w := newWorld(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://toloka.invalid/api/v1/requester", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "ApiKey a.b.c")
	resp, err := w.RoundTripper().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK || !strings.Contains(string(body), `"balance":1204.5`) {
		t.Errorf("status %d: %s", resp.StatusCode, body)
	}
	if got := resp.Header.Get("Date"); got != "Wed, 11 Mar 2026 09:15:00 GMT" {
		t.Errorf("the Date header is %q", got)
	}
}
