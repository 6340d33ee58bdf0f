//go:build unix

package cli

import (
	"strings"
	"testing"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// Killed in the middle of a batch all of which fails, and started again: what it
// came to is on the screen without a key.
func TestRestart_FailuresShownWithoutAKey(t *testing.T) {
	t.Parallel()
	sim, url := served(t, simulator.WithOperationTime(3*time.Second, 0), simulator.WithFailRate(1))
	x := dashboard(t, url)
	x.press(" j j ")
	x.confirm("Close 3 pools")
	x.shows(`RUNNING`)
	for sim.Count("POST", "/api/v1/") < 3 {
		x.changes()
	}
	_ = x.cmd.Process.Kill()
	<-x.ended
	again := dashboard(t, url)
	again.shows(`Operations  none running · 3 failed`)
	again.shows(`✗ .*failed.* — 2 then enter for details`)
	requirePosts(t, sim, 3)
}

// Killed in the middle of a batch, and started again with the same state folder: the
// batch is ours again, with what was never sent, and nothing is sent by itself.
func TestRestart_BatchRestored(t *testing.T) {
	t.Parallel()
	sim, url := served(t, simulator.WithOperationTime(time.Hour, 0))
	env := []string{"TOLOKA_TOKEN=secret-token-of-the-test", "XDG_STATE_HOME=" + t.TempDir()}
	x := open(t, env, "--api-url", url)
	x.shows(`OPEN`)
	x.press(" j j ")
	x.confirm("Close 3 pools")
	x.shows(`RUNNING`)
	for sim.Count("POST", "/api/v1/") < 3 {
		x.changes()
	}
	_ = x.cmd.Process.Kill()
	<-x.ended
	again := open(t, env, "--api-url", url)
	again.shows(`3 commands of an earlier run restored`)
	if s := again.shows(`0 of 3 done`); strings.Contains(s, "started elsewhere") || strings.Count(s, "RUNNING") != 3 {
		t.Errorf("a row is another's, or missing:\n%s", s)
	}
	requirePosts(t, sim, 3)
}

// Two profiles on one server: the header says which is in use.
func TestProfile_NamedInHeader(t *testing.T) {
	t.Parallel()
	_, url := served(t)
	host := strings.TrimPrefix(url, "http://")
	two := write(t, "two.toml", "[profiles.acme]\napi_url = \""+url+"\"\ntoken_env = \"T\"\n[profiles.beta]\napi_url = \""+url+"\"\ntoken_env = \"T\"\n")
	for _, profile := range []string{"acme", "beta"} {
		x := open(t, []string{"T=secret-token-of-the-test"}, "--config", two, "--profile", profile)
		x.shows(host + ` · ` + profile + ` `)
		x.quit()
	}
	one := write(t, "one.toml", "[profiles.acme]\napi_url = \""+url+"\"\ntoken_env = \"T\"\n")
	x := open(t, []string{"T=secret-token-of-the-test"}, "--config", one)
	if s := x.shows(host + ` .*(live|as of)`); strings.Contains(s, "acme") {
		t.Errorf("the only profile is named:\n%s", s)
	}
	x.quit()
}
