package cli

import (
	"os"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// A watchedEnd is what a watcher did with signals that a test gives it.
type watchedEnd struct {
	w      *signalWatcher
	firsts []os.Signal
	later  int
	code   int // -1 while the process would run

	mu sync.Mutex // the watcher has a goroutine of its own
}

// watchTest runs a test with a watcher, in a bubble.
func watchTest(t *testing.T, begun bool, test func(*watchedEnd)) {
	t.Helper()
	synctest.Test(t, func(*testing.T) {
		e := &watchedEnd{code: -1}
		e.w = newSignalWatcher(
			func(s os.Signal) bool { e.notes(func() { e.firsts = append(e.firsts, s) }); return begun },
			func() { e.notes(func() { e.later++ }) })
		e.w.exit = func(code int) { e.notes(func() { e.code = code }) }
		go e.w.watch()
		test(e)
		close(e.w.over)
	})
}

// notes changes what the watcher has done.
func (e *watchedEnd) notes(change func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	change()
}

// gets gives the watcher signals, one after the other.
func (e *watchedEnd) gets(signals ...os.Signal) {
	for _, s := range signals {
		e.w.signals <- s
		synctest.Wait()
	}
}

func (e *watchedEnd) is(t *testing.T, what string, firsts, later, code int) {
	t.Helper()
	synctest.Wait()
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.firsts) != firsts || e.later != later || e.code != code {
		t.Errorf("%s: %v begun an end, %d left at once with code %d; want %d, %d, %d", what, e.firsts, e.later, e.code, firsts, later, code)
	}
}

func TestSignalWatcher_SecondSignal(t *testing.T) {
	for first, code := range map[os.Signal]int{os.Interrupt: exitBreak, syscall.SIGTERM: exitTerm, syscall.SIGHUP: exitHangup, syscall.SIGQUIT: exitQuit} {
		watchTest(t, true, func(e *watchedEnd) {
			e.gets(first)
			e.is(t, "first "+first.String(), 1, 0, -1)
			e.gets(syscall.SIGTERM)
			e.is(t, "second after "+first.String(), 1, 1, code)
		})
	}
}

// TestSignalWatcher_EndDoesNotCome waits for an orderly end that hangs.
func TestSignalWatcher_EndDoesNotCome(t *testing.T) {
	watchTest(t, true, func(e *watchedEnd) {
		e.gets(syscall.SIGTERM)
		time.Sleep(quitTimeout - 1)
		e.is(t, "in time", 1, 0, -1)
		time.Sleep(time.Nanosecond)
		e.is(t, "late", 1, 1, exitTerm)
	})
}

// TestSignalWatcher_HangupToldTwice has the terminal go, of which the kernel tells
// by a signal too, before or after. A further hangup is a second signal.
func TestSignalWatcher_HangupToldTwice(t *testing.T) {
	gone := func(e *watchedEnd) { e.w.terminalGone() }
	hangup := func(e *watchedEnd) { e.gets(syscall.SIGHUP) }
	for name, steps := range map[string][]func(*watchedEnd){
		"input first": {gone, hangup}, "signal first": {hangup, gone}, "input twice": {gone, hangup, gone},
	} {
		watchTest(t, true, func(e *watchedEnd) {
			for _, step := range steps {
				step(e)
				synctest.Wait()
			}
			e.is(t, name, 1, 0, -1)
			hangup(e)
			e.is(t, name+", then a hangup", 1, 1, exitHangup)
		})
	}
	// Both at once, in whichever order the watcher sees them.
	for range 20 {
		watchTest(t, true, func(e *watchedEnd) {
			e.w.terminalGone()
			e.gets(syscall.SIGHUP)
			e.is(t, "at once", 1, 0, -1)
		})
	}
}

// TestSignalWatcher_SeenToOtherwise ends nothing by itself while the program is
// suspended: the shell has the terminal.
func TestSignalWatcher_SeenToOtherwise(t *testing.T) {
	watchTest(t, false, func(e *watchedEnd) {
		e.gets(syscall.SIGTERM, syscall.SIGTERM)
		time.Sleep(2 * quitTimeout)
		e.is(t, "suspended", 2, 0, -1)
	})
}
