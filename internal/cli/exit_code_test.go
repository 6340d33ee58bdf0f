package cli

import (
	"os"
	"strconv"
	"testing"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/tolokaapi"
)

// Of several results the one that comes first here decides.
func TestExitOf_Precedence(t *testing.T) {
	order := []struct {
		code int
		row  fleet.Row
	}{
		{exitRefused, fleet.Row{State: fleet.Rejected, Problem: &fleet.Problem{Auth: true}}},
		{exitUnknown, fleet.Row{State: fleet.Unknown}},
		{exitBad, fleet.Row{State: fleet.Failed}},
		{exitTime, fleet.Row{State: fleet.Running}},
		{exitTime, fleet.Row{State: fleet.Succeeded}},
	}
	over := &interruption{}
	for i, first := range order {
		for _, second := range order[i:] {
			for _, rows := range [][]fleet.Row{{first.row, second.row}, {second.row, first.row}} {
				results := []headless.Result{{Row: rows[0]}, {Row: rows[1]}}
				if code := exitOf(results, over); code != first.code {
					t.Errorf("%v and %v: code %d, want %d", rows[0].State, rows[1].State, code, first.code)
				}
				if code := exitOf(results, &interruption{os.Interrupt}); code != exitBreak {
					t.Errorf("%v and %v, ctrl+c: code %d", rows[0].State, rows[1].State, code)
				}
			}
		}
	}
	for _, done := range []fleet.State{fleet.Succeeded, fleet.Unchanged} { // 202 that succeeded, 204
		if code := exitOf([]headless.Result{{Row: fleet.Row{State: done}}}, nil); code != exitClean {
			t.Errorf("%v: code %d", done, code)
		}
	}
}

// The line to go on with has the flags that choose the account, as words of a shell.
func TestResumeLine_Flags(t *testing.T) {
	goesOn := []headless.Result{{Row: fleet.Row{State: fleet.Running, Op: tolokaapi.Operation{ID: "op-1"}}}, {Row: fleet.Row{State: fleet.Succeeded, Op: tolokaapi.Operation{ID: "op-2"}}}}
	for i, tc := range []struct {
		o    options
		want string
	}{
		{options{}, "tolokadash wait op-1"},
		{options{profile: "work"}, "tolokadash wait op-1 --profile work"},
		{options{config: "my files/it's.toml"}, `tolokadash wait op-1 --config 'my files/it'\''s.toml'`},
		{options{apiURL: "http://localhost:1"}, "tolokadash wait op-1 --api-url http://localhost:1"},
	} {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			if got := tc.o.resumeLine(goesOn); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
			if got := tc.o.resumeLine(goesOn[1:]); got != "" {
				t.Errorf("nothing goes on: %s", got)
			}
		})
	}
}
