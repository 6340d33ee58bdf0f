package dialog

import (
	"cmp"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/wording"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
)

const (
	fewTargetLines   = 8  // of the targets, however low the window is; the rest is a scroll away
	mostCommentLines = 4  // of the comment on a single target
	widestID         = 36 // of a target
	columnsFrom      = 50 // cells from which on targets have a column for their project
	widestProject    = 20
	leastName        = 16
	easyName         = 32 // is not cut for a count
	doneName         = 26 // is not cut to say how far the target is
)

// VisibleTargets is how many targets are in sight at once, from the first one shown.
func (v ConfirmationView) VisibleTargets() int {
	_, n := v.window()
	return n
}

// window is the first Target in sight and how many there are.
func (v ConfirmationView) window() (first, n int) {
	all := v.Targets
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
	first = max(min(v.Offset(), last, len(all)-1), 0)
	n = 1 // however low the window is
	for first+n < len(all) && fits(all[first:first+n+1], room) {
		n++
	}
	return first, n
}

// fits reports whether targets with their comments take no more than so many
// lines.
func fits(targets []Target, room int) bool {
	for _, t := range targets {
		room--
		if t.Comment != "" {
			room--
		}
		if room < 0 {
			return false
		}
	}
	return true
}

// targetRoom is how many lines there are for targets.
func (v ConfirmationView) targetRoom() int {
	const frame, more = 2, 1
	taken := frame + more
	for _, lines := range [][]ranked{v.head(), v.below()} {
		for _, l := range lines {
			if l.rank < rankCounts {
				taken++
			}
		}
	}
	return max(min(v.Height-taken, max(v.Height/3, fewTargetLines)), 1)
}

