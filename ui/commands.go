package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
)

// An alarm is a tick that is under way. Arming it anew makes the one before it
// void, by its tag.
type alarm struct {
	at  time.Time // zero: none is under way
	tag uint64
}

// set arms the alarm for at. The timer runs from this moment, so the command
// has to be returned at once.
func (a *alarm) set(now, at time.Time, message func(tag uint64) tea.Msg) tea.Cmd {
	a.at = at
	a.tag++
	tag := a.tag
	return tea.Tick(max(at.Sub(now), time.Millisecond), func(time.Time) tea.Msg { return message(tag) })
}

// rang reports whether the tick with this tag is the one waited for, and takes
// note that it is over.
func (a *alarm) rang(tag uint64) bool {
	if tag != a.tag || a.at.IsZero() {
		return false
	}
	a.at = time.Time{}
	return true
}

// turn asks the core what is due and puts it on its way, and arms the tick the
// core wants to be woken by. While quitting nothing new is asked.
func (m *Model) turn() tea.Cmd {
	if m.leaving {
		return nil
	}
	ask, wake := m.fleet.Next(m.now)
	cmds := make([]tea.Cmd, 0, len(ask)+1)
	for _, r := range ask {
		cmds = append(cmds, m.carry(r))
	}
	return tea.Batch(append(cmds, m.wakeAt(wake))...)
}

// carry makes one call to the API.
func (m *Model) carry(r fleet.Request) tea.Cmd {
	ctx, carry := m.o.Context, m.o.Carry
	return func() tea.Msg { return respondedMsg{carry(ctx, r)} }
}

// wakeAt arms the tick of the core, unless one that comes no later is under way.
// One whose time is over without having rung was armed before the clock leapt.
func (m *Model) wakeAt(at time.Time) tea.Cmd {
	if at.IsZero() || m.alarm.at.After(m.now) && !at.Before(m.alarm.at) {
		return nil
	}
	return m.alarm.set(m.now, at, func(tag uint64) tea.Msg { return alarmRangMsg{tag} })
}

// count arms a tick for the next change of a countdown, if one is in sight.
func (m *Model) count() tea.Cmd {
	until := m.countdown()
	if until.IsZero() {
		m.counter.at = time.Time{}
		return nil
	}
	if m.counter.at.After(m.now) && !m.counter.at.After(m.now.Add(time.Second)) {
		return nil
	}
	step := until.Sub(m.now) % time.Second
	if step == 0 {
		step = time.Second
	}
	return m.counter.set(m.now, m.now.Add(step), func(tag uint64) tea.Msg { return secondPassedMsg{tag} })
}

// shut drops keys for a short while: those meant for something that is gone.
func (m *Model) shut() tea.Cmd {
	m.pasted = false
	return m.deaf.start(m.now, m.o.Confirm.ArmAfter, earsOpened)
}

// shutAfterPaste drops keys until none has come for a while. What was pasted may
// hold the sequence that ends a paste, and the rest of it then arrives as keys.
func (m *Model) shutAfterPaste() tea.Cmd {
	m.pasted = true
	if m.deaf.running() {
		m.deaf.putOff(m.now)
		return nil
	}
	return m.deaf.start(m.now, m.o.Confirm.ArmAfter, earsOpened)
}

func earsOpened(tag uint64) tea.Msg { return earsOpenedMsg{tag} }

func dialogArmed(tag uint64) tea.Msg { return dialogArmedMsg{tag} }

// sightTime is how long somebody may take to see that another row has come under
// the cursor.
const sightTime = time.Second

// slipped takes note that another row has come under the cursor by itself: a key
// that is on its way was meant for the one before. Moving the cursor ends the
// wait.
func (m *Model) slipped() tea.Cmd {
	return m.slip.set(m.now, m.now.Add(sightTime), func(tag uint64) tea.Msg { return slipSeenMsg{tag} })
}

// browse opens a page in the browser.
func (m *Model) browse(url string) tea.Cmd {
	open := m.o.OpenURL
	return func() tea.Msg { return browserOpenedMsg{url, open(url)} }
}
