package ui

import (
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/tolokaapi"
	"tolokadash/ui/screen"
)

// drawnIn counts the different screens of a while in which every operation
// moves on, looking every 50 ms.
func (s *stage) drawnIn(d time.Duration) int {
	s.t.Helper()
	n, last := 0, s.m.View().Content
	for i := range int(d / (50 * time.Millisecond)) {
		for _, op := range s.w.operations {
			s.w.becomes(op.Target.ID, tolokaapi.Running, 10+i/5)
		}
		s.wait(50 * time.Millisecond)
		if now := s.m.View().Content; now != last {
			n, last = n+1, now
		}
	}
	return n
}

func TestFrozenFrame_DrawsLessAndPollsTheSame(t *testing.T) {
	t.Parallel()
	const watched = 20 * time.Second
	counts := func(blurred bool) (drawn, asked int) {
		synctest.Test(t, func(t *testing.T) {
			w := newToloka(manyPools(9))
			w.accepts(tolokaapi.Running, 10)
			s := newStage(t, w, Options{}, 120, 40)
			s.wait(3 * time.Second)
			s.press("a", "c")
			s.settle()
			s.press("y")
			s.wait(time.Second)
			if blurred {
				s.send(tea.BlurMsg{})
			}
			before := len(w.sent)
			drawn = s.drawnIn(watched)
			asked = len(w.sent) - before
		})
		return drawn, asked
	}
	often, asked := counts(false)
	seldom, askedBlurred := counts(true)
	if limit := int(watched/screen.BlurredEvery) + 1; seldom > limit || seldom < limit/2 {
		t.Errorf("drawn %d times in %v while blurred, want %d to %d", seldom, watched, limit/2, limit)
	}
	if often < seldom*3/2 {
		t.Errorf("drawn %d times with the focus and %d times without: the test sees no difference", often, seldom)
	}
	if asked != askedBlurred || asked == 0 {
		t.Errorf("%d requests with the focus, %d without", asked, askedBlurred)
	}
}

func TestFrozenFrame_NeverBehindForLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("c")
		s.settle()
		s.press("y")
		s.send(tea.BlurMsg{})
		s.wait(screen.BlurredEvery + 50*time.Millisecond)
		s.sees("RUNNING")

		s.send(tea.WindowSizeMsg{Width: 90, Height: 20}) // at once
		requireExact(t, s.m.View().Content, 90, 20)

		s.send(tea.FocusMsg{})
		s.sees("RUNNING")
		s.send(tea.BlurMsg{})
		s.press("?") // a terminal that never says that the focus is back
		s.sees("Keys")
		if s.m.frame.Blurred() {
			t.Error("the window counts as blurred while it gets keys")
		}
	})
}

func TestFrozenFrame_NoTimerAtRest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.send(tea.BlurMsg{})
		s.wait(20 * time.Second)
		asked := len(s.w.sent)
		for len(s.w.sent) == asked {
			s.wait(100 * time.Millisecond)
		}
		s.wait(2 * screen.BlurredEvery)
		if at := s.m.frame.Redraw.At(); !at.IsZero() {
			t.Errorf("the timer is set for %v", at)
		}
	})
}
