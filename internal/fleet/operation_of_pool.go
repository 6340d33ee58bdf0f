package fleet

import (
	"cmp"
	"slices"

	"tolokadash/tolokaapi"
)

// RowsOf are the rows of the table about a pool, newest first.
func (o *operationTracker) RowsOf(ref tolokaapi.Ref) []Row {
	var rows []Row
	for _, r := range o.table.byID {
		if r.On == ref {
			rows = append(rows, r.Row)
		}
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(b.Asked.Compare(a.Asked), cmp.Compare(b.ID, a.ID))
	})
	return rows
}

// Of is what is loaded of the operations of a pool, newest first.
func (h History) Of(ref tolokaapi.Ref) []tolokaapi.Operation {
	var of []tolokaapi.Operation
	for _, op := range h.Operations {
		if op.Target == ref {
			of = append(of, op)
		}
	}
	return of
}
