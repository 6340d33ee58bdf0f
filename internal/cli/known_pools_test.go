package cli

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
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
		const noFiles = ":4\n" // no file names either
		for line, want := range map[string]string{
			"pools --status OPEN,L":       "OPEN,CLOSED\nOPEN,LOCKED\nOPEN,ARCHIVED\n" + noFiles,
			"operations --verb open,":     "open,close\nopen,archive\nopen,clone\n" + noFiles,
			"pools --sort=-na":            "-name\n",
			"pools --sort -":              "-name\n",
			"pools --sort -na":            "-name\n",
			"pools --sort":                "--sort\t",
			"pools --sort name -":         "--status\t",
			"journal --pool " + id:        id + "\t",
			"close --training " + id[:3]:  noFiles,
			"close --project ":            noFiles,
			"close --match ":              noFiles,
			"pools ":                      noFiles,
			"journal ":                    noFiles,
			"close --training --status O": "OPEN\n",
		} {
			got := complete(strings.Split(line, " ")...)
			if !strings.Contains(got, want) || want == noFiles && got != noFiles {
				t.Errorf("%q offers %q, want %q", line, got, want)
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

// A dashboard keeps the list of pools too.
func TestCompletion_PoolsOfTheDashboard(t *testing.T) {
	home := setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		client, err := tolokaapi.New(tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken("x"), tolokaapi.WithTransport(s.sim.RoundTripper()))
		if err != nil {
			t.Fatal(err)
		}
		f := fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2)))
		rememberListed(f, "localhost") // nothing is listed yet
		if _, err := os.Stat(filepath.Join(home, "state", "tolokadash", knownPoolsFile)); err == nil {
			t.Error("a list that was not read is kept")
		}
		if err := runner.New(client, 0).Drive(t.Context(), f, func() bool { return f.List(tolokaapi.SubjectPool).Loaded }); err != nil {
			t.Fatal(err)
		}
		rememberListed(f, "localhost")
		kept := readKnownPools(filepath.Join(home, "state", "tolokadash", knownPoolsFile))["localhost"]
		if open := s.sim.PoolIDs("OPEN"); len(kept) < len(open) || kept[0].ID != open[0] || kept[0].Name == "" {
			t.Errorf("%d pools are kept", len(kept))
		}
	})
}
