package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/ui/timer"
)

// guardTime is how long somebody may take to see that another row has come under
// the cursor.
const guardTime = time.Second

// timers are those of the core, of countdowns and of keys that do not count. The ones
// of a message, of the frame and of quitting belong to these.
type timers struct {
	wake          timer.Timer    // when the core wants to be asked again
	countdown     timer.Timer    // the next change of a countdown in sight
	cursorGuard   timer.Timer    // the row under the cursor is new, and nothing is done to it until then
	arming        timer.Cooldown // of the open confirmation
	inputCooldown timer.Cooldown // keys are dropped until it is over: a dialog has just closed, or something was pasted
	pasted        bool           // it was started by a paste, and dropped keys postpone it
	wait          time.Duration  // of both cooldowns, without a key
}

// A due is what has to be done now that a timer has fired.
type due int

// What is due.
const (
	dueNothing  due = iota
	dueDispatch     // the core wants to be asked
	dueArmed        // the open confirmation may be answered
)

// fired takes in a tick. Those of earlier settings mean nothing. waiting reports
// whether keys have been typed that were not taken in yet.
func (t *timers) fired(msg timer.Fired, now time.Time, waiting func() bool) (due, tea.Cmd) {
	switch msg.Of {
	case &t.wake:
		if t.wake.Fired(msg) {
			return dueDispatch, nil
		}
	case &t.countdown:
		t.countdown.Fired(msg)
	case &t.cursorGuard:
		t.cursorGuard.Fired(msg)
	case &t.arming.Timer:
		over, cmd := t.arming.Fired(msg, now, waiting())
		if over {
			return dueArmed, cmd
		}
		return dueNothing, cmd
	case &t.inputCooldown.Timer:
		_, cmd := t.inputCooldown.Fired(msg, now, waiting())
		return dueNothing, cmd
	}
	return dueNothing, nil
}

// wakeAt sets the timer of the core, unless a tick that comes no later is under way.
// One whose time is over without having fired was set before the clock leapt.
func (t *timers) wakeAt(now, at time.Time) tea.Cmd {
	if at.IsZero() || t.wake.At().After(now) && !at.Before(t.wake.At()) {
		return nil
	}
	return t.wake.Set(now, at)
}

// countDown sets a timer for the next change of a countdown that ends at a time; zero
// if none is in sight.
func (t *timers) countDown(now, until time.Time) tea.Cmd {
	if until.IsZero() {
		t.countdown.Stop()
		return nil
	}
	if at := t.countdown.At(); at.After(now) && !at.After(now.Add(time.Second)) {
		return nil
	}
	step := until.Sub(now) % time.Second
	if step == 0 {
		step = time.Second
	}
	return t.countdown.Set(now, now.Add(step))
}

// arm lets a confirmation that has just opened be answered after a while.
func (t *timers) arm(now time.Time) tea.Cmd { return t.arming.Start(now, t.wait) }

// dropKeys drops keys for a short while: those meant for a dialog that is gone.
func (t *timers) dropKeys(now time.Time) tea.Cmd {
	t.pasted = false
	return t.inputCooldown.Start(now, t.wait)
}

// dropKeysAfterPaste drops keys until none has come for a while. What was pasted may
// hold the sequence that ends a paste, and the rest of it then arrives as keys.
func (t *timers) dropKeysAfterPaste(now time.Time) tea.Cmd {
	t.pasted = true
	if t.inputCooldown.Running() {
		t.inputCooldown.Postpone(now)
		return nil
	}
	return t.inputCooldown.Start(now, t.wait)
}

// keyDropped takes in that a key was dropped.
func (t *timers) keyDropped(now time.Time) {
	if t.pasted {
		t.inputCooldown.Postpone(now)
	}
}

// guardCursor is for another row that has come under the cursor by itself: a key
// that is on its way was meant for the one before. Moving the cursor ends it.
func (t *timers) guardCursor(now time.Time) tea.Cmd {
	return t.cursorGuard.Set(now, now.Add(guardTime))
}
