package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/ui/dialog"
	"tolokadash/ui/timer"
)

// quitWait is how long quitting waits for replies to commands on their way.
const quitWait = 2 * time.Second

// quitting is how the program ends.
type quitting struct {
	fleet   *fleet.Fleet
	exit    Exit
	waiting bool        // for replies: nothing new is asked
	timeout timer.Timer // of that
}

// end ends the program.
func (q *quitting) end(why Exit) tea.Cmd {
	q.exit = why
	return tea.Quit
}

// interrupt ends the program at once.
func (q *quitting) interrupt(now time.Time) tea.Cmd {
	q.fleet.CancelQueued(now)
	return q.end(Interrupted)
}

// wait gives up what is queued and waits a little for the replies to what is on its
// way, so that the receipt can tell what became of it.
func (q *quitting) wait(now time.Time) tea.Cmd {
	q.exit, q.waiting = Quit, true
	if cmd := q.responded(now); cmd != nil {
		return cmd
	}
	return q.timeout.Set(now, now.Add(quitWait))
}

// responded ends the program if no reply is waited for any more. A command that could
// not be sent is queued again, and given up.
func (q *quitting) responded(now time.Time) tea.Cmd {
	q.fleet.CancelQueued(now)
	if q.fleet.Summary(now).Sending() > 0 {
		return nil
	}
	return tea.Quit
}

// fired ends the program once replies were waited for long enough.
func (q *quitting) fired(msg timer.Fired) tea.Cmd {
	if q.timeout.Fired(msg) && q.waiting {
		return tea.Quit
	}
	return nil
}

// quit ends the program, after a question if commands would be lost by it. What
// lost its reply is looked up by the next start.
func (m *Model) quit() tea.Cmd {
	if sum := m.fleet.Summary(m.now); sum.Queued()+sum.Sending() > 0 {
		return m.ask(&dialog.Confirmation{Purpose: dialog.ToQuit})
	}
	return m.quitting.end(Quit)
}

// quitLosses says what quitting gives up.
func quitLosses(sum fleet.Summary) string {
	var parts []string
	if n := sum.Queued(); n > 0 {
		parts = append(parts, wording.Plural(n, "command is", "commands are")+" still queued and will not be sent.")
	}
	if n := sum.Sending(); n > 0 {
		parts = append(parts, wording.Plural(n, "command is", "commands are")+" on the way; the replies are waited for up to "+wording.Elapsed(quitWait)+".")
	}
	if n := sum.Unconfirmed(); n > 0 {
		whose := "Their outcomes are"
		if n == 1 {
			whose = "Its outcome is"
		}
		parts = append(parts, wording.Plural(n, "command has", "commands have")+" lost the reply. "+whose+" not known yet.")
	}
	if len(parts) == 0 {
		parts = append(parts, "Nothing is waiting any more.")
	}
	return strings.Join(append(parts, "What Toloka has accepted goes on there."), " ")
}
