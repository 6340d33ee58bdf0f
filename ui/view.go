package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"tolokadash/internal/wording"
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
	v := tea.NewView(strings.Join(m.screen(), "\n"))
	v.AltScreen = true
	v.ReportFocus = true
	v.WindowTitle = m.windowTitle()
	return v
}

// windowTitle holds fixed words and numbers only: terminals act on what is in
// a title.
func (m *Model) windowTitle() string {
	var parts []string
	say := func(n int, word string) {
		if n > 0 {
			parts = append(parts, wording.Count(n)+" "+word)
		}
	}
	say(m.summary.Queued, "queued")
	say(m.summary.Sending, "sending")
	say(m.summary.Unconfirmed, "unconfirmed")
	say(m.summary.Moving, "running")
	say(m.summary.Failed, "failed")
	say(m.summary.Unknown, "unknown")
	if len(parts) == 0 {
		return "tolokadash"
	}
	return strings.Join(parts, ", ") + " - tolokadash"
}

// screen is every line of the screen, each as wide as the window.
func (m *Model) screen() []string {
	if m.width <= 0 || m.height <= 0 {
		return nil
	}
	if m.layout.tooSmall {
		return m.tooSmall()
	}
	l := m.layout
	lines := make([]string, 0, m.height)
	lines = append(lines, m.header(l.header.width))
	lines = append(lines, m.body()...)
	lines = append(lines, m.bottom(l.status.width))
	if m.confirm != nil {
		return m.over(lines, m.confirmView(m.confirm).lines())
	}
	return lines
}

// body is the panes, or what lies over them.
func (m *Model) body() []string {
	at := m.layout.body()
	switch {
	case m.help != nil:
		return m.help.Panel(m.theme, "Keys", m.help.Lines(m.theme, at.inside().width), at.width, at.height)
	case m.details != nil:
		name, lines := m.detailLines()
		return m.details.Panel(m.theme, name, lines, at.width, at.height)
	}
	var lines []string
	l := m.layout
	if l.upper.height > 0 {
		lines = m.pane(m.upper, l.upper)
	}
	if l.folded.height > 0 {
		lines = append(lines, m.fold(l.folded.width))
	}
	if l.operations.height > 0 {
		lines = append(lines, m.pane(paneOperations, l.operations)...)
	}
	return lines
}

// pane draws a pane in its place.
func (m *Model) pane(p pane, at rect) []string {
	b, d := m.board(p), m.drawing()
	f := styled.Frame{Title: b.name(), Right: b.summary(d), Focused: m.focus == p}
	return f.Around(m.theme, at.width, at.height, b.lines(d))
}

// over lays a dialog over the middle of the screen.
func (m *Model) over(lines, dialog []string) []string {
	x := max((m.width-lipgloss.Width(dialog[0]))/2, 0)
	y := max((m.height-len(dialog))/2, 0)
	base := lipgloss.NewLayer(strings.Join(lines, "\n"))
	box := lipgloss.NewLayer(strings.Join(dialog, "\n")).X(x).Y(y).Z(1)
	drawn := strings.Split(lipgloss.NewCompositor(base, box).Render(), "\n")
	for len(drawn) < m.height { // blank lines and ends of lines are trimmed away
		drawn = append(drawn, "")
	}
	for i, l := range drawn {
		drawn[i] = l + styled.Blanks(m.width-lipgloss.Width(l))
	}
	return drawn
}

// tooSmall says so, in as many words as there is room for.
func (m *Model) tooSmall() []string {
	least := fmt.Sprintf("%dx%d", leastWidth, leastHeight)
	said := []string{"Too small:", least + " needed"}
	if m.width < table.Width(said[1]) {
		said = []string{"Too small", "for " + least}
	}
	lines := make([]string, m.height)
	for i := range lines {
		text := ""
		if i < len(said) {
			text = said[i]
		}
		lines[i] = table.Fit(text, m.width, "")
	}
	return lines
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
