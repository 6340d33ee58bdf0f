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

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// quitTimeout is how long an orderly end may take after a signal. The program
// may hang, and the terminal may take nothing.
const quitTimeout = 1800 * time.Millisecond

// leaveSequence takes back everything that Bubble Tea may have set, in the order
// in which it does.
const leaveSequence = ansi.ResetModifyOtherKeys + "\x1b[<1u" + ansi.ResetModeAltScreenSaveCursor +
	ansi.SetModeTextCursorEnable + ansi.ResetModeBracketedPaste + ansi.ResetModeFocusEvent +
	ansi.ResetModeSynchronizedOutput + ansi.ResetModeUnicodeCore + ansi.ResetProgressBar + "\x1b]2;\x07" + ansi.ResetStyle

// A signalWatcher ends the program in order on the signals that ask for it and
// when the terminal is gone, so that the terminal is restored and the receipt
// printed. A second signal, or an end that does not come within quitTimeout,
// restores what it can and leaves at once. While the program is suspended there
// is nothing to restore.
type signalWatcher struct {
	program *tea.Program
	suspend *suspendState
	output  *terminalOutput
	before  *term.State // of the terminal; nil without one: then there is nothing to restore
	signals chan os.Signal
	gone    chan struct{} // holds a token when the terminal is gone
	code    atomic.Int32  // the exit code that was called for, exitClean if none was
	stacks  atomic.Pointer[[]byte]
	over    chan struct{}
	stopped chan struct{}
}

// newSignalWatcher takes note of how the terminal is before the program changes
// it.
func newSignalWatcher(s *suspendState) *signalWatcher {
	w := &signalWatcher{
		suspend: s, signals: make(chan os.Signal, 1), gone: make(chan struct{}, 1),
		over: make(chan struct{}), stopped: make(chan struct{}),
	}
	w.before, _ = term.GetState(os.Stdin.Fd())
	return w
}

// start watches.
func (w *signalWatcher) start(p *tea.Program, o *terminalOutput) {
	w.program, w.output = p, o
	signal.Notify(w.signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	go w.watch()
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
// those whose controlling terminal it was.
func (w *signalWatcher) terminalGone() {
	w.code.CompareAndSwap(exitClean, exitHangup)
	select {
	case w.gone <- struct{}{}:
	default:
	}
}

func (w *signalWatcher) watch() {
	defer close(w.stopped)
	var late <-chan time.Time
	hungUp := false
	quit := func() {
		late = time.After(quitTimeout)
		go w.program.Quit() // it waits for the event loop, which may hang
	}
	for {
		select {
		case s := <-w.signals:
			code := codeOf(s)
			if code == exitQuit {
				w.keepStacks()
			}
			switch {
			case w.suspend.interrupted(code):
			case w.code.CompareAndSwap(exitClean, int32(code)):
				quit()
			case hungUp && code == exitHangup: // it is told twice
				hungUp = false
			default:
				w.leave()
			}
		case <-w.gone:
			hungUp = true
			quit()
		case <-late:
			w.leave()
		case <-w.over:
			return
		}
	}
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

// leave restores the terminal as far as that goes without Bubble Tea, and ends
// the process.
func (w *signalWatcher) leave() {
	if w.before != nil && mayUseTerminal() { // else it is the shell's, which would stop us
		w.output.finish(graceWait)
		_, _ = io.WriteString(w.output, leaveSequence)
		_ = term.Restore(os.Stdin.Fd(), w.before)
		w.writeStacks(w.output)
	}
	os.Exit(int(w.code.Load()))
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