// targetLines name what the question is about.
func (v ConfirmationView) targetLines() []ranked {
	c, t := v.Confirmation, v.Theme
	switch len(c.Targets) {
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
	for _, one := range c.Targets[first : first+n] {
		lines = append(lines, ranked{columns.row(v, one), rankTarget})
		if one.Comment != "" {
			lines = append(lines, ranked{styled.Line{styled.Text(t.Wait, styled.Blanks(indent)+t.Glyphs.Alert+" "+one.Comment)}, rankComment})
		}
	}
	var more []string
	if first > 0 {
		more = append(more, t.Glyphs.Ellipsis+" "+wording.Count(first)+" above ("+v.Up+")")
	}
	if below := len(c.Targets) - first - n; below > 0 {
		more = append(more, t.Glyphs.Ellipsis+" and "+wording.Count(below)+" more ("+v.Down+" to see them)")
	}
	if len(more) == 0 {
		return lines
	}
	return append(lines, ranked{styled.Line{styled.Text(t.Faint, "  "+v.Words.Dotted(more...))}, rankMore})
}

// onlyTarget names a single target, with its comment in full.
func (v ConfirmationView) onlyTarget() []ranked {
	one, t := v.Targets[0], v.Theme
	id := min(table.Width(one.Ref.ID), widestID)
	indent := id + 4
	lines := append(rankedAs(rankAir, styled.Line{}), ranked{styled.Line{
		styled.Text(t.Strong, "  "+table.Fit(one.Ref.ID, id, t.Glyphs.Ellipsis)+"  "),
		styled.Text(t.Text, cutMiddle(one.Name, v.room()-indent, t.Glyphs.Ellipsis)),
	}, rankTarget})
	if v.room()-indent < leastName {
		indent = 2
	}
	if about := v.about(one, v.room()-indent); about != "" {
		rank := rankAbout
		if v.Dated {
			rank = rankTarget // it tells the target from another of its name
		}
		lines = append(lines, ranked{styled.Line{styled.Text(t.Faint, styled.Blanks(indent)+about)}, rank})
	}
	lines = append(lines, v.onlyCounts(one, indent)...)
	if one.Comment == "" {
		return lines
	}
	comment := styled.Wrapped(t.Glyphs.Alert+" "+one.Comment, v.room()-indent, t.Wait)
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
func (v ConfirmationView) about(one Target, room int) string {
	project, started := "", ""
	if one.Project != "" {
		project = "project " + one.Project
	}
	if v.Dated {
		started = v.startedWords(one)
	}
	said := v.Words.Dotted(project, started)
	if table.Width(said) > room {
		return v.Words.Dotted(started, project)
	}
	return said
}

// startedWords is when a target was started last.
func (v ConfirmationView) startedWords(t Target) string {
	if when := v.Words.Day(t.Started, v.Now); when != "" {
		return "started " + when
	}
	return "never started"
}

// startedBriefly is startedWords for a narrow column.
func (v ConfirmationView) startedBriefly(t Target) string {
	return cmp.Or(v.Words.Day(t.Started, v.Now), "never")
}

// targetColumns are the widths of the columns of targets; 0: there is none. In a
// narrow window the start date is brief and stands before the name: the name is not
// what tells the targets apart.
type targetColumns struct {
	id, brief, name, project, started int
	countColumns
}

// widestColumns is what each column takes with nothing cut.
func (v ConfirmationView) widestColumns() (w targetColumns) {
	for _, t := range v.Targets {
		w.id = max(w.id, table.Width(t.Ref.ID))
		w.name = max(w.name, table.Width(t.Name))
		w.project = max(w.project, table.Width(t.Project))
		if v.Dated {
			w.started = max(w.started, table.Width(v.startedWords(t)))
			w.brief = max(w.brief, table.Width(v.startedBriefly(t)))
		}
	}
	w.id = min(w.id, widestID)
	w.countColumns = v.widestCounts()
	return w
}

// cells is the width of a row with these columns. A project is never worth more than
// its column.
func (w targetColumns) cells() int {
	cells := 4 + w.id + w.name
	for _, column := range [...]int{min(w.project, widestProject), w.started, w.done, w.inWork, w.toReview} {
		if column > 0 {
			cells += column + 2
		}
	}
	return cells
}

// columns shares out the room. Every target has the same columns, so that the
// eye can run down them.
func (v ConfirmationView) columns() targetColumns {
	w := v.widest
	room := v.room() - w.id - 4
	if v.room() < columnsFrom {
		if w.brief > room {
			w.brief = 0
		}
		if w.brief > 0 {
			room -= w.brief + 2
		}
		w.name, w.project, w.started, w.countColumns = max(min(w.name, room), 0), 0, 0, countColumns{}
		return w
	}
	w.brief = 0
	w.project = min(w.project, widestProject)
	share := func(column *int, name int) {
		switch {
		case *column == 0:
		case room-*column-2 < name:
			*column = 0
		default:
			room -= *column + 2
		}
	}
	share(&w.started, leastName)
	share(&w.inWork, leastName)
	share(&w.project, leastName)
	share(&w.done, min(w.name, doneName))
	share(&w.toReview, min(w.name, easyName))
	w.name = min(w.name, room)
	return w
}

func (w targetColumns) row(v ConfirmationView, one Target) styled.Line {
	t := v.Theme
	ellipsis := t.Glyphs.Ellipsis
	l := styled.Line{styled.Text(t.Strong, "  "+table.Fit(one.Ref.ID, w.id, ellipsis)+"  ")}
	if w.brief > 0 {
		l = append(l, styled.Text(t.Faint, table.Fit(v.startedBriefly(one), w.brief, ellipsis)+"  "))
	}
	l = append(l, styled.Text(t.Text, table.Fit(cutMiddle(one.Name, w.name, ellipsis), w.name, ellipsis)))
	if w.project > 0 {
		l = append(l, styled.Text(t.Faint, "  "+table.Fit(table.CutMiddle(one.Project, w.project, ellipsis), w.project, ellipsis)))
	}
	if w.started > 0 {
		l = append(l, styled.Text(t.Faint, "  "+table.Fit(v.startedWords(one), w.started, ellipsis)))
	}
	return append(l, w.countColumns.cells(v, one)...)
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
