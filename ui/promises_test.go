package ui_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestPromises_Tables holds the tables of PROMISES.md against those that the tests run. With
// -update it writes them; what stands around them is written by hand.
func TestPromises_Tables(t *testing.T) {
	const path = "../PROMISES.md"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	for name, table := range map[string]string{"things": thingsOnPage(), "faults": faultsOnPage(), "replies": repliesOnPage()} {
		begin := "<!-- " + name + ", written by go test ./ui -run TestPromises -update -->\n"
		end := "<!-- end of " + name + " -->\n"
		before, rest, begins := strings.Cut(page, begin)
		_, after, ends := strings.Cut(rest, end)
		if !begins || !ends {
			t.Fatalf("PROMISES.md has no place for the %s", name)
		}
		page = before + begin + table + end + after
	}
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have := strings.Split(string(text), "\n")
	for line := range strings.Lines(page) {
		if !slices.Contains(have, strings.TrimSuffix(line, "\n")) {
			t.Errorf("PROMISES.md lacks %s", line)
		}
	}
	if page != string(text) {
		t.Error("PROMISES.md is not what the tests run: go test ./ui -run TestPromises -update")
	}
}

// thingsOnPage lists what suffers from faults.
func thingsOnPage() string {
	looking, submitting := []string{}, []string{}
	for _, e := range endpoints() {
		looking = append(looking, e.name)
	}
	for _, c := range commands() {
		submitting = append(submitting, c.String())
	}
	return "- what is looked at: " + strings.Join(looking, ", ") + ";\n- each command: " + strings.Join(submitting, ", ") + ".\n"
}

// faultsOnPage is the table of faults: what TestFaults_Looking and TestFaults_Command look for.
func faultsOnPage() string {
	lines := []string{
		"| what goes wrong | looking | a command | what happens next | held by |",
		"|---|---|---|---|---|",
	}
	for _, row := range faultTable() {
		tests := append([]string{"TestFaults_Looking/" + row.name, "TestFaults_Command/" + row.name}, row.also...)
		lines = append(lines, cells(row.name, row.looking(), row.submitting(), row.next(), quoted(tests)))
	}
	return strings.Join(lines, "\n") + "\n"
}

// looking is what the header says, the countdown left out.
func (f faultRow) looking() string {
	said := strings.TrimSuffix(strings.TrimPrefix(f.says, "▲ "), " · next try in ")
	if before, _, counts := strings.Cut(said, "asking again in "); counts {
		said = before + "asking again in …"
	}
	if strings.HasPrefix(f.class, disconnected) {
		said = offlineSince + "…" + said
	}
	return anyHost(strings.TrimSuffix(said, " · "))
}

// submitting is what the row of a command and its details say.
func (f faultRow) submitting() string {
	state := f.command
	switch {
	case strings.HasPrefix(f.class, slow) && f.arrives:
		state = "sending…, then SUCCESS"
	case strings.HasPrefix(f.class, slow):
		state = "sending…, then " + f.command
	}
	return state + " · " + anyHost(f.reason)
}

// next is what becomes of a command, and of looking.
func (f faultRow) next() string {
	command := map[string]string{
		refused: "the command stays refused until you press `R`",
		held:    "the command cannot have arrived and is sent again",
		lost:    "the command is looked up, and sent again only if it had no effect",
	}[f.command]
	if f.arrives {
		command = "the operation is found and followed"
	}
	looking := "looking goes on after a back-off"
	switch class, _, _ := strings.Cut(f.class, " "); class {
	case overQuota:
		wait := "after a back-off"
		if f.waits > 0 {
			wait = "after " + brief(f.waits)
		}
		if f.waits > time.Hour {
			wait += "; quitting asks first"
		}
		return "the command leaves, and looking goes on, " + wait
	case disconnected, slow:
		looking = "one request at a time tries the connection"
	}
	if f.note != "" {
		command = f.note + "; " + command
	}
	return command + "; " + looking
}

// repliesOnPage is the table of replies to a command: what TestSubmitResponse_OutcomeTable sees.
func repliesOnPage() string {
	lines := []string{"| reply | the row says | then | held by |", "|---|---|---|---|"}
	for _, row := range outcomeTable() {
		tests := append([]string{"TestSubmitResponse_OutcomeTable/" + row.name}, row.also...)
		lines = append(lines, cells(row.name, strings.Join(row.sees, " → "), row.next(), quoted(tests)))
	}
	return strings.Join(lines, "\n") + "\n"
}

// next is what is done about a reply.
func (o outcomeRow) next() string {
	switch unclear := slices.Contains(o.sees, lost); {
	case o.then != "":
		return o.then
	case unclear && o.posts == 1:
		return "it is looked up; its operation is found and followed"
	case unclear:
		return "it is looked up twice, at least 5 s apart, then the pool is read: it had no effect and is sent again"
	case o.posts > 1:
		return "it is sent again; a clone too"
	case o.sees[0] == refused:
		return "nothing; `R` asks whether to try again"
	}
	return "it is followed"
}

// cells is a row of a table.
func cells(columns ...string) string { return "| " + strings.Join(columns, " | ") + " |" }

// quoted is names of tests as the page has them.
func quoted(names []string) string { return "`" + strings.Join(names, "` `") + "`" }

// anyHost is a text of the screen about whatever server.
func anyHost(text string) string { return strings.ReplaceAll(text, "the simulator", "host") }

// brief is a duration in its largest unit.
func brief(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d min", d/time.Minute)
	}
	return fmt.Sprintf("%d h", d/time.Hour)
}
