package wording

import (
	"strconv"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// TooManyToCount says why the suites of many pools are not counted, in full and in few
// words.
func TooManyToCount() []string {
	return []string{"Suites in work are not counted: more than ten pools", "Not counted: more than ten"}
}

// Cells of the counts of one pool, whatever they are.
const (
	InWorkCells   = len("300+ in work")
	ToReviewCells = len("300+ to review")
)

// InWork is how many suites of a pool are in work, in a cell.
func (w *Words) InWork(p fleet.PoolAssignments) string { return w.assignmentCount(p.InWork, "in work") }

// ToReview is how many suites of a pool await review, in a cell; "" where it would repeat
// what the cell before it says.
func (w *Words) ToReview(p fleet.PoolAssignments) string {
	if p.ToReview.State != fleet.Counted && p.ToReview.State == p.InWork.State {
		return ""
	}
	return w.assignmentCount(p.ToReview, "to review")
}

// assignmentCount is a count with its number flush with those above it.
func (w *Words) assignmentCount(c fleet.AssignmentCount, what string) string {
	number := strconv.Itoa(c.N)
	switch {
	case c.State == fleet.Counting:
		return "counting" + w.Ellipsis
	case c.State == fleet.NotCounted:
		return "not counted"
	case c.More:
		number += "+"
	case c.N == 0:
		number = "none"
	}
	const widest = len("300+")
	for len(number) < widest {
		number = " " + number
	}
	return number + " " + what
}

// An AssignmentTotal is the sum of the counts of some pools.
type AssignmentTotal struct {
	N          int
	AtLeast    bool // there may be more
	Counting   bool // some are not known yet
	NotCounted bool // none is known
}

// TotalAssignments adds the counts of pools.
func TotalAssignments(counts []fleet.AssignmentCount) AssignmentTotal {
	t := AssignmentTotal{NotCounted: true}
	for _, c := range counts {
		t.NotCounted = t.NotCounted && c.State == fleet.NotCounted
		t.Counting = t.Counting || c.State == fleet.Counting
		t.AtLeast = t.AtLeast || c.More || c.State == fleet.NotCounted
		t.N += c.N
	}
	return t
}

// number is the sum in figures.
func (t AssignmentTotal) number() string {
	if t.AtLeast {
		return Count(t.N) + "+"
	}
	return Count(t.N)
}

// An undoneForm is how it is said what becomes of suites in work. The shortest form has
// only numbers.
type undoneForm struct{ one, many, then string }

var undoneForms = [...]undoneForm{
	{" suite in work can still be submitted; it is paid if accepted", " suites in work can still be submitted; accepted ones are paid", "; "},
	{" suite in work is paid if accepted", " suites in work are paid if accepted", "; "},
	{" in work", " in work", ", "},
}

// LeavesUndone says in one line what closing pools leaves undone: what is in work, and
// where review is not nil, what awaits it. It takes a form that fits the room whatever
// the numbers become, so that no form follows another while they come.
func (w *Words) LeavesUndone(work AssignmentTotal, review *AssignmentTotal, pools, room int) string {
	most := AssignmentTotal{N: pools * tolokaapi.MaxLimit, AtLeast: true}
	for i, form := range undoneForms {
		longest := form.say(most, nil)
		if review != nil {
			longest = form.say(most, &most)
		}
		if len(longest) <= room || i == len(undoneForms)-1 {
			if work.Counting {
				return "Counting suites in work" + w.Ellipsis
			}
			return form.say(work, review)
		}
	}
	return ""
}

// say puts sums into words; what is not known of reviews is left out.
func (f undoneForm) say(work AssignmentTotal, review *AssignmentTotal) string {
	var said string
	switch {
	case work.NotCounted:
		said = "Suites in work: not counted"
	case work.N == 0 && work.AtLeast:
		said = "No suite in work in the pools counted"
	case work.N == 0:
		said = "No suite is in work"
	case work.N == 1 && !work.AtLeast:
		said = "1" + f.one
	default:
		said = work.number() + f.many
	}
	if review != nil && !review.Counting && !review.NotCounted && review.N > 0 {
		said += f.then + review.number() + " to review"
	}
	return said
}
