//go:build unix

package cli

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// served is a simulator behind a socket.
func served(t *testing.T, options ...simulator.Option) (*simulator.Simulator, string) {
	t.Helper()
	sim, err := simulator.New(options...)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(sim)
	t.Cleanup(s.Close)
	return sim, s.URL
}

// dashboard opens the real program on a server and waits for its rows.
func dashboard(t *testing.T, url string, args ...string) *terminal {
	t.Helper()
	x := open(t, []string{"TOLOKA_TOKEN=secret-token-of-the-test"}, append([]string{"--api-url", url}, args...)...)
	x.shows(`OPEN`)
	return x
}

// confirmClose closes the pool under the cursor.
func (x *terminal) confirmClose() {
	x.t.Helper()
	x.confirm("Close 1 pool")
}

// confirm closes what is marked.
func (x *terminal) confirm(question string) {
	x.t.Helper()
	x.sayYes("c", question)
}

// sayYes presses the key of a command and confirms it as a person does.
func (x *terminal) sayYes(key, question string) {
	x.t.Helper()
	x.ask(key, question)
	x.answer(question, "y")
}

// ask presses a key until its question is on the screen: for a while after another one
// was answered keys are dropped.
func (x *terminal) ask(key, question string) {
	x.t.Helper()
	x.press(key)
	for pause := time.Second; !x.showsWithin(question, pause); pause *= 2 {
		x.press(key)
	}
}

// answer types the answer to a question until that is gone. A question that cannot be
// answered yet says "one moment", and every key makes that longer, so nothing is typed
// until it says so no more.
func (x *terminal) answer(question, keys string) {
	x.t.Helper()
	asked := regexp.MustCompile(question)
	open := func() bool { return asked.MatchString(x.text()) }
	early := func() bool { return strings.Contains(x.text(), "one moment") }
	for pause := 2 * time.Second; open(); pause *= 2 {
		x.press(keys)
		x.within(pause, func() bool { return !open() || early() })
		x.within(runTimeout, func() bool { return !early() })
	}
}

