package ui

import (
	"cmp"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/wording"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
)

const (
	mostTargetLines  = 8  // a few are enough; the rest is a scroll away
	mostCommentLines = 4  // of the comment on a single target
	widestID         = 36 // of a target
	columnsFrom      = 50 // cells from which on targets have a column for their project
	widestProject    = 20
	leastName        = 16
)

// inSight is how many targets are in sight at once, from the first one shown.
func (v confirmView) inSight() int {
	_, n := v.window()
	return n
}

// window is the first target in sight and how many there are.
func (v confirmView) window() (first, n int) {
	all := v.c.targets
	if len(all) < 2 {
		return 0, len(all)
	}
	room := v.targetRoom()
	if fits(all, room+1) {
		return 0, len(all) // the last one takes no more room than to say that there is one
	}
	last := len(all)
	for last > 0 && fits(all[last-1:], room) {
		last--
	}
	first = max(min(v.c.Offset(), last, len(all)-1), 0)
	n = 1 // however low the window is
	for first+n < len(all) && fits(all[first:first+n+1], room) {
		n++
	}
	return first, n
}

// fits reports whether targets with their comments take no more than so many
// lines.
func fits(targets []target, room int) bool {
	for _, t := range targets {
		room--
		if t.comment != "" {
			room--
		}
		if room < 0 {
			return false
		}
	}
	return true
}

// targetRoom is how many lines there are for targets.
func (v confirmView) targetRoom() int {
	const frame, more = 2, 1
	taken := frame + more
	for _, lines := range [][]ranked{v.head(), v.below()} {
		for _, l := range lines {
			if l.rank != rankAir {
				taken++
			}
		}
	}
	return max(min(v.height-taken, mostTargetLines), 1)
}

// targetLines name what the question is about.
func (v confirmView) targetLines() []ranked {
	c, t := v.c, v.theme
	switch len(c.targets) {
	case 0:
		return nil
	case 1:
		return v.onlyTarget()
	}
	columns, indent := v.columns(), 4
	if v.room() >= columnsFrom {
		indent += columns.id
	}
	first, n := v.window()
	lines := rankedAs(rankAir, styled.Line{})
	for _, one := range c.targets[first : first+n] {
		lines = append(lines, ranked{columns.row(v, one), rankTarget})
		if one.comment != "" {
			lines = append(lines, ranked{styled.Line{styled.Text(t.Wait, styled.Blanks(indent)+t.Glyphs.Alert+" "+one.comment)}, rankComment})
		}
	}
	var more []string
	if first > 0 {
		more = append(more, t.Glyphs.Ellipsis+" "+wording.Count(first)+" above ("+v.up+")")
	}
	if below := len(c.targets) - first - n; below > 0 {
		more = append(more, t.Glyphs.Ellipsis+" and "+wording.Count(below)+" more ("+v.down+" to see them)")
	}
	if len(more) == 0 {
		return lines
	}
	return append(lines, ranked{styled.Line{styled.Text(t.Faint, "  "+v.words.Dotted(more...))}, rankMore})
}

// onlyTarget names a single target, with its comment in full.
func (v confirmView) onlyTarget() []ranked {
	one, t := v.c.targets[0], v.theme
	id := min(table.Width(one.ref.ID), widestID)
	indent := id + 4
	lines := append(rankedAs(rankAir, styled.Line{}), ranked{styled.Line{
		styled.Text(t.Strong, "  "+table.Fit(one.ref.ID, id, t.Glyphs.Ellipsis)+"  "),
		styled.Text(t.Text, cutMiddle(one.name, v.room()-indent, t.Glyphs.Ellipsis)),
	}, rankTarget})
	if v.room()-indent < leastName {
		indent = 2
	}
	if about := v.about(one, v.room()-indent); about != "" {
		rank := rankAbout
		if v.c.dated {
			rank = rankTarget // it tells the target from another of its name
		}
		lines = append(lines, ranked{styled.Line{styled.Text(t.Faint, styled.Blanks(indent)+about)}, rank})
	}
	if one.comment == "" {
		return lines
	}
	comment := styled.Wrapped(t.Glyphs.Alert+" "+one.comment, v.room()-indent, t.Wait)
	if len(comment) > mostCommentLines {
		comment = comment[:mostCommentLines]
		comment[mostCommentLines-1] = append(comment[mostCommentLines-1], styled.Text(t.Wait, t.Glyphs.Ellipsis))
	}
	for _, l := range comment {
		lines = append(lines, ranked{append(styled.Line{styled.Text(t.Wait, styled.Blanks(indent))}, l...), rankComment})
	}
	return lines
}

