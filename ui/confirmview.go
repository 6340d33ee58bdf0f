package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/screen"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// A confirmView draws a confirmation. It holds all that the drawing depends on.
type confirmView struct {
	c             *confirmation
	theme         theme.Theme
	words         *wording.Words
	where         styled.Span // the environment
	up, down      string      // the keys that scroll
	losses        string      // what quitting gives up
	now           time.Time
	width, height int // of the window
}

// confirmView is how a confirmation looks now.
func (m *Model) confirmView(c *confirmation) confirmView {
	v := confirmView{
		c: c, theme: m.theme, words: &m.words, where: styled.Text(m.environment().Style, m.o.Environment.Name),
		up: m.keyOf(keymap.ConfirmUp), down: m.keyOf(keymap.ConfirmDown), now: m.now, width: m.width, height: m.height,
	}
	if c.purpose == toQuit {
		v.losses = m.quitLosses()
	}
	return v
}

// widestDialog keeps lines short enough to be read.
const widestDialog = 92

// outer is how wide the dialog is, its frame included.
func (v confirmView) outer() int {
	if v.width <= screen.NarrowWidth {
		return v.width
	}
	return min(v.width-8, widestDialog)
}

// indent is how far lines stand off the frame, on both sides.
func (v confirmView) indent() int { return min(2, max(v.outer()-22, 0)) }

// room is how wide a line may be.
func (v confirmView) room() int { return v.outer() - 2 - 2*v.indent() }

// A ranked line is left out of a dialog when the window is too low for it, those
// of the highest rank first.
type ranked struct {
	styled.Line
	rank int
}

// The ranks: what is asked, how to answer, of which pools, and what somebody
// noted on them outweigh all.
const (
	vital = iota
	rankComment
	rankTarget
	rankMore
	rankAbout
	rankLeftOut
	rankEffect
	rankHint
	rankAir
)

func rankedAs(rank int, lines ...styled.Line) []ranked {
	all := make([]ranked, len(lines))
	for i, l := range lines {
		all[i] = ranked{l, rank}
	}
	return all
}

// lines is the dialog, line by line, each as wide as the dialog.
func (v confirmView) lines() []string {
	t := v.theme
	air := rankedAs(rankAir, styled.Line{})
	all := thin(slices.Concat(air, v.head(), v.targetLines(), v.below(), air), v.height-2)
	body := make([]string, 0, len(all))
	for _, l := range all {
		body = append(body, append(styled.Line{styled.Text(t.Text, styled.Blanks(v.indent()))}, l.Line...).Fit(v.outer()-2, t.Glyphs.Ellipsis))
	}
	f := styled.Frame{Title: v.title(), Focused: true, Final: v.c.verb == tolokaapi.VerbArchive}
	return f.Around(t, v.outer(), len(body)+2, body)
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

func (v confirmView) title() string {
	switch {
	case v.c.purpose == toQuit:
		return "Quit"
	case v.c.verb == tolokaapi.VerbArchive:
		return v.theme.Glyphs.Alert + " Archive " + v.c.things() + " for good"
	}
	return wording.Capital(string(v.c.verb)) + " " + v.c.things()
}

// things is what a confirmation is about, in one word.
func (c *confirmation) things() string {
	if len(c.targets) == 1 {
		return wording.Noun(c.subject())
	}
	return wording.Noun(c.subject()) + "s"
}

// head is the question, and for many what they are in sum.
func (v confirmView) head() []ranked {
	return append(rankedAs(vital, v.question()), rankedAs(rankAbout, v.sum()...)...)
}

func (v confirmView) question() styled.Line {
	t, c := v.theme, v.c
	where := v.where
	if c.purpose == toQuit {
		return styled.Line{styled.Text(t.Strong, "Quit now? "), where}
	}
	again := ""
	if c.purpose == toRetry {
		again = " again"
	}
	what := wording.Capital(string(c.verb)) + " " + wording.Count(len(c.targets))
	long := styled.Line{styled.Text(t.Strong, what+" "+c.things()+again+" on "), where, styled.Text(t.Strong, "?")}
	if long.Width() <= v.room() {
		return long
	}
	asked := styled.Text(t.Strong, " "+what+again+"?") // neither this nor where it happens is cut off
	where.Text = table.Cut(where.Text, max(v.room()-table.Width(asked.Text), 8), t.Glyphs.Ellipsis)
	return styled.Line{where, asked}
}

// summedUpFrom is the number of targets from which on they are summed up.
const summedUpFrom = 3

// sum is "40 pools, 11 projects, 3 with a comment, these first".
func (v confirmView) sum() []styled.Line {
	c := v.c
	if len(c.targets) < summedUpFrom {
		return nil
	}
	projects := map[string]bool{}
	for _, t := range c.targets {
		if t.projectID != "" {
			projects[t.projectID] = true
		}
	}
	said := wording.Count(len(c.targets)) + " " + c.things()
	if len(projects) > 0 {
		said += ", " + wording.Plural(len(projects), "project", "projects")
	}
	n := c.commented()
	if n == 0 {
		return v.wrapped(said, v.theme.Faint)
	}
	said += ", " + wording.Count(n) + " with a comment"
	switch {
	case n == 1 && len(c.targets) > 1:
		said += ", this one first"
	case n < len(c.targets):
		said += ", these first"
	}
	return v.wrapped(said, v.theme.Wait)
}

// below is everything below the targets.
func (v confirmView) below() []ranked {
	c, t := v.c, v.theme
	lines := rankedAs(rankAir, styled.Line{})
	if c.found != "" {
		lines = append(lines, rankedAs(rankLeftOut, v.wrapped(c.found, t.Wait)...)...)
	}
	if len(c.leftOut) > 0 {
		lines = append(lines, rankedAs(rankLeftOut, v.wrapped("Left out: "+v.words.Dotted(c.leftOut...), t.Wait)...)...)
	}
	lines = append(lines, rankedAs(rankEffect, v.wrapped(cmp.Or(v.losses, c.consequence()), t.Text)...)...)
	lines = append(lines, ranked{styled.Line{}, rankAir})
	answer, hint, rank := v.answer()
	lines = append(lines, ranked{answer, vital})
	return append(lines, rankedAs(rank, v.wrapped(hint.Text, hint.Style)...)...)
}

// consequence says what a yes leads to.
func (c *confirmation) consequence() string {
	said := wording.Effect(c.verb, c.subject())
	if c.twice {
		said = "The one before may have been done: this may make a second copy. " + said
	}
	if c.foreign {
		said = "This was asked for elsewhere; now it would be asked for from here. " + said
	}
	return said
}

// quitLosses says what quitting gives up.
func (m *Model) quitLosses() string {
	var parts []string
	if n := m.summary.Queued; n > 0 {
		parts = append(parts, wording.Plural(n, "command is", "commands are")+" still queued and will not be sent.")
	}
	if n := m.summary.Sending; n > 0 {
		parts = append(parts, wording.Plural(n, "command is", "commands are")+" on the way; the replies are waited for up to "+wording.Elapsed(quitWait)+".")
	}
	if n := m.summary.Unconfirmed; n > 0 {
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

// wrapped is text on as many lines as it needs.
func (v confirmView) wrapped(text string, style lipgloss.Style) []styled.Line {
	return styled.Wrapped(text, v.room(), style)
}
