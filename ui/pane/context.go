package pane

import (
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/ui/theme"
)

// A Context is what a pane needs to draw itself and does not own, as it is at
// the time of the message last handled. A pane only reads it.
type Context struct {
	Keys     *keymap.Map
	Theme    *theme.Theme
	Words    *wording.Words
	Now      time.Time
	Summary  fleet.Summary
	Width    int // of the panes
	Paused   bool
	ReadOnly bool
	Browser  bool // pages can be opened in the browser
}

// RetryAt is when a row that waits is tried next; zero if it does not wait.
func (d *Context) RetryAt(r fleet.Row) time.Time {
	return wording.RetryAt(r, d.Summary.Connection, d.Now)
}

// Wait is how long a row waits for its next try; "" if it does not.
func (d *Context) Wait(r fleet.Row) string { return wording.Wait(r, d.Summary.Connection, d.Now) }

// Step is a row's state and what comes next, in full.
func (d *Context) Step(r fleet.Row) string {
	return d.Words.Step(r, d.Summary.Connection, d.Now)
}

// listProblem says why a list cannot be read, and what is done about it.
func (d *Context) listProblem(what string, p *fleet.Problem, again time.Time) string {
	text := what + ":\n" + wording.Capital(d.Words.Problem(p)) + "."
	if remedy := d.Words.Remedy(p); remedy != "" {
		text += "\n" + wording.Capital(remedy) + "."
	}
	return text + "\nAsking again in " + wording.TimeLeft(p, again, d.Now) + "."
}

func (d *Context) pausedWords() string {
	return "Paused: nothing is listed." + d.Keys.PressTo(keymap.Pause, "go on")
}
