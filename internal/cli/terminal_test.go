//go:build unix

package cli

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"go.uber.org/goleak"
)

// breakVariable makes the test binary play a program that breaks.
const breakVariable = "TOLOKADASH_TEST_BREAK"

func TestMain(m *testing.M) {
	if where := os.Getenv(breakVariable); where != "" {
		os.Exit(breakHere(where))
	}
	setDefault("test.parallel", "16")
	dir := makeProgram()
	code := m.Run()
	program() // it is being built where no test needed it
	if err := goleak.Find(); code == 0 && err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// setDefault sets a flag of the test binary, and the command line may still set
// it otherwise. These tests wait for programs rather than compute, so more of
// them fit side by side than there are processors.
func setDefault(name, value string) {
	if err := flag.Set(name, value); err != nil {
		panic(err)
	}
	flag.Parse()
}

// runTimeout bounds all waits for one run of the real program: far more than the
// longest takes on a busy machine, so that only a failing test ends by it.
const runTimeout = 2 * time.Minute

// A terminal runs the real program as a person would: in a pseudo-terminal,
// with an empty home. It answers no query of the program.
type terminal struct {
	t     *testing.T
	cmd   *exec.Cmd
	tty   *os.File
	name  string      // of the program's end of the terminal
	found *term.State // of the terminal before the program started
	alarm <-chan time.Time

	mu     sync.Mutex
	screen *vt.Emulator
	raw    bytes.Buffer
	wrote  chan struct{} // holds a token when the screen changed
	ended  chan struct{}

	gate    sync.Mutex // held while the terminal takes no output
	stalled bool
	reading atomic.Bool
}

// open starts the program in a terminal of 100×30 cells. env are settings on
// top of an environment that has nothing but the essentials.
func open(t *testing.T, env []string, args ...string) *terminal {
	t.Helper()
	return openProgram(t, program(), env, args...)
}

// openProgram is open for another binary.
func openProgram(t *testing.T, binary string, env []string, args ...string) *terminal {
	t.Helper()
	return openSession(t, true, binary, env, args...)
}

// openSession is openProgram where the terminal need not be the controlling one
// of the program's session.
func openSession(t *testing.T, controlling bool, binary string, env []string, args ...string) *terminal {
	t.Helper()
	home := t.TempDir()
	cmd := exec.Command(binary, args...)
	cmd.Dir = home
	cmd.Env = append([]string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "LC_ALL=C.UTF-8", "TZ=UTC",
		"XDG_CONFIG_HOME=" + home + "/config", "XDG_STATE_HOME=" + home + "/state",
	}, env...)
	x := &terminal{
		t: t, cmd: cmd, screen: vt.NewEmulator(100, 30), alarm: time.After(runTimeout),
		wrote: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	tty := x.start(cmd, controlling)
	go func() { _, _ = io.Copy(io.Discard, x.screen) }() // its answers to queries
	go x.read()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		if x.stalled {
			x.readOn()
		}
		_ = tty.Close()
		<-x.ended
		if pipe, ok := x.screen.InputPipe().(io.Closer); ok {
			_ = pipe.Close() // ends the reader of its answers; the emulator's own Close races it
		}
	})
	return x
}

// start gives the program a terminal of its own and takes note of how that is.
func (x *terminal) start(cmd *exec.Cmd, controlling bool) *os.File {
	x.t.Helper()
	tty, end, err := pty.Open()
	if err != nil {
		x.t.Fatal(err)
	}
	defer func() { _ = end.Close() }()
	x.tty, x.name = tty, end.Name()
	x.resize(100, 30)
	x.found = x.state()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = end, end, end
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: controlling}
	if err := cmd.Start(); err != nil {
		x.t.Fatal(err)
	}
	return tty
}

// state is how the terminal treats what is typed and written: echo, lines,
// signals.
func (x *terminal) state() *term.State {
	x.t.Helper()
	s, err := term.GetState(x.tty.Fd())
	if err != nil {
		x.t.Fatal(err)
	}
	return s
}

// resize makes the window another size, as a user who drags its corner.
func (x *terminal) resize(width, height int) {
	x.t.Helper()
	x.mu.Lock()
	defer x.mu.Unlock()
	x.screen.Resize(width, height)
	if err := pty.Setsize(x.tty, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)}); err != nil {
		x.t.Fatal(err)
	}
}

