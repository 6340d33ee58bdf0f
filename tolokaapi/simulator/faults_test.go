package simulator

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// inject makes something go wrong, or fails the test.
func (w *world) inject(f Fault) {
	w.t.Helper()
	if err := w.Inject(f); err != nil {
		w.t.Fatal(err)
	}
}

// A fault answers in the API's place.
func TestFault_Answer(t *testing.T) {
	cases := []struct {
		name   string
		fault  Fault
		status int
		body   string // starts with
		header string // Retry-After or Location
	}{
		{"a status with its envelope", Fault{Kind: Status, Status: 403}, 403, `{"request_id":"`, ""},
		{"an envelope of ours", Fault{Kind: Status, Status: 409, Code: "X", Message: "y", Payload: json.RawMessage(`[1]`)}, 409, `{"request_id":"`, ""},
		{"a quota", Fault{Kind: Status, Status: 429, Payload: json.RawMessage(`{"interval":"MIN"}`), RetryAfter: "soon"}, 429, `{"request_id":"`, "soon"},
		{"a gateway's page", Fault{Kind: HTML}, 502, "<html>", ""},
		{"another page", Fault{Kind: HTML, Status: 504, RetryAfter: "7"}, 504, "<html>", "7"},
		{"an empty 409", Fault{Kind: Empty, Status: 409}, 409, "", ""},
		{"an empty 200", Fault{Kind: Empty}, 200, "", ""},
		{"a 204", Fault{Kind: Empty, Status: 204}, 204, "", ""},
		{"a bare field map", Fault{Kind: FieldMap}, 409, `{"user_id":{"code":"ENTITY_CONFLICT"`, ""},
		{"another host", Fault{Kind: Redirect, Location: "https://evil.example/"}, 302, "", "https://evil.example/"},
		{"a body of ours", Fault{Kind: Raw, Status: 503, Text: "\xff\xfe"}, 503, "\xff\xfe", ""},
		{"blanks", Fault{Kind: Blanks, Bytes: 100_000}, 200, strings.Repeat(" ", 100_000), ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			id := w.AddPool(Pool{Status: open})
			c.fault.Method, c.fault.Path, c.fault.Count = "POST", "/pools/*/close", 1
			w.inject(c.fault)
			w.pool(id) // is no POST
			rec, _ := w.send(http.MethodPost, "/api/v1/pools/"+id+"/close", "")
			if rec.Code != c.status || !strings.HasPrefix(rec.Body.String(), c.body) || (c.body == "" && rec.Body.Len() > 0) {
				t.Errorf("answered %d %.80q", rec.Code, rec.Body)
			}
			if got := rec.Header().Get("Retry-After") + rec.Header().Get("Location"); got != c.header {
				t.Errorf("with the header %q", got)
			}
			if rec.Header().Get("Date") == "" {
				t.Error("without a Date")
			}
			w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+id+"/close", "")
		})
	}
}

// An envelope holds what the fault says.
func TestFault_Envelope(t *testing.T) {
	w := newWorld(t)
	for _, interval := range []string{"MIN", "HOUR", "DAY"} {
		w.inject(Fault{Kind: Status, Status: 429, Count: 1, Payload: json.RawMessage(`{"interval":"` + interval + `"}`)})
		got := w.ask(429, http.MethodGet, "/api/v1/pools", "")
		if got["code"] != "TOO_MANY_REQUESTS" || got["payload"].(object)["interval"] != interval {
			t.Errorf("answered %v", got)
		}
	}
	w.inject(Fault{Kind: Status, Status: 429, Count: 1})
	if _, has := w.ask(429, http.MethodGet, "/api/v1/pools", "")["payload"]; has {
		t.Error("a 429 without payload has one")
	}
	for _, status := range []int{400, 401, 403, 404, 408, 409, 500, 502, 503, 504} {
		w.inject(Fault{Kind: Status, Status: status, Count: 1})
		if got := w.ask(status, http.MethodGet, "/api/v1/pools", ""); text(got["code"]) == "" || text(got["message"]) == "" || text(got["request_id"]) == "" {
			t.Errorf("%d answered %v", status, got)
		}
	}
}

// A fault shapes the operation that is started.
func TestFault_Operation(t *testing.T) {
	cases := []struct {
		kind         Kind
		posted, late string // statuses in the answer to the POST and a day later
	}{
		{Instant, "SUCCESS", "SUCCESS"},
		{Failing, "PENDING", "FAIL"},
		{Endless, "PENDING", "RUNNING"},
		{Silent, "PENDING", "SUCCESS"},
		{Prompt, "RUNNING", "SUCCESS"},
	}
	for _, c := range cases {
		t.Run(string(c.kind), func(t *testing.T) {
			w := newWorld(t)
			id := w.AddPool(Pool{Status: open})
			w.inject(Fault{Kind: c.kind, Path: "/pools/*/close"})
			op := w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+id+"/close", "")
			if op["status"] != c.posted {
				t.Errorf("the answer to the POST is %v", op)
			}
			w.pass(24 * time.Hour)
			late := w.operation(op["id"])
			if late["status"] != c.late || (late["progress"] == nil) != (c.kind == Silent) {
				t.Errorf("a day later it reads %v", late)
			}
		})
	}
}

