package cli

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi/simulator"
)

func TestPools_Selection(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		open := s.sim.PoolIDs("OPEN")
		if got := strings.Fields(s.run("pools", "--status", "open", "-o", "ids").stdout); !slices.Equal(got, open) {
			t.Errorf("%d open pools, want %d", len(got), len(open))
		}
		if got := strings.Fields(s.run("pools", "--status", "OPEN", "--sort", "id", "--limit", "2", "-o", "ids").stdout); len(got) != 2 || got[0] != open[len(open)-1] {
			t.Errorf("sorted: %v", got)
		}
		if got := strings.Fields(s.run("pools", "--match", "id="+open[0], "-o", "ids").stdout); len(got) != 1 || got[0] != open[0] {
			t.Errorf("matched: %v", got)
		}
		got := s.run("pools", "--match", "nosuchpool")
		if got.code != exitClean || got.stdout != "" || got.stderr != "tolokadash: no such pool\n" {
			t.Errorf("nothing matches: code %d, %q, %q", got.code, got.stdout, got.stderr)
		}
		for match, why := range map[string]string{
			"nosuch side":                           `: "nosuch" matches nothing`,
			"nosuch side !~s reward>9":              `: "nosuch" and "reward>9" match nothing`,
			"side id=" + open[0] + " id=" + open[1]: "",
		} {
			if got := s.run("pools", "--match", match); got.code != exitClean || got.stderr != "tolokadash: no such pool"+why+"\n" {
				t.Errorf("%s: code %d, %q", match, got.code, got.stderr)
			}
		}
		if got := s.run("pools", "--project", "1", "--match", "nosuch side"); got.stderr != "tolokadash: no such pool\n" {
			t.Errorf("the project is to blame, not a word: %q", got.stderr)
		}
		table := s.run("pools", "--limit", "3")
		if table.code != exitClean || !strings.HasPrefix(strings.TrimSpace(table.stdout), "ID") || strings.Count(table.stdout, "\n") != 4 || table.sent != 0 {
			t.Errorf("code %d\n%s%s", table.code, table.stdout, table.stderr)
		}
		lines := documents(t, s.run("pools", "--limit", "2", "-o", "ndjson").stdout)
		if len(lines) != 4 || lines[1]["type"] != "pool" || lines[1]["time"] == nil || lines[1]["project_name"] == nil || lines[3]["count"] != 2.0 {
			t.Errorf("%v", lines)
		}
		if got := s.run("pools", "--sort", "stauts"); got.code != exitUsage || !strings.Contains(got.stderr, "did you mean status?") {
			t.Errorf("code %d %s", got.code, got.stderr)
		}
	})
}

// What reads only says nothing of what was sent, and names not more records that cannot be
// read than fit on a screen.
func TestPools_Trouble(t *testing.T) {
	setHome(t)
	for name, tc := range map[string]struct {
		fault simulator.Kind
		code  int
		said  string
		lines int
	}{
		"a list without end": {simulator.SamePage, exitFailed, "tolokadash: the list could not be read to its end: try again\n", 1},
		"ids that are none":  {simulator.OddIDs, exitClean, "tolokadash: warning: left out as well: ", namedAtMost + 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newCommandScene(t)
				s.inject(simulator.Fault{Kind: tc.fault, Path: "/pools"})
				got := s.run("pools")
				if got.code != tc.code || !strings.Contains(got.stderr, tc.said) || strings.Count(got.stderr, "\n") != tc.lines || strings.Contains(got.stderr, "sent") {
					t.Errorf("code %d, %d lines\n%s", got.code, strings.Count(got.stderr, "\n"), tail(got.stderr))
				}
			})
		})
	}
}

// With statuses only those are listed at the server, of pools to be closed too.
func TestPools_StatusListedAtTheServer(t *testing.T) {
	setHome(t)
	for _, args := range []string{"pools --status OPEN,LOCKED -o ids", "close --status OPEN,LOCKED --dry-run"} {
		synctest.Test(t, func(t *testing.T) {
			s := newCommandScene(t)
			if got := s.run(strings.Fields(args)...); got.code != exitClean || got.stdout == "" {
				t.Errorf("code %d\n%s", got.code, got.stderr)
			}
			for _, r := range s.sim.Requests() {
				if strings.HasSuffix(r.Path, "/pools") && !strings.Contains(r.Query, "status=OPEN") && !strings.Contains(r.Query, "status=LOCKED") {
					t.Errorf("%s listed %s", args, r.Query)
				}
			}
		})
	}
}

// A selection is sent only after all of it was listed, and the names of projects that
// it looks at: a fault in the middle of a list is waited for, one that stays sends
// nothing.
func TestAct_FaultDuringListing(t *testing.T) {
	setHome(t)
	for name, tc := range map[string]struct {
		path, match string
		skip        int // requests
		until       time.Duration
	}{
		"pools, over soon":    {"/pools", "status:open", 1, 20 * time.Second},
		"pools, stays":        {"/pools", "status:open", 1, 0},
		"projects, over soon": {"/projects", "status:open project:a", 0, 20 * time.Second},
		"projects, stays":     {"/projects", "status:open project:a", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newCommandScene(t, simulator.WithPools(1000))
				s.inject(simulator.Fault{Kind: simulator.Status, Status: 503, Path: tc.path, Skip: tc.skip})
				args := []string{"close", "--match", tc.match, "--yes"}
				if tc.until > 0 {
					time.AfterFunc(tc.until, func() {
						if n := s.sim.Count("POST", ""); n > 0 {
							t.Errorf("%d sent before the list is complete", n)
						}
						s.sim.Clear()
					})
				} else {
					args = append(args, "--timeout", "2m")
				}
				open := len(s.sim.PoolIDs("OPEN"))
				switch got := s.run(args...); {
				case tc.until == 0 && (got.code != exitTime || got.sent > 0):
					t.Errorf("code %d, %d sent\n%s", got.code, got.sent, got.stderr)
				case tc.until > 0 && (got.sent == 0 || tc.path == "/pools" && got.sent != open):
					t.Errorf("code %d, %d of %d sent\n%s", got.code, got.sent, open, tail(got.stderr))
				}
			})
		})
	}
}

