package simulator

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// Operations are dated by the lag before the Date header, in lists, ranges and single
// reads alike.
func TestSubmittedLag_DatesAndRanges(t *testing.T) {
	w := newWorld(t, WithPools(0), WithSubmittedLag(3*time.Hour))
	id := w.start(w.AddPool(Pool{Status: open}))
	want := formatDate(w.now.Add(-3 * time.Hour))
	read := func(path string) string {
		rec, _ := w.send(http.MethodGet, "/api/v1/operations"+path, "")
		return rec.Body.String()
	}
	if body := read("/" + id); !strings.Contains(body, `"submitted":"`+want) {
		t.Errorf("want %s in %s", want, body)
	}
	for _, tc := range []struct {
		from time.Duration
		in   bool
	}{{4 * time.Hour, true}, {2 * time.Hour, false}} {
		body := read("?submitted_gte=" + formatDate(w.now.Add(-tc.from).Truncate(time.Second)))
		if strings.Contains(body, id) != tc.in {
			t.Errorf("from %v ago: %s", tc.from, body)
		}
	}
}

// Reads show an operation, and the pool that it closed, so much later. An action
// knows the present.
func TestReadLag_OperationAndPool(t *testing.T) {
	w := newWorld(t, WithPools(0), WithReadLag(20*time.Second), WithOperationTime(5*time.Second, 0))
	pool := w.AddPool(Pool{Status: open})
	id := w.start(pool)
	for _, step := range []struct {
		pass            time.Duration
		operation, pool string
	}{{10 * time.Second, "DOES_NOT_EXIST", open}, {11 * time.Second, running, open}, {5 * time.Second, succeeded, closed}} {
		w.pass(step.pass)
		rec, _ := w.send(http.MethodGet, "/api/v1/operations/"+id, "")
		of, _ := w.send(http.MethodGet, "/api/v1/pools/"+pool, "")
		if !strings.Contains(rec.Body.String(), step.operation) || !strings.Contains(of.Body.String(), `"status":"`+step.pool) {
			t.Errorf("want %s and %s: %s %s", step.operation, step.pool, rec.Body, of.Body)
		}
	}
	if rec, _ := w.send(http.MethodPost, "/api/v1/pools/"+pool+"/close", ""); rec.Code != http.StatusNoContent {
		t.Errorf("a second close is answered %d", rec.Code)
	}
}
