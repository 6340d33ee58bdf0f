package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/ui/timer"
)

// guardTime is how long somebody may take to see that another row has come under
// the cursor.
const guardTime = time.Second

// fired takes in a tick. Those of earlier settings mean nothing.
func (m *Model) fired(msg timer.Fired) tea.Cmd {
	switch msg.Of {
	case &m.wake:
		if m.wake.Fired(msg) {
			return m.dispatch()
		}
	case &m.countdown:
		m.countdown.Fired(msg)
	case &m.arming.Timer:
		over, cmd := m.arming.Fired(msg, m.now, m.inputWaiting())
		if over && m.confirm != nil {
			m.confirm.Armed = true
		}
		return cmd
	case &m.inputCooldown.Timer:
		_, cmd := m.inputCooldown.Fired(msg, m.now, m.inputWaiting())
		return cmd
	case &m.frame.Redraw:
		m.frame.Redraw.Fired(msg)
	case &m.cursorGuard:
		m.cursorGuard.Fired(msg)
	case &m.status.Clock:
		if m.status.Clock.Fired(msg) {
			return m.statusExpired()
		}
	case &m.quitTimeout:
		if m.quitTimeout.Fired(msg) && m.leaving {
			return tea.Quit
		}
	}
	return nil
}

// inputWaiting reports whether keys have been typed that were not taken in yet, where
// that is known.
func (m *Model) inputWaiting() bool { return m.o.InputWaiting != nil && m.o.InputWaiting() }

// wakeAt sets the timer of the core, unless a tick that comes no later is under way.
// One whose time is over without having fired was set before the clock leapt.
func (m *Model) wakeAt(at time.Time) tea.Cmd {
	if at.IsZero() || m.wake.At().After(m.now) && !at.Before(m.wake.At()) {
		return nil
	}
	return m.wake.Set(m.now, at)
}

// countDown sets a timer for the next change of a countdown, if one is in sight.
func (m *Model) countDown() tea.Cmd {
	until := m.nextRetry()
	if until.IsZero() {
		m.countdown.Stop()
		return nil
	}
	if at := m.countdown.At(); at.After(m.now) && !at.After(m.now.Add(time.Second)) {
		return nil
	}
	step := until.Sub(m.now) % time.Second
	if step == 0 {
		step = time.Second
	}
	return m.countdown.Set(m.now, m.now.Add(step))
}

// dropKeys drops keys for a short while: those meant for a dialog that is gone.
func (m *Model) dropKeys() tea.Cmd {
	m.pasted = false
	return m.inputCooldown.Start(m.now, m.o.Confirm.ArmAfter)
}

// dropKeysAfterPaste drops keys until none has come for a while. What was pasted may
// hold the sequence that ends a paste, and the rest of it then arrives as keys.
func (m *Model) dropKeysAfterPaste() tea.Cmd {
	m.pasted = true
	if m.inputCooldown.Running() {
		m.inputCooldown.Postpone(m.now)
		return nil
	}
	return m.inputCooldown.Start(m.now, m.o.Confirm.ArmAfter)
}

// guardCursor is for another row that has come under the cursor by itself: a key
// that is on its way was meant for the one before. Moving the cursor ends it.
func (m *Model) guardCursor() tea.Cmd {
	return m.cursorGuard.Set(m.now, m.now.Add(guardTime))
}
