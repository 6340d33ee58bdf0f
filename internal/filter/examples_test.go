package filter

import (
	"os"
	"strings"
	"testing"
)

func TestExamples_AreRead(t *testing.T) {
	for _, of := range []Records{Pools, Trainings, Operations} {
		for _, e := range Examples(of) {
			if _, problems := Parse(e.Typed, Options{Records: of}); len(problems) > 0 && e.Typed != "fields" {
				t.Errorf("%s: %v", e.Typed, problems)
			}
		}
	}
}

func TestExamples_READMEHasEveryWordAndField(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "## Finding rows")
	section, _, _ = strings.Cut(section, "\n## ")
	for _, of := range []Records{Pools, Operations} {
		for _, f := range Fields(of) {
			if !strings.Contains(section, "`"+f.Name+"`") {
				t.Errorf("the README does not name the field %s", f.Name)
			}
		}
	}
	for _, e := range Examples(Pools) {
		if !strings.Contains(section, "`"+e.Typed+"`") && !strings.ContainsAny(e.Typed, "!=") && e.Typed != "fields" {
			t.Errorf("the README does not show %s", e.Typed)
		}
	}
}
