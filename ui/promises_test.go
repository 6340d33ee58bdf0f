package ui_test

import (
	"os"
	"strings"
	"testing"
)

// The page about promises leaves out no fault and no reply that is tested.
func TestPromises_NameEveryRow(t *testing.T) {
	page, err := os.ReadFile("../PROMISES.md")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{}
	for _, row := range faultTable() {
		want = append(want, "TestFaults_Looking/"+row.name, "TestFaults_Command/"+row.name)
	}
	for _, row := range outcomeTable() {
		want = append(want, "TestSubmitResponse_OutcomeTable/"+row.name)
	}
	for _, name := range want {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("PROMISES.md does not name %s", name)
		}
	}
}

// What the page says of a fault is what its test looks for.
func TestPromises_QuoteTheScreen(t *testing.T) {
	page, err := os.ReadFile("../PROMISES.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "| what goes wrong | looking |")
	for _, row := range faultTable() {
		_, after, _ := strings.Cut(table, "`TestFaults_Looking/"+row.name+"`")
		before := strings.TrimSuffix(table, after)
		cells := strings.Split(before[strings.LastIndex(before, "\n")+1:], " | ")
		if len(cells) < 4 {
			t.Errorf("no row is about %s", row.name)
			continue
		}
		looking, command := cells[1], cells[2]
		says := strings.TrimSuffix(strings.TrimLeft(row.says, "▲ ·"), " · next try in ")
		says = strings.ReplaceAll(says, "the simulator", "host")
		if !strings.Contains(looking, says) && !strings.Contains(says, looking) {
			t.Errorf("%s: the page says %q, the screen %q", row.name, looking, says)
		}
		if !strings.Contains(command, row.command) {
			t.Errorf("%s: the page says %q of a command, the screen %q", row.name, command, row.command)
		}
	}
}
