package cli

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"tolokadash/tolokaapi/simulator"
)

// newFiguresScene is a scene with a few pools of which it is known how far they are.
func newFiguresScene(t *testing.T) (s *commandScene, ids []string) {
	t.Helper()
	s = newCommandScene(t, simulator.WithPools(0))
	for _, done := range []float64{0.10, 0.99, 0.55} {
		ids = append(ids, s.sim.AddPool(simulator.Pool{Status: "OPEN", Reward: 0.05, Done: done}))
	}
	return s, ids
}

// The figures of all pools that pass the other words are waited for, then it is selected.
func TestFigures_PoolsMatch(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s, ids := newFiguresScene(t)
		ids = append(ids, s.sim.AddPool(simulator.Pool{Status: "CLOSED", Reward: 0.05, Done: 0.97}))
		for match, want := range map[string][]string{
			"done>=50": {ids[1], ids[2], ids[3]}, "done>=50 status:open": {ids[1], ids[2]}, "!done>=50": {ids[0]}, "spent>1000": nil,
		} {
			got := s.run("pools", "--match", match, "-o", "ids")
			if listed := strings.Fields(got.stdout); got.code != exitClean || len(listed) != len(want) || slices.ContainsFunc(want, func(id string) bool { return !slices.Contains(listed, id) }) {
				t.Errorf("%s: code %d, %v, want %v\n%s", match, got.code, listed, want, got.stderr)
			}
			if !strings.Contains(got.stderr, "figures of 0 of ") {
				t.Errorf("%s: no progress: %q", match, got.stderr)
			}
		}
		if got := s.run("pools", "--match", "done>=50 nosuchpool", "-o", "ids"); got.code != exitClean || got.stdout != "" {
			t.Errorf("code %d %q %s", got.code, got.stdout, got.stderr)
		}
	})
}

// Figures are written where they were asked for, and sorted by; else they are not there.
func TestFigures_PoolsOutput(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s, ids := newFiguresScene(t)
		if got := strings.Fields(s.run("pools", "--sort", "-done", "-o", "ids").stdout); !slices.Equal(got, []string{ids[1], ids[2], ids[0]}) {
			t.Errorf("by -done: %v of %v", got, ids)
		}
		if got := strings.Fields(s.run("pools", "--sort", "done", "-o", "ids").stdout); !slices.Equal(got, []string{ids[0], ids[2], ids[1]}) {
			t.Errorf("by done: %v of %v", got, ids)
		}
		for _, c := range []struct {
			args        string
			done, spent bool
		}{{"--sort done", true, false}, {"--sort spent", false, true}, {"--match done>=0 --sort spent", true, true}, {"", false, false}} {
			args := append([]string{"pools"}, strings.Fields(c.args)...)
			table, csv := s.run(args...).stdout, s.run(append(args, "-o", "csv")...).stdout
			records := s.run(append(args, "-o", "json")...).stdout
			if strings.Contains(table, "DONE") != c.done || strings.Contains(csv, ",done") != c.done || strings.Contains(records, `"done": `) != c.done {
				t.Errorf("%s: done is wrong in\n%s%s%s", c.args, table, csv, records)
			}
			if strings.Contains(table, "SPENT") != c.spent || strings.Contains(csv, ",spent") != c.spent || strings.Contains(records, `"spent": `) != c.spent {
				t.Errorf("%s: spent is wrong in\n%s%s%s", c.args, table, csv, records)
			}
		}
		if got := s.run("pools", "--training", "--sort", "done"); got.code != exitUsage || !strings.Contains(got.stderr, "trainings have no figures") {
			t.Errorf("of trainings: code %d %s", got.code, got.stderr)
		}
	})
}

// A command that selects by figures sends when it has all of them.
func TestFigures_CloseMatch(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s, ids := newFiguresScene(t)
		got := s.run("close", "--match", "done>=98", "--yes", "-o", "ids")
		if got.code != exitClean || got.sent != 1 || strings.TrimSpace(got.stdout) != ids[1] || !strings.Contains(got.stderr, "figures of 0 of 3 pools") {
			t.Errorf("code %d, %d sent: %q\n%s", got.code, got.sent, got.stdout, got.stderr)
		}
	})
}

// Where a figure cannot be had nothing is sent, and one sentence says why.
func TestFigures_NoneNothingSent(t *testing.T) {
	setHome(t)
	for name, c := range map[string]struct {
		change func(*commandScene)
		args   string
		code   int
		says   string
	}{
		"not found":   {analytics(404), "", exitFailed, "This server gives no figures."},
		"forbidden":   {analytics(403), "", exitFailed, "This server gives no figures."},
		"not allowed": {analytics(405), "", exitFailed, "This server gives no figures."},
		"read-only":   {func(*commandScene) {}, "--read-only --dry-run", exitUsage, "Read-only mode asks for no figures"},
		"too many": {func(s *commandScene) {
			for range 298 {
				s.sim.AddPool(simulator.Pool{Status: "OPEN"})
			}
		}, "", exitUsage, "asked of 301 pools, and 300 is the most; narrow the selection"},
		"failed": {func(s *commandScene) {
			s.inject(simulator.Fault{Kind: simulator.Raw, Text: `{"id":"a","type":"ANALYTICS","status":"FAIL"}`, Method: "POST", Path: "/api/staging/analytics-2"})
		}, "", exitFailed, "the figures of 3 pools did not come: nothing was sent; try again"},
		"answers that never come": {analytics(503), "--timeout 2m", exitTime, "the time is over: nothing was sent"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, _ := newFiguresScene(t)
				c.change(s)
				got := s.run(append([]string{"close", "--match", "done>=98", "--yes"}, strings.Fields(c.args)...)...)
				if got.code != c.code || got.sent > 0 || !strings.Contains(got.stderr, c.says) {
					t.Errorf("code %d, %d sent\n%s", got.code, got.sent, got.stderr)
				}
				if name == "too many" && s.sim.Count("POST", "") > 0 {
					t.Error("figures were asked for")
				}
			})
		})
	}
}

// analytics lets the calls for figures be answered with a status.
func analytics(status int) func(*commandScene) {
	return func(s *commandScene) {
		s.inject(simulator.Fault{Kind: simulator.Status, Status: status, Method: "POST", Path: "/api/staging/analytics-2"})
	}
}

// A pool of which the server gives no figure never matches, and is named.
func TestFigures_GivenOfSomePools(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s, ids := newFiguresScene(t)
		body := `{"id":"a","type":"ANALYTICS","status":"SUCCESS","details":{"value":[` +
			`{"request":{"name":"completion_percentage","subject":"POOL","subject_id":"` + ids[0] + `"},"result":{"value":99}}]}}`
		s.inject(simulator.Fault{Kind: simulator.Raw, Text: body, Method: "POST", Path: "/api/staging/analytics-2"})
		got := s.run("close", "--match", "done>=98", "--yes", "-o", "ids")
		if got.code != exitClean || got.sent != 1 || strings.TrimSpace(got.stdout) != ids[0] {
			t.Errorf("code %d, %d sent %q\n%s", got.code, got.sent, got.stdout, got.stderr)
		}
		if n := strings.Count(got.stderr, "warning: the server gives no figures of pool "); n != 2 || !strings.Contains(got.stderr, ids[1]) {
			t.Errorf("%d warnings\n%s", n, got.stderr)
		}
	})
}
