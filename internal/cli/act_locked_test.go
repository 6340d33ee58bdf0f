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
	setHome(t)
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
				if strings.Contains(got.stderr, "connecting") {
					t.Errorf("it says that it is not connected:\n%s", got.stderr)
				}
			})
		})
	}
}
