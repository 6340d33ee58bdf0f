package cli

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/tolokaapi/simulator"
	"tolokadash/ui/table"
)

// However narrow the terminal, the line says what is waited for and until when, does not
// wrap, and is drawn in place.
func TestLineProgress_Trouble(t *testing.T) {
	until := time.Date(2026, 3, 11, 12, 30, 5, 0, time.Local)
	running := make([]headless.Result, 6)
	for i := range running {
		running[i].Row = fleet.Row{ID: fleet.RowID(i + 1), State: fleet.Running, Percent: 30}
	}
	waiting := make([]headless.Result, 3)
	for i := range waiting {
		waiting[i].Row = fleet.Row{ID: fleet.RowID(i + 1), State: fleet.Queued, RetryAt: until.Add(time.Duration(i) * time.Minute), Problem: &fleet.Problem{Status: 429}}
	}
	offline := headless.Event{Type: headless.EventConnection, State: "offline", Cause: "refused", Until: &until}
	retry := headless.Event{Type: headless.EventRetry, Until: &until}
	for name, tc := range map[string]struct {
		event   headless.Event
		results []headless.Result
		wide    string // at 80
		narrow  string // at 40
	}{
		"nothing is wrong":            {headless.Event{Type: headless.EventState}, running, "6 running", "close 30 %  0 of 6 done, 6 running"},
		"offline":                     {offline, running, "close 30 %  0 of 6 done, 6 running, offline, next try 12:30:05", "0 of 6, offline, next try 12:30:05"},
		"offline before any is known": {offline, nil, "close  offline, connection refused, next try at 12:30:05", "close  offline, next try 12:30:05"},
		"a quota":                     {retry, waiting, "HTTP 429, next try 12:30:05", "close  0 of 3, next try 12:30:05"},
	} {
		t.Run(name, func(t *testing.T) {
			for width, want := range map[int]string{80: tc.wide, 40: tc.narrow, 20: ""} {
				var out strings.Builder
				p := newLineProgress(&out, width, false)
				p.event(headless.Event{Type: headless.EventVersion, Command: "close"})
				tc.event.All = func() []headless.Result { return tc.results }
				p.event(tc.event)
				line, drawn := strings.CutPrefix(strings.TrimSuffix(out.String(), "\x1b[K"), "\r")
				if !drawn || strings.ContainsAny(line, "\r\n") || table.Width(line) >= width || !strings.HasSuffix(line, want) {
					t.Errorf("at %d: %q, want %q", width, line, want)
				}
			}
		})
	}
}

// The heartbeat says why nothing is heard, until when.
func TestPlainProgress_HeartbeatOffline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out lockedBuffer
		p := newPlainProgress(&out)
		until := time.Now().Add(90 * time.Second)
		p.event(headless.Event{Type: headless.EventConnection, State: "offline", Cause: "refused", Until: &until})
		time.Sleep(heartbeatEvery + time.Second)
		p.event(headless.Event{Type: headless.EventConnection, State: "live"})
		time.Sleep(heartbeatEvery)
		p.end()
		want := "offline, connection refused, next try at " + until.Local().Format(time.TimeOnly) + "\n"
		if got := out.String(); got != "connection: "+want+want+"connection: live\n" {
			t.Errorf("%q", got)
		}
	})
}

// Quiet is quiet: all is as asked, and nothing is said of it.
func TestAct_Quiet(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		ids := s.sim.PoolIDs("OPEN")
		for _, args := range [][]string{{"close", ids[0], "--yes"}, {"wait", ids[1]}} {
			if got := s.run(append(args, "--progress", "quiet")...); got.code != exitClean || got.stderr != "" {
				t.Errorf("%v: code %d\n%s", args, got.code, got.stderr)
			}
		}
		s.inject(simulator.Fault{Kind: simulator.ResetAfter, Method: http.MethodPost, Count: 1})
		if got := s.run("close", ids[2], "--yes"); strings.Count(got.stdout, "another may have started it") != 1 {
			t.Errorf("code %d\n%s", got.code, got.stdout)
		}
	})
}

// That a command left comes before the trouble that it met; that all is well again before
// what was heard then.
func TestAct_EventsAroundTrouble(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		s.inject(simulator.Fault{Kind: simulator.Status, Status: 429, Method: http.MethodPost, Count: 1, RetryAfter: "5"})
		var order []string
		for _, e := range documents(t, s.run("close", s.sim.PoolIDs("OPEN")[0], "--yes", "-o", "ndjson").stdout) {
			order = append(order, fmt.Sprint(e["type"]))
		}
		if got := strings.Join(order, " "); !strings.HasPrefix(got, "version asked sent retry connection connection sent state") {
			t.Errorf("it tells %s", got)
		}
	})
}

// Once the connection is well again, nothing more is said of it.
func TestLineProgress_WellAgain(t *testing.T) {
	var out strings.Builder
	p := newLineProgress(&out, 80, false)
	none := func() []headless.Result { return nil }
	p.event(headless.Event{Type: headless.EventVersion, Command: "wait"})
	p.event(headless.Event{Type: headless.EventConnection, State: "offline", All: none})
	p.event(headless.Event{Type: headless.EventConnection, State: "live", All: none})
	if got := out.String(); !strings.HasSuffix(got, "wait  offline\x1b[K\r\x1b[K") {
		t.Errorf("%q", got)
	}
}
