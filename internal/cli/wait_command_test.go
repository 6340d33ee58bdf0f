package cli

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/journal"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// started is the id of an operation that was started elsewhere.
func (s *commandScene) started(verb, pool string) string {
	s.t.Helper()
	op, err := s.sim.Start(verb, pool)
	if err != nil {
		s.t.Fatal(err)
	}
	return op
}

// inject makes something go wrong.
func (s *commandScene) inject(f simulator.Fault) {
	s.t.Helper()
	if err := s.sim.Inject(f); err != nil {
		s.t.Fatal(err)
	}
}

func TestWait_PoolsAndOperations(t *testing.T) {
	setHome(t)
	for name, tc := range map[string]struct {
		args  string // %p is a pool on which something runs, %q one on which nothing does, %o an operation
		stdin string
		fails bool
		code  int
		want  string
	}{
		"a pool":          {args: "wait %p", code: 0, want: "closed"},
		"an operation":    {args: "wait %o", code: 0, want: "closed"},
		"both are one":    {args: "wait %o %p", code: 0, want: "1 asked"},
		"nothing runs":    {args: "wait %q", code: 0, want: "nothing runs on 1 pool"},
		"it fails":        {args: "wait %p", fails: true, code: 3, want: "failed"},
		"no such":         {args: "wait 00000000-0000-4000-8000-000000000000", code: 6, want: "cannot be followed"},
		"from stdin":      {args: "wait -", stdin: "%o\n", code: 0, want: "closed"},
		"time over":       {args: "wait %p --timeout 1s", code: 4, want: "tolokadash wait %o --api-url http://localhost"},
		"no ids":          {args: "wait", code: 2, want: "needs ids"},
		"a bad id":        {args: "wait a/b", code: 2, want: "is no id"},
		"empty stdin":     {args: "wait -", code: 7, want: "no id"},
		"while read-only": {args: "wait %o --read-only", code: 0, want: "closed"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newCommandScene(t, simulator.WithOperationTime(20*time.Second, 0))
				ids := s.sim.PoolIDs("OPEN")
				if tc.fails {
					s.sim.Script(simulator.Script{PoolID: ids[0], Outcome: simulator.Fails, FailAt: 30})
				}
				r := strings.NewReplacer("%p", ids[0], "%q", ids[1], "%o", s.started("close", ids[0]))
				s.process.stdin = strings.NewReader(r.Replace(tc.stdin))
				got := s.run(strings.Fields(r.Replace(tc.args))...)
				if got.code != tc.code || got.sent != 0 || !strings.Contains(got.stdout+got.stderr, r.Replace(tc.want)) {
					t.Errorf("code %d, want %d, without %q:\n%s%s", got.code, tc.code, tc.want, got.stdout, got.stderr)
				}
			})
		})
	}
}

// What no answer told about before it ended is named, and goes on to be waited for.
func TestWait_NotKnownYet(t *testing.T) {
	setHome(t)
	for name, tc := range map[string]struct {
		args  string // %p and %q are pools, %o and %n the operations on them
		fault simulator.Fault
		code  int
		want  []string
	}{
		"operations": {
			"wait %o %n --timeout 2s",
			simulator.Fault{Kind: simulator.Hang, Path: "/operations/%n"},
			exitTime,
			[]string{"wait: 2 asked, 1 still running, 1 not known yet", "Not known yet:\n  operation %n\n", "tolokadash wait %o %n --api-url"},
		},
		"pools": {
			"wait %p %q --timeout 2s",
			simulator.Fault{Kind: simulator.Hang, Path: "/operations", Skip: 1},
			exitTime,
			[]string{"wait: 2 asked, 2 not known yet", "Not known yet:\n  pool %p\n  pool %q\n", "tolokadash wait %p %q --api-url"},
		},
		"a list without an end": {
			"wait %p",
			simulator.Fault{Kind: simulator.EmptyPages, Path: "/operations"},
			exitFailed,
			[]string{"the list of operations could not be read to its end: what runs is not known", "tolokadash wait %p --api-url"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newCommandScene(t, simulator.WithOperationTime(20*time.Second, 0))
				ids := s.sim.PoolIDs("OPEN")
				r := strings.NewReplacer("%p", ids[0], "%q", ids[1], "%o", s.started("close", ids[0]), "%n", s.started("close", ids[1]))
				time.Sleep(time.Second) // they run
				tc.fault.Path = r.Replace(tc.fault.Path)
				s.inject(tc.fault)
				got := s.run(strings.Fields(r.Replace(tc.args))...)
				for _, want := range tc.want {
					if !strings.Contains(got.stderr, r.Replace(want)) {
						t.Errorf("without %q:\n%s", r.Replace(want), got.stderr)
					}
				}
				if got.code != tc.code || strings.Contains(got.stderr, "none") || strings.Count(got.stdout, notKnownYet) == 0 {
					t.Errorf("code %d, want %d\n%s%s", got.code, tc.code, got.stdout, got.stderr)
				}
			})
		})
	}
}

