package cli

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// Lines of JSON begin with one version and end with one summary, with what is told on the
// way; a document is written also where nothing matched.
func TestAct_DryRunAsJSON(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		open := s.sim.PoolIDs("OPEN")[0]
		s.inject(simulator.Fault{Kind: simulator.Status, Status: 503, Skip: 1, Count: 2})
		got := s.run("close", open, "99999999999", "--dry-run", "-o", "ndjson")
		types := map[any]int{}
		lines := documents(t, got.stdout)
		for _, line := range lines {
			types[line["type"]]++
			if line["time"] == nil {
				t.Errorf("without a time: %v", line)
			}
		}
		first, last := lines[0], lines[len(lines)-1]
		if types["version"] != 1 || types["summary"] != 1 || types["target"] != 2 || types["connection"] == 0 || first["type"] != "version" ||
			last["type"] != "summary" || last["count"] != 2.0 || last["exit_code"] != 0.0 || last["command"] != "close" {
			t.Errorf("%v\n%s", types, got.stdout)
		}
		lines = documents(t, s.run("pools", "--limit", "1", "-o", "ndjson").stdout)
		if first, last = lines[0], lines[2]; first["command"] != "pools" || first["program"] == nil || last["command"] != "pools" || last["exit_code"] != 0.0 {
			t.Errorf("%v", lines)
		}
		for args, list := range map[string]string{"open --yes": "results", "open --dry-run": "targets"} {
			var document map[string]any
			got := s.run(append(strings.Fields(args), "--match", "nosuchpool", "-o", "json")...)
			err := json.Unmarshal([]byte(got.stdout), &document)
			if results, is := document[list].([]any); got.code != exitNothing || err != nil || !is || len(results) != 0 {
				t.Errorf("%s: code %d, %v, %q", args, got.code, err, got.stdout)
			}
		}
		s.inject(simulator.Fault{Kind: simulator.Status, Status: 401}) // no document without results says that all is well
		if got := s.run("close", "--status", "OPEN", "--yes", "-o", "json"); got.code != exitRefused || got.stdout != "" {
			t.Errorf("refused: code %d, %q", got.code, got.stdout)
		}
	})
}

// That a command was sent is told when it leaves, not when its reply comes.
func TestAct_SentToldAtOnce(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		s.inject(simulator.Fault{Kind: simulator.HangAfter, Method: "POST", Count: 1})
		began := time.Now()
		got := s.run("close", s.sim.PoolIDs("OPEN")[0], "--yes", "-o", "ndjson")
		sent := 0
		for _, e := range documents(t, got.stdout) {
			at, err := time.Parse(time.RFC3339Nano, e["time"].(string))
			if e["type"] == "sent" && err == nil && at.Sub(began) < time.Second {
				sent++
			}
		}
		if got.code != exitUnknown || sent != 1 { // no first answer in five seconds
			t.Errorf("code %d, told at once %d times\n%s", got.code, sent, got.stdout)
		}
	})
}

// While it is looked for which operation holds a pool nothing is called rejected.
func TestLineProgress_HolderIsLookedFor(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t, simulator.WithOperationTime(5*time.Second, 0))
		id := s.sim.PoolIDs("OPEN")[0]
		s.started("close", id)
		got := s.run("close", id, "--yes", "--progress", "tty")
		if got.code != exitClean || strings.Contains(got.stderr, "rejected") || !strings.Contains(got.stderr, "  0 %  0 of 1 done, 1 locked") {
			t.Errorf("code %d\n%q", got.code, got.stderr)
		}
	})
}

// Without waiting the ids of what was accepted are written, so that they can be waited for.
func TestAct_NoWaitIDs(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t, simulator.WithOperationTime(time.Minute, 0))
		ids := s.sim.PoolIDs("OPEN")[:3]
		s.sim.Script(simulator.Script{PoolID: ids[1], Outcome: simulator.Refused})
		got := s.run("close", ids[0], ids[1], ids[2], "--yes", "--no-wait", "-o", "ids")
		if got.code != exitBad || got.stdout != ids[0]+"\n"+ids[2]+"\n" {
			t.Fatalf("code %d, %q", got.code, got.stdout)
		}
		s.process.stdin = strings.NewReader(got.stdout)
		if got := s.run("wait", "-", "-o", "ids"); got.code != exitClean || len(strings.Fields(got.stdout)) != 2 {
			t.Errorf("wait: code %d, %q\n%s", got.code, got.stdout, got.stderr)
		}
	})
}