// A fault damages a good answer.
func TestFault_DamagedAnswer(t *testing.T) {
	damaged := func(t *testing.T, path string, f Fault) (body []byte, o object) {
		t.Helper()
		w := newWorld(t)
		id := w.AddPool(Pool{Name: "Cats", Status: open, CloseReason: "MANUAL"})
		op := w.start(id)
		w.pass(2 * time.Second)
		w.inject(f)
		rec, got := w.send(http.MethodGet, strings.NewReplacer("POOL", id, "OPERATION", op).Replace(path), "")
		if rec.Code != http.StatusOK {
			t.Fatalf("status %d: %s", rec.Code, rec.Body)
		}
		return rec.Body.Bytes(), got
	}
	const aPool, anOperation, pools = "/api/v1/pools/POOL", "/api/v1/operations/OPERATION", "/api/v1/pools?sort=id&limit=2&id_gt=5000000"
	cases := []struct {
		name, path string
		fault      Fault
		want       func(body []byte, o object) bool
	}{
		{"finished beside RUNNING", anOperation, Fault{Kind: EarlyFinish}, func(_ []byte, o object) bool { return o["status"] == "RUNNING" && o["finished"] == o["submitted"] }},
		{"progress is missing", anOperation, Fault{Kind: NoProgress}, func(_ []byte, o object) bool { _, has := o["progress"]; return !has && o["started"] != nil }},
		{"progress is null", anOperation, Fault{Kind: NullProgress}, func(_ []byte, o object) bool { p, has := o["progress"]; return has && p == nil }},
		{"the impossible date", aPool, Fault{Kind: ImpossibleDate}, func(_ []byte, o object) bool {
			return o["created"] == "2015-22-12T14:18:35" && o["last_stopped"] == o["created"] && o["private_name"] == "Cats"
		}},
		{"odd fractions", aPool, Fault{Kind: OddFractions}, func(_ []byte, o object) bool {
			return o["created"] != "2026-03-11T09:15:00.250" && strings.HasPrefix(text(o["created"]), "2026-03-11T09:15")
		}},
		{"unknown enums", aPool, Fault{Kind: UnknownEnums}, func(_ []byte, o object) bool {
			return o["status"] == "SOMETHING_NEW" && o["type"] == "SOMETHING_NEW" && o["last_close_reason"] == "SOMETHING_NEW"
		}},
		{"wrong types", aPool, Fault{Kind: WrongTypes}, func(_ []byte, o object) bool { return o["private_name"] == 42.0 && o["priority"] == "x0" }},
		{"hostile text", aPool, Fault{Kind: Hostile}, func(body []byte, o object) bool {
			return bytes.Contains(body, []byte(`\ud800`)) && strings.Contains(text(o["private_name"]), "\x1b]0;owned\a") && o["status"] == open
		}},
		{"hostile text of ours", aPool, Fault{Kind: Hostile, Text: "\x1b[5m\""}, func(_ []byte, o object) bool { return o["private_name"] == "\x1b[5m\" Cats" }},
		{"hostile enums", aPool, Fault{Kind: HostileEnums}, func(_ []byte, o object) bool {
			return strings.Contains(text(o["status"]), "\x00") && o["private_name"] == "Cats"
		}},
		{"ids that are none", pools, Fault{Kind: OddIDs}, func(_ []byte, o object) bool {
			return len(o["items"].([]any)) == 2 && !allDigits(text(o["items"].([]any)[0].(object)["id"]))
		}},
		{"the same page again", pools, Fault{Kind: SamePage}, func(_ []byte, o object) bool {
			return o["has_more"] == true && compareIDs(o["items"].([]any)[0].(object)["id"].(string), "5000000") < 0
		}},
		{"pages without items", pools, Fault{Kind: EmptyPages}, func(_ []byte, o object) bool { return o["has_more"] == true && len(o["items"].([]any)) == 0 }},
		{"truncated JSON", pools, Fault{Kind: Truncated}, func(body []byte, _ object) bool { return !json.Valid(body) && len(body) > 300 }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if body, o := damaged(t, c.path, Fault{Kind: "raw", Path: "/nowhere"}); len(body) == 0 || c.want(body, o) {
				t.Fatalf("an undamaged answer passes as damaged: %s", body)
			}
			if body, o := damaged(t, c.path, c.fault); !c.want(body, o) {
				t.Errorf("answered %s", body)
			}
		})
	}
}