// What a command printed when its time was over can be given, and ends it.
func TestWait_ResumeLine(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t, simulator.WithOperationTime(20*time.Second, 0))
		ids := s.sim.PoolIDs("OPEN")[:2]
		first := s.run("close", ids[0], ids[1], "--yes", "--timeout", "5s")
		_, line, found := strings.Cut(first.stderr, "To go on waiting:\n  tolokadash ")
		if first.code != exitTime || !found {
			t.Fatalf("code %d\n%s", first.code, first.stderr)
		}
		line = strings.TrimSuffix(strings.TrimSpace(line), " --api-url http://localhost")
		if second := s.run(strings.Fields(line)...); second.code != exitClean || strings.Count(second.stdout, "closed") != 2 {
			t.Errorf("code %d\n%s%s", second.code, second.stdout, second.stderr)
		}
		// The command itself can be given again too.
		if again := s.run("close", ids[0], ids[1], "--yes"); again.code != exitClean || strings.Count(again.stdout, "already closed") != 2 {
			t.Errorf("code %d\n%s%s", again.code, again.stdout, again.stderr)
		}
	})
}

// Where a command ends before pools were read they have the names of the last list, which
// asks for nothing; what was not listed has none.
func TestAct_NamesOfTheLastList(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t, simulator.WithOperationTime(time.Hour, 0))
		ids := s.sim.PoolIDs("OPEN")
		const name = "Cats of the last list"
		rememberPools("localhost", []fleet.Pool{{Pool: tolokaapi.Pool{Ref: tolokaapi.PoolRef(ids[0]), Name: name}}})
		for _, args := range [][]string{
			{"close", ids[0], ids[1], "--yes", "--timeout", "5s"},
			{"wait", ids[0], ids[1], "--timeout", "5s"},
			{"close", ids[0], "--yes", "--no-wait"},
		} {
			requests := len(s.sim.Requests())
			got := s.run(args...)
			if !strings.Contains(got.stdout, name) || args[len(args)-1] == "5s" && !strings.Contains(got.stderr, "\n  close "+ids[0]+"  "+name+"\n  close "+ids[1]+"\n") {
				t.Errorf("%v: code %d, without %q\n%s%s", args, got.code, name, got.stdout, got.stderr)
			}
			for _, r := range s.sim.Requests()[requests:] {
				if strings.HasPrefix(r.Path, "/api/v1/pools") && r.Method == http.MethodGet {
					t.Errorf("%v: it asked for %s", args, r.Path)
				}
			}
		}
	})
}

// awaitingReplies is said at once when it is to end and replies are under way.
const awaitingReplies = "tolokadash: waiting up to 2 s for replies; ctrl+c again ends at once\n"