// Operations on trainings are listed with --training only.
func TestOperations_OfTrainings(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t, simulator.WithOperationTime(time.Minute, 0))
		training := strings.Fields(s.run("pools", "--training", "--status", "CLOSED", "--limit", "1", "-o", "ids").stdout)
		if len(training) != 1 {
			t.Fatalf("trainings: %q", training)
		}
		op := strings.TrimSpace(s.run("open", training[0], "--training", "--yes", "--no-wait", "-o", "csv").stdout)
		op = op[strings.LastIndex(op, ",")+1:]
		for _, args := range []string{"operations --running -o ids", "operations --since 1h -o ids"} {
			of, pools := s.run(strings.Fields(args+" --training")...), s.run(strings.Fields(args)...)
			if !strings.Contains(of.stdout, op) || strings.Contains(pools.stdout, op) {
				t.Errorf("%s: %q with --training, %q without", args, of.stdout+of.stderr, pools.stdout)
			}
		}
	})
}

func TestOperations_Lists(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t, simulator.WithOperationTime(time.Minute, 0))
		id := s.sim.PoolIDs("OPEN")[0]
		op := s.started("close", id)
		if got := strings.Fields(s.run("operations", "--running", "-o", "ids").stdout); !slices.Contains(got, op) {
			t.Errorf("running: %v", got)
		}
		if got := strings.Fields(s.run("operations", "--running", "--verb", "open", "-o", "ids").stdout); slices.Contains(got, op) {
			t.Errorf("running opens: %v", got)
		}
		if got := s.run("operations", "--since", "1h"); !strings.Contains(got.stdout, op) || !strings.Contains(got.stdout, "still running") || got.code != exitClean {
			t.Errorf("code %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		year := strings.Fields(s.run("operations", "--since", "365d", "-o", "ids").stdout)
		if len(year) < 2 || year[0] != op {
			t.Errorf("of a year: %d", len(year))
		}
	})
}

// What is followed is told with the names of the pools, from what --since names on, its
// end soon after it came, and counted at last.
func TestOperations_Follow(t *testing.T) {
	setHome(t)
	follow := func(t *testing.T, ago time.Duration, args ...string) (ids []string, got outcome) {
		t.Helper()
		s := newCommandScene(t, simulator.WithOperationTime(10*time.Second, 0))
		ids = s.sim.PoolIDs("OPEN")[:2]
		s.started("close", ids[0])
		time.Sleep(ago)
		s.started("close", ids[1])
		time.Sleep(5 * time.Second)
		time.AfterFunc(25*time.Second, func() { s.signals <- interrupt })
		return ids, s.run(append([]string{"operations", "--follow", "--verb", "close"}, args...)...)
	}
	for name, tc := range map[string]struct {
		args string
		ago  time.Duration // that the first was started
		told []bool        // of the first, of the second
	}{
		"an hour": {"--since 1h", 30 * time.Minute, []bool{true, true}},
		"default": {"", 30 * time.Minute, []bool{true, true}},
		"minutes": {"--since 10m", 30 * time.Minute, []bool{false, true}},
		"running": {"--running", 30 * time.Minute, []bool{false, true}},
		"nothing": {"--since 0s", 5 * time.Minute, []bool{false, true}}, // it still runs
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ids, got := follow(t, tc.ago, append(strings.Fields(tc.args), "-o", "ndjson")...)
				events := documents(t, got.stdout)
				told := 0
				for i, id := range ids {
					ended := 0
					for _, e := range events {
						if e["type"] == "ended" && e["id"] == id && e["state"] == "succeeded" && e["name"] != nil && e["ended"] != nil {
							ended++
						}
					}
					if (ended == 1) != tc.told[i] {
						t.Errorf("the end of %d told %d times", i, ended)
					}
					told += ended
				}
				summary := events[len(events)-1]
				counts, _ := summary["counts"].(map[string]any)
				if got.code != exitBreak || summary["type"] != "summary" || counts["succeeded"] == nil || counts["succeeded"].(float64) < float64(told) {
					t.Errorf("code %d, %v\n%s%s", got.code, summary, got.stdout, got.stderr)
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t, simulator.WithOperationTime(10*time.Second, 0))
		id := s.sim.PoolIDs("OPEN")[0]
		time.AfterFunc(time.Minute, func() { s.started("close", id) })
		time.AfterFunc(5*time.Minute, func() { s.signals <- interrupt })
		got := s.run("operations", "--follow", "--since", "1m")
		if got.code != exitBreak || strings.Count(got.stdout, "closed\n") != 1 || strings.Contains(got.stdout, " done") || !strings.HasPrefix(got.stdout, time.Now().UTC().Format("2006-")) {
			t.Errorf("code %d\n%s%s", got.code, got.stdout, got.stderr)
		}
	})
}
