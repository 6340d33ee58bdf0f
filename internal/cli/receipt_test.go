//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
	"tolokadash/ui"
	"tolokadash/ui/theme"
)

// receiptOf is the receipt after closing a number of pools whose operations
// take an hour, while another user closes one more. It names that pool.
func receiptOf(t *testing.T, ours int, g theme.Glyphs) (receipt, others string) {
	t.Helper()
	sim, err := simulator.New(simulator.WithPools(0), simulator.WithOperationTime(time.Hour, 0))
	if err != nil {
		t.Fatal(err)
	}
	for i := range ours + 1 {
		sim.AddPool(simulator.Pool{Status: "OPEN", Name: fmt.Sprint("pool ", i)})
	}
	client, err := tolokaapi.New(tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken("x"), tolokaapi.WithTransport(sim.RoundTripper()))
	if err != nil {
		t.Fatal(err)
	}
	run := runner.New(client, 0).Drive
	flt := fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2)))
	if err := run(t.Context(), flt, func() bool { return flt.List(tolokaapi.SubjectPool).Loaded }); err != nil {
		t.Fatal(err)
	}
	refs, _ := flt.Pools(tolokaapi.SubjectPool)
	others = refs[ours].ID
	if _, err := sim.Start("close", others); err != nil {
		t.Fatal(err)
	}
	flt.Submit(time.Now().Round(0), tolokaapi.VerbClose, refs[:ours])
	until := time.Now().Add(time.Minute)
	if err := run(t.Context(), flt, func() bool { return time.Now().After(until) }); err != nil {
		t.Fatal(err)
	}
	if ids, _ := flt.Rows(); len(ids) != ours+1 {
		t.Fatalf("%d rows, want %d and the other user's", len(ids), ours)
	}
	var text bytes.Buffer
	writeReceipt(&text, flt, ui.Environment{}, g, time.UTC)
	return text.String(), others
}

func TestReceipt_NamesOurRowsOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		receipt, others := receiptOf(t, 2, theme.Unicode())
		if strings.Contains(receipt, others) || strings.Count(receipt, "still running") != 3 || !regexp.MustCompile(`(?m)^  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d  close \d+`).MatchString(receipt) {
			t.Errorf("another user closes %s, and the receipt says\n%s", others, receipt)
		}
	})
}

func TestReceipt_ManyRows(t *testing.T) {
	for name, tc := range map[string]struct {
		glyphs theme.Glyphs
		last   string
	}{
		"unicode": {theme.Unicode(), "  … and 5 more\n"},
		"ascii":   {theme.ASCII(), "  .. and 5 more\n"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				receipt, _ := receiptOf(t, 25, tc.glyphs)
				if n := strings.Count(receipt, "  close "); n != 20 || !strings.HasSuffix(receipt, tc.last) {
					t.Errorf("%d rows are named in\n%s", n, receipt)
				}
			})
		})
	}
}

// A close whose reply was lost and whose pool then reads closed is named in the
// receipt: another may have closed it.
func TestReceipt_FoundAfterLostReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim, err := simulator.New(simulator.WithPools(0))
		if err != nil {
			t.Fatal(err)
		}
		id := sim.AddPool(simulator.Pool{Status: "OPEN", Name: "cats"})
		client, err := tolokaapi.New(tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken("x"), tolokaapi.WithTransport(sim.RoundTripper()))
		if err != nil {
			t.Fatal(err)
		}
		drive := runner.New(client, 0).Drive
		flt := fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2)))
		if err := drive(t.Context(), flt, func() bool { return flt.List(tolokaapi.SubjectPool).Loaded }); err != nil {
			t.Fatal(err)
		}
		if err := sim.Inject(simulator.Fault{Kind: simulator.Reset, Method: http.MethodPost}); err != nil {
			t.Fatal(err)
		}
		batch, _ := flt.Submit(time.Now().Round(0), tolokaapi.VerbClose, []tolokaapi.Ref{tolokaapi.PoolRef(id)})
		state := func() fleet.State {
			b, _ := flt.Batch(batch)
			r, _ := flt.Row(b.Rows[0])
			return r.State
		}
		if err := drive(t.Context(), flt, func() bool { return state() == fleet.Unconfirmed }); err != nil {
			t.Fatal(err)
		}
		sim.AddPool(simulator.Pool{ID: id, Status: "CLOSED", Name: "cats"}) // by hand, without an operation
		if err := drive(t.Context(), flt, func() bool { return state().Finished() }); err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		writeReceipt(&text, flt, ui.Environment{}, theme.Unicode(), time.UTC)
		want := "  close " + id + "  cats  closed (found after a lost reply; another may have started it)\n"
		if !strings.Contains(text.String(), want) {
			t.Errorf("the receipt lacks %q:\n%s", want, text.String())
		}
	})
}

// evilInEightBits is text whose UTF-8 holds what clears the screen and sets the
// clipboard of a terminal of eight bits.
const evilInEightBits = "Л2J Н52;c;ZXZpbA==М "

func TestASCIILocale_NothingElsePrinted(t *testing.T) {
	t.Parallel()
	sim, url := served(t, simulator.WithPools(0), simulator.WithOperationTime(time.Hour, 0))
	for range 21 {
		sim.AddPool(simulator.Pool{Status: "OPEN", Name: evilInEightBits + "猫 e\u0301 😀 cats"})
	}
	x := open(t, []string{"TOLOKA_TOKEN=x", "LC_ALL=C"}, "--api-url", url)
	x.shows("of names only what is ASCII is shown")
	x.shows(`\?2J \?52;c;ZXZpbA==\? \?\? e \?\? cats  Image`)
	x.press("a")
	x.ask("c", "Close 21 pools")
	x.answer("Close 21 pools", "\x1521\r")
	x.shows("RUNNING")
	x.quit()
	if !strings.Contains(x.output(), ".. and 1 more") {
		t.Errorf("no receipt in %q", tail(x.output()))
	}
	if i := strings.IndexFunc(x.output(), func(r rune) bool { return r > unicode.MaxASCII }); i >= 0 {
		t.Errorf("it printed %.20q", x.output()[i:])
	}
}

func TestHelp_IsASCII(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"simulate", "--help"}, {"config", "--help"}, {"config", "check", "--help"}} {
		var out bytes.Buffer
		if code := run(t.Context(), thisProcess(), args, &out, &out); code != exitClean {
			t.Errorf("%q: exit code %d", args, code)
		}
		if i := strings.IndexFunc(out.String(), func(r rune) bool { return r > unicode.MaxASCII }); i >= 0 || out.Len() == 0 {
			t.Errorf("%q: not every terminal can show %.20q", args, out.String()[max(i, 0):])
		}
	}
}
