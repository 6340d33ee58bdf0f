package cli

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// A command that did not wait, or stopped waiting, is over in the journal once a later
// run has seen the end of its operation.
func TestJournal_EarlierCommandEnds(t *testing.T) {
	for name, tc := range map[string]struct {
		first string // flags of the command
		later func(s *commandScene, id, operation string) []string
		fails bool
	}{
		"not waited for":      {first: "--no-wait", later: waitsForOperation},
		"time over":           {first: "--timeout 2s", later: waitsForOperation},
		"it fails":            {first: "--no-wait", later: waitsForOperation, fails: true},
		"waited for the pool": {first: "--no-wait", later: func(_ *commandScene, id, _ string) []string { return []string{"wait", id} }},
		"given again":         {first: "--no-wait", later: func(_ *commandScene, id, _ string) []string { return []string{"close", id, "--yes"} }},
	} {
		t.Run(name, func(t *testing.T) {
			setHome(t)
			synctest.Test(t, func(t *testing.T) {
				s := newCommandScene(t, simulator.WithOperationTime(20*time.Second, 0))
				id := s.sim.PoolIDs("OPEN")[0]
				if tc.fails {
					s.sim.Script(simulator.Script{PoolID: id, Outcome: simulator.Fails, FailAt: 40})
				}
				s.run(append([]string{"close", id, "--yes"}, strings.Fields(tc.first)...)...)
				before := s.commands(id)
				if len(before) != 1 || before[0]["state"] != "running" && before[0]["state"] != "pending" {
					t.Fatalf("it stands as %v", before)
				}
				s.run(tc.later(s, id, before[0]["operation"].(string))...)
				after := s.commands(id)[0]
				want := map[bool]string{false: "succeeded", true: "failed"}[tc.fails]
				if after["state"] != want || after["ended"] == nil || after["took"] == nil {
					t.Errorf("later it stands as %v", after)
				}
				if failed := s.run("journal", "--failed").stdout; strings.Contains(failed, id) != tc.fails {
					t.Errorf("among those that failed:\n%s", failed)
				}
			})
		})
	}
}

func waitsForOperation(_ *commandScene, _, operation string) []string {
	return []string{"wait", operation}
}

// commands are those of the journal for a pool, the oldest first.
func (s *commandScene) commands(id string) (all []map[string]any) {
	s.t.Helper()
	lines := documents(s.t, s.run("journal", "--pool", id, "-o", "ndjson").stdout)
	for _, l := range lines {
		if l["type"] == "command" {
			all = append(all, l)
		}
	}
	return all
}
