package ui

import (
	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
	"tolokadash/ui/dialog"
)

// poolFigures is what is known of the figures of a pool.
func poolFigures(figures *fleet.Figures, ref tolokaapi.Ref) dialog.PoolFigures {
	f := dialog.PoolFigures{
		Applicable: figures.Measures(ref), State: figures.State(), Awaited: figures.Awaited(ref), Completion: figures.Completion(ref),
		Known: make(map[tolokaapi.FigureName]dialog.ShownFigure, len(tolokaapi.FigureNames)),
	}
	for _, name := range tolokaapi.FigureNames {
		if figure, known := figures.Of(ref, name); known {
			f.Known[name] = dialog.ShownFigure{Figure: figure, Overdue: figures.Overdue(ref, name)}
		}
	}
	f.TimeLeft, _ = figures.TimeLeft(ref)
	f.LeftFrom, _ = figures.TimeLeftFrom(ref)
	return f
}

// poolOperations is the newest operations of a pool that are known: those on the table
// and those of the history that are loaded. Nothing is asked for.
func (m *Model) poolOperations(ref tolokaapi.Ref) []fleet.Row {
	var past []fleet.Row
	for _, op := range m.fleet.History().Of(ref) {
		past = append(past, m.history.Past(op))
	}
	return dialog.NewestOperations(m.fleet.RowsOf(ref), past, m.fleet.ServerNow())
}
