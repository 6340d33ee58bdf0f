//go:build unix

package cli

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestOpenLogFile_OwnerOnly(t *testing.T) {
	path := write(t, "log", oldRecord)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	opened(t, path)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestOpenLogFile_RotatedAtStart(t *testing.T) {
	for name, tc := range map[string]struct {
		size  int64
		aside bool
	}{
		"at the bound": {maxLog, false},
		"beyond it":    {maxLog + 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log")
			for file, size := range map[string]int64{path: tc.size, path + ".1": int64(len(oldRecord))} {
				if err := os.WriteFile(file, []byte(oldRecord), 0o600); err != nil {
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
			if (before.Size() == tc.size) != tc.aside || (now.Size() < maxLog) != tc.aside {
				t.Errorf("the log has %d bytes, the one set aside %d", now.Size(), before.Size())
			}
		})
	}
}

func TestLogFile_RotatedWhileWriting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	l, err := openLogFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	l.most = 160
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
		header, record, _ := strings.Cut(string(text), "\n")
		if err != nil || !firstLine.MatchString(header) || strings.TrimSpace(record) != want || info.Mode().Perm() != 0o600 {
			t.Errorf("%s (%v) holds %q, %v", file, info.Mode(), text, err)
		}
	}
}

func TestLogFile_CannotBeRotated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	l, err := openLogFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(path+".1/full", 0o700); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	l.most = 10
	for range 3 {
		if _, err := l.Write([]byte("a line\n")); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(path); err != nil || !strings.HasSuffix(string(text), "\na line\na line\na line\n") {
		t.Errorf("it holds %q, %v", text, err)
	}
}

func TestOpenLogFile_TerminalAndPipeRefused(t *testing.T) {
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

// oldRecord is what a log of ours may begin with, from before there was a header.
const oldRecord = "time=2026-11-25T23:00:00.000Z level=INFO msg=request method=GET path=/api/v1/pools\n"

func TestOpenLogFile_OnlyNewFilesAndLogs(t *testing.T) {
	const config = "[ui]\nglyphs = \"ascii\"\n"
	for name, tc := range map[string]struct {
		prepare func(t *testing.T, path string)
		says    string // "" where a log may be written
	}{
		"nothing there":          {func(*testing.T, string) {}, ""},
		"an empty file":          {func(t *testing.T, p string) { t.Helper(); writeFile(t, p, "") }, ""},
		"a log":                  {func(t *testing.T, p string) { t.Helper(); opened(t, p) }, ""},
		"an old log":             {func(t *testing.T, p string) { t.Helper(); writeFile(t, p, oldRecord) }, ""},
		"another file":           {func(t *testing.T, p string) { t.Helper(); writeFile(t, p, config) }, "exists and is no log of tolokadash"},
		"one byte":               {func(t *testing.T, p string) { t.Helper(); writeFile(t, p, "t") }, "exists and is no log of tolokadash"},
		"another's log":          {func(t *testing.T, p string) { t.Helper(); writeFile(t, p, "time=1 level=INFO msg=started\n") }, "exists and is no log of tolokadash"},
		"a folder":               {func(t *testing.T, p string) { t.Helper(); mkdir(t, p) }, "is no plain file"},
		"a link to it":           {func(t *testing.T, p string) { t.Helper(); writeFile(t, p+".x", config); link(t, os.Symlink, p+".x", p) }, ".x exists and is no log"},
		"a hard link":            {func(t *testing.T, p string) { t.Helper(); writeFile(t, p+".x", config); link(t, os.Link, p+".x", p) }, "exists and is no log"},
		"a link to none":         {func(t *testing.T, p string) { t.Helper(); link(t, os.Symlink, p+".x", p) }, "is a link that leads to no file"},
		"a linked log":           {func(t *testing.T, p string) { t.Helper(); opened(t, p+".x"); link(t, os.Symlink, p+".x", p) }, ""},
		"in the way of rotation": {func(t *testing.T, p string) { t.Helper(); writeFile(t, p+".1", config) }, ".1 exists and is no log of tolokadash"},
		"in the way of a linked log": {func(t *testing.T, p string) {
			t.Helper()
			opened(t, p+".x")
			link(t, os.Symlink, p+".x", p)
			writeFile(t, p+".x.1", config)
		}, ".x.1 exists and is no log"},
		"a folder in the way":          {func(t *testing.T, p string) { t.Helper(); mkdir(t, p+".1") }, ".1 is no plain file"},
		"an older log, to be replaced": {func(t *testing.T, p string) { t.Helper(); opened(t, p+".1") }, ""},
		"an empty file that is in use": {func(t *testing.T, p string) {
			t.Helper()
			writeFile(t, filepath.Dir(p)+"/taken", "")
			link(t, os.Link, filepath.Dir(p)+"/taken", p)
		}, "is where the configuration or the token is read from"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log")
			tc.prepare(t, path)
			before, _ := os.ReadFile(path)
			l, err := openLogFile(path, filepath.Join(filepath.Dir(path), "taken"))
			if err == nil {
				_ = l.Close()
			}
			if (err == nil) != (tc.says == "") || err != nil && !strings.Contains(err.Error(), tc.says) {
				t.Errorf("%v, want %q", err, tc.says)
			}
			if after, _ := os.ReadFile(path); tc.says != "" && string(after) != string(before) {
				t.Errorf("it held %q and holds %q", before, after)
			}
		})
	}
}

// TestOpenLogFile_PathNotYetThere names the configuration file before there is one.
func TestOpenLogFile_PathNotYetThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	if _, err := openLogFile(path, path); err == nil || !strings.Contains(err.Error(), "read from") {
		t.Error(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("there is a file now")
	}
}

// TestLogFile_NeitherConfigurationNorToken starts the real program with the log on
// a file that it is to read, and then without.
func TestLogFile_NeitherConfigurationNorToken(t *testing.T) {
	t.Parallel()
	_, url := served(t)
	dir := t.TempDir()
	config, token := filepath.Join(dir, "config.toml"), filepath.Join(dir, "token")
	writeFile(t, config, fmt.Sprintf("[profiles.test]\napi_url = %q\ntoken_file = \"token\"\n", url))
	writeFile(t, token, "secret-token-of-the-test\n")
	for _, path := range []string{config, token} {
		x := open(t, nil, "--config", config, "--log-file", path)
		if code := x.wait(); code != exitUsage {
			t.Errorf("exit code %d, want %d", code, exitUsage)
		}
		if said := strings.TrimSpace(x.output()); !strings.HasPrefix(said, "tolokadash: the log cannot be written (") || strings.Count(said, "\n") > 0 {
			t.Errorf("it says %q", said)
		}
	}
	x := open(t, nil, "--config", config)
	x.shows("OPEN")
	x.quit()
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func mkdir(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, how func(old, link string) error, old, to string) {
	t.Helper()
	if err := how(old, to); err != nil {
		t.Fatal(err)
	}
}

// opened opens the log as the program does, and closes it.
func opened(t *testing.T, path string) {
	t.Helper()
	_, file, err := (&options{logFile: path}).openLog(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

// ofAnotherUser is a file that belongs to another user.
type ofAnotherUser struct{ fs.FileInfo }

func (ofAnotherUser) Sys() any { return &syscall.Stat_t{Uid: uint32(os.Geteuid()) + 1} }

func TestOwnedByUs_FileOfAnotherUser(t *testing.T) {
	info, err := os.Stat(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if !ownedByUs(info) || ownedByUs(ofAnotherUser{info}) {
		t.Error("the owner of a file is not told from others")
	}
}
