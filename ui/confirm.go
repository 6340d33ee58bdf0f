package ui

import (
	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/dialog"
	"tolokadash/ui/pane"
	"tolokadash/ui/screen"
)

// ask opens a confirmation. It takes no yes until no key has come for a while,
// so that keys that were meant for something else answer nothing.
func (m *Model) ask(c *dialog.Confirmation) tea.Cmd {
	if c.Purpose != dialog.ToQuit && len(c.Targets) >= m.o.Confirm.CountFrom(m.o.Environment.Paid(), c.Verb == tolokaapi.VerbArchive) {
		c.TypeCount()
	}
	m.confirm = c
	return m.arm(m.now)
}

// askToSubmit asks whether to send a verb to pools, or says why it cannot be
// sent to any of them.
func (m *Model) askToSubmit(verb tolokaapi.Verb, at pane.Selection, what dialog.Purpose) tea.Cmd {
	ok, left := m.fleet.Eligible(verb, at.Refs)
	if len(ok) == 0 {
		var busy fleet.Row
		if len(left) > 0 {
			busy, _ = m.fleet.Row(left[0].Row)
		}
		return m.show(screen.Warning, m.writer.Refused(verb, at, left, busy, wording.Noun(m.poolPane().Subject())))
	}
	c := dialog.NewSubmission(m.fleet, what, verb, ok, left)
	if at.Hidden > 0 {
		c.LeftOut = append(c.LeftOut, wording.Count(at.Hidden)+" marked but hidden by the filter")
	}
	c.LeftOut = append(c.LeftOut, at.LeftOut...)
	return m.ask(c)
}

// pressConfirm is a key while a confirmation is open. Nothing else gets it.
func (m *Model) pressConfirm(msg tea.KeyPressMsg) tea.Cmd {
	c := m.confirm
	held := !c.Armed || m.layout.TooSmall // what cannot be seen cannot be confirmed
	switch c.Press(m.keys, msg, held, m.confirmView(c).VisibleTargets()) {
	case dialog.AnswerYes:
		return m.accept()
	case dialog.AnswerNo:
		m.confirm = nil
		return m.dropKeys(m.now)
	case dialog.AnswerInterrupt:
		return m.quitting.interrupt(m.now)
	case dialog.AnswerDropped:
		m.arming.Postpone(m.now)
	}
	return nil
}

// accept does what was asked.
func (m *Model) accept() tea.Cmd {
	c := m.confirm
	m.confirm = nil
	if c.Purpose == dialog.ToQuit {
		return m.quitting.wait(m.now)
	}
	return tea.Batch(m.dropKeys(m.now), m.submit(c))
}

// confirmView is how a confirmation looks now.
func (m *Model) confirmView(c *dialog.Confirmation) dialog.ConfirmationView {
	v := dialog.ConfirmationView{
		Confirmation: c, Theme: m.theme, Words: &m.words, Where: m.environment(),
		Up: m.keys.KeyOf(keymap.ConfirmUp), Down: m.keys.KeyOf(keymap.ConfirmDown), Now: m.now,
		Width: m.width, Height: m.height, Narrow: m.width <= screen.NarrowWidth,
	}
	if c.Counts() {
		v.Assignments = m.fleet.Assignments().Of()
	}
	if c.Purpose == dialog.ToQuit {
		v.Losses = quitLosses(m.summary)
	}
	return v.Sized()
}

// watchAssignments tells the core which pools the open question is about. Whatever opened
// or closed it, nothing waits for what is counted.
func (m *Model) watchAssignments() (changed bool) {
	if m.confirm == m.counted {
		return false
	}
	m.counted = m.confirm
	m.fleet.Assignments().SetPools(m.now, m.confirm.Counted())
	return m.confirm != nil
}
