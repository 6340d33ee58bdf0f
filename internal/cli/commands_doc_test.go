package cli

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tolokadash/internal/headless"
)

func commandsPage(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/commands.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// fieldsOf are the names of the fields of a record in JSON.
func fieldsOf(record any) (names []string) {
	for f := range reflect.TypeOf(record).Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "-" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Every field is on the page, and no other.
func TestCommandsPage_Fields(t *testing.T) {
	page := commandsPage(t)
	for name, record := range map[string]any{
		"result": resultRecord{}, "event": headless.Event{}, "target": planRecord{}, "pool": poolRecord{}, "operation": operationRecord{}, "command": commandRecord{},
	} {
		_, rest, found := strings.Cut(page, "<!-- fields: "+name+" -->")
		text, _, ended := strings.Cut(rest, "<!-- end of fields -->")
		if !found || !ended {
			t.Errorf("the fields of a %s are not marked", name)
			continue
		}
		var listed []string
		for line := range strings.Lines(text) {
			cells := strings.Split(line, "|")
			if len(cells) < 3 {
				continue
			}
			for _, m := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(cells[1], -1) {
				listed = append(listed, m[1])
			}
		}
		slices.Sort(listed)
		if want := fieldsOf(record); !slices.Equal(want, listed) {
			t.Errorf("the fields of a %s are %v, on the page %v", name, want, listed)
		}
	}
	for _, name := range fieldsOf(headless.Counts{}) {
		if !strings.Contains(page, "`"+name+"`") {
			t.Errorf("the count %s is not on the page", name)
		}
	}
	for _, e := range []headless.EventType{
		headless.EventVersion, headless.EventAsked, headless.EventSent, headless.EventState, headless.EventRetry, headless.EventEnded, headless.EventConnection, headless.EventFigures, headless.EventSummary,
	} {
		if !strings.Contains(page, "| `"+string(e)+"` |") {
			t.Errorf("the event %s is not on the page", e)
		}
	}
}

// accountCommands are the commands that the page is about.
func accountCommands() (all []*cobra.Command) {
	for _, c := range newRoot(process{}).Commands() {
		if slices.Contains([]string{"pools", "operations", "close", "open", "archive", "clone", "wait", "journal"}, c.Name()) {
			all = append(all, c)
		}
	}
	return all
}

// Every flag is on the page, and no flag is there that does not exist.
func TestCommandsPage_Flags(t *testing.T) {
	page := commandsPage(t)
	flags := map[string]bool{}
	commands := accountCommands()
	if len(commands) != 8 {
		t.Fatalf("%d commands", len(commands))
	}
	for _, c := range commands {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			flags["--"+f.Name] = true
			if f.Name != "help" && !strings.Contains(page, "`--"+f.Name+"`") {
				t.Errorf("--%s of %s is not on the page", f.Name, c.Name())
			}
		})
		if !strings.Contains(page, "`"+c.Name()+"`") {
			t.Errorf("%s is not on the page", c.Name())
		}
	}
	for _, m := range regexp.MustCompile("(?m)--[a-z][a-z-]+").FindAllString(page, -1) {
		if !flags[m] {
			t.Errorf("%s is on the page, and no flag", m)
		}
	}
}

// The help of each command begins with two examples.
func TestHelp_BeginsWithTwoExamples(t *testing.T) {
	for _, c := range accountCommands() {
		lines := strings.SplitN(c.Long, "\n", 3)
		if len(lines) < 3 || !strings.HasPrefix(lines[0], "tolokadash "+c.Name()) || !strings.HasPrefix(lines[1], "tolokadash ") || !strings.Contains(lines[1], c.Name()) {
			t.Errorf("the help of %s begins with %q", c.Name(), lines[:2])
		}
	}
}
