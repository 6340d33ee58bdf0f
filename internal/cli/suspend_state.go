package cli

import "sync"

// A suspendState says whether the program is suspended: the terminal is the
// shell's then, and the event loop stands still.
type suspendState struct {
	mu      sync.Mutex
	now     bool
	exiting bool     // a signal ends the program already: it is not suspended any more
	ended   chan int // the exit code of a signal that ends the program meanwhile
}

func newSuspendState() *suspendState { return &suspendState{ended: make(chan int, 1)} }

// begin suspends, unless the program ends already.
func (s *suspendState) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = !s.exiting
	return s.now
}

// end resumes. The code is that of a signal that came at the last moment, else
// exitClean.
func (s *suspendState) end() (code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = false
	select {
	case code = <-s.ended:
	default:
	}
	return code
}

// interrupted lets a signal end the program while it is suspended; false if it is
// not, and then it will not be suspended any more.
func (s *suspendState) interrupted(code int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exiting = true
	if s.now {
		select {
		case s.ended <- code:
		default: // one is enough
		}
	}
	return s.now
}
