package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/creack/pty"
)

// A session is a program in a pseudo-terminal of 200×60 cells.
type session struct {
	cmd     *exec.Cmd
	tty     *os.File
	replies bool // to queries
	started time.Time

	mu     sync.Mutex
	output bytes.Buffer
	ended  chan struct{}
}

// open starts a program in a terminal that answers no query.
func open(command []string) (*session, error) { return openIn(command, false) }

func openIn(command []string, replies bool) (*session, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=truecolor", "LC_ALL=C.UTF-8")
	s := &session{cmd: cmd, replies: replies, started: time.Now(), ended: make(chan struct{})}
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 60, Cols: 200})
	if err != nil {
		return nil, err
	}
	s.tty = tty
	go s.read()
	return s, nil
}

func (s *session) read() {
	defer close(s.ended)
	chunk := make([]byte, 64<<10)
	for {
		n, err := s.tty.Read(chunk)
		s.mu.Lock()
		s.output.Write(chunk[:n])
		s.mu.Unlock()
		if s.replies {
			s.answer(chunk[:n])
		}
		if err != nil {
			return
		}
	}
}

// waitFor is how long after its start the program had written a text.
func (s *session) waitFor(text string, atMost time.Duration) (time.Duration, error) {
	for time.Since(s.started) < atMost {
		if strings.Contains(s.text(), text) {
			return time.Since(s.started), nil
		}
		time.Sleep(500 * time.Microsecond)
	}
	return 0, fmt.Errorf("%v never showed %q", s.cmd.Args, text)
}

func (s *session) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.output.String()
}

func (s *session) written() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.output.Len()
}

func (s *session) typeKeys(keys string) {
	_, _ = s.tty.WriteString(keys)
	time.Sleep(20 * time.Millisecond)
}

func (s *session) close() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
	_ = s.tty.Close()
	<-s.ended
}

// cpu is the time the process has used so far.
func (s *session) cpu() time.Duration {
	fields := s.proc("stat")
	// The name in the second field has no blank here; times are the 14th and
	// 15th, in hundredths of a second.
	user, _ := strconv.Atoi(fields[13])
	system, _ := strconv.Atoi(fields[14])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// resident is the memory of the process in bytes.
func (s *session) resident() int {
	pages, _ := strconv.Atoi(s.proc("statm")[1])
	return pages * os.Getpagesize()
}

func (s *session) proc(name string) []string {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", s.cmd.Process.Pid, name))
	if err != nil {
		return make([]string, 20)
	}
	return strings.Fields(string(data))
}

// simulate starts the simulator with 10,000 pools on a free port. Its operations
// take so long that none ends while bars are measured.
func simulate(binary string) (url string, stop func(), err error) {
	cmd := exec.Command(binary, "simulate", "--addr", "127.0.0.1:0", "--pools", "10000", "--operation-time", "15s")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		stop()
		return "", nil, errors.New("the simulator did not start")
	}
	return strings.TrimSpace(strings.TrimPrefix(line, "listening on ")), stop, nil
}
