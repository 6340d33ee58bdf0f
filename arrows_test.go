package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows says which packages of ours each package may import. cli wires
// everything, so it may import anything. The simulator imports nothing of
// ours: sharing lenient types with the client, both would be wrong together.
var arrows = map[string][]string{
	".":                   {"internal/cli"},
	"ui":                  {"internal/fleet", "internal/journal", "internal/settings", "internal/runner", "internal/filter", "internal/wording", "keymap", "ui/dialog", "ui/message", "ui/pane", "ui/screen", "ui/styled", "ui/table", "ui/theme", "ui/timer", "tolokaapi"},
	"ui/dialog":           {"internal/filter", "internal/fleet", "internal/wording", "keymap", "tolokaapi", "ui/styled", "ui/table", "ui/theme"},
	"ui/message":          {"internal/fleet", "internal/wording", "keymap", "tolokaapi", "ui/pane", "ui/screen"},
	"ui/pane":             {"internal/filter", "internal/fleet", "internal/wording", "keymap", "ui/styled", "ui/table", "ui/theme", "tolokaapi"},
	"ui/screen":           {"internal/fleet", "internal/wording", "keymap", "tolokaapi", "ui/styled", "ui/table", "ui/theme", "ui/timer"},
	"ui/styled":           {"ui/table", "ui/theme"},
	"ui/table":            {},
	"ui/theme":            {"internal/fleet", "internal/palette", "tolokaapi"},
	"ui/timer":            {},
	"keymap":              {"internal/nearest", "tolokaapi"},
	"tolokaapi":           {},
	"tolokaapi/simulator": {},
	"internal/fleet":      {"internal/settings", "tolokaapi"},
	"internal/runner":     {"internal/fleet", "internal/journal", "tolokaapi"},
	"internal/headless":   {"internal/fleet", "internal/runner", "internal/filter", "tolokaapi"},
	"internal/filter":     {"internal/fleet", "internal/nearest", "tolokaapi"},
	"internal/journal":    {"tolokaapi"},
	"internal/nearest":    {},
	"internal/palette":    {},
	"internal/settings":   {},
	"internal/wording":    {"internal/fleet", "tolokaapi"},
	"internal/config":     {"internal/nearest", "internal/palette", "internal/settings", "keymap", "tolokaapi"},
	"screenshots/draw":    {},
}

func TestNoPackageImportsAnotherOutsideTheDesign(t *testing.T) {
	seen := map[string]bool{}
	for file, imports := range importsOfOurs(t) {
		from := path.Dir(file)
		seen[from] = true
		allowed, listed := arrows[from]
		if !listed {
			if from != "internal/cli" && !strings.HasPrefix(from, "internal/cli/") {
				t.Errorf("%s: package %s is not in the design", file, from)
			}
			continue
		}
		for _, to := range imports {
			if !slices.Contains(allowed, to) {
				t.Errorf("%s: %s must not import %s", file, from, to)
			}
		}
	}
	for from := range arrows {
		if !seen[from] {
			t.Errorf("package %s is in the design and not in the tree", from)
		}
	}
}

// importsOfOurs maps each file that is no test to the packages of this module
// it imports, both as slash-separated paths below the root.
func importsOfOurs(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		found[name] = nil
		for _, imported := range f.Imports {
			p, err := strconv.Unquote(imported.Path.Value)
			if err != nil {
				return err
			}
			if ours, ok := strings.CutPrefix(p, "tolokadash/"); ok {
				found[name] = append(found[name], ours)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