// The first signal ends it in order, the second at once.
func TestAct_Signals(t *testing.T) {
	setHome(t)
	for signal, want := range map[syscall.Signal]int{syscall.SIGINT: exitBreak, syscall.SIGTERM: exitTerm, syscall.SIGHUP: exitHangup} {
		synctest.Test(t, func(t *testing.T) {
			s := newCommandScene(t, simulator.WithOperationTime(time.Hour, 0))
			time.AfterFunc(5*time.Second, func() { s.signals <- signal })
			got := s.run("close", s.sim.PoolIDs("OPEN")[0], "--yes", "--progress", "quiet")
			if got.code != want || !strings.Contains(got.stderr, "Still running at Toloka:") || !strings.Contains(got.stderr, "tolokadash wait ") ||
				strings.Contains(got.stderr, awaitingReplies) {
				t.Errorf("%v: code %d\n%s", signal, got.code, got.stderr)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		s.inject(simulator.Fault{Kind: simulator.HangAfter, Method: "POST", Skip: 1})
		ids := s.sim.PoolIDs("OPEN")[:2]
		began := time.Now()
		time.AfterFunc(5*time.Second, func() { s.signals <- syscall.SIGINT })
		time.AfterFunc(5500*time.Millisecond, func() { s.signals <- syscall.SIGINT })
		if got := s.run("close", ids[0], ids[1], "--yes"); strings.Count(got.stderr, awaitingReplies) != 1 {
			t.Errorf("it does not say once that it waits for a reply:\n%s", got.stderr)
		}
		select {
		case code := <-s.exited:
			if code != exitBreak {
				t.Errorf("code %d", code)
			}
		default:
			t.Errorf("it did not end at once; it ended after %v", time.Since(began))
		}
	})
}

// Events come first to last: a version, all about each command, one summary.
func TestAct_Events(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		ids := s.sim.PoolIDs("OPEN")[:2]
		s.sim.Script(simulator.Script{PoolID: ids[1], Outcome: simulator.Fails, FailAt: 40})
		got := s.run("close", ids[0], ids[1], "--yes", "-o", "ndjson", "--progress", "json")
		events := documents(t, got.stdout)
		if got.stdout != got.stderr {
			t.Errorf("the events on stderr are others:\n%s", got.stderr)
		}
		story := map[any]string{}
		for i, e := range events {
			if i > 0 && timeOf(t, e).Before(timeOf(t, events[i-1])) {
				t.Errorf("event %d is earlier than the one before", i)
			}
			if (e["type"] == "version") != (i == 0) || (e["type"] == "summary") != (i == len(events)-1) || e["time"] == nil {
				t.Errorf("event %d is %v", i, e)
			}
			story[e["id"]] += fmt.Sprint(e["type"], " ")
		}
		for _, id := range ids {
			if got := story[id]; !strings.HasPrefix(got, "asked sent state ") || strings.Count(got, "ended") != 1 || !strings.HasSuffix(got, "ended ") {
				t.Errorf("%s: %s", id, got)
			}
		}
		last := events[len(events)-1]
		if last["exit_code"] != 3.0 || last["counts"].(map[string]any)["failed"] != 1.0 || got.code != exitBad {
			t.Errorf("summary %v, code %d", last, got.code)
		}
	})
}

// timeOf is when an event happened.
func timeOf(t *testing.T, event map[string]any) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, event["time"].(string))
	if err != nil {
		t.Error(err)
	}
	return at
}

func TestAct_Formats(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		ids := s.sim.PoolIDs("OPEN")
		var document struct {
			Format   string
			ExitCode *int `json:"exit_code"`
			Results  []map[string]any
		}
		got := s.run("close", ids[0], "--yes", "-o", "json")
		if err := json.Unmarshal([]byte(got.stdout), &document); err != nil || document.Format != "1.0" || document.ExitCode == nil ||
			len(document.Results) != 1 || document.Results[0]["state"] != "succeeded" || document.Results[0]["id"] != ids[0] || document.Results[0]["name"] == "" {
			t.Errorf("json %v, %v\n%s", document, err, got.stdout)
		}
		rows, err := csv.NewReader(strings.NewReader(s.run("close", ids[1], "--yes", "-o", "csv").stdout)).ReadAll()
		if err != nil || len(rows) != 2 || rows[0][0] != "id" || rows[1][0] != ids[1] {
			t.Errorf("csv %v, %v", rows, err)
		}
		if got := s.run("close", ids[2], "--yes", "-o", "ids").stdout; got != ids[2]+"\n" {
			t.Errorf("ids %q", got)
		}
		copied := strings.TrimSpace(s.run("clone", ids[3], "--yes", "-o", "ids").stdout)
		if copied == ids[3] || s.sim.PoolStatus(copied) != "CLOSED" {
			t.Errorf("the copy is %q", copied)
		}
	})
}

