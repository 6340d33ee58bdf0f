package tolokaapi

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// percent encodes every byte of s.
func percent(s string) string {
	var out strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&out, "%%%02X", s[i])
	}
	return out.String()
}

// between puts a text between the bytes of s.
func between(s, separator string) string { return strings.Join(strings.Split(s, ""), separator) }

// disguises are the forms of a token that a server can send and a reader would
// recognise on the screen.
func disguises(token string) map[string]string {
	half := len(token) / 2
	return map[string]string{
		"bare":                      token,
		"in upper case":             strings.ToUpper(token),
		"percent-encoded":           percent(token),
		"percent-encoded in part":   token[:half] + percent(token[half:]),
		"percent-encoded twice":     percent(percent(token)),
		"in a query":                url.QueryEscape(token),
		"with escapes of JSON":      strings.NewReplacer(`\`, `\\`, `"`, `\"`, `/`, `\/`).Replace(token),
		"as an escape of JSON":      fmt.Sprintf(`\u%04x`, token[0]) + token[1:],
		"split by a control":        token[:half] + "\x00" + token[half:],
		"split by a sequence":       token[:half] + "\x1b[31m" + token[half:],
		"split by zero widths":      between(token, "\u200b"),
		"split by joiners":          between(token, "\u200d"),
		"split by combining marks":  between(token, "\u0301"),
		"split by selectors":        between(token, "\ufe0f"),
		"split by a line break":     token[:half] + "\r\n" + token[half:],
		"split by a bidi control":   token[:half] + "\u202e" + token[half:],
		"three times":               token + token + "," + token,
		"split within its encoding": "%\u200b" + percent(token)[1:],
	}
}

func TestSanitizer_Token(t *testing.T) {
	for _, token := range []string{testToken, `tok"en\with/quotes`, "AQAAAA+b/c==_~", "********"} {
		clean := newSanitizer(token)
		for name, text := range disguises(token) {
			t.Run(token+" "+name, func(t *testing.T) {
				got := clean.text("before "+text+" after", maxName, false)
				if !strings.HasPrefix(got, "before ***") || !strings.HasSuffix(got, " after") {
					t.Errorf("%q became %q", text, got)
				}
				if len(clean.find(got)) > 0 {
					t.Errorf("%q is found in %q", token, got)
				}
				assertHarmless(t, got, maxName)
				if !clean.holdsToken(Harmless(text)) {
					t.Errorf("an id may be %q", text)
				}
			})
		}
	}
}

func TestSanitizer_OrdinaryText(t *testing.T) {
	clean := newSanitizer("pool-name-1")
	for _, text := range []string{"", "pool-name", "pool name 12", "100 % of pool-name-2", `C:\pools\name-1`, "%7", `\`, `\u`, "ool-name-1", "Пул №5 · 音声", "pool-name-…"} {
		if got := clean.text(text, maxName, false); got != text {
			t.Errorf("%q became %q", text, got)
		}
		if clean.holdsToken(text) {
			t.Errorf("%q holds the token", text)
		}
	}
}

// TestSanitizer_ShortToken has the token of the README, which is in every other
// word.
func TestSanitizer_ShortToken(t *testing.T) {
	for token, want := range map[string]string{"x": "ax x1234567 b", "x123456": "ax x1234567 b", "x1234567": "ax *** b"} {
		if got := newSanitizer(token).text("ax x1234567 b", maxName, false); got != want {
			t.Errorf("%q: got %q", token, got)
		}
	}
}

// TestSanitizer_TokenAtTheCut cuts text at every place of a token, also where
// tokens before it made the text shorter.
func TestSanitizer_TokenAtTheCut(t *testing.T) {
	clean := newSanitizer(testToken)
	for name, text := range disguises(testToken) {
		for at := range len(text) + 4 {
			for _, before := range []string{strings.Repeat("x", maxWord-at), strings.Repeat(testToken, 9)[:max(maxWord-at, 0)/len(testToken)*len(testToken)]} {
				got := clean.text(before+text+strings.Repeat("x", maxWord), maxWord, false)
				rest := strings.TrimLeft(strings.TrimSuffix(got, ellipsis), "x*,")
				if rest = strings.TrimRight(rest, `x*,%\u0123456789`); rest != "" {
					t.Fatalf("%s, cut at %d: %q", name, at, got)
				}
				assertHarmless(t, got, maxWord)
			}
			if at >= maxWord-4 {
				break
			}
		}
	}
}

func FuzzSanitizer(f *testing.F) {
	for _, text := range disguises(testToken) {
		f.Add(text, testToken, 64)
		f.Add(strings.Repeat("x", 60)+text, testToken, 64)
	}
	f.Add(`%2`, `%2525252525`, 9)
	f.Fuzz(func(t *testing.T, text, token string, limit int) {
		if _, secret, err := ParseToken(token); err != nil || secret != token || len(token) > 100 {
			return
		}
		limit = max(min(limit, maxText), maxWord)
		clean := newSanitizer(token)
		got := clean.text(text, limit, false)
		assertHarmless(t, got, limit)
		if len(token) < minRedacted {
			if got != HarmlessN(text, limit) {
				t.Errorf("%q is looked for", token)
			}
			return
		}
		if strings.Contains(got, token) || len(clean.find(got)) > 0 {
			t.Errorf("%q is in %q", token, got)
		}
	})
}

// everywhere puts the token into every text of a record.
func everywhere(token string) string {
	return `"type":"` + token + `","private_name":"my ` + token + `","private_comment":"` + token + `","public_name":"` + token +
		`","last_close_reason":"` + token + `","created":"` + token + `","last_started":"` + token + `","last_stopped":"` + token +
		`","will_expire":"` + token + `","submitted":"` + token + `","started":"` + token + `","finished":"` + token +
		`","reward_per_assignment":"` + token + `","details":{"` + token + `":"` + token + `","pool_id":"` + token + `"}`
}

func TestClient_TokenInText(t *testing.T) {
	record := `{"id":"7","status":"x` + testToken + `",` + everywhere(testToken) + `}`
	header := map[string]string{"X-Request-Id": testToken}
	var seen []Exchange
	c := newClient(t, play(t,
		step{want: "GET /toloka/api/v1/pools?limit=300&sort=id", body: `{"items":[` + record + `]}`, header: header},
		step{want: "GET /toloka/api/v1/trainings/7", body: record, header: header},
		step{want: "GET /toloka/api/v1/operations?limit=300&sort=id", body: `{"items":[` + record + `]}`, header: header},
		step{want: "GET /toloka/api/v1/projects?limit=300&sort=id", body: `{"items":[` + record + `]}`, header: header},
		step{want: "GET /toloka/api/v1/requester", body: `{"id":"` + testToken + `","balance":1,"public_name":{"EN":"I am ` + testToken + `"},"company":{"id":"` + testToken + `"}}`, header: header},
		step{want: "POST /toloka/api/v1/pools/7/close", status: 202, body: record, header: header},
		step{want: "POST /toloka/api/v1/pools/7/close", status: 202, body: `{"id":"7"}`, header: map[string]string{"Content-Type": testToken}},
		step{want: "POST /toloka/api/v1/pools/7/close", status: 302, header: map[string]string{"Location": "https://" + strings.ToUpper(percent(testToken)) + ".example/", "Retry-After": testToken, "Date": testToken}},
		step{want: "POST /toloka/api/v1/pools/7/close", status: 429, body: `{"payload":{"interval":"` + testToken + `"}}`},
		step{want: "POST /toloka/api/v1/pools/7/close", err: &url.Error{Op: testToken, URL: "http://" + testToken, Err: errors.New(testToken)}},
		step{want: "GET /toloka/api/v1/operations/" + testToken, status: http.StatusNotFound},
		step{want: "GET /toloka/api/v1/pools?limit=300&sort=id&status=" + testToken, status: http.StatusNotFound},
	), WithObserver(func(e Exchange) { seen = append(seen, e) }))
	var got []any
	keep := func(v any, err error) { got = append(got, v, err) }
	keep(c.ListPools(t.Context(), Query{}))
	keep(c.Pool(t.Context(), TrainingRef("7")))
	keep(c.ListOperations(t.Context(), Query{}))
	keep(c.ListProjects(t.Context(), Query{}))
	keep(c.Requester(t.Context()))
	for range 5 {
		keep(c.Act(t.Context(), VerbClose, PoolRef("7")))
	}
	_, err := c.Operation(t.Context(), testToken)
	keep(nil, err)
	_, err = c.ListPools(t.Context(), Query{Status: testToken})
	keep(nil, err)
	for i, v := range append(got, seen) {
		text := fmt.Sprintf("%+v", v)
		if err, ok := v.(error); ok {
			text += err.Error()
		}
		if strings.Contains(strings.ToLower(text), testToken) {
			t.Errorf("%d: %s", i, text)
		}
	}
	if page := got[0].(Page[Pool]); page.Items[0].Name != "my ***" || page.Items[0].Unreadable != "" {
		t.Errorf("got %+v", page.Items[0])
	}
}

func TestClient_TokenInID(t *testing.T) {
	for name, id := range map[string]string{"bare": testToken, "inside": "7" + testToken + "7", "in upper case": strings.ToUpper(testToken), "encoded": percent(testToken)} {
		t.Run(name, func(t *testing.T) {
			clean := newSanitizer(testToken)
			const problem = "one of its ids holds the token"
			for _, test := range []struct{ in, want string }{
				{`{"id":"` + id + `","status":"OPEN"}`, ""},
				{`{"id":"7","status":"OPEN","project_id":"` + id + `"}`, "7"},
				{`{"id":"7","status":"OPEN","owner":{"id":"` + id + `"}}`, "7"},
			} {
				if diff := cmp.Diff(Pool{Ref: PoolRef(test.want), Unreadable: problem}, readPool(SubjectPool, []byte(test.in), clean)); diff != "" {
					t.Error(diff)
				}
			}
			o := readOperation([]byte(`{"id":"7","status":"RUNNING","parameters":{"pool_id":"`+id+`"}}`), clean)
			if diff := cmp.Diff(Operation{ID: "7", Unreadable: problem}, o); diff != "" {
				t.Error(diff)
			}
			if p := readProject([]byte(`{"id":"`+id+`","status":"ACTIVE"}`), clean); p != (Project{Unreadable: problem}) {
				t.Errorf("got %+v", p)
			}
		})
	}
}

// TestClient_NumericToken has a token that is a number, and numbers that hold
// it.
func TestClient_NumericToken(t *testing.T) {
	p := readPool(SubjectPool, []byte(`{"id":"7","status":"OPEN","reward_per_assignment":12345678,"assignment_max_duration_seconds":12345678,"priority":7}`), newSanitizer("12345678"))
	if p.Reward != "" || p.MaxDuration != nil || p.Priority == nil || p.Unreadable != "" {
		t.Errorf("got %+v", p)
	}
}
