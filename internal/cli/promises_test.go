package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// TestPromises_NameTestsThatExist looks up every test which PROMISES.md
// names: its function in a package of this module, and the name of its sub-test
// in the tests of that package, to the letter.
func TestPromises_NameTestsThatExist(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "PROMISES.md"))
	if err != nil {
		t.Fatal(err)
	}
	folders, texts := testsOfModule(t)
	named := regexp.MustCompile("`((?:Test|Fuzz|Benchmark)[^`]*)`").FindAllStringSubmatch(string(page), -1)
	for _, n := range named {
		function, sub, has := strings.Cut(n[1], "/")
		if len(folders[function]) == 0 {
			t.Errorf("PROMISES.md names %s, which is no test", function)
			continue
		}
		found := !has
		for _, folder := range folders[function] {
			found = found || texts[folder][sub]
		}
		if !found {
			t.Errorf("PROMISES.md names %s, and there is no such sub-test", n[1])
		}
	}
	if len(named) < 100 {
		t.Errorf("only %d tests are named", len(named))
	}
}

// testsOfModule are the folders in which each test is, and all texts that are
// spelled out in the tests of each folder.
func testsOfModule(t *testing.T) (folders map[string][]string, texts map[string]map[string]bool) {
	t.Helper()
	folders, texts = map[string][]string{}, map[string]map[string]bool{}
	files := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder := filepath.Dir(path)
		if texts[folder] == nil {
			texts[folder] = map[string]bool{}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				folders[n.Name.Name] = append(folders[n.Name.Name], folder)
			case *ast.BasicLit:
				if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
					texts[folder][text] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return folders, texts
}