// Output that cannot be written does not stop the work.
func TestAct_OutputCannotBeWritten(t *testing.T) {
	setHome(t)
	for _, format := range outputFormats {
		synctest.Test(t, func(t *testing.T) {
			s := newCommandScene(t)
			s.stdout = failingWriter{}
			id := s.sim.PoolIDs("OPEN")[0]
			got := s.run("close", id, "--yes", "-o", format)
			if got.code != exitFailed || s.sim.PoolStatus(id) != "CLOSED" || !strings.Contains(got.stderr, "the output could not be written (no space)") {
				t.Errorf("%s: code %d\n%s", format, got.code, got.stderr)
			}
		})
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("no space") }

// A dry run sends nothing and says what it would send.
func TestAct_DryRun(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		open, closed := s.sim.PoolIDs("OPEN")[0], s.sim.PoolIDs("CLOSED")[0]
		got := s.run("close", open, closed, "99999999999", "--dry-run")
		for _, want := range []string{"would be closed", "left out: already closed", "left out: not found"} {
			if !strings.Contains(got.stdout, want) {
				t.Errorf("without %q:\n%s", want, got.stdout)
			}
		}
		if got.code != exitClean || got.sent != 0 {
			t.Errorf("code %d, %d sent\n%s", got.code, got.sent, got.stderr)
		}
	})
}

// On a terminal it asks, and sends only what was confirmed as it wants it.
func TestAct_AsksFirst(t *testing.T) {
	setHome(t)
	for name, tc := range map[string]struct {
		args   string
		n      int
		typed  string
		code   int
		sent   int
		prompt string
	}{
		"yes":                {"close", 2, "y\n", 0, 2, "Close 2 pools on LOCALHOST?"},
		"no":                 {"close", 2, "n\n", 1, 0, "Type y and enter"},
		"enter alone":        {"close", 2, "\n", 1, 0, ""},
		"an end of input":    {"close", 2, "y", 1, 0, ""},
		"y for ten":          {"close", 10, "y\n", 1, 0, "Type 10 and enter"},
		"the number for ten": {"close", 10, "10\n", 0, 10, ""},
		"archiving one":      {"archive", 1, "1\n", 0, 1, "Type 1 and enter"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newCommandScene(t)
				status := map[string]string{"close": "OPEN", "archive": "CLOSED"}[tc.args]
				discarded := false
				s.process.terminal = func(any) bool { return true }
				s.process.stdin = strings.NewReader(tc.typed)
				s.process.discard = func() { discarded = true }
				got := s.run(append(append([]string{tc.args}, s.sim.PoolIDs(status)[:tc.n]...), "--progress", "plain")...)
				if got.code != tc.code || got.sent != tc.sent || !discarded || !strings.Contains(strings.ToUpper(got.stderr), strings.ToUpper(tc.prompt)) {
					t.Errorf("code %d, %d sent, discarded %v\n%s", got.code, got.sent, discarded, got.stderr)
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) { // what is left out does not push the targets out of sight
		s := newCommandScene(t)
		s.process.terminal = func(any) bool { return true }
		closed := s.sim.PoolIDs("CLOSED")[:20]
		got := s.run(append(append([]string{"close"}, s.sim.PoolIDs("OPEN")[:12]...), closed...)...)
		_, said, _ := strings.Cut(got.stderr, "Close 12 pools on ")
		listed, _, _ := strings.Cut(said, "  left out: ")
		first := regexp.MustCompile(`(?s)^[^)]*\)\n      comment: .*\)\n  \d[^\n]*\)\n$`) // those with a comment first, the last has none
		if !regexp.MustCompile(`\?\n12 pools, \d+ projects, \d+ with a comment, these first\n`).MatchString(said) || !first.MatchString(listed) ||
			!strings.Contains(said, "  left out: 20 already closed\n") || regexp.MustCompile(`\(project \d`).MatchString(said) {
			t.Errorf("code %d\n%s", got.code, got.stderr)
		}
	})
	synctest.Test(t, func(t *testing.T) { // ctrl+c while it asks
		s := newCommandScene(t)
		s.process.terminal = func(any) bool { return true }
		in, typed := io.Pipe()
		s.process.stdin = in
		time.AfterFunc(10*time.Second, func() { s.signals <- syscall.SIGINT })
		got := s.run("close", s.sim.PoolIDs("OPEN")[0])
		_ = typed.Close()
		if got.code != exitBreak || got.sent != 0 {
			t.Errorf("code %d, %d sent\n%s", got.code, got.sent, got.stderr)
		}
	})
}

// The server is gone for a minute, the token is refused in the middle, a quota is
// waited for: each is told, and only the server's word ends it.
func TestAct_TroubleOnTheWay(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t, simulator.WithOperationTime(10*time.Second, 0))
		time.AfterFunc(2*time.Second, func() { s.inject(simulator.Fault{Kind: simulator.Refuse}) })
		time.AfterFunc(62*time.Second, s.sim.Clear)
		got := s.run("close", s.sim.PoolIDs("OPEN")[0], "--yes")
		if got.code != exitClean || !strings.Contains(got.stderr, "connection: offline, connection refused, next try at ") || !strings.Contains(got.stderr, "connection: live") {
			t.Errorf("code %d\n%s", got.code, got.stderr)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t, simulator.WithOperationTime(time.Minute, 0))
		s.inject(simulator.Fault{Kind: simulator.Status, Status: 401, Skip: 3})
		ids := s.sim.PoolIDs("OPEN")[:20]
		got := s.run(append(append([]string{"close"}, ids...), "--yes")...)
		if got.code != exitRefused || got.sent > 20 || !strings.Contains(got.stderr, "Not sent:") {
			t.Errorf("code %d, %d sent\n%s", got.code, got.sent, got.stderr)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		s.inject(simulator.Fault{Kind: simulator.Status, Status: 429, Method: "POST", Count: 1, RetryAfter: "7"})
		began := time.Now()
		got := s.run("close", s.sim.PoolIDs("OPEN")[0], "--yes", "-o", "ndjson")
		retries := 0
		for _, e := range documents(t, got.stdout) {
			if e["type"] == "retry" && e["until"] != nil && e["http_status"] == 429.0 {
				retries++
			}
		}
		if got.code != exitClean || retries == 0 || time.Since(began) < 7*time.Second {
			t.Errorf("code %d, %d retries\n%s", got.code, retries, got.stdout)
		}
	})
}

