//go:build unix

package cli

import (
	"net/http"
	"strings"
	"testing"
)

// A passingFault is what the simulator is told to do, and what the header says of it.
type passingFault struct{ body, want string }

func TestDashboard_ErrorsComeAndGo(t *testing.T) {
	t.Parallel()
	comeAndGo(t, []passingFault{
		{`{"kind":"status","status":401}`, `Toloka refused the token \(401\)`},
		{`{"kind":"status","status":429,"retry_after":"2"}`, `over quota.*asking again in 0:0[012]`},
		{`{"kind":"html","status":502}`, `Toloka has a problem \(502`},
		{`{"kind":"status","status":503}`, `Toloka is not available \(503\)`},
	})
}

func TestDashboard_BrokenAnswersComeAndGo(t *testing.T) {
	t.Parallel()
	comeAndGo(t, []passingFault{
		{`{"kind":"reset"}`, `offline since.*the connection broke off`},
		{`{"kind":"cut"}`, `offline since.*the connection broke off`},
		{`{"kind":"redirect"}`, `points elsewhere`},
		{`{"kind":"truncated"}`, `the answer cannot be read`},
		{`{"kind":"wrong-types"}`, `the answer cannot be read`},
	})
}

// comeAndGo is the real program in front of the real simulator, which breaks and mends
// again and again while an operation runs. Each time the header says why, what was known
// stays, keys answer, and all is well by itself when it is over: no key asks for it.
func comeAndGo(t *testing.T, all []passingFault) {
	t.Helper()
	url := simulate(t, "--operation-time", "1h")
	x := dashboard(t, url)
	x.confirmClose()
	x.shows(`close .*RUNNING`)
	for _, f := range all {
		faults(t, http.MethodPost, url, f.body)
		x.shows(f.want)
		x.shows(`close .*RUNNING`)
		x.press("?")
		x.shows(`Keys`)
		x.press("?")
		faults(t, http.MethodDelete, url, "")
		x.shows(`● live`)
		x.shows(`▸ +\d+ .*closing`)
	}
	if code := x.quit(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	x.restored()
}

// TestDashboard_ServerGoesAndComesBack ends the simulator under the
// running program and starts it anew. The program notices both by itself.
func TestDashboard_ServerGoesAndComesBack(t *testing.T) {
	t.Parallel()
	url, stop := simulateOn(t, reserved()+":0")
	x := dashboard(t, url, "--config", write(t, "quick.toml", "[refresh]\noperations_idle = \"5s\"\n"))
	stop()
	x.shows(`offline since \d\d:\d\d:\d\d · connection refused · next try in \d+ s`)
	x.confirmClose()
	x.shows(`close .*queued`)
	simulateOn(t, strings.TrimPrefix(url, "http://"), "--operation-time", "1s")
	x.shows(`● live`)
	x.shows(`close .*SUCCESS`)
	if code := x.quit(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	x.restored()
}

// faults tells the simulator at url about its faults.
func faults(t *testing.T, method, url, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url+"/_simulator/faults", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode >= http.StatusMultipleChoices {
		t.Fatalf("%s %s: %s", method, body, answer.Status)
	}
}
