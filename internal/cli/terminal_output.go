package cli

import (
	"os"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
)

const (
	// outputLimit bounds the bytes that wait for the terminal. A frame has some
	// ten thousand, and no second one is drawn while a frame waits.
	outputLimit = 1 << 20

	// outputChunk is how much is given to the terminal at once: what has been
	// given cannot be taken back.
	outputChunk = 4 << 10

	// stallTold is how long the terminal takes nothing until the screen is drawn
	// anew when it reads again: who holds it up may have drawn over it.
	stallTold = time.Second

	// drainWait is how long the end waits for a terminal that takes no output. What
	// waits is given up then, which makes room, and restoreWait is how long the
	// sequences that restore the terminal may take in all: a busy machine may need it.
	drainWait   = 1200 * time.Millisecond
	restoreWait = time.Second

	// graceWait is how long what is written later waits.
	graceWait = 100 * time.Millisecond
)

// abortSequence ends a control sequence or a string that was cut off (CAN, then
// ST) and wraps lines again: the renderer stops that for the last cell of a line,
// and what was cut off may have been the other half.
const abortSequence = "\x18\x1b\\" + ansi.SetModeAutoWrap

// A terminalOutput is the terminal as Bubble Tea writes to it, and never makes
// it wait. Bubble Tea holds the lock of its renderer while it writes, and the
// event loop takes that lock: with a terminal that does not read (a frozen ssh
// session) nothing would be sent or followed any more. A goroutine writes what
// waits, in order. What Bubble Tea writes at once is whole sequences, and is
// dropped as a whole or not at all.
//
// At the end, from finish on, Write waits for the terminal, within bounds, so
// that the terminal is not left in the middle.
type terminalOutput struct {
	file *os.File       // has Fd, without which Bubble Tea knows no size and no resizes
	wake func(all bool) // draw again: a frame was withheld, or with all the whole screen

	mu       sync.Mutex
	queue    []byte
	writing  int           // bytes the terminal is being given
	more     chan struct{} // holds a token when there is something to write
	drained  chan struct{} // closed while nothing waits
	since    time.Time     // when something began to wait
	withheld bool          // a frame was not drawn
	dropped  bool          // something was not written: the screen is not as the renderer believes
	err      error         // the terminal is gone
	closed   chan struct{}

	deadline  time.Time // of the end; zero while running
	discarded bool      // the end gave up what had waited
}

// newTerminalOutput starts to write to a terminal. wake is called from a
// goroutine of its own.
func newTerminalOutput(file *os.File, wake func(all bool)) *terminalOutput {
	o := &terminalOutput{file: file, wake: wake, more: make(chan struct{}, 1), drained: make(chan struct{}), closed: make(chan struct{})}
	close(o.drained)
	go o.run()
	return o
}

// Fd is the terminal's, for its size and its modes.
func (o *terminalOutput) Fd() uintptr { return o.file.Fd() }

// Read reads from the terminal. Bubble Tea does not, but asks for the method.
func (o *terminalOutput) Read(p []byte) (int, error) { return o.file.Read(p) }

// Close ends the writing. The file stays open.
func (o *terminalOutput) Close() error {
	close(o.closed)
	return nil
}

// Write takes bytes for the terminal.
func (o *terminalOutput) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.deadline.IsZero() && !o.discarded && !o.wait(o.deadline) {
		o.discard()
	}
	switch {
	case o.err != nil:
		return 0, o.err
	case o.pending()+len(p) > outputLimit:
		o.dropped = true
		return len(p), nil
	}
	o.add(p)
	if !o.deadline.IsZero() {
		until := time.Now().Add(graceWait)
		if until.Before(o.deadline) {
			until = o.deadline
		}
		o.wait(until)
	}
	return len(p), nil
}

// add puts bytes behind what waits.
func (o *terminalOutput) add(p []byte) {
	if len(p) == 0 {
		return
	}
	if o.pending() == 0 {
		o.since, o.drained = time.Now(), make(chan struct{})
	}
	o.queue = append(o.queue, p...)
	select {
	case o.more <- struct{}{}:
	default:
	}
}

// pending is how many bytes the terminal has not taken.
func (o *terminalOutput) pending() int { return len(o.queue) + o.writing }

// discard gives up what waits, and what the terminal has not read yet, so that
// there is room for the sequences that restore it.
func (o *terminalOutput) discard() {
	o.discarded, o.queue, o.deadline = true, nil, time.Now().Add(restoreWait)
	o.add([]byte(abortSequence))
	discardOutput(o.file)
}

// wait waits until nothing is pending, or until a time. The lock is held before
// and after, not meanwhile.
func (o *terminalOutput) wait(until time.Time) bool {
	drained := o.drained
	o.mu.Unlock()
	defer o.mu.Lock()
	select {
	case <-drained:
		return true
	default:
	}
	late := time.NewTimer(time.Until(until))
	defer late.Stop()
	select {
	case <-drained:
		return true
	case <-late.C:
		return false
	}
}

// run gives the terminal what waits, which may take as long as it likes.
func (o *terminalOutput) run() {
	for {
		select {
		case <-o.more:
		case <-o.closed:
			return
		}
		for chunk := o.next(); len(chunk) > 0; chunk = o.next() {
			_, err := o.file.Write(chunk)
			o.wrote(err)
		}
	}
}

// next takes a chunk off the queue.
func (o *terminalOutput) next() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	chunk := o.queue[:min(len(o.queue), outputChunk)]
	o.queue = o.queue[len(chunk):]
	o.writing = len(chunk)
	return chunk
}

// wrote takes note that the terminal took a chunk, or that there is none any
// more.
func (o *terminalOutput) wrote(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.writing = 0
	if err != nil {
		o.err, o.queue = err, nil
	}
	if o.pending() > 0 {
		return
	}
	o.queue = nil
	close(o.drained)
	if !o.withheld && !o.dropped {
		return
	}
	all := o.dropped || time.Since(o.since) >= stallTold
	o.withheld, o.dropped = false, false
	go o.wake(all) // it waits for the event loop, which may wait for us
}

// hold reports whether the terminal has not taken the last frame yet. The next
// is not to be drawn then: it is woken for when the terminal is ready.
func (o *terminalOutput) hold() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.pending() == 0 {
		return false
	}
	o.withheld = true
	return true
}

// finish has Write wait for the terminal from now on, for a time in all and then
// for graceWait each time.
func (o *terminalOutput) finish(within time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.deadline.IsZero() {
		o.deadline, o.discarded = time.Now().Add(within), false
	}
}

// resume has Write wait for nothing again.
func (o *terminalOutput) resume() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.deadline = time.Time{}
}
