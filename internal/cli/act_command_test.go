package cli

import (
	"strings"
	"testing"
	"testing/synctest"

	"tolokadash/tolokaapi/simulator"
)

// TestAct_ExitCodes is the table of exit codes, with what was sent.
func TestAct_ExitCodes(t *testing.T) {
	setHome(t)
	fault := func(f simulator.Fault) func(*commandScene, []string) {
		return func(s *commandScene, _ []string) {
			if err := s.sim.Inject(f); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	script := func(n int, x simulator.Script) func(*commandScene, []string) {
		return func(s *commandScene, ids []string) {
			for _, id := range ids[:n] {
				x.PoolID = id
				s.sim.Script(x)
			}
		}
	}
	for name, tc := range map[string]struct {
		args  string // %s stands for the ids of three open pools
		stdin string
		with  func(*commandScene, []string)
		code  int
		sent  int
		said  string // on stderr
	}{
		"all as asked":       {args: "close %s --yes", code: 0, sent: 3, said: "close: 3 asked, 3 closed"},
		"flags before":       {args: "--profile production close %s --yes", code: 2, said: "--api-url"},
		"one failed":         {args: "close %s --yes", with: script(1, simulator.Script{Outcome: simulator.Fails, FailAt: 40}), code: 3, sent: 3, said: "1 failed"},
		"all rejected":       {args: "close %s --yes", with: script(3, simulator.Script{Outcome: simulator.Refused}), code: 3, sent: 3, said: "3 rejected"},
		"already closed":     {args: "close --status CLOSED --yes", code: 0, sent: 0, said: "already closed"},
		"time over":          {args: "close %s --yes --timeout 10s", with: script(1, simulator.Script{Outcome: simulator.NeverEnds}), code: 4, sent: 3, said: "tolokadash wait "},
		"no waiting":         {args: "close %s --yes --no-wait", with: script(3, simulator.Script{Outcome: simulator.NeverEnds}), code: 0, sent: 3, said: "3 still running"},
		"token refused":      {args: "close %s --yes", with: fault(simulator.Fault{Kind: simulator.Status, Status: 401}), code: 5, sent: 1, said: "does not accept the token"},
		"no API there":       {args: "close %s --yes", with: fault(simulator.Fault{Kind: simulator.HTML, Status: 404}), code: 2, sent: 1, said: "no Toloka API"},
		"nothing listens":    {args: "close %s --yes", with: fault(simulator.Fault{Kind: simulator.Refuse}), code: 1, sent: 1, said: "refuses the connection"},
		"no answer at all":   {args: "close %s --yes", with: fault(simulator.Fault{Kind: simulator.Hang}), code: 6, sent: 1, said: "no answer came"},
		"lost for good":      {args: "clone %s --yes --timeout 20m", with: fault(simulator.Fault{Kind: simulator.Reset, Method: "POST", Skip: 2, Count: 1}), code: 6, sent: 3, said: "1 of unknown outcome"},
		"lost and found":     {args: "close %s --yes", with: fault(simulator.Fault{Kind: simulator.ResetAfter, Method: "POST", Skip: 1, Count: 1}), code: 0, sent: 3, said: "3 closed"},
		"nothing matches":    {args: "close --match nosuchpool --yes", code: 7, said: "nothing matches"},
		"a word matches":     {args: `close --match "side"nosuchpool --yes`, code: 7, said: `selection: "nosuchpool" matches nothing: nothing was sent`},
		"half a value":       {args: "close --match status:, --yes", code: 2, said: "status: wants a value"},
		"an empty text":      {args: `close --match "" --yes`, code: 2, said: "asks for no text"},
		"an empty name":      {args: `close --match name:"" --yes`, code: 2, said: "name: wants a value"},
		"not nothing":        {args: "close --match ! --yes", code: 2, said: "asks for no text"},
		"no ids":             {args: "close", code: 2, said: "needs ids"},
		"ids and selection":  {args: "close %s --project 1 --yes", code: 2, said: "exclude each other"},
		"empty project":      {args: "close --project= --yes", code: 2, said: "--project is empty"},
		"bad id":             {args: "close 12x --yes", code: 2, said: `"12x" is no id of a pool`},
		"zero in front":      {args: "close 012 --yes", code: 2, said: "is no id"},
		"unknown field":      {args: "close --match nofield:1 --yes", code: 2, said: "no field"},
		"unknown value":      {args: "close --match status:nosuch --yes", code: 2, said: "no status"},
		"unknown status":     {args: "close --status OPNE --yes", code: 2, said: "did you mean OPEN"},
		"read-only":          {args: "close %s --yes --read-only", code: 2, said: "read-only"},
		"no terminal":        {args: "close %s", code: 2, said: "add --yes"},
		"no time":            {args: "close %s --yes --timeout 0s", code: 2, said: "--timeout takes"},
		"ids on stdin":       {args: "close - --yes", stdin: "# open\n\n%s\n%s # two\n", code: 0, sent: 2, said: "2 closed"},
		"a bad line":         {args: "close - --yes", stdin: "%s\nfoo\n", code: 2, said: "line 2"},
		"empty stdin":        {args: "close - --yes", stdin: "# none\n", code: 7, said: "no id"},
		"stdin without yes":  {args: "close -", stdin: "%s\n", code: 2, said: "- needs --yes"},
		"list without end":   {args: "close --status OPEN --yes", with: fault(simulator.Fault{Kind: simulator.SamePage, Path: "/pools"}), code: 1, said: "could not be read to its end"},
		"projects not known": {args: "close --match project:a --yes", with: fault(simulator.Fault{Kind: simulator.EmptyPages, Path: "/projects"}), code: 1, said: "could not be read to its end"},
		"fail fast":          {args: "close %s --yes --fail-fast", with: script(1, simulator.Script{Outcome: simulator.Refused}), code: 3, sent: 1, said: "Not sent:\n  close "},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newCommandScene(t)
				ids := s.sim.PoolIDs("OPEN")[:3]
				if tc.with != nil {
					tc.with(s, ids)
				}
				stdin := tc.stdin
				for _, id := range ids {
					stdin = strings.Replace(stdin, "%s", id, 1)
				}
				s.process.stdin = strings.NewReader(stdin)
				got := s.run(strings.Fields(strings.Replace(tc.args, "%s", strings.Join(ids, " "), 1))...)
				if got.code != tc.code || got.sent != tc.sent || !strings.Contains(got.stderr, tc.said) {
					t.Errorf("code %d, want %d; %d sent, want %d; %q without %q\n%s", got.code, tc.code, got.sent, tc.sent, got.stderr, tc.said, got.stdout)
				}
				if strings.Contains(got.stderr, awaitingReplies) {
					t.Error("it says that it waits for replies")
				}
				if strings.ContainsAny(got.stdout+got.stderr, "\x1b\x07") {
					t.Error("an escape was written")
				}
			})
		})
	}
}
