package cli

import (
	"os"
	"strings"
	"testing"
	"testing/synctest"
)

// Where the journal has to be written and cannot be, nothing is sent and it says so once.
func TestAct_JournalRequiredNotWritable(t *testing.T) {
	home := setHome(t)
	if err := os.WriteFile(home+"/state", nil, 0o600); err != nil { // no folder
		t.Fatal(err)
	}
	file := home + "/required.toml"
	if err := os.WriteFile(file, []byte("[journal]\nrequired = true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		id := s.sim.PoolIDs("OPEN")[0]
		got := s.run("close", id, "--yes", "--config", file)
		if got.code != exitFailed || got.sent != 0 || !strings.HasPrefix(got.stderr, "tolokadash: Nothing is sent: the journal cannot be written (") || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("code %d, %d sent\n%s", got.code, got.sent, got.stderr)
		}
		if got := s.run("close", id, "--yes", "--dry-run", "--config", file); got.code != exitClean || got.stderr != "" {
			t.Errorf("a dry run: code %d\n%s", got.code, got.stderr)
		}
		if got := s.run("close", id, "--yes"); got.code != exitClean || got.sent != 1 || !strings.Contains(got.stderr, "warning: Nothing is recorded: ") {
			t.Errorf("not required: code %d, %d sent\n%s", got.code, got.sent, got.stderr)
		}
	})
}
