package ui

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"tolokadash/keymap"
	"tolokadash/ui/table"
)

// widestDialog keeps lines short enough to be read.
const widestDialog = 92

// dialogWidth is how wide a dialog is, its frame included.
func (m *Model) dialogWidth() int {
	if m.width <= narrowWidth {
		return m.width
	}
	return min(m.width-8, widestDialog)
}

// dialogIndent is how far its lines stand off the frame, on both sides.
func (m *Model) dialogIndent() int { return min(2, max(m.dialogWidth()-22, 0)) }

// dialogRoom is how wide a line of a dialog may be.
func (m *Model) dialogRoom() int { return m.dialogWidth() - 2 - 2*m.dialogIndent() }

// A ranked line is left out of a dialog when the window is too low for it, those
// of the highest rank first.
type ranked struct {
	line
	rank int
}

// The ranks: what is asked, of which pools, and how to answer outweigh all.
const (
	vital = iota
	rankTarget
	rankMore
	rankLeftOut
	rankEffect
	rankHint
	rankAir
)

func rankedAs(rank int, lines ...line) []ranked {
	all := make([]ranked, len(lines))
	for i, l := range lines {
		all[i] = ranked{l, rank}
	}
	return all
}

// targetRoom is how many targets are in sight at once. A few are enough where
// there is room for all of them; the rest is a scroll away.
func (m *Model) targetRoom(c *confirmation) int {
	const most, frame, more = 8, 2, 1
	fixed := frame + more + 1
	for _, l := range m.dialogBelow(c) {
		if l.rank != rankAir {
			fixed++
		}
	}
	room := max(min(m.height-fixed, most, len(c.targets)), 1)
	if len(c.targets) == room+more {
		return room + more // the last one takes no more room than to say that there is one
	}
	return room
}

// dialog draws the confirmation.
func (m *Model) dialog() []string {
	c, t := m.confirm, m.theme
	lines := slices.Concat(
		rankedAs(rankAir, line{}), rankedAs(vital, m.question(c)), m.targetLines(c), m.dialogBelow(c), rankedAs(rankAir, line{}))
	lines = thin(lines, m.height-2)
	width := m.dialogWidth()
	body := make([]string, 0, len(lines))
	for _, l := range lines {
		body = append(body, append(line{{t.Text, blanks(m.dialogIndent())}}, l.line...).fit(width-2, t.Glyphs.Ellipsis))
	}
	return frame{title: m.dialogTitle(c), focused: true}.around(t, width, len(body)+2, body)
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

func (m *Model) dialogTitle(c *confirmation) string {
	if c.purpose == toQuit {
		return "Quit"
	}
	return capital(string(c.verb)) + " " + things(c)
}

// things is what a confirmation is about, in one word.
func things(c *confirmation) string {
	word := noun(c.subject())
	if len(c.targets) == 1 {
		return word
	}
	return word + "s"
}

func (m *Model) question(c *confirmation) line {
	t := m.theme
	where := span{m.chip().style, m.o.Environment.Name}
	if c.purpose == toQuit {
		return line{{t.Strong, "Quit now? "}, where}
	}
	again := ""
	if c.purpose == toRetry {
		again = " again"
	}
	what := capital(string(c.verb)) + " " + count(len(c.targets))
	long := line{{t.Strong, what + " " + things(c) + again + " on "}, where, {t.Strong, "?"}}
	if long.width() <= m.dialogRoom() {
		return long
	}
	asked := span{t.Strong, " " + what + again + "?"} // neither this nor where it happens is cut off
	where.text = table.Cut(where.text, max(m.dialogRoom()-table.Width(asked.text), 8), t.Glyphs.Ellipsis)
	return line{where, asked}
}

func (m *Model) targetLines(c *confirmation) []ranked {
	if len(c.targets) == 0 {
		return nil
	}
	t := m.theme
	widest := 0
	for _, target := range c.targets {
		widest = max(widest, table.Width(target.ref.ID))
	}
	widest = min(widest, 36)
	room := m.targetRoom(c)
	first := max(min(c.offset, len(c.targets)-room), 0)
	lines := rankedAs(rankAir, line{})
	for _, target := range c.targets[first : first+room] {
		lines = append(lines, ranked{line{
			{t.Strong, "  " + table.Fit(target.ref.ID, widest, t.Glyphs.Ellipsis) + "  "}, {t.Text, target.name},
		}, rankTarget})
	}
	if len(c.targets) == room {
		return lines
	}
	var more []string
	if first > 0 {
		more = append(more, t.Glyphs.Ellipsis+" "+count(first)+" above ("+m.keyOf(keymap.ConfirmUp)+")")
	}
	if below := len(c.targets) - first - room; below > 0 {
		more = append(more, t.Glyphs.Ellipsis+" and "+count(below)+" more ("+m.keyOf(keymap.ConfirmDown)+" to see them)")
	}
	return append(lines, ranked{line{{t.Faint, "  " + m.words.dotted(more...)}}, rankMore})
}

// dialogBelow is everything below the targets.
func (m *Model) dialogBelow(c *confirmation) []ranked {
	t := m.theme
	lines := rankedAs(rankAir, line{})
	if len(c.leftOut) > 0 {
		lines = append(lines, rankedAs(rankLeftOut, m.wrapped("Left out: "+m.words.dotted(c.leftOut...), t.Wait)...)...)
	}
	lines = append(lines, rankedAs(rankEffect, m.wrapped(m.consequence(c), t.Text)...)...)
	lines = append(lines, ranked{line{}, rankAir})
	answer, hint := m.answerLines(c)
	lines = append(lines, ranked{answer, vital})
	if c.early && !c.armed {
		hint = span{t.Faint, "one moment" + t.Glyphs.Ellipsis}
	}
	rank := rankHint
	if c.wrong {
		rank = vital
	}
	return append(lines, rankedAs(rank, m.wrapped(hint.text, hint.style)...)...)
}

// consequence says what a yes leads to.
func (m *Model) consequence(c *confirmation) string {
	if c.purpose != toQuit {
		said := effect(c.verb, c.subject())
		if c.twice {
			said = "The one before may have been done: this may make a second copy. " + said
		}
		if c.foreign {
			said = "This was asked for elsewhere; now it would be asked for from here. " + said
		}
		return said
	}
	var parts []string
	if n := m.summary.Queued; n > 0 {
		parts = append(parts, plural(n, "command is", "commands are")+" still queued and will not be sent.")
	}
	if n := m.summary.Sending; n > 0 {
		parts = append(parts, plural(n, "command is", "commands are")+" on the way; the replies are waited for up to "+elapsed(patience)+".")
	}
	if n := m.summary.Unconfirmed; n > 0 {
		whose := "Their outcomes are"
		if n == 1 {
			whose = "Its outcome is"
		}
		parts = append(parts, plural(n, "command has", "commands have")+" lost the reply. "+whose+" not known yet.")
	}
	if len(parts) == 0 {
		parts = append(parts, "Nothing is waiting any more.")
	}
	return strings.Join(append(parts, "What Toloka has accepted goes on there."), " ")
}

// wrapped is text on as many lines as it needs.
func (m *Model) wrapped(text string, style lipgloss.Style) []line {
	var lines []line
	for part := range strings.SplitSeq(ansi.Wrap(text, max(m.dialogRoom(), 1), ""), "\n") {
		lines = append(lines, line{{style, part}})
	}
	return lines
}