func (x *terminal) read() {
	defer close(x.ended)
	chunk := make([]byte, 32<<10)
	for {
		x.gate.Lock()
		x.reading.Store(true)
		x.gate.Unlock()
		n, err := x.tty.Read(chunk)
		x.reading.Store(false)
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

// quit presses q until the program ends: for a while after a confirmation closed keys are
// dropped, for as long as some wait to be taken in. So each is followed by a pause, which
// is longer each time: a busy machine is slow to take them in. It returns the exit code.
func (x *terminal) quit() int {
	x.t.Helper()
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		_, _ = x.tty.WriteString("q")
		select {
		case <-x.ended:
			return x.wait()
		case <-time.After(pause):
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

// Private modes of a terminal that are on by themselves.
var onByThemselves = []string{"7", "25"} // wrapping of lines, the cursor

var (
	privateMode = regexp.MustCompile(`\x1b\[\?([\d;]+)([hl])`)
	keyboard    = regexp.MustCompile(`\x1b\[([<>])\d+u`) // pushed, popped
	otherKeys   = regexp.MustCompile(`\x1b\[>4(?:;(\d))?m`)
	windowTitle = regexp.MustCompile(`\x1b\][02];([^\x07\x1b]*)`)
)

// restored fails unless the terminal is as the program found it: main screen,
// cursor, echo, mouse, focus reports, pasting, keyboard, title.
func (x *terminal) restored() {
	x.t.Helper()
	if !reflect.DeepEqual(x.state(), x.found) {
		x.t.Errorf("the terminal was %+v and is now %+v", x.found, x.state())
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.screen.IsAltScreen() {
		x.t.Error("the program left the terminal on its alternate screen")
	}
	if x.screen.CursorHidden() {
		x.t.Error("the program left the cursor hidden")
	}
	set := map[string]bool{}
	for _, m := range privateMode.FindAllStringSubmatch(x.raw.String(), -1) {
		for _, mode := range strings.Split(m[1], ";") {
			set[mode] = m[2] == "h"
		}
	}
	for mode, on := range set {
		if on != slices.Contains(onByThemselves, mode) {
			x.t.Errorf("the program left private mode %s on: %v", mode, on)
		}
	}
	if title := lastOf(windowTitle, x.raw.String()); title != "" {
		x.t.Errorf("the program left the title %q", title)
	}
	if level := lastOf(otherKeys, x.raw.String()); level != "" && level != "0" {
		x.t.Errorf("the program left keys modified at level %s", level)
	}
	pushed := 0
	for _, m := range keyboard.FindAllStringSubmatch(x.raw.String(), -1) {
		pushed += map[string]int{">": 1, "<": -1}[m[1]]
	}
	if pushed != 0 {
		x.t.Errorf("the program left %d keyboard modes pushed", pushed)
	}
}

// lastOf is what the last match of a pattern with one group holds.
func lastOf(re *regexp.Regexp, s string) string {
	all := re.FindAllStringSubmatch(s, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

// simulate starts the real simulator on a free port and returns its URL. It
// ends with the test.
func simulate(t *testing.T, args ...string) string {
	t.Helper()
	url, _ := simulateOn(t, "127.0.0.1:0", args...)
	return url
}

// reserved is an address of this machine for servers that go and come back at
// the same port: where loopback has more than one address nobody else is there,
// so that nobody takes the port meanwhile.
func reserved() string {
	if runtime.GOOS == "linux" {
		return "127.0.0.2"
	}
	return "127.0.0.1"
}

// simulateOn starts the real simulator at an address. It ends with the test, if
// it is not stopped before.
func simulateOn(t *testing.T, addr string, args ...string) (url string, stop func()) {
	t.Helper()
	cmd := exec.Command(program(), append([]string{"simulate", "--addr", addr}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	t.Cleanup(stop)
	line, err := bufio.NewReader(out).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		t.Fatalf("the simulator said %q, %v", line, err)
	}
	return url, stop
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
	x.t.Helper()
	re := regexp.MustCompile(pattern)
	return x.within(d, func() bool { return re.MatchString(x.text()) })
}

// within reports whether the screen comes to be as wanted now or within d.
func (x *terminal) within(d time.Duration, so func() bool) bool {
	x.t.Helper()
	late := time.After(d)
	for !so() {
		select {
		case <-x.wrote:
		case <-late:
			return so()
		case <-x.ended:
			return so()
		case <-x.alarm:
			x.t.Fatalf("the screen stayed like this:\n%s", x.text())
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
