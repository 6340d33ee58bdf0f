package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
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

func TestALogThatGrowsTooLargeMeanwhileIsSetAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	l, err := openLogFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	l.most = 100
	for _, line := range []string{"first", "second", "third"} {
		if _, err := fmt.Fprintf(l, "%-60s\n", line); err != nil {
			t.Fatal(err)
		}
	}
	for file, want := range map[string]string{path: "third", path + ".1": "second"} {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(file)
		if err != nil || strings.TrimSpace(string(text)) != want || info.Mode().Perm() != 0o600 {
			t.Errorf("%s (%v) holds %q, %v", file, info.Mode(), text, err)
		}
	}
}

func TestALogThatCannotBeSetAsideGrows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	if err := os.MkdirAll(path+".1/full", 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := openLogFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	l.most = 10
	for range 3 {
		if _, err := l.Write([]byte("a line\n")); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "a line\na line\na line\n" {
		t.Errorf("it holds %q, %v", text, err)
	}
}

func TestALogGoesToNoTerminalAndNoPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/dev/tty", "/dev/null", pipe, t.TempDir()} {
		_, said, code := ran(t, nil, "--demo", "--log-file", path)
		if want := "tolokadash: the log cannot be written (" + path + " is no plain file): name another file with --log-file\n"; said != want || code != exitUsage {
			t.Errorf("%s: code %d, %q", path, code, said)
		}
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
