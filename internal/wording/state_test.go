package wording

import (
	"testing"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestState_Words(t *testing.T) {
	w := &Words{Ellipsis: "…"}
	success := tolokaapi.Operation{Status: tolokaapi.Success}
	for _, c := range []struct {
		row                fleet.Row
		state, busy, ended string
	}{
		{fleet.Row{State: fleet.Queued}, "queued", "queued", "failed"},
		{fleet.Row{State: fleet.Sending}, "sending…", "sending…", "failed"},
		{fleet.Row{State: fleet.Unconfirmed}, "looking…", "looking…", "failed"},
		{fleet.Row{State: fleet.Pending}, "PENDING", "closing", "failed"},
		{fleet.Row{State: fleet.Running, Op: tolokaapi.Operation{Status: "PAUSED"}}, "PAUSED", "closing", "failed"},
		{fleet.Row{State: fleet.Succeeded, Op: success}, "SUCCESS", "closing", "failed"},
		{fleet.Row{State: fleet.Succeeded}, "closed", "closing", "failed"},
		{fleet.Row{State: fleet.Unchanged}, "already closed", "closing", "failed"},
		{fleet.Row{State: fleet.Failed}, "FAIL", "closing", "failed"},
		{fleet.Row{State: fleet.Rejected}, "rejected", "closing", "was rejected"},
		{fleet.Row{State: fleet.Unknown}, "unknown", "closing", "cannot be followed any more"},
		{fleet.Row{State: fleet.NotSent}, "not sent", "closing", "was not sent"},
	} {
		c.row.Verb = tolokaapi.VerbClose
		if state, busy, ended := w.State(c.row), w.Busy(c.row), Ended(c.row.State); state != c.state || busy != c.busy || ended != c.ended {
			t.Errorf("%v is %q, %q, %q; want %q, %q, %q", c.row.State, state, busy, ended, c.state, c.busy, c.ended)
		}
	}
}

func TestStep_WaitsForTheConnection(t *testing.T) {
	w, now := &Words{Dot: "·"}, time.Date(2000, 3, 11, 14, 0, 0, 0, time.UTC)
	offline := fleet.Connection{State: fleet.Offline, RetryAt: now.Add(6500 * time.Millisecond)}
	for want, r := range map[string]fleet.Row{
		"queued · again in 7 s":                   {State: fleet.Queued},
		"RUNNING":                                 {State: fleet.Running},
		"RUNNING · again in 4 s":                  {State: fleet.Running, RetryAt: now.Add(4 * time.Second)},
		"the answer named pool 21, looking it up": {State: fleet.Unconfirmed, Problem: &fleet.Problem{Named: "pool 21"}},
	} {
		if got := w.Step(r, offline, now); got != want {
			t.Errorf("%v is %q, want %q", r.State, got, want)
		}
	}
}

func TestFate_Reasons(t *testing.T) {
	for want, r := range map[string]fleet.Row{
		"rejected: LOCKED":                        {State: fleet.Rejected, Problem: &fleet.Problem{Status: 409, Code: "LOCKED"}},
		"rejected: HTTP 409":                      {State: fleet.Rejected, Problem: &fleet.Problem{Status: 409}},
		"sent without a reply: no answer in time": {State: fleet.Unconfirmed, Problem: &fleet.Problem{Cause: tolokaapi.CauseTimeout}},
		"failed: no tasks":                        {State: fleet.Failed, Op: tolokaapi.Operation{Details: "no tasks"}},
		"failed: no reason given":                 {State: fleet.Failed},
		"unconfirmed: the answer named pool 21":   {State: fleet.Unconfirmed, Problem: &fleet.Problem{Named: "pool 21"}},
		"closed (found after a lost reply; another may have started it)":             {State: fleet.Succeeded, Found: true},
		"closed (found after the answer named pool 21; another may have started it)": {State: fleet.Succeeded, Found: true, Named: "pool 21"},
	} {
		r.Verb = tolokaapi.VerbClose
		if got := Fate(r); got != want {
			t.Errorf("%v is %q, want %q", r.State, got, want)
		}
	}
}
