package ui

import (
	"slices"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
	"tolokadash/ui/dialog"
)

// poolFigures is what is known of the figures of a pool.
func poolFigures(figures *fleet.Figures, ref tolokaapi.Ref) dialog.PoolFigures {
	f := dialog.PoolFigures{
		Measured: figures.Measures(ref), State: figures.State(), Awaited: figures.Awaited(ref), Completion: figures.Completion(ref),
		Known: make(map[tolokaapi.FigureName]dialog.ShownFigure, len(tolokaapi.FigureNames)),
	}
	for _, name := range tolokaapi.FigureNames {
		if figure, known := figures.Of(ref, name); known {
			f.Known[name] = dialog.ShownFigure{Figure: figure, Overdue: figures.Overdue(ref, name)}
		}
	}
	f.TimeLeft, _ = figures.TimeLeft(ref)
	return f
}

// poolOperations is the newest operations of a pool that are known: those on the table
// and those of the history that are loaded. Nothing is asked for.
func (m *Model) poolOperations(ref tolokaapi.Ref) []fleet.Row {
	rows := m.fleet.RowsOf(ref)
	for _, op := range m.fleet.History().Of(ref) {
		if !slices.ContainsFunc(rows, func(r fleet.Row) bool { return r.Op.ID == op.ID }) {
			rows = append(rows, m.history.Past(op))
		}
	}
	from := m.fleet.ServerNow().Add(-dialog.OperationsAge)
	rows = slices.DeleteFunc(rows, func(r fleet.Row) bool { return dialog.OperationTime(r).Before(from) })
	slices.SortStableFunc(rows, func(a, b fleet.Row) int { return dialog.OperationTime(b).Compare(dialog.OperationTime(a)) })
	return rows[:min(len(rows), dialog.OperationsMax)]
}
