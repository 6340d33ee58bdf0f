//go:build unix

package cli

import (
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"tolokadash/tolokaapi/simulator"
)

// stall has the terminal take no more output, as a frozen ssh session, and
// presses a key that draws much until whatever holds output is full, and for longer
// after that than it takes until the program draws the whole screen anew.
func (x *terminal) stall(key string) {
	x.t.Helper()
	x.gate.Lock()
	x.stalled = true
	end, err := os.OpenFile(x.name, os.O_WRONLY|syscall.O_NOCTTY, 0)
	if err != nil {
		x.t.Fatal(err)
	}
	defer func() { _ = end.Close() }()
	const enough = int((stallTold + 200*time.Millisecond) * framesPerSecond / time.Second)
	for full, n := 0, 0; full < enough && n < 150; n++ { // 150 frames fill it, of some kB each
		x.press(key)
		<-time.After(time.Second / framesPerSecond)
		if takes, err := writable(end); err == nil && !takes {
			full++
		} else {
			full = 0
		}
	}
}

// writable reports whether a terminal takes output.
func writable(end *os.File) (bool, error) {
	fds := []unix.PollFd{{Fd: int32(end.Fd()), Events: unix.POLLOUT}}
	n, err := unix.Poll(fds, 0)
	return n > 0, err
}

// readOn lets the terminal take output again.
func (x *terminal) readOn() {
	x.stalled = false
	x.gate.Unlock()
}

// exits waits for the program's end while the terminal takes nothing, and returns
// its exit code.
func (x *terminal) exits() int {
	x.t.Helper()
	done := make(chan error, 1)
	go func() { done <- x.cmd.Wait() }()
	select {
	case err := <-done:
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			x.t.Fatal(err)
		}
	case <-x.alarm:
		x.t.Fatal("the program did not end")
	}
	return x.cmd.ProcessState.ExitCode()
}

