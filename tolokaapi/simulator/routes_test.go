package simulator

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A request needs some token.
func TestRoutes_Token(t *testing.T) {
	w := newWorld(t)
	for header, want := range map[string]int{
		"OAuth x": 200, "ApiKey x.y.z": 200, "oauth x": 200,
		"": 401, "x": 401, "OAuth": 401, "OAuth  ": 401, "Bearer x": 401,
	} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/requester", nil)
		req.Header.Set("Authorization", header)
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, req)
		if rec.Code != want || (want == 401) != strings.Contains(rec.Body.String(), "AUTHENTICATION_ERROR") {
			t.Errorf("%q answered %d %s", header, rec.Code, rec.Body)
		}
	}
}

// What is not there is said in the envelope.
func TestRoutes_NotFound(t *testing.T) {
	cases := []struct {
		method, path string
		status       int
		code         string
	}{
		{"GET", "/api/v1/pools/1", 404, "DOES_NOT_EXIST"},
		{"POST", "/api/v1/pools/1/close", 404, "DOES_NOT_EXIST"},
		{"PATCH", "/api/v1/pools/1", 404, "DOES_NOT_EXIST"},
		{"GET", "/api/v1/trainings/1", 404, "DOES_NOT_EXIST"},
		{"POST", "/api/v1/trainings/1/open", 404, "DOES_NOT_EXIST"},
		{"GET", "/api/v1/operations/1", 404, "DOES_NOT_EXIST"},
		{"GET", "/api/v1/projects/1", 404, "DOES_NOT_EXIST"},
		{"POST", "/api/v1/projects/1/archive", 404, "DOES_NOT_EXIST"},
		{"POST", "/api/v1/pools/1/explode", 404, "NOT_FOUND"},
		{"GET", "/api/v1/nothing", 404, "NOT_FOUND"},
		{"GET", "/", 404, "NOT_FOUND"},
		{"GET", "/api/v1/pools/", 404, "NOT_FOUND"},
		{"GET", "/api/v1/pools/1/close", 405, "METHOD_NOT_ALLOWED"},
		{"DELETE", "/api/v1/pools/1", 405, "METHOD_NOT_ALLOWED"},
		{"POST", "/api/v1/requester", 405, "METHOD_NOT_ALLOWED"},
		{"GET", "/api/staging/analytics-2", 405, "METHOD_NOT_ALLOWED"},
	}
	for _, c := range cases {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			w := newWorld(t)
			rec, got := w.send(c.method, c.path, "")
			if c.method == "PATCH" {
				rec, got = w.send(c.method, c.path, `{"priority":1}`)
			}
			if rec.Code != c.status || got["code"] != c.code || text(got["request_id"]) == "" || text(got["message"]) == "" {
				t.Errorf("answered %d %s", rec.Code, rec.Body)
			}
			if (rec.Header().Get("Allow") != "") != (c.status == 405) {
				t.Errorf("the Allow header is %q", rec.Header().Get("Allow"))
			}
		})
	}
}

// A body must say that it is JSON.
func TestRoutes_ContentType(t *testing.T) {
	w := newWorld(t)
	id := w.AddPool(Pool{Status: open})
	for kind, want := range map[string]int{
		"": 415, "text/plain": 415, "application/json": 200, "application/json; charset=utf-8": 200,
	} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodPatch, "/api/v1/pools/"+id, strings.NewReader(`{"priority":1}`))
		req.Header.Set("Authorization", "OAuth x")
		if kind != "" {
			req.Header.Set("Content-Type", kind)
		}
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, req)
		if rec.Code != want {
			t.Errorf("%q answered %d %s", kind, rec.Code, rec.Body)
		}
	}
}

// A body over one mebibyte is refused.
func TestRoutes_BodyLimit(t *testing.T) {
	w := newWorld(t)
	id := w.AddPool(Pool{Status: open})
	got := w.ask(http.StatusRequestEntityTooLarge, http.MethodPatch, "/api/v1/pools/"+id, strings.Repeat(" ", maxRequest+1))
	if got["code"] != "ENTITY_TOO_LARGE" {
		t.Errorf("answered %v", got)
	}
}

// Every request is counted and the last are kept.
func TestRequestLog_Counts(t *testing.T) {
	w := newWorld(t, WithPools(1))
	w.ask(http.StatusOK, http.MethodGet, "/api/v1/pools?sort=id&limit=1", "")
	w.pass(time.Second)
	w.ask(http.StatusNotFound, http.MethodPost, "/api/v1/pools/1/close", "")
	records := w.Requests()
	want := Record{"GET", "/api/v1/pools", "limit=1&sort=id", 200, w.now.Add(-time.Second)}
	if len(records) != 2 || records[0] != want || records[1].Status != 404 || !records[1].At.Equal(w.now) {
		t.Errorf("recorded %v", records)
	}
	if posts, gets := w.Count("", "/api/v1/pools/1/"), w.Count("GET", "/api/v1/pools/1"); posts != 1 || gets != 0 {
		t.Errorf("counted %d and %d with an id", posts, gets)
	}
	for range keptRecords + 5 {
		w.pass(time.Millisecond)
		w.send(http.MethodGet, "/api/v1/requester", "")
	}
	if n := w.Count("GET", "/api/v1/requester"); n != keptRecords+5 {
		t.Errorf("counted %d", n)
	}
	if all, posts, pools := w.Count("", ""), w.Count("POST", ""), w.Count("", "/api/v1/pools"); all != keptRecords+7 || posts != 1 || pools != 2 {
		t.Errorf("counted %d, %d and %d", all, posts, pools)
	}
	if !slices.IsSortedFunc(w.Requests(), func(a, b Record) int { return a.At.Compare(b.At) }) {
		t.Error("they are not in order")
	}
	if records := w.Requests(); len(records) != keptRecords || records[0].Path != "/api/v1/requester" {
		t.Errorf("%d are kept, the first %v", len(records), records[0])
	}
}

// The request log does not grow with IDs.
func TestRequestLog_Bounded(t *testing.T) {
	w := newWorld(t, WithPools(1))
	for i := range 1000 {
		w.send(http.MethodGet, "/api/v1/operations/"+strconv.Itoa(i), "")
		w.send(http.MethodGet, "/nowhere/"+strconv.Itoa(i), "")
	}
	if n := w.Count("GET", "/api/v1/operations/"); n != 1000 {
		t.Errorf("counted %d", n)
	}
	if n := w.Count("", ""); n != 2000 {
		t.Errorf("counted %d", n)
	}
	if kept := len(w.log.counts["GET"]); kept > 2 {
		t.Errorf("%d paths are kept", kept)
	}
}

// A clock that goes back takes nothing back.
func TestClock_GoesBack(t *testing.T) {
	w := newWorld(t)
	id := w.AddPool(Pool{Status: open})
	op := w.start(id)
	w.pass(4 * time.Second)
	w.operation(op)
	w.pass(-time.Hour)
	if got := w.operation(op); got["status"] != "SUCCESS" || w.PoolStatus(id) != closed {
		t.Errorf("it reads %v", got)
	}
}
