package tolokaapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Every call has its path.
func TestClient_Paths(t *testing.T) {
	const page, record, date = `{"items":[]}`, `{"id":"7","status":"OPEN"}`, "Tue, 24 Nov 2026 10:00:00 GMT"
	tests := []struct {
		want, body string
		ask        func(*Client) (time.Time, error)
	}{
		{"GET /toloka/api/v1/pools?limit=300&sort=id", page, listing(t, (*Client).ListPools, Query{})},
		{"GET /toloka/api/v1/trainings?limit=300&project_id=7&sort=id", page, listing(t, (*Client).ListTrainings, Query{ProjectID: "7"})},
		{"GET /toloka/api/v1/operations?limit=50&sort=id&status=RUNNING", page, listing(t, (*Client).ListOperations, Query{Status: "RUNNING", Limit: 50})},
		{"GET /toloka/api/v1/projects?limit=300&sort=id", page, listing(t, (*Client).ListProjects, Query{})},
		{"GET /toloka/api/v1/pools/7", record, reading(t, (*Client).Pool, PoolRef("7"))},
		{"GET /toloka/api/v1/trainings/7", record, reading(t, (*Client).Pool, TrainingRef("7"))},
		{
			"GET /toloka/api/v1/operations/a%2Fb%3Fc%23d%252e", `{"id":"a/b?c#d%2e","status":"PENDING"}`,
			reading(t, (*Client).Operation, OperationID("a/b?c#d%2e")),
		},
		{"GET /toloka/api/v1/requester", record, func(c *Client) (time.Time, error) {
			a, err := c.Requester(t.Context())
			return a.Server, err
		}},
		{"POST /toloka/api/v1/pools/7/close", closeSample, acting(t, VerbClose, PoolRef("7"))},
		{"POST /toloka/api/v1/pools/7/open", closeSample, acting(t, VerbOpen, PoolRef("7"))},
		{"POST /toloka/api/v1/pools/7/archive", closeSample, acting(t, VerbArchive, PoolRef("7"))},
		{"POST /toloka/api/v1/pools/..%2F7/clone", closeSample, acting(t, VerbClone, PoolRef("../7"))},
		{"POST /toloka/api/v1/trainings/7/close", closeSample, acting(t, VerbClose, TrainingRef("7"))},
	}
	for _, test := range tests {
		t.Run(test.want, func(t *testing.T) {
			s := play(t, step{want: test.want, body: test.body, header: map[string]string{"Date": date}})
			server, err := test.ask(newClient(t, s, WithAccount("acc"), WithUserAgent("tolokadash/1.0")))
			if err != nil || !server.Equal(time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)) {
				t.Fatalf("got %v, %v", server, err)
			}
			want := http.Header{
				"Accept": {"application/json"}, "Authorization": {"OAuth " + testToken},
				"User-Agent": {"tolokadash/1.0"}, "X-Act-Under-Account-Id": {"acc"},
			}
			if diff := cmp.Diff(want, s.asked[0].Header); diff != "" {
				t.Error(diff)
			}
			if r := s.asked[0]; r.Body != nil || r.URL.Host != "gate.example" || r.URL.Scheme != "https" {
				t.Errorf("got %v with body %v", r.URL, r.Body)
			}
		})
	}
}

func listing[T any](t *testing.T, call func(*Client, context.Context, Query) (Page[T], error), q Query) func(*Client) (time.Time, error) {
	t.Helper()
	return func(c *Client) (time.Time, error) {
		p, err := call(c, t.Context(), q)
		return p.Server, err
	}
}

func reading[K, T any](t *testing.T, call func(*Client, context.Context, K) (Answer[T], error), key K) func(*Client) (time.Time, error) {
	t.Helper()
	return func(c *Client) (time.Time, error) {
		a, err := call(c, t.Context(), key)
		return a.Server, err
	}
}

func acting(t *testing.T, v Verb, ref Ref) func(*Client) (time.Time, error) {
	t.Helper()
	return func(c *Client) (time.Time, error) {
		out, err := c.Act(t.Context(), v, ref)
		return out.Server, err
	}
}

