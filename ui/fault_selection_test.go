package ui_test

import "flag"

// full runs every row of the fault table against every endpoint and command.
// Without it a selection runs, which is enough to find what breaks while developing.
var full = flag.Bool("full", false, "run the whole fault table instead of a pairwise selection of it")

// A faultSelection chooses runs of the fault table: each row at least once, and
// each class of faults with each target (an endpoint or a command) once.
type faultSelection struct {
	rows  map[string]bool
	pairs map[[2]string]bool
}

func newFaultSelection() *faultSelection {
	return &faultSelection{rows: map[string]bool{}, pairs: map[[2]string]bool{}}
}

// includes reports whether to run a row against a target, and counts it if so.
func (s *faultSelection) includes(row faultRow, target string) bool {
	pair := [2]string{row.class, target}
	if !*full && s.rows[row.name] && s.pairs[pair] {
		return false
	}
	s.rows[row.name], s.pairs[pair] = true, true
	return true
}

// rotated is list from its i-th element on, and then from its start. Rows that
// begin with different targets spread over all of them.
func rotated[T any](list []T, i int) []T {
	i %= len(list)
	return append(list[i:len(list):len(list)], list[:i]...)
}
