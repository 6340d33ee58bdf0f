package cli

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// Where the same verb already runs on a pool, that operation is followed and its
// outcome counts. Another verb's is named, and the command is rejected.
func TestAct_PoolLockedByAnOperation(t *testing.T) {
	for name, tc := range map[string]struct {
		verb  string
		fails bool
		code  int
		said  string
	}{
		"the same verb":           {verb: "close", code: exitClean, said: "closed (started elsewhere)"},
		"the same verb, it fails": {verb: "close", fails: true, code: exitBad, said: "failed (started elsewhere)"},
		"another verb":            {verb: "archive", code: exitBad, said: "rejected: it is closing"},
	} {
		t.Run(name, func(t *testing.T) {
			setHome(t)
			synctest.Test(t, func(t *testing.T) {
				s := newCommandScene(t, simulator.WithOperationTime(20*time.Second, 0))
				id := s.sim.PoolIDs("OPEN")[0]
				if tc.fails {
					s.sim.Script(simulator.Script{PoolID: id, Outcome: simulator.Fails, FailAt: 30})
				}
				operation := s.started("close", id)
				got := s.run(tc.verb, id, "--yes")
				if got.code != tc.code || got.sent != 1 || !strings.Contains(got.stdout, tc.said) {
					t.Errorf("code %d, %d sent, without %q\n%s%s", got.code, got.sent, tc.said, got.stdout, got.stderr)
				}
				if in := strings.Contains(got.stdout, operation); in != (tc.verb == "close") {
					t.Errorf("the operation %s is named: %v\n%s", operation, in, got.stdout)
				}
				s.recordedAs(id, operation, tc.said, tc.verb == "close", tc.code != exitClean)
				if strings.Contains(got.stderr, "connecting") {
					t.Errorf("it says that it is not connected:\n%s", got.stderr)
				}
			})
		})
	}
}

// recordedAs checks what the journal says of the command for a pool: the outcome that the
// user got, and whether it failed.
func (s *commandScene) recordedAs(pool, operation, said string, followed, failed bool) {
	s.t.Helper()
	all := s.run("journal", "--pool", pool)
	bad := s.run("journal", "--failed", "--pool", pool)
	if !strings.Contains(all.stdout, said) && followed || strings.Contains(all.stdout, operation) != followed || strings.Contains(bad.stdout, pool) != failed {
		s.t.Errorf("the journal says, without %q:\n%s\nof what failed:\n%s", said, all.stdout, bad.stdout)
	}
	record := s.run("journal", "--pool", pool, "-o", "json").stdout
	if strings.Contains(record, `"other": true`) != followed {
		s.t.Errorf("the record is:\n%s", record)
	}
}

// Until another's operation that does the same has ended, its events are those of the
// command; the journal names it, should the command end before.
func TestAct_FollowedOperationGoesOn(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t, simulator.WithOperationTime(20*time.Second, 0))
		id := s.sim.PoolIDs("OPEN")[0]
		operation := s.started("close", id)
		got := s.run("close", id, "--yes", "--timeout", "10s", "-o", "ndjson")
		if got.code != exitTime || strings.Contains(got.stdout, `"state":"rejected"`) || !strings.Contains(got.stdout, `"operation":"`+operation+`"`) {
			t.Errorf("code %d\n%s", got.code, got.stdout)
		}
		s.recordedAs(id, operation, "still running (started elsewhere)", true, false)
		time.Sleep(time.Minute)
		if got := s.run("close", id, "--yes"); got.code != exitClean {
			t.Errorf("code %d\n%s", got.code, got.stdout)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t, simulator.WithOperationTime(20*time.Second, 0))
		id := s.sim.PoolIDs("OPEN")[0]
		operation := s.started("close", id)
		got := s.run("close", id, "--yes", "-o", "ndjson")
		events := documents(t, got.stdout)
		end := events[len(events)-2]
		if end["type"] != "ended" || end["state"] != "succeeded" || end["operation"] != operation || end["other"] != true || end["code"] != nil {
			t.Errorf("it ends by %v", end)
		}
	})
}
