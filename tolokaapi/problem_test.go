package tolokaapi

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// askProblem asks for a pool and gives the error of the answer.
func askProblem(t *testing.T, s step) *Error {
	t.Helper()
	s.want = "GET /toloka/api/v1/pools/7"
	a, err := newClient(t, play(t, s)).Pool(t.Context(), PoolRef("7"))
	var problem *Error
	if !errors.As(err, &problem) || a != (Answer[Pool]{}) {
		t.Fatalf("got %+v, %v", a, err)
	}
	return problem
}

// Errors of every shape are read.
func TestProblem_Shapes(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		want   Error
		line   string
	}{
		{
			"the documented envelope", 409, `{"request_id":"337d68d1-974d-42b1-a2d0-6234f6373eed","code":"INAPPROPRIATE_STATUS",
			"message":"This or related resource is in inappropriate status, operation is not allowed","payload":{"appropriate_statuses":["CLOSED"]}}`,
			Error{
				Code: "INAPPROPRIATE_STATUS", Message: "This or related resource is in inappropriate status, operation is not allowed",
				RequestID: "337d68d1-974d-42b1-a2d0-6234f6373eed", Payload: `{"appropriate_statuses":["CLOSED"]}`,
			},
			"INAPPROPRIATE_STATUS: This or related resource is in inappropriate status, operation is not allowed",
		},
		{
			"a null payload", 409, `{"request_id":"8dff48b8e99cd9408fa2d6a906d52205","code":"EMPTY_POOL","message":"Pool contains no tasks","payload":null}`,
			Error{Code: "EMPTY_POOL", Message: "Pool contains no tasks", RequestID: "8dff48b8e99cd9408fa2d6a906d52205"},
			"EMPTY_POOL: Pool contains no tasks",
		},
		{
			"a bare map of fields", 409, `{"user_id":{"code":"ENTITY_CONFLICT","message":"is there"}}`,
			Error{Payload: `{"user_id":{"code":"ENTITY_CONFLICT","message":"is there"}}`},
			"HTTP 409 Conflict",
		},
		{"a payload that is a word", 400, `{"code":"X","payload":"why"}`, Error{Code: "X", Payload: `"why"`}, "X"},
		{"a payload that is a number", 400, `{"code":"X","payload":5}`, Error{Code: "X", Payload: `5`}, "X"},
		{"a payload that is a list", 400, `{"code":"X","payload":[1,null]}`, Error{Code: "X", Payload: `[1,null]`}, "X"},
		{"a code of a wrong type", 400, `{"code":5,"message":"no"}`, Error{Message: "no"}, "HTTP 400 Bad Request: no"},
		{"an empty body", 409, ``, Error{}, "HTTP 409 Conflict"},
		{"an empty object", 500, `{}`, Error{}, "HTTP 500 Internal Server Error"},
		{"HTML of a gateway", 502, `<html><body>Bad gateway</body></html>`, Error{}, "HTTP 502 Bad Gateway"},
		{"a truncated envelope", 503, `{"code":"REMOTE_SERVICE_UNAV`, Error{}, "HTTP 503 Service Unavailable"},
		{"bytes that are no text", 500, "\xff\xfe\x00", Error{}, "HTTP 500 Internal Server Error"},
		{"text that is no UTF-8 inside", 500, "{\"code\":\"X\",\"message\":\"\xff\"}", Error{Code: "X", Message: "\ufffd"}, "X: \ufffd"},
		{"a list", 500, `[1]`, Error{}, "HTTP 500 Internal Server Error"},
		{"a status without a name", 599, ``, Error{}, "HTTP 599"},
		{"more than is read", 500, strings.Repeat(" ", 2<<20) + `{"code":"X"}`, Error{}, "HTTP 500 Internal Server Error"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.want.Status = test.status
			got := askProblem(t, step{status: test.status, body: test.body})
			if diff := cmp.Diff(&test.want, got); diff != "" {
				t.Error(diff)
			}
			if got.Error() != test.line {
				t.Errorf("got %q", got.Error())
			}
		})
	}
}

// The body of an error may break off.
func TestProblem_TruncatedBody(t *testing.T) {
	body := io.MultiReader(strings.NewReader(`{"code":"X"`), iotest.ErrReader(errors.New("reset")))
	if got := askProblem(t, step{status: 500, reader: body}); got.Status != 500 || got.Code != "" {
		t.Errorf("got %+v", got)
	}
}

// Remote text of an error is harmless.
func TestProblem_HostileText(t *testing.T) {
	evil := `"\u001b]0;owned\u0007\u202eevil\n` + strings.Repeat("x", 9000) + `"`
	got := askProblem(t, step{
		status: 429, body: `{"code":` + evil + `,"message":` + evil + `,"request_id":` + evil + `,"payload":{` + evil + `:1,"interval":` + evil + `}}`,
	})
	for _, s := range []string{got.Code, got.Message, got.RequestID, got.Payload, string(got.Interval), got.Error()[:maxText]} {
		assertHarmless(t, s, maxText)
		if !strings.Contains(s, "evil") {
			t.Errorf("got %.30q", s)
		}
	}
	got = askProblem(t, step{status: 500, header: map[string]string{"X-Request-Id": "r\x1b[31m1"}})
	if got.RequestID != "r1" {
		t.Errorf("got %q", got.RequestID)
	}
}

