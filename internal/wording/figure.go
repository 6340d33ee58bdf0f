package wording

import (
	"strconv"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// figure is a figure about a pool, put into words by say: marked where the server
// only estimates it, and where there is no end to it.
func (w *Words) figure(f tolokaapi.Figure, say func(value float64) string) string {
	value, ok := f.Value.Float64()
	switch {
	case f.Infinite && w.ASCII:
		return "inf"
	case f.Infinite:
		return "∞"
	case ok != nil:
		return ""
	case f.Approximate:
		return w.Approximately(say(value))
	}
	return say(value)
}

// Approximately marks what is only estimated.
func (w *Words) Approximately(text string) string {
	if w.ASCII {
		return "~" + text
	}
	return "≈ " + text
}

// FigureAmount is a figure that is a sum of money, rounded to two decimals.
func (w *Words) FigureAmount(f tolokaapi.Figure) string { return w.figure(f, w.Rounded) }

// Rounded is a sum of money with two decimals.
func (w *Words) Rounded(amount float64) string {
	return w.Amount(strconv.FormatFloat(amount, 'f', 2, 64))
}

// FigurePercent is a figure that is a percent, as in "75 %".
func (w *Words) FigurePercent(f tolokaapi.Figure) string {
	return w.figure(f, func(value float64) string { return strconv.Itoa(WholePercent(value)) + " %" })
}

// FigureCount is a figure that is a number of things.
func (w *Words) FigureCount(f tolokaapi.Figure) string {
	return w.figure(f, func(value float64) string { return Count(int(value)) })
}

// WholePercent is a percent from 0 to 100 without decimals, rounded down so that 100
// means the end.
func WholePercent(value float64) int { return int(min(max(value, 0), 100)) }

// NoFigures says why there are no figures; "" where there are.
func NoFigures(s fleet.FiguresState) string {
	switch s {
	case fleet.FiguresReadOnly:
		return "Read-only mode asks for no figures, since that is a POST."
	case fleet.FiguresUnavailable:
		return "This server gives no figures."
	case fleet.FiguresDisabled:
		return "Figures are turned off under [figures] in the configuration."
	}
	return ""
}