// What was asked for is in the journal, and a clone whose reply never came is not
// sent again.
func TestAct_Journal(t *testing.T) {
	setHome(t)
	synctest.Test(t, func(t *testing.T) {
		s := newCommandScene(t)
		id := s.sim.PoolIDs("OPEN")[0]
		closed := s.run("close", id, "--yes", "-o", "json")
		var document struct{ Results []struct{ Name string } }
		if err := json.Unmarshal([]byte(closed.stdout), &document); err != nil || closed.code != exitClean || document.Results[0].Name == "" {
			t.Fatalf("code %d\n%s%s", closed.code, closed.stdout, closed.stderr)
		}
		folder, err := stateFolder()
		if err != nil {
			t.Fatal(err)
		}
		var skipped journal.Skipped
		all, err := journal.Commands(journal.Read(folder, time.Time{}, journal.Filter{}, &skipped))
		if err != nil || len(all) != 1 || all[0].ID != id || all[0].State != journal.Succeeded || all[0].Tries != 1 {
			t.Fatalf("%+v, %v", all, err)
		}
		// The command knew no more than the id.
		if got := s.run("journal"); !strings.Contains(got.stdout, "  "+document.Results[0].Name+"  ") {
			t.Errorf("without the name %q:\n%s", document.Results[0].Name, got.stdout)
		}
		j, err := journal.Open(journal.Options{Dir: folder, Origin: journal.Origin{APIHost: "localhost"}})
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Append(journal.Record{Event: journal.Sending, Time: time.Now(), Batch: "x.1", Verb: tolokaapi.VerbClone, Subject: tolokaapi.SubjectPool, ID: id}); err != nil {
			t.Fatal(err)
		}
		_ = j.Close()
		if got := s.run("clone", id, "--yes"); got.code != exitUnknown || got.sent != 0 || !strings.Contains(got.stderr, id) {
			t.Errorf("code %d, %d sent\n%s", got.code, got.sent, got.stderr)
		}
	})
}
