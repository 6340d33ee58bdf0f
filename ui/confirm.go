package ui

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/filter"
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
	return m.arming.Start(m.now, m.o.Confirm.ArmAfter)
}

// askToSubmit asks whether to send a verb to pools, or says why it cannot be
// sent to any of them.
func (m *Model) askToSubmit(verb tolokaapi.Verb, at pane.Selection, what dialog.Purpose) tea.Cmd {
	ok, left := m.fleet.Eligible(verb, at.Refs)
	if len(ok) == 0 {
		return m.show(screen.Warning, m.cannot(verb, at, left))
	}
	c := &dialog.Confirmation{Purpose: what, Verb: verb, LeftOut: wording.RefusalCounts(verb, left)}
	if at.Hidden > 0 {
		c.LeftOut = append(c.LeftOut, wording.Count(at.Hidden)+" marked but hidden by the filter")
	}
	c.LeftOut = append(c.LeftOut, at.Aside...)
	for _, r := range left {
		if r.Reason == fleet.Already {
			c.Already = append(c.Already, r.On)
		}
	}
	for _, ref := range ok {
		pool, _ := m.fleet.Pool(ref)
		c.Targets = append(c.Targets, newTarget(pool))
		c.Order = append(c.Order, fleet.Target{On: ref, Name: pool.Name})
	}
	slices.SortStableFunc(c.Targets, dialog.CommentedFirst)
	c.Dated = m.sharesName(c.Targets)
	return m.ask(c)
}

func newTarget(p fleet.Pool) dialog.Target {
	return dialog.Target{Ref: p.Ref, Name: p.Name, Project: cmp.Or(p.Project, p.ProjectID), ProjectID: p.ProjectID, Comment: p.Comment, Started: p.LastStarted}
}

// sharesName reports whether a target has the name of another pool, be that a
// target or not.
func (m *Model) sharesName(targets []dialog.Target) bool {
	named := make(map[string]int, len(targets))
	for _, t := range targets {
		named[filter.Fold(t.Name)] = 0
	}
	ids, _ := m.fleet.Pools(targets[0].Ref.Subject)
	for _, ref := range ids {
		p, _ := m.fleet.Pool(ref)
		name := filter.Fold(p.Name)
		if n, asked := named[name]; asked {
			if n > 0 {
				return true
			}
			named[name]++
		}
	}
	return false
}

// pressConfirm is a key while a confirmation is open. Nothing else gets it.
func (m *Model) pressConfirm(msg tea.KeyPressMsg) tea.Cmd {
	c := m.confirm
	held := !c.Armed || m.layout.TooSmall // what cannot be seen cannot be confirmed
	switch c.Press(m.keys, msg, held, m.confirmView(c).InSight()) {
	case dialog.AnswerYes:
		return m.accept()
	case dialog.AnswerNo:
		return m.closeConfirm()
	case dialog.AnswerInterrupt:
		return m.interrupt()
	case dialog.AnswerDropped:
		m.arming.Postpone(m.now)
	}
	return nil
}

// closeConfirm changes nothing.
func (m *Model) closeConfirm() tea.Cmd {
	m.confirm = nil
	return m.dropKeys()
}

// accept does what was asked.
func (m *Model) accept() tea.Cmd {
	c := m.confirm
	m.confirm = nil
	if c.Purpose == dialog.ToQuit {
		return m.leave()
	}
	return tea.Batch(m.dropKeys(), m.submit(c))
}

// confirmView is how a confirmation looks now.
func (m *Model) confirmView(c *dialog.Confirmation) dialog.ConfirmationView {
	v := dialog.ConfirmationView{
		Confirmation: c, Theme: m.theme, Words: &m.words, Where: m.environment(),
		Up: m.keyOf(keymap.ConfirmUp), Down: m.keyOf(keymap.ConfirmDown), Now: m.now,
		Width: m.width, Height: m.height, Narrow: m.width <= screen.NarrowWidth,
	}
	if c.Purpose == dialog.ToQuit {
		v.Losses = quitLosses(m.summary)
	}
	return v.Sized()
}
