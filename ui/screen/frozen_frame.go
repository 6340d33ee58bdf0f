package screen

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/ui/timer"
)

// BlurredEvery is how often the screen is drawn, at most, while another window has
// the keys: half as often as bars move, and often enough for a glance at a second
// monitor.
const BlurredEvery = 2 * time.Second

// A FrozenFrame is the screen as it was drawn last while another window has the
// keys. It stands for BlurredEvery, however many answers come meanwhile; what is
// asked for and when does not depend on it.
type FrozenFrame struct {
	Redraw timer.Timer // set when there is something newer than the frame

	blurred bool
	held    bool // nothing has changed since it was drawn
	view    tea.View
	drawn   time.Time // zero: it is not to be shown
}

// Blur begins to draw less.
func (f *FrozenFrame) Blur() { f.blurred = true }

// Focus draws everything at once again.
func (f *FrozenFrame) Focus() {
	f.Redraw.Stop()
	f.blurred, f.held, f.view, f.drawn = false, false, tea.View{}, time.Time{}
}

// Blurred reports whether another window has the keys.
func (f *FrozenFrame) Blurred() bool { return f.blurred }

// Hold draws the frame once and keeps it until something may have changed.
func (f *FrozenFrame) Hold(draw func() tea.View) {
	if f.held {
		return
	}
	f.Focus() // whatever the terminal said, the keys are here
	f.view, f.held = draw(), true
}

// Release lets the next frame be drawn after Hold.
func (f *FrozenFrame) Release() { f.held = false }

// Invalidate makes the next frame be drawn at once.
func (f *FrozenFrame) Invalidate() { f.drawn = time.Time{} }

// View is the frame that is shown in place of a new one; ok is false if there is
// none.
func (f *FrozenFrame) View() (v tea.View, ok bool) {
	return f.view, f.held || !f.drawn.IsZero()
}

// Update draws the frame if its time is over, and else sets the timer that will. A
// clock that was set back makes it due.
func (f *FrozenFrame) Update(now time.Time, draw func() tea.View) tea.Cmd {
	if !f.blurred {
		return nil
	}
	age := now.Sub(f.drawn)
	if f.drawn.IsZero() || age < 0 || age >= BlurredEvery {
		f.Redraw.Stop()
		f.view, f.drawn = draw(), now
		return nil
	}
	if f.Redraw.At().After(now) {
		return nil
	}
	return f.Redraw.Set(now, f.drawn.Add(BlurredEvery))
}
