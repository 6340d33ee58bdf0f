//go:build unix

package cli

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tolokadash/tolokaapi"
)

// answering is a server that answers everything alike.
func answering(t *testing.T, status int, header, body string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if name, value, ok := strings.Cut(header, ": "); ok {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// refusing is the address of a port where nothing listens any more.
func refusing(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	return s.URL
}

// write makes a file in a fresh folder and returns its path.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestStart_EachErrorIsOneSentence provokes each mistake of the start
// with the real program in a terminal.
func TestStart_EachErrorIsOneSentence(t *testing.T) {
	t.Parallel()
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)
	typo := write(t, "typo.toml", "[refresh]\nopen_pool = \"30s\"\n")
	twice := write(t, "twice.toml", "[keys]\nclose = \"x\"\n")
	envelope := `{"request_id":"r-1","code":"AUTHENTICATION_ERROR","message":"Bad token"}`
	for name, tc := range map[string]struct {
		args []string
		env  []string
		code int
		want []string // parts of the sentence, in order
	}{
		"a bad flag":               {args: []string{"--pols"}, code: 2, want: []string{"--pols", "--help"}},
		"an argument":              {args: []string{"shut"}, code: 2, want: []string{`"shut"`}},
		"a command misspelt":       {args: []string{"config", "chek"}, code: 2, want: []string{`"chek"`, "did you mean check?"}},
		"the simulator, read-only": {args: []string{"simulate", "--read-only"}, code: 2, want: []string{"--read-only"}},
		"a demo with a server":     {args: []string{"--demo", "--api-url", "https://toloka.dev"}, code: 2, want: []string{"--demo", "--api-url"}},
		"a missing file":           {args: []string{"--config", "nowhere.toml"}, code: 2, want: []string{"nowhere.toml", "config init"}},
		"a typo in the file":       {args: []string{"--config", typo}, code: 2, want: []string{"typo.toml:2:1", "open_pools"}},
		"a key bound twice":        {args: []string{"--config", twice}, code: 2, want: []string{"twice.toml:2", "close", "archive"}},
		"no token":                 {code: 2, want: []string{"token", "TOLOKA_TOKEN"}},
		"a token that is none":     {env: []string{"TOLOKA_TOKEN=a\x01b"}, code: 2, want: []string{"TOLOKA_TOKEN"}},
		"http to elsewhere":        {args: []string{"--api-url", "http://example.com"}, env: []string{"TOLOKA_TOKEN=x"}, code: 2, want: []string{"https"}},
		"a refused token":          {args: []string{"--api-url", answering(t, 401, "", envelope)}, env: []string{"TOLOKA_TOKEN=x"}, code: 5, want: []string{"127.0.0.1", "token", "AUTHENTICATION_ERROR"}},
		"a refused account":        {args: []string{"--api-url", answering(t, 403, "", "")}, env: []string{"TOLOKA_TOKEN=x"}, code: 5, want: []string{"token"}},
		"an unknown host":          {args: []string{"--api-url", "https://nowhere.invalid"}, env: []string{"TOLOKA_TOKEN=x"}, code: 1, want: []string{"nowhere.invalid", "not known"}},
		"a refused connection":     {args: []string{"--api-url", refusing(t)}, env: []string{"TOLOKA_TOKEN=x"}, code: 1, want: []string{"127.0.0.1", "refuses the connection"}},
		"an untrusted server":      {args: []string{"--api-url", untrusted.URL}, env: []string{"TOLOKA_TOKEN=x"}, code: 1, want: []string{"127.0.0.1", "certificate"}},
		"an HTML page":             {args: []string{"--api-url", answering(t, 200, "Content-Type: text/html", "<html>hello</html>")}, env: []string{"TOLOKA_TOKEN=x"}, code: 2, want: []string{"127.0.0.1", "not as the Toloka API", "check the address"}},
		"no API there":             {args: []string{"--api-url", answering(t, 404, "", "nothing")}, env: []string{"TOLOKA_TOKEN=x"}, code: 2, want: []string{"404", "check the address"}},
		"a redirect":               {args: []string{"--api-url", answering(t, 302, "Location: https://login.example.com/x", "")}, env: []string{"TOLOKA_TOKEN=x"}, code: 2, want: []string{"redirects to login.example.com"}},
		"a terminal that is dumb":  {args: []string{"--demo"}, env: []string{"TERM=dumb"}, code: 2, want: []string{"TERM=dumb"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := open(t, tc.env, tc.args...)
			if got := x.wait(); got != tc.code {
				t.Errorf("exit code %d, want %d", got, tc.code)
			}
			said := x.output()
			if strings.Contains(said, "\x1b") {
				t.Errorf("an escape byte was written: %q", said)
			}
			lines := strings.Split(strings.TrimRight(said, "\r\n"), "\r\n")
			if len(lines) > 1 && strings.HasPrefix(lines[0], "connecting to ") { // said where it takes long
				lines = lines[1:]
			}
			if len(lines) != 1 || !strings.HasPrefix(lines[0], "tolokadash: ") {
				t.Errorf("want one sentence, got %q", said)
			}
			at := 0
			for _, part := range tc.want {
				i := strings.Index(said[at:], part)
				if i < 0 {
					t.Fatalf("%q is not said, or not in its place: %q", part, said)
				}
				at += i + len(part)
			}
		})
	}
}

func TestStart_WithoutATerminal(t *testing.T) {
	cmd := exec.Command(program(), "--demo")
	cmd.Env = []string{"HOME=" + t.TempDir(), "TERM=xterm-256color"}
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != 2 {
		t.Errorf("exit code %d, want 2", cmd.ProcessState.ExitCode())
	}
	if s := string(out); !strings.Contains(s, "not a terminal") || strings.Contains(s, "\x1b") || strings.Count(s, "\n") != 1 {
		t.Errorf("it said %q", s)
	}
}

func TestStart_BusyServer(t *testing.T) {
	for _, status := range []int{408, 429, 500, 502, 503, 504} {
		if err := explain(&tolokaapi.Error{Status: status}, "toloka.dev"); err != nil {
			t.Errorf("%d: %v", status, err)
		}
	}
}
