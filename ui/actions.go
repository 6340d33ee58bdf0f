package ui

import (
	"net/url"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/filter"
	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/dialog"
	"tolokadash/ui/message"
	"tolokadash/ui/pane"
	"tolokadash/ui/screen"
)

// act does what a key means in the panes.
func (m *Model) act(a keymap.Action) tea.Cmd {
	if m.o.ReadOnly && m.keys.Changes(a) {
		return m.show(screen.Warning, message.ReadOnly)
	}
	if m.cursorGuard.Running() && m.keys.AboutRow(a) {
		return m.show(screen.Warning, wording.Message{Text: "Another row has just come under the cursor:", Advice: "look, then press again."})
	}
	if m.focused().Move(a) {
		m.cursorGuard.Stop()
		return nil
	}
	if verb, ok := m.keys.Verb(a); ok {
		return m.askToSubmit(verb, m.poolPane().Selection(), dialog.ToSubmit)
	}
	switch a {
	case keymap.ReopenBatch:
		return m.reopen()
	case keymap.Retry, keymap.RetryAlike:
		return m.retry(a == keymap.RetryAlike)
	case keymap.Dismiss, keymap.DismissAll:
		return m.dismiss(a == keymap.DismissAll)
	case keymap.SortNext, keymap.SortReverse, keymap.StatusFilter:
		if !m.sortOrFilter(a) {
			return m.say(screen.Plain, "Operations keep their order: what needs you first.")
		}
	case keymap.Details:
		shown, ok := m.underCursor()
		if !ok {
			return m.say(screen.Plain, message.NoRow)
		}
		m.setCursor(shown)
		m.details = dialog.NewDetails(shown)
	case keymap.CopyID:
		return m.copyID()
	case keymap.OpenBrowser:
		return m.openBrowser()
	default:
		return m.actAnywhere(a)
	}
	return nil
}

// actAnywhere does what works whatever has the keys.
func (m *Model) actAnywhere(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Help:
		m.toggleHelp()
	case keymap.Quit:
		return m.quit()
	case keymap.ForceQuit:
		return m.quitting.interrupt(m.now)
	case keymap.Suspend:
		return m.suspend()
	case keymap.NextPane, keymap.PreviousPane:
		m.goOn()
	case keymap.PoolsPane:
		m.goTo(panePools)
	case keymap.OperationsPane:
		m.goTo(paneOperations)
	case keymap.TrainingsPane:
		m.goTo(paneTrainings)
	case keymap.HistoryPane:
		m.goTo(paneHistory)
	case keymap.Refresh:
		m.fleet.Refresh(m.now)
		m.reload()
		noun := ""
		if m.upper != paneHistory {
			noun = wording.Noun(m.poolPane().Subject())
		}
		return tea.Batch(m.dispatch(), m.show(screen.Plain, m.writer.Refreshing(m.fleet.Paused(), noun)))
	case keymap.Pause:
		return m.pause()
	case keymap.Filter:
		m.field = dialog.NewFilterField(m.focused(), m.focused().Filter().Typed)
	case keymap.Back:
		m.back()
	}
	return nil
}

// suspend stops the program until the shell wakes it up, if there is a shell.
func (m *Model) suspend() tea.Cmd {
	if m.o.NoShell {
		return m.say(screen.Warning, "There is no shell to suspend to: tolokadash is all that runs in this window.")
	}
	return tea.Suspend
}

func (m *Model) toggleHelp() {
	if m.help != nil {
		m.help = nil
		return
	}
	m.help = &dialog.Help{Groups: m.keys.Help(m.helpScopes()...), Filter: filter.Examples(m.focused().Records())}
}

func (m *Model) pause() tea.Cmd {
	m.fleet.Pause(!m.fleet.Paused())
	said := "Looking for news again."
	if m.fleet.Paused() {
		said = "Paused: pools and others' operations are not looked for. Your own commands are followed."
	}
	return tea.Batch(m.say(screen.Plain, said), m.dispatch())
}

// reopen asks whether to open what was closed together last.
func (m *Model) reopen() tea.Cmd {
	refs, found, closed := m.fleet.Reopenable()
	if len(refs) == 0 {
		return m.say(screen.Warning, "Nothing has been closed from here yet.")
	}
	cmd := m.askToSubmit(tolokaapi.VerbOpen, pane.Selection{Refs: refs}, dialog.ToSubmit)
	if m.confirm != nil {
		m.confirm.Found, m.confirm.Closed = foundClosed(found), m.words.ClosedBy(closed, m.now)
	}
	return cmd
}

// dismiss takes finished rows off the table.
func (m *Model) dismiss(all bool) tea.Cmd {
	var ids []fleet.RowID
	if all {
		ids, _ = m.fleet.Rows()
	} else {
		rows, at := m.chosenRows()
		if len(rows) == 0 && at.Hidden > 0 {
			return m.show(screen.Warning, m.writer.AllHidden(at.One))
		}
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
	}
	if m.fleet.Dismiss(ids) == 0 {
		if len(ids) == 1 {
			return m.say(screen.Warning, "This has not ended: it can be dismissed when it has.")
		}
		return m.say(screen.Warning, "There is nothing finished to dismiss here.")
	}
	if m.details != nil {
		m.details = nil // what it shows has left the table
	}
	m.operations.Unmark(ids...)
	m.operations.Sync() // that another row is under the cursor now is no surprise
	return nil
}

// openBrowser opens the page of the pool under the cursor.
func (m *Model) openBrowser() tea.Cmd {
	_, p, ok := m.subject()
	if !ok {
		return m.say(screen.Plain, message.NoRow)
	}
	page := m.o.Environment.page(p)
	if u, err := url.Parse(page); page == "" || err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return m.say(screen.Warning, "The address of this "+wording.Noun(p.Ref.Subject)+" in the browser is not known.")
	}
	if m.o.OpenURL == nil {
		return m.show(screen.Warning, wording.Message{Text: "No browser here;", Advice: "the page is " + page})
	}
	return tea.Batch(browse(m.o.OpenURL, page), m.say(screen.Plain, "Opening "+page))
}

// subject is the row that has the cursor, or lies open, and its pool.
func (m *Model) subject() (fleet.Row, tolokaapi.Pool, bool) {
	shown, ok := m.underCursor()
	if m.details != nil {
		shown, ok = m.details.Shown, true
	}
	switch {
	case shown.Past != "":
		op, loaded := m.history.Operation(shown.Past)
		r := m.history.Past(op)
		return r, poolOf(m.fleet, r), loaded
	case shown.Row != 0:
		r, ok := m.fleet.Row(shown.Row)
		return r, poolOf(m.fleet, r), ok
	}
	p, known := m.fleet.Pool(shown.Pool)
	return fleet.Row{}, p.Pool, ok && known
}

// poolOf is the pool an operation is about, as far as it is known.
func poolOf(f *fleet.Fleet, r fleet.Row) tolokaapi.Pool {
	if p, ok := f.Pool(r.On); ok {
		return p.Pool
	}
	return tolokaapi.Pool{Ref: r.On, Name: r.Name}
}
