package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tolokadash/ui/screen"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
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
	v.WindowTitle = screen.WindowTitle(m.summary)
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
		Theme: m.theme, Words: &m.words, Now: m.now, Environment: m.environment(), Account: s.Account, ReadOnly: m.o.ReadOnly,
		Paused: m.fleet.Paused(), Connection: s.Connection, LastGood: s.LastGood,
	}
	if s.Queued+s.Sending+s.Moving+s.Unconfirmed > 0 || m.upperPane().Listing() { // requests are worth counting
		h.Rate = s.Rate
	}
	for _, other := range m.alsoRunning {
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
	case m.details != nil:
		return m.details.Lines(m.detailsContext())
	}
	var lines []string
	l := m.layout
	if l.Upper.Height > 0 {
		lines = m.drawPane(m.upper, l.Upper)
	}
	if l.Folded.Height > 0 {
		lines = append(lines, screen.Folded(m.theme, m.operations.Summary(m.drawing()), l.Folded.Width))
	}
	if l.Operations.Height > 0 {
		lines = append(lines, m.drawPane(paneOperations, l.Operations)...)
	}
	return lines
}

// drawPane draws a pane in its place.
func (m *Model) drawPane(p paneID, at screen.Rect) []string {
	b, d := m.pane(p), m.drawing()
	f := styled.Frame{Title: b.Name(), Right: b.Summary(d), Focused: m.focus == p}
	return f.Around(m.theme, at.Width, at.Height, b.Lines(d))
}

// tableStyles is how tables look in a theme.
func tableStyles(t theme.Theme) table.Styles {
	g := t.Glyphs
	return table.Styles{
		Cursor: g.Cursor, Mark: g.Mark, Ascending: g.Ascending, Descending: g.Descending,
		Ellipsis: g.Ellipsis, Range: g.Range,
		Tones: t.Tones(), Header: t.Header, Sorted: t.Sorted,
		CursorRow: t.CursorRow, CursorGlyph: t.Cursor, MarkGlyph: t.Mark,
	}
}
