package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
)

// Completions offer pools of the last list and values of flags, and ask nobody.
func TestCompletion_OffersWithoutARequest(t *testing.T) {
	home := setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		if got := s.run("pools", "-o", "ids"); got.code != exitClean {
			t.Fatalf("code %d\n%s", got.code, got.stderr)
		}
		before := s.sim.Count("", "")
		id := s.sim.PoolIDs("OPEN")[0]
		complete := func(args ...string) string {
			full := append([]string{"__complete", "--api-url", "http://localhost"}, args...)
			var out, errs lockedBuffer
			run(t.Context(), s.process, full, &out, &errs)
			return out.String()
		}
		for want, args := range map[string][]string{
			id + "\t": {"close", id[:3]},
			"ndjson":  {"close", "--output", ""},
			"LOCKED":  {"pools", "--status", ""},
			"sandbox": {"wait", "--profile", ""},
			"quiet":   {"wait", "--progress", ""},
			"archive": {"operations", "--verb", ""},
		} {
			if got := complete(args...); !strings.Contains(got, want) {
				t.Errorf("%v offers %q, without %q", args, got, want)
			}
		}
		if n := s.sim.Count("", ""); n != before {
			t.Errorf("%d requests", n-before)
		}
	})
	info, err := os.Stat(filepath.Join(home, "state", "tolokadash", knownPoolsFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}
