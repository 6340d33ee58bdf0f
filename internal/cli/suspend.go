//go:build !windows

package cli

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"
)

// rendererStops is how long Bubble Tea's drawing may take to stop by itself.
// When the process is stopped and woken before it has, it stops afterwards
// instead (2.1.1): nothing would ever be drawn again.
const rendererStops = 100 * time.Millisecond

// secondThought is how long a process that is woken without the terminal waits
// for the signal it may have been woken for, before it stops again.
const secondThought = 200 * time.Millisecond

// thoughts is how often it looks for the terminal meanwhile.
const thoughts = 10

// suspender stops the program for the shell in place of Bubble Tea, once its
// drawing has come to rest, and has it draw everything again when it has the
// terminal again. A signal that ends the program meanwhile ends it without
// touching the terminal, which is the shell's.
func (s *screen) suspender(program func() *tea.Program) func(tea.Model, tea.Msg) tea.Msg {
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		if _, ok := msg.(tea.SuspendMsg); !ok {
			return msg
		}
		p := program()
		if !s.nap.begin() {
			return nil
		}
		err := p.ReleaseTerminal()
		code := exitClean
		if err == nil {
			<-time.After(rendererStops)
			code = sleep(s.nap.ended)
		}
		if late := s.nap.end(); code == exitClean {
			code = late
		}
		if code != exitClean {
			s.farewell()
			os.Exit(code)
		}
		_ = p.RestoreTerminal()
		return tea.ResumeMsg{}
	}
}

// sleep stops the whole process group, as the terminal would, until it is in the
// foreground again, or until it is to end: then with the exit code.
func sleep(ended <-chan int) (code int) {
	woken := make(chan os.Signal, 1)
	signal.Notify(woken, syscall.SIGCONT)
	defer signal.Stop(woken)
	for {
		select {
		case code := <-ended:
			return code
		default:
		}
		_ = syscall.Kill(0, syscall.SIGTSTP)
		select {
		case <-woken:
		case code := <-ended:
			return code
		}
		// The shell may give the terminal a little later, or end the program.
		for range thoughts {
			if inForeground() {
				return exitClean
			}
			select {
			case code := <-ended:
				return code
			case <-time.After(secondThought / thoughts):
			}
		}
	}
}

// inForeground reports whether the terminal takes this process group's word.
func inForeground() bool {
	group, err := unix.IoctlGetInt(int(os.Stdin.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}
