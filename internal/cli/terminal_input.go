package cli

import (
	"fmt"
	"os"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// deliveryMode is the mode that deliveryMark reports on. There is none of this
// number, so that no terminal sends it.
const deliveryMode = ansi.DECMode(19482)

// deliveryMark is put behind keys that were read. It comes out of Bubble Tea as a
// message behind theirs: then they have been taken in.
var deliveryMark = fmt.Sprintf("\x1b[?%d;0$y", deliveryMode)

// inputRoom is what a read leaves free for what is put into it.
var inputRoom = len(pasteStart+pasteEnd) + len(deliveryMark)

// A terminalInput is the terminal as Bubble Tea reads from it. It tells when the
// terminal is gone, which Bubble Tea takes no notice of, and gives an empty paste
// in place of a flood of bytes: each would count as a key, and 100 kB of them
// keep the program busy for minutes. It knows whether keys have been typed that
// the program has not taken in.
type terminalInput struct {
	*os.File
	lost func()

	reading sync.Mutex // held while something is read: Bubble Tea does so when there is something
	flood   floodGate

	mu       sync.Mutex // never held for long: the event loop waits for it
	marks    int        // deliveryMarks that have not come back
	unmarked bool       // keys have been passed on with no mark behind them
	lastRead time.Time  // of keys
}

// markLost is how long after the last key a mark is taken for lost: else no
// confirmation would ever take an answer again.
const markLost = 5 * time.Second

func newTerminalInput(file *os.File, lost func()) *terminalInput {
	return &terminalInput{File: file, lost: lost}
}

// Read reads what was typed.
func (i *terminalInput) Read(p []byte) (int, error) {
	i.reading.Lock()
	defer i.reading.Unlock()
	if len(p) <= inputRoom {
		return 0, fmt.Errorf("a buffer of %d bytes is too small", len(p))
	}
	n, err := i.File.Read(p[:len(p)-inputRoom])
	if err != nil {
		i.lost() // EOF or EIO: nobody can type any more
		return n, err
	}
	return i.mark(p, i.flood.pass(p, n, time.Now())), nil
}

// mark puts a mark behind n bytes that hold keys, unless it would come into the
// middle of a sequence: then the next read gets one.
func (i *terminalInput) mark(p []byte, n int) int {
	i.mu.Lock()
	defer i.mu.Unlock()
	switch {
	case !i.unmarked && !i.flood.typed():
		return n
	case !i.flood.whole():
		i.unmarked = true
		i.lastRead = time.Now()
		return n
	}
	i.unmarked = false
	i.marks++
	i.lastRead = time.Now()
	return n + copy(p[n:], deliveryMark)
}

// waiting reports whether keys have been typed that have not been taken in as
// messages: the terminal holds them, or they are on their way from there. It is
// called by the event loop.
func (i *terminalInput) waiting() bool {
	if readsBlock {
		return unread(i.File)
	}
	if !i.reading.TryLock() {
		return true // something is being read
	}
	defer i.reading.Unlock()
	i.mu.Lock()
	defer i.mu.Unlock()
	underWay := (i.marks > 0 || i.unmarked) && time.Since(i.lastRead) < markLost
	return underWay || unread(i.File)
}

// delivered takes note of a message if it is a mark, and reports whether it is.
func (i *terminalInput) delivered(msg tea.Msg) bool {
	if report, ok := msg.(tea.ModeReportMsg); !ok || report.Mode != deliveryMode {
		return false
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.marks = max(0, i.marks-1)
	return true
}

// resumed forgets what was on its way when the terminal was given to the shell.
func (i *terminalInput) resumed() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.marks, i.unmarked = 0, false
}