// A fault applies to requests that match, as often as its count says.
func TestFault_MatchAndCount(t *testing.T) {
	cases := []struct {
		name, method, path string
		requests           []string
		hit                []bool
	}{
		{"anything", "", "", []string{"GET /api/v1/pools", "POST /api/v1/pools/1/open", "GET /elsewhere"}, []bool{true, true, true}},
		{"a method", "post", "", []string{"GET /api/v1/pools", "POST /api/v1/pools/1/open"}, []bool{false, true}},
		{"a star for one segment", "", "/pools/*", []string{"GET /api/v1/pools", "GET /api/v1/pools/1", "GET /api/v1/pools/1/x"}, []bool{false, true, false}},
		{"two stars for all below", "", "/pools/**", []string{"GET /api/v1/pools", "GET /api/v1/pools/1", "GET /api/v1/pools/1/x"}, []bool{false, true, true}},
		{"the whole path", "", "/api/v1/pools", []string{"GET /api/v1/pools?limit=1", "GET /api/v1/projects"}, []bool{true, false}},
		{"outside the API's root", "", "/api/staging/*", []string{"POST /api/staging/analytics-2"}, []bool{true}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.inject(Fault{Kind: Empty, Status: 299, Method: c.method, Path: c.path})
			for i, request := range c.requests {
				method, path, _ := strings.Cut(request, " ")
				if rec, _ := w.send(method, path, ""); (rec.Code == 299) != c.hit[i] {
					t.Errorf("%s answered %d", request, rec.Code)
				}
			}
		})
	}
	t.Run("skip, then count, then the next fault, then none", func(t *testing.T) {
		w := newWorld(t)
		w.inject(Fault{Kind: Empty, Status: 298, Skip: 2, Count: 2})
		w.inject(Fault{Kind: Empty, Status: 299, Skip: 1, Count: 1})
		var got []int
		for i := range 6 {
			if i == 3 && (len(w.Faults()) != 1 || w.Faults()[0].Count != 1 || w.Faults()[0].Skip != 0) {
				t.Errorf("left are %+v", w.Faults())
			}
			rec, _ := w.send(http.MethodGet, "/api/v1/requester", "")
			got = append(got, rec.Code)
		}
		want := []int{200, 299, 298, 298, 200, 200}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("answered %v, want %v", got, want)
			}
		}
		w.inject(Fault{Kind: HTML})
		w.Clear()
		w.ask(http.StatusOK, http.MethodGet, "/api/v1/requester", "")
	})
}

// Faults are switched over HTTP without a token.
func TestFault_ControlOverHTTP(t *testing.T) {
	w := newWorld(t)
	control := func(want int, method, body string) object {
		t.Helper()
		return w.ask(want, method, "/_simulator/faults", body)
	}
	control(http.StatusCreated, http.MethodPost, `{"kind":"html","path":"/pools"}`)
	control(http.StatusCreated, http.MethodPost, ` [{"kind":"drip","every":"5ms","count":3},{"kind":"status","status":429,"payload":{"interval":"DAY"}}]`)
	listed := control(http.StatusOK, http.MethodGet, "")
	if faults := listed["faults"].([]any); len(faults) != 3 || faults[1].(object)["every"] != "5ms" || len(listed["kinds"].([]any)) != len(Kinds()) {
		t.Errorf("listed %v", listed)
	}
	w.ask(http.StatusBadGateway, http.MethodGet, "/api/v1/pools", "")
	control(http.StatusNoContent, http.MethodDelete, "")
	w.ask(http.StatusOK, http.MethodGet, "/api/v1/pools", "")
	for _, bad := range []string{
		``, `x`, `{"kind":"gremlins"}`, `{"kind":"html","colour":1}`, `{"kind":"html","path":"[a"}`,
		`{"kind":"status"}`, `{"kind":"html","status":99}`, `{"kind":"html","count":-1}`, `{"kind":"blanks","bytes":99999999999}`,
		`{"kind":"drip","every":"often"}`, `[{"kind":"html"},{"kind":"gremlins"}]`,
	} {
		if got := control(http.StatusBadRequest, http.MethodPost, bad); text(got["error"]) == "" {
			t.Errorf("%s answered %v", bad, got)
		}
	}
	if left := w.Faults(); len(left) != 0 {
		t.Errorf("refused faults are in force: %v", left)
	}
	control(http.StatusMethodNotAllowed, http.MethodPut, "")
	w.ask(http.StatusNotFound, http.MethodGet, "/_simulator/else", "")
	if n := w.Count("", "/_simulator/"); n != 0 {
		t.Errorf("%d such requests are counted", n)
	}
}

// Inject refuses a payload that is no JSON.
func TestInject_InvalidPayload(t *testing.T) {
	if err := newWorld(t).Inject(Fault{Kind: Status, Status: 400, Payload: json.RawMessage(`{`)}); err == nil {
		t.Error("it is accepted")
	}
}
