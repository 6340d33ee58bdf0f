package dialog

import (
	"cmp"
	"slices"
	"time"

	"charm.land/lipgloss/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// A ConfirmationView draws a confirmation. It holds all that the drawing depends on.
type ConfirmationView struct {
	*Confirmation
	Theme         theme.Theme
	Words         *wording.Words
	Where         styled.Span                             // the environment
	Up, Down      string                                  // the keys that scroll
	Losses        string                                  // what quitting gives up
	Assignments   map[tolokaapi.Ref]fleet.PoolAssignments // counts of the targets; nil: not counted for this question, empty: too many
	Now           time.Time
	Width, Height int  // of the window
	Narrow        bool // the dialog is as wide as the window

	outer  int           // width of the dialog, its frame included
	widest targetColumns // what each column would take
}

// widestDialog keeps lines short enough to be read.
const widestDialog = 92

// wideFrom is the width of the window from which on a dialog may be wider than that,
// if its targets need it.
const wideFrom = 120

// Sized is the view with its widths worked out. A view is drawn only after that.
func (v ConfirmationView) Sized() ConfirmationView {
	v.widest = v.widestColumns()
	v.outer = min(v.Width-8, widestDialog)
	switch {
	case v.Narrow:
		v.outer = v.Width
	case v.Width >= wideFrom && len(v.Targets) > 0:
		const around = 6 // frame and indent
		v.outer = max(v.outer, min(v.widest.cells()+around, v.Width-8))
	}
	return v
}

// indent is how far lines stand off the frame, on both sides.
func (v ConfirmationView) indent() int { return min(2, max(v.outer-22, 0)) }

// room is how wide a line may be.
func (v ConfirmationView) room() int { return v.outer - 2 - 2*v.indent() }

// A ranked line is left out of a dialog when the window is too low for it, those
// of the highest rank first.
type ranked struct {
	styled.Line
	rank int
}

// The ranks: what is asked, how to answer, of which pools, and what somebody
// noted on them outweigh all. Counts take nothing else's line.
const (
	vital = iota
	rankComment
	rankTarget
	rankMore
	rankAbout
	rankLeftOut
	rankEffect
	rankHint
	rankCounts
	rankAir
)

func rankedAs(rank int, lines ...styled.Line) []ranked {
	all := make([]ranked, len(lines))
	for i, l := range lines {
		all[i] = ranked{l, rank}
	}
	return all
}

// Lines is the dialog, line by line, each as wide as the dialog.
func (v ConfirmationView) Lines() []string {
	t := v.Theme
	air := rankedAs(rankAir, styled.Line{})
	all := thin(slices.Concat(air, v.head(), v.targetLines(), v.below(), air), v.Height-2)
	body := make([]string, 0, len(all))
	for _, l := range all {
		body = append(body, append(styled.Line{styled.Text(t.Text, styled.Blanks(v.indent()))}, l.Line...).Fit(v.outer-2, t.Glyphs.Ellipsis))
	}
	f := styled.Frame{Title: v.title(), Focused: true, Final: v.Verb == tolokaapi.VerbArchive}
	return f.Around(t, v.outer, len(body)+2, body)
}

// thin leaves out the least important lines until no more than room are left. Of
// what is said in sentences it leaves out all or nothing.
func thin(lines []ranked, room int) []ranked {
	for rank := rankAir; rank > vital; rank-- {
		whole := rank == rankHint || rank == rankEffect || rank == rankLeftOut
		over := len(lines) > room
		for i := len(lines) - 1; i >= 0 && over; i-- {
			if lines[i].rank == rank {
				lines = slices.Delete(lines, i, i+1)
			}
			over = whole || len(lines) > room
		}
	}
	return lines[:max(min(len(lines), room), 0)]
}

func (v ConfirmationView) title() string {
	switch {
	case v.Purpose == ToQuit:
		return "Quit"
	case v.Verb == tolokaapi.VerbArchive:
		return v.Theme.Glyphs.Alert + " Archive " + v.things() + " for good"
	}
	return wording.Capital(string(v.Verb)) + " " + v.things()
}

// things is what a confirmation is about, in one word.
func (c *Confirmation) things() string {
	if len(c.Targets) == 1 {
		return wording.Noun(c.subject())
	}
	return wording.Noun(c.subject()) + "s"
}

// head is the question, and for many what they are in sum.
func (v ConfirmationView) head() []ranked {
	return append(rankedAs(vital, v.question()), rankedAs(rankAbout, v.sum()...)...)
}

func (v ConfirmationView) question() styled.Line {
	t, c := v.Theme, v.Confirmation
	where := v.Where
	if c.Purpose == ToQuit {
		return styled.Line{styled.Text(t.Strong, "Quit now? "), where}
	}
	again := ""
	if c.Purpose == ToRetry {
		again = " again"
	}
	what := wording.Capital(string(c.Verb)) + " " + wording.Count(len(c.Targets))
	long := styled.Line{styled.Text(t.Strong, what+" "+c.things()+again+" on "), where, styled.Text(t.Strong, "?")}
	if long.Width() <= v.room() {
		return long
	}
	asked := styled.Text(t.Strong, " "+what+again+"?") // neither this nor where it happens is cut off
	where.Text = table.CutMiddle(where.Text, max(v.room()-table.Width(asked.Text), 8), t.Glyphs.Ellipsis)
	return styled.Line{where, asked}
}

// summedUpFrom is the number of targets from which on they are summed up.
const summedUpFrom = 3

// sum is "40 pools, 11 projects, 3 with a comment, these first".
func (v ConfirmationView) sum() []styled.Line {
	c := v.Confirmation
	if len(c.Targets) < summedUpFrom {
		return nil
	}
	projects := map[string]bool{}
	for _, t := range c.Targets {
		if t.ProjectID != "" {
			projects[t.ProjectID] = true
		}
	}
	style, n := v.Theme.Faint, c.commented()
	if n > 0 {
		style = v.Theme.Wait
	}
	return v.wrapped(wording.TargetsSum(len(c.Targets), c.things(), len(projects), n), style)
}

// below is everything below the targets.
func (v ConfirmationView) below() []ranked {
	c, t := v.Confirmation, v.Theme
	lines := rankedAs(rankAir, styled.Line{})
	if c.Closed != "" {
		lines = append(lines, rankedAs(rankLeftOut, v.wrapped(c.Closed, t.Text)...)...)
	}
	if c.Found != "" {
		lines = append(lines, rankedAs(rankLeftOut, v.wrapped(c.Found, t.Wait)...)...)
	}
	if len(c.LeftOut) > 0 {
		lines = append(lines, rankedAs(rankLeftOut, v.wrapped("Left out: "+v.Words.Dotted(c.LeftOut...), t.Wait)...)...)
	}
	lines = append(lines, rankedAs(rankEffect, v.wrapped(cmp.Or(v.Losses, c.consequence()), t.Text)...)...)
	lines = append(lines, v.undone()...)
	lines = append(lines, ranked{styled.Line{}, rankAir})
	answer, hint, rank := v.answer()
	lines = append(lines, ranked{answer, vital})
	return append(lines, rankedAs(rank, v.wrapped(hint.Text, hint.Style)...)...)
}

// consequence says what a yes leads to.
func (c *Confirmation) consequence() string {
	said := wording.Effect(c.Verb, c.subject())
	if c.Twice {
		said = "The one before may have been done: this may make a second copy. " + said
	}
	if c.Foreign {
		said = "This was asked for elsewhere; now it would be asked for from here. " + said
	}
	return said
}

// wrapped is text on as many lines as it needs.
func (v ConfirmationView) wrapped(text string, style lipgloss.Style) []styled.Line {
	return styled.Wrapped(text, v.room(), style)
}
