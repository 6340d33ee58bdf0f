package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/adrg/xdg"
	"github.com/google/go-cmp/cmp"

	"tolokadash/internal/journal"
	"tolokadash/tolokaapi"
)

// runJournal runs the command on the journal in a state folder.
func runJournal(t *testing.T, state string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Setenv("XDG_STATE_HOME", state)
	xdg.Reload()
	var out, errOut bytes.Buffer
	code = run(t.Context(), process{}, append([]string{"journal"}, args...), &out, &errOut)
	return code, out.String(), errOut.String()
}

// writtenJournal is a state folder with a journal of four commands: one that
// succeeded, one that failed, one without a response, one ten days ago.
func writtenJournal(t *testing.T) (state string) {
	t.Helper()
	state = t.TempDir()
	j, err := journal.Open(journal.Options{Dir: filepath.Join(state, "tolokadash"), Origin: journal.Origin{Host: "machine", APIHost: "toloka.dev", Account: "a1"}})
	if err != nil {
		t.Fatal(err)
	}
	percent := 40
	target := func(id, name string) journal.Target {
		return journal.Target{Subject: tolokaapi.SubjectPool, ID: id, Name: name, Project: "7"}
	}
	about := func(e journal.Event, at time.Time, batch, id string, r journal.Record) journal.Record {
		r.Event, r.Time, r.Batch, r.Verb, r.Subject, r.ID = e, at, batch, tolokaapi.VerbClose, tolokaapi.SubjectPool, id
		return r
	}
	old := time.Now().Add(-10 * 24 * time.Hour)
	now := time.Now().UTC().Truncate(time.Second).Add(-time.Hour)
	for _, r := range []journal.Record{
		{Event: journal.Confirmed, Time: old, Batch: "old.1", Verb: tolokaapi.VerbOpen, Targets: []journal.Target{target("9", "long ago")}},
		{Event: journal.Confirmed, Time: now, Batch: "s.1", Verb: tolokaapi.VerbClose, Targets: []journal.Target{target("1", "猫"), target("22", "=HYPERLINK(1)\x1b[2J"), target("333", "three")}},
		about(journal.Sending, now, "s.1", "1", journal.Record{}),
		about(journal.Sending, now, "s.1", "22", journal.Record{}),
		about(journal.Sending, now, "s.1", "333", journal.Record{}),
		about(journal.Answered, now, "s.1", "1", journal.Record{State: journal.Pending, Operation: "op-1", HTTPStatus: 202}),
		about(journal.Ended, now.Add(time.Minute), "s.1", "1", journal.Record{State: journal.Succeeded, Operation: "op-1", Took: 12.34}),
		about(journal.Ended, now.Add(time.Minute), "s.1", "22", journal.Record{State: journal.Failed, Operation: "op-2", Percent: &percent, Code: "SOME_CODE"}),
	} {
		if err := j.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return state
}

func TestJournalCommand_Formats(t *testing.T) {
	setHome(t)
	state := writtenJournal(t)
	run := func(args ...string) string {
		t.Helper()
		code, stdout, stderr := runJournal(t, state, args...)
		if code != exitClean || stderr != "" || strings.ContainsAny(stdout, "\x1b\x07") {
			t.Errorf("%v: code %d, %q, %q", args, code, stdout, stderr)
		}
		return stdout
	}
	lines := strings.Split(run(), "\n")
	if len(lines) != 5 || !strings.HasPrefix(lines[0], "ASKED ") || !strings.Contains(lines[1], "close    1  猫             closed                12.3s  op-1") ||
		!strings.Contains(lines[2], "failed: SOME_CODE") || !strings.HasSuffix(lines[3], "sent without a reply") {
		t.Errorf("table:\n%s", strings.Join(lines, "\n"))
	}
	if got := run("-o", "ids"); got != "1\n22\n333\n" {
		t.Errorf("ids %q", got)
	}
	rows, err := csv.NewReader(strings.NewReader(run("-o", "csv"))).ReadAll()
	if err != nil || len(rows) != 4 || rows[0][3] != "name" || rows[2][3] != "'=HYPERLINK(1)" {
		t.Errorf("csv %q, %v", rows, err)
	}
	var document struct {
		Format   string
		Commands []map[string]any
	}
	if err := json.Unmarshal([]byte(run("-o", "json")), &document); err != nil || document.Format != "1.0" || len(document.Commands) != 3 {
		t.Fatalf("json %+v, %v", document, err)
	}
	failed := document.Commands[1]
	if failed["state"] != "failed" || failed["percent"] != 40.0 || failed["id"] != "22" || failed["account"] != "a1" || failed["project"] != "7" || document.Commands[2]["state"] != "sending" {
		t.Errorf("json %+v", document)
	}
	var types []string
	for line := range strings.Lines(run("--output", "ndjson")) {
		var l map[string]any
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		types = append(types, l["type"].(string))
		if l["type"] == "summary" && l["count"] != 3.0 {
			t.Errorf("summary %s", line)
		}
	}
	if diff := cmp.Diff([]string{"version", "command", "command", "command", "summary"}, types); diff != "" {
		t.Error(diff)
	}
}

func TestJournalCommand_Filters(t *testing.T) {
	setHome(t)
	state := writtenJournal(t)
	for _, c := range []struct {
		args string
		want string
	}{
		{"--failed", "22 333"},
		{"--pool 22", "22"},
		{"--pool 4", ""},
		{"--verb open", ""},
		{"--verb open --since 20d", "9"},
		{"--verb open,close --since 240h10m", "9 1 22 333"},
		{"--since 59m30s", "1 22"},
		{"--since 1m", ""},
	} {
		code, stdout, stderr := runJournal(t, state, append(strings.Fields(c.args), "-o", "ids")...)
		said := ""
		if c.want == "" {
			_, since, given := strings.Cut(c.args, "--since ")
			if !given {
				since = "7d"
			}
			said = "tolokadash: no such record in the last " + since + "\n"
		}
		if got := strings.Join(strings.Fields(stdout), " "); got != c.want || code != exitClean || stderr != said {
			t.Errorf("%s: %q, want %q, code %d, %s", c.args, got, c.want, code, stderr)
		}
	}
}

func TestJournalCommand_Mistakes(t *testing.T) {
	setHome(t)
	state := t.TempDir()
	for args, want := range map[string]string{
		"--since 7x":   `--since takes a time such as 24h or 7d, not "7x"`,
		"--since -1h":  `--since takes a time such as 24h or 7d, not "-1h"`,
		"--since=":     "--since is empty: write the time, or leave it out",
		"--pool=":      "--pool is empty: write the id, or leave it out",
		"--verb clsoe": `--verb takes close, open, archive or clone, not "clsoe"; did you mean close?`,
		"-o xml":       `--output takes one of table, json, ndjson, csv, ids, not "xml"; see tolokadash journal --help`,
		"yesterday":    `tolokadash journal takes no argument "yesterday"; see tolokadash journal --help`,
		"--pool abc":   `"abc" is no id of a pool; nothing was done`,
	} {
		code, stdout, stderr := runJournal(t, state, strings.Fields(args)...)
		if code != exitUsage || stdout != "" || stderr != "tolokadash: "+want+"\n" {
			t.Errorf("%s: code %d, %q, %q", args, code, stdout, stderr)
		}
	}
	if code, stdout, stderr := runJournal(t, state); code != exitClean || stdout != "" || stderr != "tolokadash: no such record in the last 7d\n" {
		t.Errorf("no journal: code %d, %q, %q", code, stdout, stderr)
	}
	dir := filepath.Join(state, "tolokadash")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	text := "garbage\n{\"format\":9}\n"
	if err := os.WriteFile(filepath.Join(dir, "journal.jsonl"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := runJournal(t, state)
	if code != exitClean || stdout != "" || strings.Count(stderr, "warning: 1 line of the journal ") != 2 {
		t.Errorf("garbage: code %d, %q, %q", code, stdout, stderr)
	}
}