func TestDashboard_CloseFollowedToItsEnd(t *testing.T) {
	t.Parallel()
	_, url := served(t, simulator.WithOperationTime(3*time.Second, 0))
	x := dashboard(t, url)
	x.confirmClose()
	x.shows(`PENDING|RUNNING`)
	x.shows(`RUNNING\s+━`)
	x.shows(`SUCCESS.*100 %`)
	x.shows(`▸  \d+ .*CLOSED`)
	if code := x.quit(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	x.restored()
	if !strings.Contains(x.output(), "close: 1 asked, 1 closed") {
		t.Errorf("no receipt in %q", tail(x.output()))
	}
}

func TestDemo_NeedsNoProfile(t *testing.T) {
	t.Parallel()
	config := write(t, "two.toml", "profile = 5\n[keys]\nhelp = \"H\"\n[profiles.a]\nenvironment = \"sandbox\"\n[profiles.b]\nenvironment = \"bogus\"\nfrob = 1\n")
	x := open(t, []string{"TOLOKADASH_PROFILE=nosuch", "TOLOKA_TOKEN=a\x01b"}, "--demo", "--config", config)
	x.shows(`DEMO(?s:.*)OPEN`)
	x.press("H")
	x.shows("Keys")
	if code := x.quit(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}

// TestDashboard_PoolClosedMeanwhile closes the pool elsewhere when the command arrives.
func TestDashboard_PoolClosedMeanwhile(t *testing.T) {
	t.Parallel()
	sim, err := simulator.New(simulator.WithOperationTime(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, isClose := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/api/v1/pools/"), "/close")
		if r.Method == http.MethodPost && isClose {
			if _, err := sim.Start("close", id); err != nil {
				t.Error(err)
			}
		}
		sim.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	x := dashboard(t, server.URL)
	x.confirmClose()
	x.shows(`already`)
	x.quit()
	if !strings.Contains(x.output(), "1 already closed") {
		t.Errorf("no receipt in %q", tail(x.output()))
	}
}

func TestDashboard_ExitCodeAndTerminalRestored(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		end  func(*terminal)
		code int
	}{
		"q":       {func(x *terminal) { x.quit() }, 0},
		"ctrl+c":  {func(x *terminal) { x.press("\x03") }, 130},
		"SIGINT":  {func(x *terminal) { x.signal(syscall.SIGINT) }, 130},
		"SIGTERM": {func(x *terminal) { x.signal(syscall.SIGTERM) }, 143},
		"SIGHUP":  {func(x *terminal) { x.signal(syscall.SIGHUP) }, 129},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, url := served(t, simulator.WithOperationTime(time.Hour, 0))
			x := dashboard(t, url)
			x.confirmClose()
			x.shows(`RUNNING`)
			tc.end(x)
			if code := x.wait(); code != tc.code {
				t.Errorf("exit code %d, want %d", code, tc.code)
			}
			x.restored()
			for _, said := range []string{"close: 1 asked, 1 still running", "Still running at Toloka"} {
				if !strings.Contains(x.output(), said) {
					t.Errorf("the receipt does not say %q: %q", said, tail(x.output()))
				}
			}
		})
	}
}

func TestDashboard_KilledAndStartedAgain(t *testing.T) {
	t.Parallel()
	sim, url := served(t, simulator.WithOperationTime(4*time.Second, 0))
	x := dashboard(t, url)
	x.press("   ") // the same row marked thrice is marked
	x.ask("c", "Close 1 pool")
	x.press("\x1b")
	for strings.Contains(x.text(), "Close 1 pool") { // else this question is taken for the next
		x.changes()
	}
	x.confirmClose()
	x.shows(`RUNNING`)
	_ = x.cmd.Process.Kill()
	<-x.ended
	again := dashboard(t, url)
	again.press("2") // nothing of ours holds the pane open
	again.shows(`↗.*(RUNNING|SUCCESS)`)
	again.shows(`↗.*SUCCESS`)
	if n := sim.Count("POST", "/api/v1/"); n != 1 {
		t.Errorf("%d POSTs, want 1", n)
	}
}

func TestDashboard_OperationStartedElsewhere(t *testing.T) {
	t.Parallel()
	sim, url := served(t, simulator.WithOperationTime(time.Hour, 0))
	config := write(t, "quick.toml", "[refresh]\noperations_idle = \"5s\"\n")
	x := dashboard(t, url, "--config", config)
	if _, err := sim.Start("close", sim.PoolIDs("OPEN")[0]); err != nil {
		t.Fatal(err)
	}
	x.shows(`↗ +close.*RUNNING`)
}

func TestDashboard_ReadOnlyRefusesToClose(t *testing.T) {
	t.Parallel()
	sim, url := served(t)
	x := dashboard(t, url, "--read-only")
	x.shows("READ-ONLY")
	x.press("c")
	x.shows("read-only: nothing is sent")
	x.quit()
	if n := sim.Count("POST", "/api/v1/"); n != 0 {
		t.Errorf("%d POSTs", n)
	}
}

// A tokenEcho is a server that puts the token of a request into names, messages
// and details of what it sends, so into the receipt and the log too.
type tokenEcho struct{ next http.Handler }

func (e tokenEcho) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := httptest.NewRecorder()
	e.next.ServeHTTP(answer, r)
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "OAuth ")
	body := answer.Body.String()
	for _, field := range []string{`"private_name":"`, `"private_comment":"`, `"message":"`, `"details":{"`} {
		body = strings.ReplaceAll(body, field, field+token+" ")
	}
	for name := range answer.Header() {
		if name != "Content-Length" {
			w.Header().Set(name, answer.Header().Get(name))
		}
	}
	w.Header().Set("X-Request-Id", token)
	w.WriteHeader(answer.Code)
	_, _ = io.WriteString(w, body)
}

// TestDashboard_TokenWrittenNowhere runs a faulty session with a log and looks for the
// token in everything that was written: screen, log, receipt and files.
func TestDashboard_TokenWrittenNowhere(t *testing.T) {
	t.Parallel()
	sim, _ := served(t, simulator.WithOperationTime(500*time.Millisecond, 0))
	sim.Script(simulator.Script{PoolID: sim.PoolIDs("OPEN")[0], Verb: "close", Outcome: simulator.Fails, Duration: 500 * time.Millisecond, FailAt: 40})
	echo := httptest.NewServer(tokenEcho{sim})
	t.Cleanup(echo.Close)
	x := dashboard(t, echo.URL, "--debug")
	x.shows(`\*\*\*`) // in the names
	for _, f := range []simulator.Fault{
		{Kind: simulator.Raw, Status: 500, Text: `{"code":"X","message":"OAuth secret-token-of-the-test"}`, Count: 3},
		{Kind: simulator.Reset, Count: 2},
		{Kind: simulator.HTML, Count: 2},
	} {
		f.Method = http.MethodGet // a reply that is lost would be looked up for half a minute
		if err := sim.Inject(f); err != nil {
			t.Fatal(err)
		}
	}
	x.press("r")
	x.confirmClose()
	x.shows(`FAIL`)
	x.quit()
	if strings.Contains(x.output(), "secret-token") {
		t.Error("the token is on the screen")
	}
	found := 0
	err := walkFiles(x.cmd.Dir, func(path string, text []byte, mode os.FileMode) {
		found++
		if strings.Contains(string(text), "secret-token") {
			t.Errorf("the token is in %s", path)
		}
		if mode.Perm() != 0o600 {
			t.Errorf("%s is %v, want 0600", path, mode)
		}
	})
	if err != nil || found == 0 {
		t.Errorf("%d files were written, %v", found, err)
	}
}
