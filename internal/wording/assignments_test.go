package wording

import (
	"testing"

	"tolokadash/internal/fleet"
)

func TestWords_LeavesUndone(t *testing.T) {
	w := &Words{Ellipsis: "…"}
	counted := func(n int) fleet.AssignmentCount { return fleet.AssignmentCount{State: fleet.Counted, N: n} }
	full := fleet.AssignmentCount{State: fleet.Counted, N: 300, More: true}
	failed := fleet.AssignmentCount{State: fleet.NotCounted}
	for _, c := range []struct {
		work, review []fleet.AssignmentCount
		room         int
		want         string
	}{
		{[]fleet.AssignmentCount{counted(12)}, nil, 66, "12 suites in work can still be submitted; accepted ones are paid"},
		{[]fleet.AssignmentCount{counted(1)}, nil, 66, "1 suite in work can still be submitted; it is paid if accepted"},
		{[]fleet.AssignmentCount{full}, nil, 66, "300+ suites in work can still be submitted; accepted ones are paid"},
		{[]fleet.AssignmentCount{counted(0)}, nil, 66, "No suite is in work"},
		{[]fleet.AssignmentCount{failed}, nil, 66, "Suites in work: not counted"},
		{[]fleet.AssignmentCount{counted(0), failed}, nil, 66, "No suite in work in the pools counted"},
		{[]fleet.AssignmentCount{counted(5), failed}, nil, 66, "5+ suites in work can still be submitted; accepted ones are paid"},
		{[]fleet.AssignmentCount{counted(5), {}}, nil, 66, "Counting suites in work…"},
		{[]fleet.AssignmentCount{counted(5), counted(7)}, []fleet.AssignmentCount{counted(3), counted(4)}, 66, "12 suites in work are paid if accepted; 7 to review"},
		{[]fleet.AssignmentCount{counted(5), counted(7)}, []fleet.AssignmentCount{counted(3), {}}, 66, "12 suites in work are paid if accepted"},
		{[]fleet.AssignmentCount{counted(5), counted(7)}, []fleet.AssignmentCount{counted(3), failed}, 34, "12 in work, 3+ to review"},
		{[]fleet.AssignmentCount{counted(12)}, nil, 34, "12 in work"},
	} {
		var review *AssignmentTotal
		if c.review != nil {
			total := TotalAssignments(c.review)
			review = &total
		}
		if got := w.LeavesUndone(TotalAssignments(c.work), review, len(c.work), c.room); got != c.want || len([]rune(got)) > c.room {
			t.Errorf("%v, %v: %q, want %q", c.work, c.review, got, c.want)
		}
	}
}

func TestWords_AssignmentCells(t *testing.T) {
	w := &Words{Ellipsis: "…"}
	counted := fleet.AssignmentCount{State: fleet.Counted, N: 12}
	for _, c := range []struct {
		of           fleet.PoolAssignments
		work, review string
	}{
		{fleet.PoolAssignments{}, "counting…", ""},
		{fleet.PoolAssignments{InWork: counted}, "  12 in work", "counting…"},
		{fleet.PoolAssignments{InWork: counted, ToReview: fleet.AssignmentCount{State: fleet.NotCounted}}, "  12 in work", "not counted"},
		{fleet.PoolAssignments{InWork: fleet.AssignmentCount{State: fleet.NotCounted}, ToReview: fleet.AssignmentCount{State: fleet.NotCounted}}, "not counted", ""},
		{fleet.PoolAssignments{InWork: fleet.AssignmentCount{State: fleet.Counted}, ToReview: fleet.AssignmentCount{State: fleet.Counted, N: 300, More: true}}, "none in work", "300+ to review"},
	} {
		if work, review := w.InWork(c.of), w.ToReview(c.of); work != c.work || review != c.review {
			t.Errorf("%+v: %q and %q, want %q and %q", c.of, work, review, c.work, c.review)
		}
	}
}
