package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/screen"
	"tolokadash/ui/timer"
)

// Update takes in one message. Whatever it was, the screen then catches up with
// what the fleet knows.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.now = m.o.Now()
	if key, ok := msg.(tea.KeyPressMsg); ok && m.dropsKey(key) {
		m.keyDropped(m.now) // a thousand may follow one another: nothing is looked at, nothing drawn anew
		m.frame.Hold(m.draw)
		return m, nil
	}
	m.frame.Release()
	cmd := tea.Batch(m.handle(msg), m.refresh())
	earlier := m.earlier.read(m.summary.Account)
	return m, tea.Batch(cmd, earlier, m.countDown(m.now, m.nextRetry()), m.frame.Update(m.now, m.draw))
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
		m.setTheme(msg.IsDark())
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
			return m.show(screen.Warning, wording.Message{Text: "The browser cannot be opened;", Advice: "the page is " + msg.url})
		}
	case textCopiedMsg:
		said, cmd := m.copies.copied(msg, m.status.Said.Text)
		if said != "" {
			return m.say(screen.Success, said)
		}
		return cmd
	case timer.Fired:
		return m.fired(msg)
	}
	return nil
}

// fired takes in a tick.
func (m *Model) fired(msg timer.Fired) tea.Cmd {
	switch msg.Of {
	case &m.frame.Redraw:
		m.frame.Redraw.Fired(msg)
	case &m.status.Clock:
		if m.status.Clock.Fired(msg) {
			return m.statusExpired()
		}
	case &m.quitting.timeout:
		return m.quitting.fired(msg)
	}
	what, cmd := m.timers.fired(msg, m.now, m.o.InputWaiting)
	switch {
	case what == dueDispatch:
		return m.dispatch()
	case what == dueArmed && m.confirm != nil:
		m.confirm.Armed = true
	}
	return cmd
}

// observe hands the fleet an answer, and asks what follows from it.
func (m *Model) observe(msg respondedMsg) tea.Cmd {
	m.fleet.Observe(msg.response)
	if m.quitting.waiting {
		return m.quitting.responded(m.now)
	}
	return m.dispatch()
}

// refresh brings everything that is drawn up to date with the fleet.
func (m *Model) refresh() tea.Cmd {
	m.summary = m.fleet.Summary(m.now)
	var cmd tea.Cmd
	if m.sync() {
		cmd = m.guardCursor(m.now)
	}
	cmd = tea.Batch(cmd, m.announce()) // the rows that its keys lead to are known now
	m.layout = m.layOut(m.width, m.height, m.details != nil)
	pool := m.details != nil && m.details.Pool.Subject == tolokaapi.SubjectPool
	attended, watched := m.attend(m.fleet, m.layout.Upper.Inside().Height, pool, m.now), m.watchFigures()
	if counted := m.watchAssignments(); attended || watched || counted {
		cmd = tea.Batch(cmd, m.dispatch())
	}
	return cmd
}

// nextRetry is the nearest end of a wait that is in sight with the time it still
// takes; zero when there is none.
func (m *Model) nextRetry() (until time.Time) {
	d, c := m.drawing(), m.summary.Connection
	until = earliest(m.now, until, c.RetryAt)
	if c.State == fleet.Live { // else nothing is said of it
		until = earliest(m.now, until, c.Side.RetryAt)
	}
	if m.details != nil {
		if r, ok := m.fleet.Row(m.details.Row); ok {
			until = earliest(m.now, until, d.RetryAt(r))
		}
	}
	return earliest(m.now, until, m.panes.nextRetry(d, !m.detailsCover()))
}
