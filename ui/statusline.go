package ui

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/dialog"
	"tolokadash/ui/message"
	"tolokadash/ui/pane"
	"tolokadash/ui/screen"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
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
		return styled.Line{styled.Text(t.Wait, " Waiting for "+wording.Plural(m.summary.Sending, "reply", "replies")+t.Glyphs.Ellipsis+m.keys.PressTo(keymap.ForceQuit, "quit at once"))}.
			Fit(width, t.Glyphs.Ellipsis)
	case m.field != nil:
		return m.fieldLine(width)
	case !m.status.Empty():
		return m.status.Line(t, width)
	}
	return m.hints().Fit(width, t.Glyphs.Ellipsis)
}

// fieldLine is the filter while it is typed.
func (m *Model) fieldLine(width int) string {
	t := m.theme
	found, all := m.focused().Found()
	l := append(styled.Line{styled.Text(t.Key, " / ")}, m.field.Spans(t, width-4)...)
	of := wording.Count(found) + " of " + wording.Count(all)
	if m.focus == paneHistory {
		of += " loaded"
	}
	style, helps := t.Hint, m.filterHelp(of)
	if problems := m.focused().Filter().Problem(&m.words); len(problems) > 0 {
		style, helps = t.Wait, problems
	}
	help := styled.Longest(helps, width-l.Width()-3)
	l = append(l, styled.Text(t.Text, styled.Blanks(max(2, width-l.Width()-1-table.Width(help)))), styled.Text(style, help))
	return l.Fit(width, t.Glyphs.Ellipsis)
}

// filterHelp is what stands beside a filter that is typed: what it finds, words
// to learn from and keys, from long to short.
func (m *Model) filterHelp(found string) []string {
	var all []string
	for _, hint := range m.focused().FilterHints() {
		all = append(all, m.words.Dotted(found, hint, "enter keeps it", "esc clears it"), m.words.Dotted(found, hint))
	}
	return append(all, found, "")
}

// drawing is the context of what is drawn now.
func (m *Model) drawing() *pane.Context {
	return &pane.Context{
		Keys: m.keys, Theme: &m.theme, Words: &m.words, Now: m.now, Summary: m.summary,
		Width: m.layout.Header.Width, Paused: m.fleet.Paused(), ReadOnly: m.o.ReadOnly,
	}
}

// hints are the keys worth knowing now. Where the line is short the least
// important go first.
func (m *Model) hints() styled.Line {
	show, drop := m.hintList()
	for {
		l := styled.Line{styled.Text(m.theme.Text, " ")}
		for i, e := range m.keys.Hints(show...) {
			if i > 0 {
				l = append(l, styled.Text(m.theme.Text, "  "))
			}
			l = append(l, styled.Text(m.theme.Key, e.Key()), styled.Text(m.theme.Hint, " "+m.hintWord(e)))
		}
		if l.Width() <= m.layout.Status.Width || len(drop) == 0 {
			return l
		}
		show, drop = without(show, drop[0]), drop[1:]
	}
}

// hintList is what to hint at, and in which order to leave it out.
func (m *Model) hintList() (show, drop []keymap.Action) {
	switch {
	case m.confirm != nil:
		return nil, nil // the question says its keys, and no others count
	case m.details != nil && m.help == nil:
		return m.details.Hints(m.detailsContext())
	case m.help != nil:
		return []keymap.Action{keymap.Down, keymap.Up, keymap.Back, keymap.Help}, []keymap.Action{keymap.Help, keymap.Up, keymap.Down}
	case m.focus == paneOperations:
		show = append(m.operationHints(), keymap.Filter, keymap.NextPane, keymap.Help, keymap.Quit)
		drop = []keymap.Action{keymap.Filter, keymap.DismissAll, keymap.Quit, keymap.Dismiss, keymap.Details, keymap.NextPane}
		return show, drop
	case m.focus == paneHistory:
		show = []keymap.Action{keymap.Details, keymap.CopyID, keymap.OpenBrowser, keymap.Filter, keymap.PoolsPane, keymap.NextPane, keymap.Help, keymap.Quit}
		if m.o.Environment.WebURL == nil {
			show = without(show, keymap.OpenBrowser)
		}
		drop = []keymap.Action{keymap.OpenBrowser, keymap.CopyID, keymap.Quit, keymap.NextPane, keymap.Filter, keymap.Details}
		return show, drop
	}
	show = append(m.poolHints(), keymap.NextPane)
	drop = []keymap.Action{keymap.StatusFilter, keymap.Details, keymap.Filter, keymap.Quit, keymap.NextPane, keymap.Mark}
	if m.focus == paneTrainings {
		return append(show, keymap.PoolsPane, keymap.Help, keymap.Quit), append(drop, keymap.PoolsPane)
	}
	show = append(show, keymap.TrainingsPane, keymap.HistoryPane, keymap.Help, keymap.Quit)
	return show, append([]keymap.Action{keymap.HistoryPane, keymap.TrainingsPane}, drop...)
}

// operationHints is what there is to do with the operations that are known.
func (m *Model) operationHints() []keymap.Action {
	hints := []keymap.Action{keymap.Details}
	if m.summary.Failed+m.summary.Unknown > 0 {
		hints = append(hints, keymap.Retry)
	}
	if m.summary.Failed+m.summary.Unknown+m.summary.Done > 0 {
		hints = append(hints, keymap.Dismiss, keymap.DismissAll)
	}
	return hints
}

// poolHints is what there is to do with the pool under the cursor, and with the
// marked ones, which are for closing, mostly.
func (m *Model) poolHints() []keymap.Action {
	p := m.poolPane()
	ref, ok := p.Cursor()
	if !ok {
		return []keymap.Action{keymap.Filter, keymap.StatusFilter}
	}
	rest := []keymap.Action{keymap.Mark, keymap.Filter, keymap.StatusFilter, keymap.Details}
	pool, _ := m.fleet.Pool(ref)
	switch {
	case p.MarkedShown()+p.MarkedHidden() > 0, pool.Status == tolokaapi.Open:
		return append([]keymap.Action{keymap.Close}, rest...)
	case pool.Status == tolokaapi.Closed:
		return append([]keymap.Action{keymap.Open}, rest...)
	}
	return rest
}

// hintWord is what a key does, in the words of where we are.
func (m *Model) hintWord(e keymap.Entry) string {
	if m.details != nil && m.help == nil {
		return cmp.Or(dialog.DetailsHint(e.Action), e.Short)
	}
	switch e.Action {
	case keymap.Close, keymap.Open:
		if n := m.poolPane().MarkedShown(); n > 0 {
			return e.Short + " " + wording.Count(n)
		}
		return e.Short
	case keymap.NextPane:
	default:
		return e.Short
	}
	if m.focus != paneOperations {
		return "operations"
	}
	return strings.ToLower(m.pane(m.upper).Name())
}

func without(all []keymap.Action, one keymap.Action) []keymap.Action {
	kept := make([]keymap.Action, 0, len(all))
	for _, a := range all {
		if a != one {
			kept = append(kept, a)
		}
	}
	return kept
}
