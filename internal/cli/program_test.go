//go:build unix

package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
)

// program returns the path of the real binary. It waits until that is built.
var program func() string

// makeProgram begins to build the real binary, once for all tests, while those run that
// do without it. It returns the folder to remove at the end.
func makeProgram() (dir string) {
	dir, err := os.MkdirTemp("", "tolokadash")
	if err != nil {
		panic(err)
	}
	path := filepath.Join(dir, "bin", "tolokadash")
	build := exec.Command("go", slices.Concat([]string{"install"}, buildFlags, []string{"."})...) // as the README says
	build.Dir, build.Env = "../..", append(os.Environ(), "GOBIN="+filepath.Dir(path))
	program = sync.OnceValue(func() string {
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "building the program: %v\n%s", err, out)
			os.Exit(1)
		}
		return path
	})
	go program()
	return dir
}
