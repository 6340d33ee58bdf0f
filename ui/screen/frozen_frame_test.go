package screen

import (
	"strconv"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// drawing counts how often it was drawn.
func drawing(n *int) func() tea.View {
	return func() tea.View {
		*n++
		return tea.NewView(strconv.Itoa(*n))
	}
}

func TestFrozenFrame_DrawnAgainAfterItsTime(t *testing.T) {
	var f FrozenFrame
	drawn, now := 0, time.Date(2000, 3, 11, 14, 0, 0, 0, time.UTC)
	if f.Update(now, drawing(&drawn)) != nil || drawn != 0 {
		t.Fatal("it draws by itself while the window has the focus")
	}
	f.Blur()
	for _, c := range []struct {
		after time.Duration
		drawn int
		timer bool
	}{
		{0, 1, false},
		{time.Second, 1, true},
		{1900 * time.Millisecond, 1, false}, // the timer is set already
		{2 * time.Second, 2, false},
		{-time.Hour, 3, false}, // the clock was set back
	} {
		cmd := f.Update(now.Add(c.after), drawing(&drawn))
		v, ok := f.View()
		if drawn != c.drawn || (cmd != nil) != c.timer || !ok || v.Content != strconv.Itoa(c.drawn) {
			t.Errorf("after %v it was drawn %d times, timer %v, %q; want %d, %v", c.after, drawn, cmd != nil, v.Content, c.drawn, c.timer)
		}
	}
	f.Invalidate()
	if _, ok := f.View(); ok {
		t.Error("a frame of another size is shown")
	}
	f.Focus()
	if f.Blurred() || f.Redraw.Running() {
		t.Error("it is frozen after the focus is back")
	}
}

func TestFrozenFrame_HeldWhileKeysAreDropped(t *testing.T) {
	var f FrozenFrame
	drawn := 0
	for range 1000 {
		f.Hold(drawing(&drawn))
	}
	if _, ok := f.View(); !ok || drawn != 1 {
		t.Errorf("drawn %d times, shown %v", drawn, ok)
	}
	f.Release()
	if _, ok := f.View(); ok {
		t.Error("it is shown after it was released")
	}
}
