package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tolokadash/ui/screen"
	"tolokadash/ui/styled"
)

// View draws the screen as it is known now, or as it was drawn last while
// another window has the keys.
func (m *Model) View() tea.View {
	if v, ok := m.frame.View(); ok {
		return v
	}
	return m.draw()
}

func (m *Model) draw() tea.View {
	v := tea.NewView(strings.Join(m.lines(), "\n"))
	v.AltScreen = true
	v.ReportFocus = true
	v.WindowTitle = screen.WindowTitle(m.summary, m.announcements.Closed())
	return v
}

// lines is every line of the screen, each as wide as the window.
func (m *Model) lines() []string {
	if m.width <= 0 || m.height <= 0 {
		return nil
	}
	if m.layout.TooSmall {
		return screen.TooSmall(m.width, m.height)
	}
	l := m.layout
	lines := make([]string, 0, m.height)
	lines = append(lines, m.header().Line(l.Header.Width))
	lines = append(lines, m.body()...)
	lines = append(lines, m.bottom(l.Status.Width))
	if m.confirm != nil {
		return screen.Over(lines, m.confirmView(m.confirm).Lines(), m.width, m.height)
	}
	return lines
}

// header is what the first line says now.
func (m *Model) header() screen.Header {
	s := m.summary
	h := screen.Header{
		Theme: m.theme, Words: &m.words, Now: m.now, Environment: m.environment(), Account: s.Account, WarnBelow: m.o.Account.WarnBelow, ReadOnly: m.o.ReadOnly,
		Paused: m.fleet.Paused(), Connection: s.Connection, LastGood: s.LastGood,
	}
	if s.Queued()+s.Sending()+s.Running()+s.Unconfirmed() > 0 || m.upperPane().Listing() { // requests are worth counting
		h.Rate = s.Rate
	}
	for _, other := range m.earlier.running {
		h.Others = append(h.Others, other.Started)
	}
	return h
}

// environment is where the program is, and the profile where there are several:
// words, and a colour that only repeats them.
func (m *Model) environment() styled.Span {
	style := m.theme.ChipOther
	switch m.o.Environment.Kind {
	case Production:
		style = m.theme.ChipProduction
	case Sandbox:
		style = m.theme.ChipSandbox
	case Demo:
		style = m.theme.ChipDemo
	}
	name := m.o.Environment.Name
	if m.o.Profile != "" {
		name = m.words.Dotted(name, m.o.Profile)
	}
	return styled.Text(style, name)
}

// body is the panes, or what lies over them.
func (m *Model) body() []string {
	at := m.layout.Body()
	switch {
	case m.help != nil:
		return m.help.Panel(m.theme, "Keys", m.help.Lines(m.theme, at.Inside().Width), at.Width, at.Height)
	case m.detailsCover():
		return m.details.Lines(m.detailsContext())
	case m.details == nil:
		return m.panes.lines(m.layout, m.drawing(), true)
	}
	return m.layout.Join(m.panes.lines(m.layout, m.drawing(), false), m.details.Lines(m.detailsContext()))
}
