package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// TestMan_CommandsAndFlags finds every command that is not hidden, and every flag of it,
// on the manual page.
func TestMan_CommandsAndFlags(t *testing.T) {
	root := newRoot(process{})
	var page bytes.Buffer
	root.SetOut(&page)
	root.SetArgs([]string{"man"})
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
	if text := page.String(); strings.Contains(text, "`") || !strings.Contains(text, "after you confirm, and follows") {
		t.Errorf("the manual page has quotes, or a paragraph for each line:\n%s", text[:min(len(text), 800)])
	}
	has := func(what string) {
		if !strings.Contains(page.String(), what+`\fP`) {
			t.Errorf("the manual page has no %s", what)
		}
	}
	for _, c := range newRoot(process{}).Commands() {
		if c.Hidden {
			continue
		}
		has(c.Name())
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				has("--" + f.Name)
			}
		})
	}
}
