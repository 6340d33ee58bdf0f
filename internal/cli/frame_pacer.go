package cli

import (
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// frameEvery is the least time between two drawings of the model. Bubble Tea has
// it drawn after every message, whether or not it writes that frame.
const frameEvery = time.Second / 60

// redrawMsg asks for a frame that was withheld. The model does not see it.
type redrawMsg struct{}

// A framePacer decides whether the model is drawn or its last frame is shown
// again: not while the terminal has not taken that frame, and not more often than
// the eye sees. Of a frame that is withheld a redrawMsg reminds.
type framePacer struct {
	output *terminalOutput
	send   func(tea.Msg)

	last  tea.View // the last frame
	drawn time.Time

	mu    sync.Mutex
	armed bool // a redrawMsg is on its way
}

// frame is the last frame, or a new one that draw makes.
func (f *framePacer) frame(draw func() tea.View) tea.View {
	now := time.Now()
	if !f.drawn.IsZero() {
		if f.output.hold() {
			return f.last
		}
		if early := f.drawn.Add(frameEvery).Sub(now); early > 0 {
			f.remind(early)
			return f.last
		}
	}
	f.last, f.drawn = draw(), now
	return f.last
}

// remind sends a redrawMsg after a time, unless one is on its way.
func (f *framePacer) remind(after time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.armed {
		return
	}
	f.armed = true
	time.AfterFunc(after, func() {
		f.mu.Lock()
		f.armed = false
		f.mu.Unlock()
		f.send(redrawMsg{})
	})
}

// wake draws a frame that the terminal was not ready for; with all, every cell of
// it.
func (f *framePacer) wake(all bool) {
	if all {
		f.send(tea.ClearScreen())
		return
	}
	f.send(redrawMsg{})
}
