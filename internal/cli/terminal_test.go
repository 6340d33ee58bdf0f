package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"go.uber.org/goleak"
)

// program is the path of the real binary, built once for all tests.
var program string

// breakVariable makes the test binary play a program that breaks.
const breakVariable = "TOLOKADASH_TEST_BREAK"

func TestMain(m *testing.M) {
	if where := os.Getenv(breakVariable); where != "" {
		os.Exit(breakHere(where))
	}
	dir, err := os.MkdirTemp("", "tolokadash")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "tolokadash")
	if out, err := exec.Command("go", "build", "-o", program, "tolokadash").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building the program: %v\n%s", err, out)
		os.Exit(1)
	}
	code := m.Run()
	if err := goleak.Find(); code == 0 && err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// patience bounds every wait for the real program. No test ends by it but a
// failing one.
const patience = 30 * time.Second

// A terminal runs the real program as a person would: in a pseudo-terminal,
// with an empty home. It answers no query of the program.
type terminal struct {
	t     *testing.T
	cmd   *exec.Cmd
	tty   *os.File
	alarm <-chan time.Time

	mu     sync.Mutex
	screen *vt.Emulator
	raw    bytes.Buffer
	wrote  chan struct{} // holds a token when the screen changed
	ended  chan struct{}
}

// open starts the program in a terminal of 100×30 cells. env are settings on
// top of an environment that has nothing but the essentials.
func open(t *testing.T, env []string, args ...string) *terminal {
	t.Helper()
	return openProgram(t, program, env, args...)
}

// openProgram is open for another binary.
func openProgram(t *testing.T, binary string, env []string, args ...string) *terminal {
	t.Helper()
	home := t.TempDir()
	cmd := exec.Command(binary, args...)
	cmd.Dir = home
	cmd.Env = append([]string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "LC_ALL=C.UTF-8", "TZ=UTC",
		"XDG_CONFIG_HOME=" + home + "/config", "XDG_STATE_HOME=" + home + "/state",
	}, env...)
	x := &terminal{
		t: t, cmd: cmd, screen: vt.NewEmulator(100, 30), alarm: time.After(patience),
		wrote: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 30, Cols: 100})
	if err != nil {
		t.Fatal(err)
	}
	x.tty = tty
	go func() { _, _ = io.Copy(io.Discard, x.screen) }() // its answers to queries
	go x.read()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = tty.Close()
		<-x.ended
		if pipe, ok := x.screen.InputPipe().(io.Closer); ok {
			_ = pipe.Close() // ends the reader of its answers; the emulator's own Close races it
		}
	})
	return x
}

func (x *terminal) read() {
	defer close(x.ended)
	chunk := make([]byte, 32<<10)
	for {
		n, err := x.tty.Read(chunk)
		x.mu.Lock()
		x.raw.Write(chunk[:n])
		_, _ = x.screen.Write(chunk[:n])
		x.mu.Unlock()
		select {
		case x.wrote <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// text is the screen as it is now.
func (x *terminal) text() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.screen.String()
}

// output is every byte the program wrote.
func (x *terminal) output() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.raw.String()
}

// shows waits until the screen matches and returns it.
func (x *terminal) shows(pattern string) string {
	x.t.Helper()
	re := regexp.MustCompile(pattern)
	for {
		if s := x.text(); re.MatchString(s) {
			return s
		}
		select {
		case <-x.wrote:
		case <-x.ended:
			if s := x.text(); re.MatchString(s) {
				return s
			}
			x.t.Fatalf("the program ended and never showed %q:\n%s", pattern, x.text())
		case <-x.alarm:
			x.t.Fatalf("the screen never showed %q:\n%s", pattern, x.text())
		}
	}
}

// press types keys.
func (x *terminal) press(keys string) {
	x.t.Helper()
	if _, err := x.tty.WriteString(keys); err != nil {
		x.t.Fatal(err)
	}
}

// quit presses q until the program ends: for a moment after a confirmation
// closed, keys are swallowed. It returns the exit code.
func (x *terminal) quit() int {
	x.t.Helper()
	for {
		_, _ = x.tty.WriteString("q")
		select {
		case <-x.ended:
			return x.wait()
		case <-time.After(100 * time.Millisecond):
		case <-x.alarm:
			x.t.Fatalf("the program did not end:\n%s", x.text())
		}
	}
}

// wait waits for the program's end and returns its exit code.
func (x *terminal) wait() int {
	x.t.Helper()
	select {
	case <-x.ended:
	case <-x.alarm:
		x.t.Fatalf("the program did not end:\n%s", x.text())
	}
	if x.cmd.ProcessState != nil {
		return x.cmd.ProcessState.ExitCode()
	}
	err := x.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		x.t.Fatal(err)
	}
	if status, ok := x.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		x.t.Fatalf("the program was killed by %v", status.Signal())
	}
	return x.cmd.ProcessState.ExitCode()
}

// restored fails unless the terminal is as the program found it.
func (x *terminal) restored() {
	x.t.Helper()
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.screen.IsAltScreen() {
		x.t.Error("the program left the terminal on its alternate screen")
	}
	if x.screen.CursorHidden() {
		x.t.Error("the program left the cursor hidden")
	}
}

// simulate starts the real simulator on a free port and returns its address.
// It ends with the test.
func simulate(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(program, append([]string{"simulate", "--addr", "127.0.0.1:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		t.Fatalf("the simulator said %q, %v", line, err)
	}
	return url
}

// changes waits until the program writes something.
func (x *terminal) changes() {
	x.t.Helper()
	select {
	case <-x.wrote:
	case <-x.ended:
		x.t.Fatalf("the program ended:\n%s", x.text())
	case <-x.alarm:
		x.t.Fatalf("the screen stands still:\n%s", x.text())
	}
}

// showsWithin reports whether the screen matches now or within d.
func (x *terminal) showsWithin(pattern string, d time.Duration) bool {
	re := regexp.MustCompile(pattern)
	late := time.After(d)
	for {
		if re.MatchString(x.text()) {
			return true
		}
		select {
		case <-x.wrote:
		case <-late:
			return re.MatchString(x.text())
		case <-x.ended:
			return re.MatchString(x.text())
		}
	}
}

// vanishes reports whether the screen stops matching within the time in which
// a confirmation arms itself.
func (x *terminal) vanishes(pattern string) bool {
	re := regexp.MustCompile(pattern)
	late := time.After(300 * time.Millisecond)
	for re.MatchString(x.text()) {
		select {
		case <-x.wrote:
		case <-late:
			return !re.MatchString(x.text())
		case <-x.ended:
			return false
		}
	}
	return true
}

func (x *terminal) signal(s os.Signal) {
	x.t.Helper()
	if err := x.cmd.Process.Signal(s); err != nil {
		x.t.Fatal(err)
	}
}

// walkFiles calls f for every regular file below a folder.
func walkFiles(dir string, f func(path string, text []byte, mode os.FileMode)) error {
	return filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f(path, text, info.Mode())
		return nil
	})
}
