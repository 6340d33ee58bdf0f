//go:build unix

package cli

import (
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// The real program is killed at some moment of closing twelve pools. Given again it
// goes on: no pool has two operations, and the journal can be read each time.
func TestAct_KilledAndGivenAgain(t *testing.T) {
	t.Parallel()
	for _, moment := range []int{1, 5} { // so many commands had arrived
		t.Run(strconv.Itoa(moment), func(t *testing.T) {
			t.Parallel()
			killAndGiveAgain(t, moment)
		})
	}
}

func killAndGiveAgain(t *testing.T, moment int) {
	t.Helper()
	sim, url := served(t, simulator.WithOperationTime(500*time.Millisecond, 0))
	home := t.TempDir()
	args := append(append([]string{"close"}, sim.PoolIDs("OPEN")[:12]...), "--yes", "--api-url", url)
	env := []string{"HOME=" + home, "XDG_STATE_HOME=" + home, "TOLOKA_TOKEN=x", "LC_ALL=C.UTF-8"}
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env = env
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	arrived := time.NewTicker(time.Millisecond)
	deadline := time.After(runTimeout)
	for sim.Count(http.MethodPost, "/api/v1/") < moment {
		select {
		case <-arrived.C:
		case <-deadline:
			t.Fatal("the commands do not arrive")
		}
	}
	arrived.Stop()
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	recordsOf(t, filepath.Join(home, "tolokadash"))
	again := exec.CommandContext(t.Context(), program, args...)
	again.Env = env
	if out, err := again.CombinedOutput(); err != nil {
		t.Errorf("killed after %d: %v\n%s", moment, err, out)
	}
	recordsOf(t, filepath.Join(home, "tolokadash"))
	accepted := map[string]int{}
	for _, r := range sim.Requests() {
		if r.Method == http.MethodPost && r.Status == http.StatusAccepted && strings.HasSuffix(r.Path, "/close") {
			accepted[r.Path]++
		}
	}
	for path, n := range accepted {
		if n != 1 {
			t.Errorf("killed after %d: %s has %d operations", moment, path, n)
		}
	}
	if len(accepted) != 12 {
		t.Errorf("killed after %d: %d pools were closed", moment, len(accepted))
	}
}
