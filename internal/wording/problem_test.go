package wording

import (
	"errors"
	"testing"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestProblem_Words(t *testing.T) {
	w := &Words{Host: "api.example"}
	for _, c := range []struct {
		problem                  fleet.Problem
		problemIs, causeIs, does string // in a sentence, in two or three words, what to do
	}{
		{fleet.Problem{Cause: tolokaapi.CauseDNS}, "the name api.example cannot be found", "unknown host", "check the network"},
		{fleet.Problem{Cause: tolokaapi.CauseTLS, Message: "x509: certificate has expired"}, "the certificate of api.example is not accepted", "bad certificate", tlsRemedy},
		{fleet.Problem{Cause: tolokaapi.CauseTLS, Message: "handshake"}, "no secure connection to api.example", "no TLS connection", tlsRemedy},
		{fleet.Problem{Cause: tolokaapi.CauseTimeout}, "no answer in time", "no answer in time", ""},
		{fleet.Problem{Cause: tolokaapi.CausePlain}, "api.example does not speak TLS", "api.example does not speak TLS", ""},
		{fleet.Problem{Message: "something else"}, "something else", "something else", ""},
		{fleet.Problem{}, "no answer", "no answer", ""},
		{fleet.Problem{Named: "pool 21"}, "the answer named pool 21", "the answer named pool 21", ""},
		{fleet.Problem{Status: 401, Auth: true}, "Toloka refused the token (401)", "token refused (401)", "check the token, then start again"},
		{fleet.Problem{Status: 403, Code: "ACCESS_DENIED"}, "ACCESS_DENIED", "not allowed to look (403)", "the account may not do this"},
		{fleet.Problem{Status: 429, Interval: tolokaapi.PerDay}, "over quota (per day)", "over quota (per day)", ""},
		{fleet.Problem{Status: 302, Location: "other.example"}, "api.example points elsewhere (302 to other.example)", "points elsewhere (302)", "check the address"},
		{fleet.Problem{Status: 503}, "Toloka is not available (503)", "error 503", ""},
		{fleet.Problem{Status: 500}, "Toloka has a problem (500 Internal Server Error)", "error 500", ""},
		{fleet.Problem{Status: 409, Code: "CONFLICT"}, "CONFLICT", "error 409", ""},
		{fleet.Problem{Status: 404}, "refused (404 Not Found)", "error 404", "check the address"},
	} {
		p := &c.problem
		if is, brief, does := w.Problem(p), w.Cause(p), w.Remedy(p); is != c.problemIs || brief != c.causeIs || does != c.does {
			t.Errorf("%+v is %q, %q, %q; want %q, %q, %q", c.problem, is, brief, does, c.problemIs, c.causeIs, c.does)
		}
	}
}

// Every cause has words, on the screen and where the program does not start.
func TestCause_EveryOneHasWords(t *testing.T) {
	for _, c := range []tolokaapi.Cause{
		tolokaapi.CauseDNS, tolokaapi.CauseRefused, tolokaapi.CauseDial, tolokaapi.CauseProxy, tolokaapi.CauseTLS, tolokaapi.CausePlain,
		tolokaapi.CauseTimeout, tolokaapi.CauseReset, tolokaapi.CauseUnreadable, tolokaapi.CauseReadOnly, tolokaapi.CauseUnrecorded, tolokaapi.CauseCancelled,
	} {
		if causeWords[c].sentence == "" {
			t.Errorf("%s has no words", c)
		}
		if said := AtStart(&tolokaapi.TransportError{Cause: c, Err: errors.New("broken")}, "api.example"); said == "" {
			t.Errorf("%s has no words for the start", c)
		}
	}
	for cause, want := range map[tolokaapi.Cause]string{
		tolokaapi.CauseProxy: "the proxy on the way to 10.0.0.1 cannot be used (broken): check HTTPS_PROXY and the proxy",
		tolokaapi.CauseDial:  "the connection to 10.0.0.1 failed (broken): check your connection, or try again",
		tolokaapi.CausePlain: "10.0.0.1 does not speak TLS, and plain http is for this machine only: check the address, the port and proxies in between",
	} {
		if got := AtStart(&tolokaapi.TransportError{Cause: cause, Err: errors.New("broken")}, "10.0.0.1"); got != want {
			t.Errorf("%s is %q, want %q", cause, got, want)
		}
	}
}

func TestReason_Words(t *testing.T) {
	w := &Words{}
	for want, r := range map[string]fleet.Row{
		"":                     {State: fleet.Running},
		"LOCKED: it is locked": {State: fleet.Rejected, Problem: &fleet.Problem{Status: 409, Code: "LOCKED", Message: "it is locked"}},
		"LOCKED":               {State: fleet.Rejected, Problem: &fleet.Problem{Status: 409, Code: "LOCKED"}},
		"FULL: no room":        {State: fleet.Failed, Op: tolokaapi.Operation{Status: tolokaapi.Fail, Details: `{"code":"FULL","message":"no room"}`}},
		`{"code":"FULL","message":"no room","at":7}`: {State: fleet.Failed, Op: tolokaapi.Operation{Status: tolokaapi.Fail, Details: `{"code":"FULL","message":"no room","at":7}`}},
		"no tasks":                    {State: fleet.Failed, Op: tolokaapi.Operation{Details: "no tasks"}},
		"no reason given":             {State: fleet.Failed},
		"given up before it was sent": {State: fleet.NotSent},
	} {
		if got := w.Reason(r); got != want {
			t.Errorf("%v is %q, want %q", r.State, got, want)
		}
	}
}
