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

// resumeGrace is how long a process that is woken without the terminal waits
// for the signal it may have been woken for, before it stops again.
const resumeGrace = 200 * time.Millisecond

// resumeLooks is how often it looks for the terminal meanwhile.
const resumeLooks = 10

// suspend stops the program for the shell in place of Bubble Tea, once its
// drawing has come to rest, and has it draw everything again when it has the
// terminal again. A signal that ends the program meanwhile ends it without
// touching the terminal, which is the shell's.
func (s *screen) suspend(p *tea.Program) tea.Msg {
	if !s.suspended.begin() {
		return nil
	}
	s.output.finish(drainWait)
	err := p.ReleaseTerminal()
	code := exitClean
	if err == nil {
		<-time.After(rendererStops)
		code = sleep(s.suspended.ended)
	}
	if late := s.suspended.end(); code == exitClean {
		code = late
	}
	if code != exitClean {
		s.printReceipt(s.output)
		s.signals.writeStacks(s.output)
		os.Exit(code)
	}
	s.output.resume()
	_ = p.RestoreTerminal()
	return tea.ResumeMsg{}
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
		for range resumeLooks {
			if inForeground() {
				return exitClean
			}
			select {
			case code := <-ended:
				return code
			case <-time.After(resumeGrace / resumeLooks):
			}
		}
	}
}

// mayUseTerminal reports whether the modes of the terminal are ours to change: we
// are in the foreground, or there is no job control, as without a controlling
// terminal.
func mayUseTerminal() bool {
	group, err := unix.IoctlGetInt(int(os.Stdin.Fd()), unix.TIOCGPGRP)
	return err != nil || group == unix.Getpgrp()
}

// inForeground reports whether the terminal takes this process group's word.
func inForeground() bool {
	group, err := unix.IoctlGetInt(int(os.Stdin.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}
