package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestArchitecture_Imports holds the table of packages in ARCHITECTURE.md against the
// tree: a package imports of ours what its row says, no less and no more.
func TestArchitecture_Imports(t *testing.T) {
	arrows := arrowsOfPage(t)
	seen := map[string]map[string]bool{}
	for file, imports := range importsOfOurs(t) {
		from := path.Dir(file)
		if strings.HasPrefix(from, "internal/cli/") {
			from = "internal/cli"
		}
		if seen[from] == nil {
			seen[from] = map[string]bool{}
		}
		allowed, listed := arrows[from]
		if !listed {
			t.Errorf("%s: package %s is not in the table", file, from)
		}
		for _, to := range imports {
			seen[from][to] = true
			if !slices.Contains(allowed, to) && !slices.Contains(allowed, "anything") {
				t.Errorf("%s: %s must not import %s", file, from, to)
			}
		}
	}
	for from, allowed := range arrows {
		if seen[from] == nil {
			t.Errorf("package %s is in the table and not in the tree", from)
		}
		for _, to := range allowed {
			if to != "anything" && !seen[from][to] {
				t.Errorf("%s does not import %s, as the table has it", from, to)
			}
		}
	}
}

// arrowsOfPage is which packages of ours each package imports, from ARCHITECTURE.md. The
// simulator imports none: sharing lenient types with the client, both would be wrong together.
func arrowsOfPage(t *testing.T) map[string][]string {
	t.Helper()
	arrows := map[string][]string{}
	_, table, _ := strings.Cut(architecture(t), "\n## Packages\n")
	table, _, _ = strings.Cut(table, "\n## ")
	for _, row := range regexp.MustCompile("(?m)^\\| `(.+?)` \\|.*\\| (.+) \\|$").FindAllStringSubmatch(table, -1) {
		arrows[row[1]] = nil
		for to := range strings.SplitSeq(row[2], ", ") {
			if _, err := os.Stat("internal/" + to); err == nil {
				to = "internal/" + to
			}
			if to != "–" {
				arrows[row[1]] = append(arrows[row[1]], to)
			}
		}
	}
	return arrows
}

// TestArchitecture_FilesExist looks up every file that ARCHITECTURE.md names, by its path or
// by its name alone.
func TestArchitecture_FilesExist(t *testing.T) {
	named := regexp.MustCompile("`([a-z_/*]+\\.go)`").FindAllStringSubmatch(architecture(t), -1)
	for _, n := range named {
		found := false
		for _, folder := range []string{"", "*/", "*/*/"} {
			files, err := filepath.Glob(folder + n[1])
			found = found || err == nil && len(files) > 0
		}
		if !found {
			t.Errorf("there is no file %s", n[1])
		}
	}
	if len(named) < 50 {
		t.Errorf("only %d files are named", len(named))
	}
}

func architecture(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
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
