package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/ui/screen"
	"tolokadash/ui/timer"
)

// Update takes in one message. Whatever it was, the screen then catches up with
// what the fleet knows.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.now = m.o.Now()
	if key, ok := msg.(tea.KeyPressMsg); ok && m.dropsKey(key) {
		m.dropKey()
		return m, nil
	}
	m.frame.Release()
	cmd := m.handle(msg)
	return m, tea.Batch(cmd, m.refresh(), m.readEarlier(), m.countDown(), m.frame.Update(m.now, m.draw))
}

func (m *Model) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		m.frame.Focus() // whatever the terminal said, the keys are here
		return m.press(msg)
	case tea.PasteMsg:
		return m.paste(msg)
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.frame.Invalidate()
	case tea.BlurMsg:
		m.frame.Blur()
	case tea.FocusMsg:
		m.frame.Focus()
	case tea.BackgroundColorMsg:
		if m.o.Theme != "light" && m.o.Theme != "dark" {
			m.setTheme(msg.IsDark())
		}
	case tea.ResumeMsg:
		m.frame.Focus()
		return tea.Batch(tea.ClearScreen, m.dispatch())
	case respondedMsg:
		return m.observe(msg)
	case earlierReadMsg:
		return m.restore(msg)
	case NoticeMsg:
		return m.show(screen.Warning, msg.Message)
	case browserOpenedMsg:
		if msg.err != nil {
			return m.say(screen.Warning, "The browser cannot be opened; the page is "+msg.url)
		}
	case textCopiedMsg:
		return m.copied(msg)
	case timer.Fired:
		return m.fired(msg)
	}
	return nil
}

// observe hands the fleet an answer, and asks what follows from it.
func (m *Model) observe(msg respondedMsg) tea.Cmd {
	m.fleet.Observe(msg.response)
	if m.leaving && m.left() {
		return tea.Quit
	}
	return m.dispatch()
}

// refresh brings everything that is drawn up to date with the fleet.
func (m *Model) refresh() tea.Cmd {
	m.summary = m.fleet.Summary(m.now)
	cmd := m.tellNews()
	for _, p := range [...]paneID{paneOperations, paneHistory, panePools, paneTrainings} {
		if m.pane(p).Sync() && m.focus == p {
			cmd = tea.Batch(cmd, m.guardCursor())
		}
	}
	m.arrange()
	if m.attend() {
		cmd = tea.Batch(cmd, m.dispatch())
	}
	return cmd
}

// arrange gives every part its place.
func (m *Model) arrange() {
	m.layout = screen.Lay(m.width, m.height, m.focus == paneOperations, m.operations.Total(), m.operations.Idle())
	place := func(p paneID, at screen.Rect) {
		in, rows := at.Inside(), m.pane(p)
		rows.SetSize(in.Width, in.Height)
		rows.SetFocused(m.focus == p)
	}
	place(m.upper, m.layout.Upper)
	place(paneOperations, m.layout.Operations)
}

// nextRetry is the nearest end of a wait that is in sight with the time it still
// takes; zero when there is none.
func (m *Model) nextRetry() (until time.Time) {
	d := m.drawing()
	consider := func(t time.Time) {
		if t.After(m.now) && (until.IsZero() || t.Before(until)) {
			until = t
		}
	}
	consider(m.summary.Connection.RetryAt)
	if m.summary.Connection.State == fleet.Live { // else nothing is said of it
		consider(m.summary.Connection.Side.RetryAt)
	}
	if problem, at := m.upperPane().ListProblem(); problem != nil {
		consider(at)
	}
	if m.details != nil {
		if r, ok := m.fleet.Row(m.details.Row); ok {
			consider(d.RetryAt(r))
		}
		return until
	}
	first, last, _ := m.operations.Window()
	for _, id := range m.operations.Rows()[max(first-1, 0):last] {
		if r, ok := m.fleet.Row(id); ok {
			consider(d.RetryAt(r))
		}
	}
	return until
}
