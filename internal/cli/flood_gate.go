package cli

import "time"

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

// A floodGate counts the bytes of keys that come too fast to have been typed.
// Reports of the terminal and pasted text pass it at all times.
type floodGate struct {
	start  time.Time // of the window
	count  int       // bytes in it
	last   time.Time // of the last bytes
	closed bool

	scanner inputScanner
	items   []inputItem // of the last read
}

// pass returns how many bytes of p to pass on, having replaced the keys among
// the n that were read where they are part of a flood; p has room for the mark
// that stands for them. The gate opens again after floodWindow without a byte.
func (g *floodGate) pass(p []byte, n int, now time.Time) int {
	since := now.Sub(g.last)
	switch {
	case since >= floodWindow:
		g.closed, g.start, g.count = false, now, 0
	case now.Sub(g.start) >= floodWindow:
		g.start, g.count = now, 0
	}
	if since >= escapeTimeout {
		g.scanner.expire()
	}
	g.last = now
	g.items = g.scanner.split(p[:n], g.items[:0])
	for _, item := range g.items {
		if item.kind.key() {
			g.count += len(item.text)
		}
	}
	g.closed = g.closed || g.count > floodBytes
	if !g.closed {
		return n
	}
	return copy(p, g.withoutKeys(n))
}

// withoutKeys is what was read with a mark in place of its keys. One that began
// in an earlier read, or goes on in the next, is not cut.
func (g *floodGate) withoutKeys(n int) []byte {
	kept := make([]byte, 0, n+len(pasteStart+pasteEnd))
	marked := false
	for _, item := range g.items {
		switch drop := item.kind.key() && item.begins && item.ends; {
		case !drop:
			kept = append(kept, item.text...)
		case !marked:
			kept = append(kept, pasteStart+pasteEnd...)
			marked = true
		}
	}
	return kept
}

// typed reports whether the last read held a key that may answer something: any
// character, or more than one escape sequence. A single sequence is left out, for
// Bubble Tea looks some of them up as they were read.
func (g *floodGate) typed() bool {
	sequences := 0
	for _, item := range g.items {
		switch item.kind {
		case plainKey:
			return true
		case sequenceKey:
			sequences++
		}
	}
	return sequences > 1
}

// whole reports whether the last read ended with the end of an item.
func (g *floodGate) whole() bool { return g.scanner.whole() }
