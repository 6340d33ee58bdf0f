package cli

import "sync"

// A nap is when the program is suspended: the terminal is the shell's, and the
// event loop stands still.
type nap struct {
	mu     sync.Mutex
	now    bool
	called bool     // a signal ends the program already: it does not nap any more
	ended  chan int // the exit code of a signal that ends the program meanwhile
}

func newNap() *nap { return &nap{ended: make(chan int, 1)} }

// begin begins the nap, if there is to be one.
func (n *nap) begin() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.now = !n.called
	return n.now
}

// end is over with the nap. The code is that of a signal that came at the last
// moment, else exitClean.
func (n *nap) end() (code int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.now = false
	select {
	case code = <-n.ended:
	default:
	}
	return code
}

// interrupted lets a signal end the nap, and the program with it; false if there
// is none, and then there will be none.
func (n *nap) interrupted(code int) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.called = true
	if n.now {
		select {
		case n.ended <- code:
		default: // one is enough
		}
	}
	return n.now
}