// A refused token is told from lacking rights.
func TestError_Authentication(t *testing.T) {
	tests := []struct {
		status int
		code   string
		want   bool
	}{
		{401, "", true},
		{401, "ANYTHING", true},
		{403, "AUTHENTICATION_ERROR", true},
		{403, "OAUTH_AUTHENTICATION_ERROR", true},
		{403, "ACCESS_DENIED", false},
		{403, "", false},
		{404, "DOES_NOT_EXIST", false},
	}
	for _, test := range tests {
		if got := askProblem(t, step{status: test.status, body: `{"code":"` + test.code + `"}`}); got.Authentication() != test.want {
			t.Errorf("%d %s: got %v", test.status, test.code, got.Authentication())
		}
	}
}

// A redirect is an error that names its host.
func TestProblem_RedirectHost(t *testing.T) {
	for location, want := range map[string]string{
		"https://elsewhere.example/api?token=1": "elsewhere.example",
		"https://me:pw@elsewhere.example:8443/": "elsewhere.example:8443",
		"//elsewhere.example/x":                 "elsewhere.example",
		"/login":                                "gate.example",
		"https://" + testToken + ".example/":    "***.example",
		"":                                      "",
		"https://%zz":                           "",
		"\x1b[31m":                              "",
	} {
		got := askProblem(t, step{status: 302, header: map[string]string{"Location": location}})
		if got.Location != want || got.Status != 302 {
			t.Errorf("%q: got %+v", location, got)
		}
	}
	if got := askProblem(t, step{status: 500, header: map[string]string{"Location": "https://elsewhere.example"}}); got.Location != "" {
		t.Errorf("got %+v", got)
	}
}

// A quota is named.
func TestProblem_Interval(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		want   Interval
		lasts  time.Duration
	}{
		{"a minute", 429, `{"code":"TOO_MANY_REQUESTS","payload":{"interval":"MIN"}}`, PerMinute, time.Minute},
		{"an hour", 429, `{"payload":{"interval":"HOUR"}}`, PerHour, time.Hour},
		{"a day", 429, `{"payload":{"interval":"DAY"}}`, PerDay, 24 * time.Hour},
		{"an unknown one", 429, `{"payload":{"interval":"WEEK"}}`, "WEEK", 0},
		{"none", 429, `{"payload":{}}`, "", 0},
		{"no payload", 429, `{}`, "", 0},
		{"a null payload", 429, `{"payload":null}`, "", 0},
		{"a number", 429, `{"payload":{"interval":5}}`, "", 0},
		{"another status", 400, `{"payload":{"interval":"MIN"}}`, "", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := askProblem(t, step{status: test.status, body: test.body})
			if got.Interval != test.want || got.Interval.Duration() != test.lasts {
				t.Errorf("got %q, %v", got.Interval, got.Interval.Duration())
			}
		})
	}
}

// Retry after is seconds or a date.
func TestRetryAfter_SecondsOrDate(t *testing.T) {
	const date = "Tue, 24 Nov 2026 10:00:00 GMT"
	tests := []struct {
		header string
		want   time.Duration
	}{
		{"30", 30 * time.Second},
		{" 1 ", time.Second},
		{"Tue, 24 Nov 2026 10:01:30 GMT", 90 * time.Second},
		{"Tuesday, 24-Nov-26 10:01:30 GMT", 90 * time.Second},
		{"604801", 7 * 24 * time.Hour},
		{"99999999999999999999999", 7 * 24 * time.Hour},
		{"Tue, 24 Nov 2099 10:00:00 GMT", 7 * 24 * time.Hour},
		{"0", 0},
		{"-5", 0},
		{"+5", 0},
		{"1.5", 0},
		{"soon", 0},
		{"", 0},
		{"Tue, 24 Nov 2026 09:00:00 GMT", 0},
	}
	for _, test := range tests {
		t.Run(test.header, func(t *testing.T) {
			got := askProblem(t, step{status: 429, header: map[string]string{"Date": date, "Retry-After": test.header}})
			if got.Retry != test.want || !got.Server.Equal(time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)) {
				t.Errorf("got %v at %v", got.Retry, got.Server)
			}
		})
	}
}

// Without a server's clock retry after counts from ours.
func TestRetryAfter_NoDateHeader(t *testing.T) {
	until := time.Now().Add(time.Hour).UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT")
	got := askProblem(t, step{status: 503, header: map[string]string{"Date": "today", "Retry-After": until}})
	if got.Retry < 50*time.Minute || got.Retry > time.Hour || !got.Server.IsZero() {
		t.Errorf("got %v at %v", got.Retry, got.Server)
	}
}
