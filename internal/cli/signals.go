package cli

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
)

// quitTimeout is how long an orderly end may take after a signal: the program may
// hang, and the terminal may take nothing.
const quitTimeout = 1800 * time.Millisecond

// A signalWatcher ends the program in order on the signals that ask for it. It
// knows no screen: what an orderly end is, and what is to be restored before an
// abrupt one, is up to the functions it is given.
type signalWatcher struct {
	onFirst func(os.Signal) bool // begins an orderly end, without waiting for it; false: it has seen to the signal otherwise
	onLater func()               // restores what it can; the process ends when it returns
	exit    func(code int)

	signals chan os.Signal
	gone    chan struct{} // holds a token when the terminal is gone
	lost    atomic.Bool   // the terminal is gone, and no hangup has been seen since
	code    atomic.Int32  // the exit code that was called for, exitClean if none was
	stacks  atomic.Pointer[[]byte]
	over    chan struct{}
	stopped chan struct{}
}

// watchSignals watches until stop. The first signal calls onFirst. A second one,
// or an end that does not come within quitTimeout, calls onLater and ends the
// process with the exit code of the first.
func watchSignals(onFirst func(os.Signal) bool, onLater func()) *signalWatcher {
	w := newSignalWatcher(onFirst, onLater)
	signal.Notify(w.signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	go w.watch()
	return w
}

// newSignalWatcher is a watcher that does not watch yet.
func newSignalWatcher(onFirst func(os.Signal) bool, onLater func()) *signalWatcher {
	return &signalWatcher{
		onFirst: onFirst, onLater: onLater, exit: os.Exit,
		signals: make(chan os.Signal, 1), gone: make(chan struct{}, 1),
		over: make(chan struct{}), stopped: make(chan struct{}),
	}
}

// stop stops watching and is the exit code that was called for, exitClean if none
// was.
func (w *signalWatcher) stop() int {
	signal.Stop(w.signals)
	close(w.over)
	<-w.stopped
	return int(w.code.Load())
}

// terminalGone ends the program as a hangup does, which the kernel tells only
// those whose controlling terminal it was. Those it tells too: that hangup is no
// second signal.
func (w *signalWatcher) terminalGone() {
	if w.code.CompareAndSwap(exitClean, exitHangup) {
		w.lost.Store(true)
	}
	select {
	case w.gone <- struct{}{}:
	default:
	}
}

func (w *signalWatcher) watch() {
	defer close(w.stopped)
	var late <-chan time.Time
	begin := func(s os.Signal) {
		if late == nil && w.onFirst(s) {
			w.code.CompareAndSwap(exitClean, int32(codeOf(s)))
			late = time.After(quitTimeout)
		}
	}
	for {
		select {
		case s := <-w.signals:
			if s == syscall.SIGQUIT {
				w.keepStacks()
			}
			switch {
			case codeOf(s) == exitHangup && w.lost.CompareAndSwap(true, false), late == nil:
				begin(s)
			default:
				w.leave()
			}
		case <-w.gone:
			begin(syscall.SIGHUP)
		case <-late:
			w.leave()
		case <-w.over:
			return
		}
	}
}

// leave ends the process.
func (w *signalWatcher) leave() {
	w.onLater()
	w.exit(int(w.code.Load()))
}

// keepStacks keeps what every goroutine does now, before the end changes it.
func (w *signalWatcher) keepStacks() {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	w.stacks.Store(&stacks)
}

// writeStacks writes what SIGQUIT asked for, if it came.
func (w *signalWatcher) writeStacks(to io.Writer) {
	if stacks := w.stacks.Load(); stacks != nil {
		_, _ = fmt.Fprintf(to, "SIGQUIT: the goroutines of tolokadash %s\n\n%s\n", version(), *stacks)
	}
}

func codeOf(s os.Signal) int {
	switch s {
	case syscall.SIGTERM:
		return exitTerm
	case syscall.SIGHUP:
		return exitHangup
	case syscall.SIGQUIT:
		return exitQuit
	}
	return exitBreak
}
