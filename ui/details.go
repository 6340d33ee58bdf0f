package ui

import (
	tea "charm.land/bubbletea/v2"

	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/dialog"
	"tolokadash/ui/message"
	"tolokadash/ui/pane"
	"tolokadash/ui/screen"
)

// detailsCover reports whether details are open and cover the panes.
func (m *Model) detailsCover() bool { return m.details != nil && m.layout.Details.Height == 0 }

// detailsContext is what is known of what lies open.
func (m *Model) detailsContext() *dialog.DetailsContext {
	at := m.layout.Details
	if m.detailsCover() {
		at = m.layout.Body()
	}
	c := &dialog.DetailsContext{
		Keys: m.keys, Theme: &m.theme, Words: &m.words, Now: m.now, ServerNow: m.fleet.ServerNow(), Connection: m.summary.Connection,
		Width: at.Width, Height: at.Height, ReadOnly: m.o.ReadOnly, Browser: m.o.Environment.WebURL != nil,
	}
	switch shown := m.details.Shown; {
	case shown.Past != "":
		var op tolokaapi.Operation
		if op, c.Known = m.history.Operation(shown.Past); c.Known {
			c.Row = m.history.Past(op)
			c.AsOf = m.history.OldNews(c.Row, m.now)
			c.Pool, _ = m.fleet.Pool(c.Row.On)
		}
	case shown.Row != 0:
		if c.Row, c.Known = m.fleet.Row(shown.Row); c.Known {
			c.Pool, _ = m.fleet.Pool(c.Row.On)
		}
	default:
		if c.Pool, c.Known = m.fleet.Pool(shown.Pool); c.Known {
			c.Busy, _ = m.fleet.Row(c.Pool.Busy)
			c.Page = m.o.Environment.page(c.Pool.Pool)
			c.Figures, c.Operations = poolFigures(m.fleet.Figures(), shown.Pool), m.poolOperations(shown.Pool)
			for _, v := range tolokaapi.Verbs {
				if ok, _ := m.fleet.Eligible(v, []tolokaapi.Ref{shown.Pool}); len(ok) > 0 {
					c.Accepts = append(c.Accepts, v)
				}
			}
		}
	}
	return c
}

// actDetails carries out what a key in the details is meant to do.
func (m *Model) actDetails(a keymap.Action) tea.Cmd {
	switch intent := m.details.Act(a, m.detailsContext()); intent.Kind {
	case dialog.IntentClose:
		m.details = nil
	case dialog.IntentNext, dialog.IntentPrevious:
		m.stepDetails(a)
	case dialog.IntentSubmit:
		return m.askToSubmit(intent.Verb, pane.Selection{Refs: []tolokaapi.Ref{m.details.Pool}}, dialog.ToSubmit)
	case dialog.IntentRetry, dialog.IntentRetryAlike:
		return m.retry(intent.Kind == dialog.IntentRetryAlike)
	case dialog.IntentDismiss:
		return m.dismiss(false)
	case dialog.IntentCopyID:
		return m.copyID()
	case dialog.IntentBrowse:
		return m.openBrowser()
	case dialog.IntentReadOnly:
		return m.show(screen.Warning, message.ReadOnly)
	case dialog.IntentUnbound:
		return m.show(screen.Plain, m.closeFirst())
	}
	return nil
}

// stepDetails goes to the row below or above the one shown, and the cursor with it.
func (m *Model) stepDetails(a keymap.Action) {
	shown, ok := m.step(m.details.Shown, a)
	m.cursorGuard.Stop()
	if ok {
		m.details.Show(shown)
	}
}

// followRetry notes the operation that lies open. follow shows the one that took its
// place, if it was sent again and left the table.
func (m *Model) followRetry() (follow func()) {
	if m.details == nil {
		return func() {}
	}
	was, open := m.fleet.Row(m.details.Row)
	return func() {
		if _, stays := m.fleet.Row(was.ID); stays || !open {
			return
		}
		if p, ok := m.fleet.Pool(was.On); ok && p.Busy != 0 {
			m.details.Row = p.Busy
		}
	}
}
