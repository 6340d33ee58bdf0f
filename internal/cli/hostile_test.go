package cli

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
	"tolokadash/ui"
	"tolokadash/ui/theme"
)

// evilText acts on a terminal that prints it.
const evilText = "\x1b[31mred\x1b[2J\x1b]0;owned\x07\x1b]8;;http://evil.example\x1b\\link\x1b]52;c;cm0gLXJm\x07\u009b31m\x00\r\n\u202eesrever\u2066\x7f"

// requireText fails if what is to be printed is not lines of plain text.
func requireText(t *testing.T, what, text string) {
	t.Helper()
	if !utf8.ValidString(text) || text == "" {
		t.Errorf("%s: %q is no text", what, text)
	}
	for line := range strings.Lines(text) {
		at := strings.IndexFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
		})
		if at >= 0 {
			t.Errorf("%s: %q is printed", what, line[at:])
		}
	}
}

// TestReceipt_HostileText looks at what is left behind:
// the receipt, the log, and what stderr is told of an error.
func TestReceipt_HostileText(t *testing.T) {
	for _, kind := range []simulator.Kind{simulator.Hostile, simulator.HostileEnums, simulator.OddIDs} {
		t.Run(string(kind), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log")
			synctest.Test(t, func(t *testing.T) {
				closeEverything(t, path, simulator.Fault{Kind: kind})
			})
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			requireText(t, "the log", string(text))
		})
	}
}

// closeEverything closes pools with evil names on a server with a fault, then
// prints the receipt.
func closeEverything(t *testing.T, path string, f simulator.Fault) {
	t.Helper()
	log, file, err := (&options{debug: true, logFile: path}).openLog(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	sim, err := simulator.New(simulator.WithPools(10))
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		sim.AddPool(simulator.Pool{Status: "OPEN", Name: evilText + strings.Repeat("e\u0301\u0301", 4000)})
	}
	client, err := tolokaapi.New(tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken("x"),
		tolokaapi.WithTransport(sim.RoundTripper()), tolokaapi.WithObserver(exchanges(log)))
	if err != nil {
		t.Fatal(err)
	}
	run := runner.New(client, 0).Drive
	flt := fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2)))
	if err := run(t.Context(), flt, func() bool { return flt.List(tolokaapi.SubjectPool).Loaded }); err != nil {
		t.Fatal(err)
	}
	refs, _ := flt.Pools(tolokaapi.SubjectPool)
	refusal := simulator.Fault{Kind: simulator.Status, Status: 418, Method: "POST", Code: evilText, Message: evilText, Count: 2}
	for _, f := range []simulator.Fault{refusal, f} {
		if err := sim.Inject(f); err != nil {
			t.Fatal(err)
		}
	}
	flt.Submit(time.Now().Round(0), tolokaapi.VerbClose, refs)
	until := time.Now().Add(30 * time.Second)
	if err := run(t.Context(), flt, func() bool { return time.Now().After(until) }); err != nil {
		t.Fatal(err)
	}
	var receipt bytes.Buffer
	writeReceipt(&receipt, flt, ui.Environment{Name: "DEMO"}, theme.Unicode(), time.UTC)
	requireText(t, "the receipt", receipt.String())
	if !strings.Contains(receipt.String(), "Needs a look:") {
		t.Errorf("the receipt says %s", &receipt)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	synctest.Wait()
}

func TestConnect_HostileText(t *testing.T) {
	for _, err := range []error{
		&tolokaapi.Error{Status: 400, Code: evilText, Message: evilText, Payload: evilText},
		&tolokaapi.Error{Status: 401, Code: evilText, Message: evilText},
		&tolokaapi.Error{Status: 302, Location: evilText},
		&tolokaapi.TransportError{Cause: tolokaapi.CauseTLS, Host: "x", Err: &tolokaapi.Error{Message: evilText}},
		&tolokaapi.TransportError{Cause: tolokaapi.CauseUnreadable, Host: "x", Err: &tolokaapi.Error{Message: evilText}},
	} {
		var stderr bytes.Buffer
		if code := exitCode(explain(err, "toloka.dev"), &stderr); code == exitClean {
			t.Errorf("%v is no reason not to start", err)
		}
		requireText(t, "stderr", stderr.String())
	}
}
