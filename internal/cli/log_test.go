package cli

import (
	"os"
	"path/filepath"
	"testing"
)

func TestALogIsForItsOwnerOnlyAlsoWhereItWasReadable(t *testing.T) {
	path := write(t, "log", "old\n")
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	opened(t, path)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestALogThatGrewTooLargeIsSetAside(t *testing.T) {
	for name, tc := range map[string]struct {
		size  int64
		aside bool
	}{
		"at the bound": {maxLog, false},
		"beyond it":    {maxLog + 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log")
			for file, size := range map[string]int64{path: tc.size, path + ".1": 1} {
				if err := os.WriteFile(file, nil, 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Truncate(file, size); err != nil {
					t.Fatal(err)
				}
			}
			opened(t, path)
			now, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			before, err := os.Stat(path + ".1")
			if err != nil {
				t.Fatal(err)
			}
			if (before.Size() == tc.size) != tc.aside || (now.Size() < tc.size) != tc.aside {
				t.Errorf("the log has %d bytes, the one set aside %d", now.Size(), before.Size())
			}
		})
	}
}

// opened opens the log as the program does, and closes it.
func opened(t *testing.T, path string) {
	t.Helper()
	_, file, err := (&options{logFile: path}).openLog()
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
