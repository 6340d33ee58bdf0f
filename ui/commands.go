package ui

import (
	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
)

// respondedMsg is what came of a request of the fleet.
type respondedMsg struct{ response fleet.Response }

// browserOpenedMsg is what came of opening a page.
type browserOpenedMsg struct {
	url string
	err error
}

// textCopiedMsg is what came of copying a text by programs of the system.
type textCopiedMsg struct {
	job     copyJob
	targets []string // that have it now
}

// A NoticeMsg is a warning that comes from outside the screen, to be said on the
// status line.
type NoticeMsg struct{ wording.Message }

// carry makes one call to the API.
func carry(o *Options, r fleet.Request) tea.Cmd {
	ctx, do := o.Context, o.Carry
	return func() tea.Msg { return respondedMsg{do(ctx, r)} }
}

// browse opens a page in the browser.
func browse(open func(string) error, url string) tea.Cmd {
	return func() tea.Msg { return browserOpenedMsg{url, open(url)} }
}

// dispatch asks the core what is due and puts it on its way, and sets the timer the
// core wants to be woken by. While quitting nothing new is asked.
func (m *Model) dispatch() tea.Cmd {
	if m.quitting.waiting {
		return nil
	}
	ask, wake := m.fleet.Next(m.now)
	cmds := make([]tea.Cmd, 0, len(ask)+1)
	for _, r := range ask {
		cmds = append(cmds, carry(&m.o, r))
	}
	return tea.Batch(append(cmds, m.wakeAt(m.now, wake))...)
}
