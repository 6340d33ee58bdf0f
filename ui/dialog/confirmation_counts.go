package dialog

import (
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
)

// countColumns are the widths of what closing a target leaves undone; 0: there is no
// such column. They do not depend on what was counted: nothing moves when counts come.
type countColumns struct{ done, inWork, toReview int }

// tooMany reports whether there are too many targets for anything to be counted.
func (v ConfirmationView) tooMany() bool { return len(v.Targets) > fleet.MaxCountedPools }

// widestCounts are the columns with all the room in the world.
func (v ConfirmationView) widestCounts() (w countColumns) {
	if v.Assignments == nil {
		return w
	}
	for _, t := range v.Targets {
		w.done = max(w.done, table.Width(v.completion(t)))
	}
	if !v.tooMany() {
		w.inWork, w.toReview = wording.InWorkCells, wording.ToReviewCells
	}
	return w
}

// completion is how far a target is; "" where that was not known.
func (v ConfirmationView) completion(t Target) string {
	switch {
	case t.Done == nil:
		return ""
	case len(v.Targets) == 1:
		return v.Words.FigurePercent(*t.Done) + " done"
	}
	return v.Words.FigurePercent(*t.Done)
}

// cells are the columns of a target, each behind a gap. Numbers below each other are
// flush right; a single one begins where other lines do.
func (w countColumns) cells(v ConfirmationView, one Target) styled.Line {
	var l styled.Line
	counts, ellipsis := v.Assignments[one.Ref], v.Theme.Glyphs.Ellipsis
	said := func(count string, cells int) string {
		if len(v.Targets) == 1 {
			count = strings.TrimSpace(count)
		}
		return "  " + table.Fit(count, cells, ellipsis)
	}
	if done := v.completion(one); w.done > 0 {
		l = append(l, styled.Text(v.Theme.Text, "  "+styled.Blanks(w.done-table.Width(done))+done))
	}
	if w.inWork > 0 {
		style := v.Theme.Faint
		if counts.InWork.N > 0 {
			style = v.Theme.Text
		}
		l = append(l, styled.Text(style, said(v.Words.InWork(counts), w.inWork)))
	}
	if w.toReview > 0 {
		l = append(l, styled.Text(v.Theme.Faint, said(v.Words.ToReview(counts), w.toReview)))
	}
	return l
}

// onlyCounts is the line with the counts of a single target.
func (v ConfirmationView) onlyCounts(one Target, indent int) []ranked {
	w := v.widestCounts()
	for _, column := range [...]*int{&w.toReview, &w.done} {
		if indent-2+w.cells(v, one).Width() > v.room() {
			*column = 0
		}
	}
	if w == (countColumns{}) {
		return nil
	}
	return []ranked{{append(styled.Line{styled.Text(v.Theme.Text, styled.Blanks(indent-2))}, w.cells(v, one)...), rankCounts}}
}

// undone is the line that says what closing the targets leaves undone. There is one
// from the first frame on, whatever it says.
func (v ConfirmationView) undone() []ranked {
	switch {
	case v.Assignments == nil:
		return nil
	case v.tooMany():
		said := styled.Longest(wording.TooManyToCount(), v.room())
		return []ranked{{styled.Line{styled.Text(v.Theme.Faint, said)}, rankCounts}}
	}
	var inWork, toReview []fleet.AssignmentCount
	for _, t := range v.Targets {
		inWork = append(inWork, v.Assignments[t.Ref].InWork)
		toReview = append(toReview, v.Assignments[t.Ref].ToReview)
	}
	work := wording.TotalAssignments(inWork)
	var review *wording.AssignmentTotal
	if !v.showsReviews() {
		total := wording.TotalAssignments(toReview)
		review = &total
	}
	style := v.Theme.Faint
	if work.N > 0 && !work.Counting {
		style = v.Theme.Text
	}
	said := v.Words.LeavesUndone(work, review, len(v.Targets), v.room())
	return []ranked{{styled.Line{styled.Text(style, said)}, rankCounts}}
}

// showsReviews reports whether the targets have what awaits review beside them.
func (v ConfirmationView) showsReviews() bool {
	return len(v.Targets) == 1 || v.columns().toReview > 0
}
