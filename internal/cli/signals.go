package cli

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
)

// patienceWithQuit is how long an orderly end may take. It takes for ever where
// the terminal accepts no output.
const patienceWithQuit = 3 * time.Second

// watchSignals ends the program in order on the signals that ask for it, so
// that the terminal is restored and the receipt printed. A second signal, or an
// end that does not come, gives back what can be given back and leaves at once.
// While the program is suspended there is nothing to give back.
// The returned function stops watching and is the exit code the signals call
// for, 0 if none came.
func watchSignals(p *tea.Program, n *nap) (stop func() int) {
	before, _ := term.GetState(os.Stdin.Fd()) // nil without a terminal: then there is nothing to restore
	leave := func(code int) {
		if before != nil && inForeground() { // else it is the shell's, which would stop us
			_ = term.Restore(os.Stdin.Fd(), before)
		}
		os.Exit(code)
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	var code atomic.Int32
	over, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		var late <-chan time.Time
		for {
			select {
			case s := <-signals:
				if n.interrupted(codeOf(s)) {
					continue
				}
				if !code.CompareAndSwap(exitClean, int32(codeOf(s))) {
					leave(int(code.Load()))
				}
				late = time.After(patienceWithQuit)
				go p.Quit() // it waits for the event loop, which may wait for the terminal
			case <-late:
				leave(int(code.Load()))
			case <-over:
				return
			}
		}
	}()
	return func() int {
		signal.Stop(signals)
		close(over)
		<-stopped
		return int(code.Load())
	}
}

func codeOf(s os.Signal) int {
	switch s {
	case syscall.SIGTERM:
		return exitTerm
	case syscall.SIGHUP:
		return exitHangup
	}
	return exitBreak
}
