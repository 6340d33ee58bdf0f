//go:build unix

package cli

import (
	"flag"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// full is set by CI: what is tried for some moments or cases by default is then
// tried for many.
var full = flag.Bool("full", false, "kill a command at 50 random moments instead of 2")

// The real program is killed at some moment of closing twelve pools. Given again it
// goes on: no pool has two operations, and the journal can be read each time; wait
// and the dashboard find what was asked for.
func TestAct_KilledAndGivenAgain(t *testing.T) {
	t.Parallel()
	type moment struct {
		arrived int           // so many commands had arrived
		after   time.Duration // and so long ago
	}
	moments := []moment{{1, 0}, {5, 0}}
	if *full {
		for range 48 {
			moments = append(moments, moment{rand.IntN(13), time.Duration(rand.IntN(30_000)) * time.Microsecond})
		}
	}
	for i, m := range moments {
		t.Run(strconv.Itoa(i)+", "+strconv.Itoa(m.arrived)+" arrived, "+m.after.String(), func(t *testing.T) {
			t.Parallel()
			killAndGiveAgain(t, m.arrived, m.after, i == 0)
		})
	}
}

func killAndGiveAgain(t *testing.T, moment int, after time.Duration, look bool) {
	t.Helper()
	sim, url := served(t, simulator.WithOperationTime(500*time.Millisecond, 0))
	home := t.TempDir()
	ids := sim.PoolIDs("OPEN")[:12]
	args := append(append([]string{"close"}, ids...), "--yes", "--api-url", url)
	env := []string{"HOME=" + home, "XDG_STATE_HOME=" + home, "TOLOKA_TOKEN=x", "LC_ALL=C.UTF-8"}
	cmd := exec.CommandContext(t.Context(), program(), args...)
	cmd.Env = env
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the commands arrive", func() bool { return sim.Count(http.MethodPost, "/api/v1/") >= moment })
	<-time.After(after)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	recordsOf(t, filepath.Join(home, "tolokadash"))
	if look { // the dashboard has them again too
		x := open(t, env[1:], "--api-url", url)
		x.shows(`of 12 done`)
		x.press("\x03")
		x.wait()
	}
	wait := exec.CommandContext(t.Context(), program(), append(append([]string{"wait"}, ids...), "--api-url", url)...)
	wait.Env = env
	if out, err := wait.CombinedOutput(); err != nil {
		t.Errorf("killed after %d, waited for: %v\n%s", moment, err, out)
	}
	again := exec.CommandContext(t.Context(), program(), args...)
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