// until waits for something outside the program.
func (x *terminal) until(what string, done func() bool) {
	x.t.Helper()
	for !done() {
		select {
		case <-x.ended:
			x.t.Fatalf("the program ended before %s:\n%s", what, x.text())
		case <-x.alarm:
			x.t.Fatalf("%s: not in time", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func TestTerminalOutput_StalledRequestsGoOn(t *testing.T) {
	t.Parallel()
	sim, url := served(t, simulator.WithOperationTime(3*time.Second, 0))
	x := dashboard(t, url)
	x.press(" j j ")
	x.confirm("Close 3 pools")
	x.shows(`(?s)RUNNING.*RUNNING.*RUNNING`)
	x.resize(200, 60)
	x.stall("?")
	x.until("the pools that were being closed are closed", func() bool {
		closed := 0
		for _, r := range sim.Requests() {
			id, isClose := strings.CutSuffix(strings.TrimPrefix(r.Path, "/api/v1/pools/"), "/close")
			if r.Method == http.MethodPost && isClose && sim.PoolStatus(id) == "CLOSED" {
				closed++
			}
		}
		return closed == 3
	})
	polls := sim.Count("GET", "")
	x.until("the operations are polled", func() bool { return sim.Count("GET", "") >= polls+2 })
	posts := sim.Count("POST", "/api/v1/")
	for pause := 300 * time.Millisecond; sim.Count("POST", "/api/v1/") == posts; pause = min(2*pause, 5*time.Second) {
		x.press("\x1b") // closes help, and goes on to another pool
		<-time.After(pause)
		x.press("jc")
		<-time.After(2 * pause)
		x.press("y")
		if x.late() {
			t.Fatal("nothing is sent while the terminal takes no output")
		}
	}
	x.readOn()
	x.press("\x1b")
	x.shows(`(?s)Operations.*SUCCESS.*SUCCESS`)
	x.until("every line is whole", func() bool { // a frame may be drawn in several writes
		for l := range strings.Lines(x.text()) {
			if l = strings.TrimSuffix(l, "\n"); strings.HasPrefix(l, "│") && !strings.HasSuffix(l, "│") {
				return false
			}
		}
		return true
	})
	x.quit()
	x.restored()
}

// late reports whether the time for the test is over.
func (x *terminal) late() bool {
	select {
	case <-x.alarm:
		return true
	default:
		return false
	}
}

func TestTerminalOutput_StalledEveryExit(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		end  func(*terminal)
		code int
	}{
		"q":       {func(x *terminal) { x.press("\x1b"); <-time.After(300 * time.Millisecond); x.press("q") }, exitClean},
		"ctrl+c":  {func(x *terminal) { x.press("\x03") }, exitBreak},
		"SIGTERM": {func(x *terminal) { x.signal(syscall.SIGTERM) }, exitTerm},
		"SIGQUIT": {func(x *terminal) { x.signal(syscall.SIGQUIT) }, exitQuit},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, url := served(t, simulator.WithOperationTime(time.Hour, 0))
			x := dashboard(t, url)
			x.confirmClose()
			x.shows(`RUNNING`)
			x.resize(200, 60)
			x.stall("?")
			tc.end(x)
			if code := x.exits(); code != tc.code {
				t.Errorf("exit code %d, want %d", code, tc.code)
			}
			x.readOn()
			<-x.ended
			x.restored()
			if !strings.Contains(x.output(), "close: 1 asked, 1 still running") {
				t.Errorf("no receipt in %q", tail(x.output()))
			}
		})
	}
}

// TestTerminalOutput_RestoredOnceDiscarded fills a terminal that takes nothing. What
// is written once the end has given that up has been written when Write returns,
// and nothing stands behind it.
func TestTerminalOutput_RestoredOnceDiscarded(t *testing.T) {
	t.Parallel()
	tty, end, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	_ = end.Fd() // it blocks from then on, as stdout does
	o := newTerminalOutput(end, func(bool) {})
	t.Cleanup(func() {
		_ = o.Close()
		_ = tty.Close()
		_ = end.Close()
	})
	frame := strings.Repeat("x", outputLimit/2)
	for range 2 {
		if _, err := io.WriteString(o, frame); err != nil {
			t.Fatal(err)
		}
	}
	for takes := true; takes; { // until the writer waits for it
		if takes, err = writable(end); err != nil {
			t.Fatal(err)
		}
		runtime.Gosched()
	}
	o.finish(time.Nanosecond)
	if _, err := io.WriteString(o, "\x1b[?1049l"); err != nil {
		t.Fatal(err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if n := o.pending(); n > 0 {
		t.Errorf("%d bytes wait still", n)
	}
}

func TestTerminalOutput_StalledCrash(t *testing.T) {
	t.Parallel()
	x := openProgram(t, os.Args[0], []string{breakVariable + "=command"})
	x.shows("all is well")
	x.stall(" ")
	x.press("x")
	if code := x.exits(); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	x.readOn()
	<-x.ended
	x.restored()
	if files, err := filepath.Glob(x.cmd.Dir + "/state/tolokadash/crash-*"); err != nil || len(files) != 1 {
		t.Errorf("crash files: %v, %v", files, err)
	}
}

// TestTerminalOutput_StalledSuspend stops the program with
// the terminal full. The modes are the shell's again; what is on the screen
// follows once it reads.
func TestTerminalOutput_StalledSuspend(t *testing.T) {
	t.Parallel()
	const away = `
set -m
"$@"
: >stopped
while read answer; do [ "$answer" = go ] && break; done
fg >/dev/null
echo "ended: $?"
`
	x := openProgram(t, "/bin/bash", nil, "-c", away, "bash", program(), "--demo")
	x.shows(`▸  \d+ .*OPEN`)
	x.resize(200, 60)
	x.stall("?")
	x.press("\x1a")
	x.until("it is stopped", func() bool {
		_, err := os.Stat(x.cmd.Dir + "/stopped")
		return err == nil
	})
	x.readOn()
	x.press("\rgo\r")
	x.shows(`(?s)(OPEN|Keys)`)
	x.press("\x1b")
	x.shows(`▸  \d+ .*OPEN`)
	if code := x.quit(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	x.restored()
}