// An action answers an operation or unchanged.
func TestAct_Outcome(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		want   Outcome
	}{
		{"accepted", 202, `{"id":"a","type":"POOL.CLOSE","status":"PENDING"}`, Outcome{Operation: Operation{ID: "a", Type: "POOL.CLOSE", Status: Pending}}},
		{"over at once", 200, `{"id":"a","type":"POOL.CLOSE","status":"SUCCESS"}`, Outcome{Operation: Operation{ID: "a", Type: "POOL.CLOSE", Status: Success}}},
		{"another success", 201, `{"id":"a","status":"RUNNING"}`, Outcome{Operation: Operation{ID: "a", Status: Running}}},
		{"already so", 204, ``, Outcome{Unchanged: true}},
		{"already so, with a body no one expects", 204, `<html>`, Outcome{Unchanged: true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := newClient(t, play(t, step{want: "POST /toloka/api/v1/pools/7/close", status: test.status, body: test.body}))
			got, err := c.Act(t.Context(), VerbClose, PoolRef("7"))
			if err != nil {
				t.Fatal(err)
			}
			test.want.Status = test.status
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// An accepted action that cannot be read may have begun.
func TestAct_UnreadableAnswer(t *testing.T) {
	for name, body := range map[string]string{
		"empty": ``, "HTML": `<html>ok</html>`, "truncated": `{"id":"a","status":"PEN`, "no id": `{"status":"PENDING"}`,
		"no status": `{"id":"a"}`, "a list": `[]`, "null": `null`, "an id that is none": `{"id":"a b","status":"PENDING"}`,
	} {
		t.Run(name, func(t *testing.T) {
			header := map[string]string{"Date": "Tue, 24 Nov 2026 10:00:00 GMT", "Content-Type": "text/\x1bhtml"}
			c := newClient(t, play(t, step{want: "POST /toloka/api/v1/pools/7/close", status: 202, body: body, header: header}))
			out, err := c.Act(t.Context(), VerbClose, PoolRef("7"))
			var lost *TransportError
			if !errors.As(err, &lost) || !lost.MaybeSent || lost.Cause != CauseUnreadable || lost.Server.IsZero() || out != (Outcome{}) {
				t.Fatalf("got %+v, %v", out, err)
			}
			assertHarmless(t, err.Error(), maxText)
		})
	}
}

// TestBoundedReader_Limit spells the limit out, since it is
// promised.
func TestBoundedReader_Limit(t *testing.T) {
	const pool = `{"id":"7","status":"OPEN"}`
	for more, want := range map[int]error{0: nil, 1: errTooLarge} {
		body := strings.NewReader(strings.Repeat(" ", 33_554_432-len(pool)+more) + pool)
		c := newClient(t, play(t, step{want: "GET /toloka/api/v1/pools/7", reader: body}))
		if _, err := c.Pool(t.Context(), PoolRef("7")); !errors.Is(err, want) {
			t.Errorf("%d bytes more: got %v, want %v", more, err, want)
		}
	}
}

// An answer about another record is not used.
func TestGet_OtherRecord(t *testing.T) {
	c := newClient(t, play(t,
		step{want: "GET /toloka/api/v1/pools/7", body: `{"id":"8","status":"OPEN"}`},
		step{want: "GET /toloka/api/v1/pools/7", body: `{"status":"OPEN"}`},
		step{want: "GET /toloka/api/v1/operations/7", body: `{"id":"8","status":"SUCCESS"}`},
	))
	for range 2 {
		if a, err := c.Pool(t.Context(), PoolRef("7")); !errors.Is(err, errOtherRecord) || a != (Answer[Pool]{}) {
			t.Errorf("got %+v, %v", a, err)
		}
	}
	if a, err := c.Operation(t.Context(), "7"); !errors.Is(err, errOtherRecord) {
		t.Errorf("got %+v, %v", a, err)
	}
}

// A single record without a status is unreadable.
func TestGet_NoStatus(t *testing.T) {
	c := newClient(t, play(t, step{want: "GET /toloka/api/v1/pools/7", body: `{"id":"7"}`}))
	if a, err := c.Pool(t.Context(), PoolRef("7")); err != nil || a.Value.Unreadable == "" {
		t.Errorf("got %+v, %v", a, err)
	}
}

// What cannot be asked is not asked.
func TestClient_InvalidRequest(t *testing.T) {
	c := newClient(t, play(t))
	asks := map[string]func() error{
		"an empty ref":         func() error { _, err := c.Act(t.Context(), VerbClose, Ref{}); return err },
		"an id that climbs":    func() error { _, err := c.Act(t.Context(), VerbClose, PoolRef("..")); return err },
		"another subject":      func() error { _, err := c.Act(t.Context(), VerbClose, Ref{"project", "7"}); return err },
		"another verb":         func() error { _, err := c.Act(t.Context(), "delete", PoolRef("7")); return err },
		"a pool without an id": func() error { _, err := c.Pool(t.Context(), PoolRef("")); return err },
		"an operation's id":    func() error { _, err := c.Operation(t.Context(), "a b"); return err },
	}
	for name, ask := range asks {
		t.Run(name, func(t *testing.T) {
			var refused *TransportError
			if err := ask(); !errors.As(err, &refused) || refused.MaybeSent || refused.Cause != CauseInvalid {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A read only client only reads.
func TestClient_ReadOnly(t *testing.T) {
	c := newClient(t, play(t, step{want: "GET /toloka/api/v1/requester", body: `{}`}), WithReadOnly())
	if _, err := c.Requester(t.Context()); err != nil {
		t.Error(err)
	}
	for _, verb := range Verbs {
		_, err := c.Act(t.Context(), verb, PoolRef("7"))
		var refused *TransportError
		if !errors.As(err, &refused) || refused.MaybeSent || refused.Cause != CauseReadOnly || refused.Host != "gate.example" {
			t.Errorf("%s: got %v", verb, err)
		}
	}
}

// No dump shows the token.
func TestClient_TokenInDump(t *testing.T) {
	c := newClient(t, play(t, step{want: "POST /toloka/api/v1/pools/7/close", status: 409, body: `{"code":"` + testToken + `",
		"message":"no ` + testToken + ` here, sec\u200bret-token-0123456789","request_id":"` + testToken + `","payload":{"` + testToken + `":"` + testToken + `"}}`}))
	_, err := c.Act(t.Context(), VerbClose, PoolRef("7"))
	inner := c.refuse(CauseReset, errors.New("bad header Authorization: "+testToken))
	for _, v := range []any{c, *c, err, inner, errors.Unwrap(inner), []any{c, &c}} {
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			if text := fmt.Sprintf(format, v); strings.Contains(text, testToken) || strings.Contains(text, "0123456789") {
				t.Errorf("%s shows it: %s", format, text)
			}
		}
	}
	if !strings.Contains(err.Error(), "no *** here, ***") {
		t.Errorf("got %v", err)
	}
}

// A token that comes back is taken out.
func TestClient_TokenInErrors(t *testing.T) {
	const token = `tok"en\with-quotes`
	const escaped = `tok\"en\\with-quotes`
	cut := strings.Repeat("x", maxText-10)
	c := newClient(t, play(t,
		step{want: "GET /toloka/api/v1/pools/7", status: 400, body: `{"code":"X","message":"` + cut + escaped + `","payload":{"got":"OAuth ` + escaped + `","` + escaped + `":1}}`},
		step{want: "GET /toloka/api/v1/pools/7", status: 400, body: `{"code":"X","message":"` + cut + `tok\"\u200ben\\with-quotes","payload":"` + cut + escaped + `"}`},
		step{want: "GET /toloka/api/v1/pools/7", status: 400, body: `{"code":"X","payload":["` + escaped + `",` + strings.Repeat("1,", 64<<10) + `1]}`},
		step{want: "GET /toloka/api/v1/operations/7", body: `{"id":"7","status":"FAIL","details":{"header":"OAuth ` + escaped + `"}}`},
		step{want: "GET /toloka/api/v1/operations?limit=300&sort=id", body: `{"items":[{"id":"7","status":"FAIL","details":"tok\"en\u200b\\with\u002dquotes"}]}`},
		step{want: "POST /toloka/api/v1/pools/7/close", status: 202, body: `{"id":"7","status":"FAIL","details":"` + cut + escaped + `"}`},
	), WithToken(token))
	var said []string
	for range 3 {
		_, err := c.Pool(t.Context(), PoolRef("7"))
		var problem *Error
		if !errors.As(err, &problem) {
			t.Fatalf("got %v", err)
		}
		said = append(said, problem.Message, problem.Payload)
	}
	one, err := c.Operation(t.Context(), "7")
	if err != nil {
		t.Fatal(err)
	}
	page, err := c.ListOperations(t.Context(), Query{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.Act(t.Context(), VerbClose, PoolRef("7"))
	if err != nil {
		t.Fatal(err)
	}
	said = append(said, one.Value.Details, page.Items[0].Details, out.Operation.Details)
	for i, text := range said {
		assertHarmless(t, text, maxText)
		if strings.Contains(text, "tok") || text != "" && !strings.Contains(text, redacted) && !strings.HasSuffix(text, ellipsis) {
			t.Errorf("%d: %.40q ends in %q", i, text, text[max(0, len(text)-20):])
		}
	}
	if said[1] != `{"got":"OAuth ***","***":1}` {
		t.Errorf("got %s", said[1])
	}
}

// An observer sees every exchange.
func TestClient_Observer(t *testing.T) {
	var seen []Exchange
	c := newClient(t, play(t,
		step{want: "GET /toloka/api/v1/pools?limit=300&sort=id", body: `{"items":[]}`, header: map[string]string{"X-Request-Id": "r-\x1b[0m0"}},
		step{want: "POST /toloka/api/v1/pools/7/close", status: 500, body: `{"request_id":"r-1","code":"INTERNAL_ERROR"}`},
		step{want: "GET /toloka/api/v1/requester", err: errors.New("broken")},
	), WithObserver(func(e Exchange) { seen = append(seen, e) }))
	_, _ = c.ListPools(t.Context(), Query{})
	_, refused := c.Act(t.Context(), VerbClose, PoolRef("7"))
	_, lost := c.Requester(t.Context())
	want := []Exchange{
		{Method: "GET", Path: "/api/v1/pools", Query: "limit=300&sort=id", Status: 200, RequestID: "r-0"},
		{Method: "POST", Path: "/api/v1/pools/7/close", Status: 500, RequestID: "r-1", Err: refused},
		{Method: "GET", Path: "/api/v1/requester", Err: lost},
	}
	if len(seen) != len(want) {
		t.Fatalf("got %+v", seen)
	}
	for i := range seen {
		if seen[i].Duration < 0 {
			t.Errorf("took %v", seen[i].Duration)
		}
		if seen[i].Duration = 0; seen[i] != want[i] {
			t.Errorf("got %+v, want %+v", seen[i], want[i])
		}
	}
}
