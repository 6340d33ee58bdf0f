package cli

import (
	"bytes"
	"os"
	"slices"
	"time"
)

const (
	// floodBytes is how much typing may bring within floodWindow: far more than
	// fingers, held keys and slow links do. What brings more is text that was
	// pasted into a terminal which does not mark it as pasted.
	floodBytes  = 1 << 10
	floodWindow = 200 * time.Millisecond
)

// The marks of pasted text, of which an empty one stands for a flood.
const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// A terminalInput is the terminal as Bubble Tea reads from it. It tells when the
// terminal is gone, which Bubble Tea takes no notice of, and gives an empty paste
// in place of a flood of bytes: each would count as a key, and 100 kB of them
// keep the program busy for minutes.
type terminalInput struct {
	*os.File
	lost  func()
	flood floodGate
}

func newTerminalInput(file *os.File, lost func()) *terminalInput {
	return &terminalInput{File: file, lost: lost}
}

// Read reads what was typed.
func (i *terminalInput) Read(p []byte) (int, error) {
	n, err := i.File.Read(p)
	if err != nil {
		i.lost() // EOF or EIO: nobody can type any more
		return n, err
	}
	return i.flood.pass(p, n, time.Now()), nil
}

// A floodGate counts bytes that come too fast to have been typed.
type floodGate struct {
	start   time.Time // of the window
	count   int       // bytes in it
	last    time.Time // of the last bytes
	closed  bool
	pasting bool   // inside of text that is marked as pasted, which is not counted
	tail    []byte // the last bytes passed on, which may be the first of a mark
}

// pass returns how many bytes of p to pass on, having replaced the n that were
// read where they are part of a flood. The gate opens again after floodWindow
// without a byte.
func (g *floodGate) pass(p []byte, n int, now time.Time) int {
	if quiet := now.Sub(g.last) >= floodWindow; quiet {
		g.closed, g.start, g.count = false, now, 0
	} else if now.Sub(g.start) >= floodWindow {
		g.start, g.count = now, 0
	}
	g.last = now
	marked := g.marked(p[:n])
	if !marked {
		g.count += n
		g.closed = g.closed || g.count > floodBytes
	}
	if !marked && g.closed && len(p) >= len(pasteStart+pasteEnd) {
		n = copy(p, pasteStart+pasteEnd)
		g.tail = nil
		return n
	}
	g.tail = append(g.tail, p[:n]...)
	g.tail = g.tail[max(0, len(g.tail)-len(pasteStart)+1):]
	return n
}

// marked reports whether bytes hold text that is marked as pasted, or are part
// of it.
func (g *floodGate) marked(p []byte) bool {
	text := slices.Concat(g.tail, p)
	start, end := bytes.LastIndex(text, []byte(pasteStart)), bytes.LastIndex(text, []byte(pasteEnd))
	was := g.pasting
	if start >= 0 || end >= 0 {
		g.pasting = start > end
	}
	return was || start >= 0
}