// about is the project of a target, and its start date where that tells it from
// another pool. Where there is no room for both the date comes first: what is cut is
// the end.
func (v confirmView) about(one target, room int) string {
	project, started := "", ""
	if one.project != "" {
		project = "project " + one.project
	}
	if v.c.dated {
		started = v.startedWords(one)
	}
	said := v.words.Dotted(project, started)
	if table.Width(said) > room {
		return v.words.Dotted(started, project)
	}
	return said
}

// startedWords is when a target was started last.
func (v confirmView) startedWords(t target) string {
	if when := v.words.Day(t.started, v.now); when != "" {
		return "started " + when
	}
	return "never started"
}

// startedBriefly is startedWords for a narrow column.
func (v confirmView) startedBriefly(t target) string {
	return cmp.Or(v.words.Day(t.started, v.now), "never")
}

// targetColumns are the widths of the columns of targets; 0: there is none. In a
// narrow window the start date is brief and stands before the name: the name is not
// what tells the targets apart.
type targetColumns struct{ id, brief, name, project, started int }

// columns shares out the room. Every target has the same columns, so that the
// eye can run down them.
func (v confirmView) columns() targetColumns {
	var w targetColumns
	for _, t := range v.c.targets {
		w.id = max(w.id, table.Width(t.ref.ID))
		w.name = max(w.name, table.Width(t.name))
		w.project = max(w.project, table.Width(t.project))
		if v.c.dated {
			w.started = max(w.started, table.Width(v.startedWords(t)))
			w.brief = max(w.brief, table.Width(v.startedBriefly(t)))
		}
	}
	w.id = min(w.id, widestID)
	room := v.room() - w.id - 4
	if v.room() < columnsFrom {
		if w.brief > room {
			w.brief = 0
		}
		if w.brief > 0 {
			room -= w.brief + 2
		}
		w.name, w.project, w.started = max(min(w.name, room), 0), 0, 0
		return w
	}
	w.brief = 0
	w.project = min(w.project, widestProject)
	for _, column := range [...]*int{&w.started, &w.project} {
		switch {
		case *column == 0:
		case room-*column-2 < leastName:
			*column = 0
		default:
			room -= *column + 2
		}
	}
	w.name = min(w.name, room)
	return w
}

func (w targetColumns) row(v confirmView, one target) styled.Line {
	t := v.theme
	ellipsis := t.Glyphs.Ellipsis
	l := styled.Line{styled.Text(t.Strong, "  "+table.Fit(one.ref.ID, w.id, ellipsis)+"  ")}
	if w.brief > 0 {
		l = append(l, styled.Text(t.Faint, table.Fit(v.startedBriefly(one), w.brief, ellipsis)+"  "))
	}
	l = append(l, styled.Text(t.Text, table.Fit(cutMiddle(one.name, w.name, ellipsis), w.name, ellipsis)))
	if w.project > 0 {
		l = append(l, styled.Text(t.Faint, "  "+table.Fit(one.project, w.project, ellipsis)))
	}
	if w.started > 0 {
		l = append(l, styled.Text(t.Faint, "  "+v.startedWords(one)))
	}
	return l
}

// cutMiddle is a name in at most so many cells. Most names differ in their last
// word, so that is kept.
func cutMiddle(name string, cells int, ellipsis string) string {
	name = table.Normalize(name)
	over := table.Width(name) - cells
	if over <= 0 || cells < leastName {
		return table.Cut(name, max(cells, 0), ellipsis)
	}
	tail := ansi.TruncateLeft(name, table.Width(name)-cells*2/5, "")
	head := table.Cut(name, cells-table.Width(tail), ellipsis)
	return strings.TrimSpace(head) + tail
}
