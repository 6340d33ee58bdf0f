package ui_test

import (
	"os"
	"strings"
	"testing"
)

// The page about promises leaves out no fault and no reply that is tested.
func TestThePageOfPromisesNamesEveryRow(t *testing.T) {
	page, err := os.ReadFile("../PROMISES.md")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{}
	for _, row := range faultTable() {
		want = append(want, "TestWhateverGoesWrongWithLooking/"+row.name, "TestWhateverGoesWrongWithACommand/"+row.name)
	}
	for _, row := range outcomeTable() {
		want = append(want, "TestEveryRowOfTheOutcomeTable/"+row.name)
	}
	for _, name := range want {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("PROMISES.md does not name %s", name)
		}
	}
}
