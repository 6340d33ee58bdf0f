package journal

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

// lockOf locks a file.
func lockOf(t *testing.T, path string) *flock.Flock {
	t.Helper()
	lock := flock.New(path)
	if locked, err := lock.TryLock(); err != nil || !locked {
		t.Fatal(locked, err)
	}
	return lock
}

// another is a session of another process.
type another struct {
	id    string
	cmd   *exec.Cmd
	stdin io.Closer
}

func startSession(t *testing.T, dir, host, account string) another {
	t.Helper()
	cmd := child(t, "session", dir, host, account)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	id, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() })
	return another{strings.TrimSpace(id), cmd, in}
}

func sessionIDs(t *testing.T, dir, apiHost, account string) []string {
	t.Helper()
	all, err := Sessions(dir, apiHost, account)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, s := range all {
		ids = append(ids, s.ID)
	}
	return ids
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, sessionFolder))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestSessions_OtherProcess sees another process as long as it lives, also when
// it ends by SIGKILL.
func TestSessions_OtherProcess(t *testing.T) {
	dir := t.TempDir()
	host, _ := os.Hostname()
	began := time.Now().Add(-time.Second)
	other := startSession(t, dir, host, "a")
	all, err := Sessions(dir, "toloka.dev", "a")
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	s := all[0]
	if s.ID != other.id || s.PID != other.cmd.Process.Pid || s.Account != "a" || s.Started.Before(began) || s.Started.After(time.Now()) {
		t.Errorf("%+v", s)
	}
	for _, c := range []struct{ host, account string }{{"toloka.dev", "b"}, {"sandbox.toloka.dev", "a"}} {
		if got := sessionIDs(t, dir, c.host, c.account); got != nil {
			t.Errorf("%+v: %q", c, got)
		}
	}
	if got := sessionIDs(t, dir, "", ""); len(got) != 1 {
		t.Errorf("all: %q", got)
	}
	if err := other.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.cmd.Wait()
	if got := sessionIDs(t, dir, "", ""); got != nil {
		t.Errorf("killed: %q", got)
	}
	if got := files(t, dir); got != nil {
		t.Errorf("left: %q", got)
	}
}

func TestSessions_Own(t *testing.T) {
	dir := t.TempDir()
	j := open(t, Options{Dir: dir, Origin: Origin{APIHost: "toloka.dev"}})
	// Whose account it is is not known yet: it may be this one.
	if got := sessionIDs(t, dir, "toloka.dev", "a"); len(got) != 1 || got[0] != j.Session() {
		t.Errorf("%q", got)
	}
	j.SetAccount("b")
	if got := sessionIDs(t, dir, "toloka.dev", "a"); got != nil {
		t.Errorf("%q", got)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if got := files(t, dir); got != nil {
		t.Errorf("left: %q", got)
	}
}

// TestSessions_OtherMachine leaves the files of another machine alone until
// they are old.
func TestSessions_OtherMachine(t *testing.T) {
	dir := t.TempDir()
	other := startSession(t, dir, "elsewhere", "a")
	_ = other.cmd.Process.Kill()
	_ = other.cmd.Wait()
	if got := sessionIDs(t, dir, "", ""); got != nil || len(files(t, dir)) != 2 {
		t.Errorf("%q, files %q", got, files(t, dir))
	}
	old := time.Now().Add(-foreignStays - time.Hour)
	if err := os.Chtimes(filepath.Join(dir, sessionFolder, other.id+lockSuffix), old, old); err != nil {
		t.Fatal(err)
	}
	if got := sessionIDs(t, dir, "", ""); got != nil || files(t, dir) != nil {
		t.Errorf("%q, files %q", got, files(t, dir))
	}
}

// TestSessions_Garbage has files that make no sense, and none.
func TestSessions_Garbage(t *testing.T) {
	dir := t.TempDir()
	if got := sessionIDs(t, dir, "", ""); got != nil {
		t.Errorf("no folder: %q", got)
	}
	folder := filepath.Join(dir, sessionFolder)
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"a.lock": "", "a.json": "\x00{", "b.json": "{}", "c.json.new": "{", "d.lock": "", "notes.txt": "mine"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lock := lockOf(t, filepath.Join(folder, "a.lock"))
	if got := sessionIDs(t, dir, "", ""); len(got) != 1 || got[0] != "a" {
		t.Errorf("%q", got)
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	sessionIDs(t, dir, "", "")
	if got := files(t, dir); len(got) != 1 || got[0] != "notes.txt" {
		t.Errorf("left: %q", got)
	}
}

// TestSessions_RemovedWhileBeginning lets a cleaner run beside sessions that
// begin: none of them loses its file.
func TestSessions_RemovedWhileBeginning(t *testing.T) {
	dir := t.TempDir()
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				_, _ = Sessions(dir, "", "")
			}
		}
	}()
	for range 200 {
		s := beginSession(dir, Origin{}, time.Now())
		if s.lock == nil || !isNamed(s.lock) {
			t.Error("a session lost its lock")
		}
		s.end()
	}
	close(stop)
	<-stopped
}
