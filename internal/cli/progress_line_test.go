package cli

import (
	"strings"
	"testing"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
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
