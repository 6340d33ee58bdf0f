package ui

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/ui/dialog"
	"tolokadash/ui/message"
	"tolokadash/ui/pane"
	"tolokadash/ui/screen"
	"tolokadash/ui/styled"
)

// say shows a text on the last line.
func (m *Model) say(l screen.Level, text string) tea.Cmd {
	return m.show(l, wording.Message{Text: text})
}

// show shows a message on the last line.
func (m *Model) show(l screen.Level, said wording.Message) tea.Cmd {
	return m.status.Show(m.now, l, said)
}

// announce says what has happened, if something has that was not said.
func (m *Model) announce() tea.Cmd {
	at := message.Place{Operations: m.focus == paneOperations, Moved: m.operations.Moved(), Saying: !m.status.Empty()}
	at.Cursor, _ = m.operations.Cursor()
	if rows := m.operations.Rows(); len(rows) > 0 {
		at.Top = rows[0]
	}
	at.Open = m.help != nil || m.details != nil
	if m.details != nil {
		at.Shown = m.details.Row
	}
	if level, said := m.announcements.Next(at); !said.Empty() {
		return m.show(level, said)
	}
	return nil
}

// statusExpired takes the message off the status line.
func (m *Model) statusExpired() tea.Cmd {
	switch {
	case m.field != nil && !m.status.Empty(): // nobody can have seen it
		return m.show(m.status.Level, m.status.Said)
	default:
		m.status.Clear()
		if stays := m.announcements.Expired(); stays != "" {
			m.status.Keep(screen.Warning, wording.Message{Text: stays})
		}
	}
	return nil
}

// bottom is the last line: what is being typed, else what just happened, else
// what can be pressed now.
func (m *Model) bottom(width int) string {
	t := m.theme
	switch {
	case m.quitting.waiting:
		return styled.Line{styled.Text(t.Wait, " Waiting for "+wording.Plural(m.summary.Sending(), "reply", "replies")+t.Glyphs.Ellipsis+m.keys.PressTo(keymap.ForceQuit, "quit at once"))}.
			Fit(width, t.Glyphs.Ellipsis)
	case m.field != nil:
		return m.field.Line(t, &m.words, m.filterHelp(), width)
	case !m.status.Empty():
		return m.status.Line(t, width)
	}
	return m.hints().Line(t, width)
}

// filterHelp is what stands beside a filter that is typed.
func (m *Model) filterHelp() dialog.FilterHelp {
	p := m.focused()
	h := dialog.FilterHelp{Loaded: m.focus == paneHistory, Hints: p.FilterHints(), Problems: p.Filter().Problem(&m.words)}
	h.Found, h.All = p.Found()
	return h
}

// drawing is the context of what is drawn now.
func (m *Model) drawing() *pane.Context {
	return &pane.Context{
		Keys: m.keys, Theme: &m.theme, Words: &m.words, Now: m.now, Summary: m.summary,
		Width: m.layout.Header.Width, Paused: m.fleet.Paused(), ReadOnly: m.o.ReadOnly, Browser: m.o.Environment.WebURL != nil,
	}
}

// hints are the keys worth knowing now.
func (m *Model) hints() screen.Hints {
	h := screen.Hints{Keys: m.keys, Word: m.hint}
	switch {
	case m.confirm != nil: // the question says its keys, and no others count
	case m.help != nil:
		h.Show = []keymap.Action{keymap.Down, keymap.Up, keymap.Back, keymap.Help}
		h.Drop = []keymap.Action{keymap.Help, keymap.Up, keymap.Down}
	case m.details != nil:
		h.Show, h.Drop = m.details.Hints(m.detailsContext())
		h.Word = func(e keymap.Entry) string { return cmp.Or(dialog.DetailsHint(e.Action), e.Short) }
	default:
		d := m.drawing()
		h.Show, h.Drop = m.focused().Hints(d)
		if p, ok := m.focused().(*pane.Pools); ok {
			said, tone := p.Remark(d)
			h.Lead = styled.Text(m.theme.Tone(tone), said)
		}
	}
	return h
}
