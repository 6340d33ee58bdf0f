package cli

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	tea "charm.land/bubbletea/v2"
)

// watchSignals ends the program in order on the signals that ask for it, so
// that the terminal is restored and the receipt printed. The returned function
// stops watching and is the exit code they call for, 0 if none came.
func watchSignals(p *tea.Program) (stop func() int) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	var code atomic.Int32
	over, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case s := <-signals:
				code.CompareAndSwap(exitClean, int32(codeOf(s)))
				p.Quit()
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
