package wording

import (
	"strconv"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// figure is a figure about a pool, put into words by say: marked where the server
// only estimates it, and where there is no end to it.
func (w *Words) figure(f tolokaapi.Figure, say func(value float64) string) string {
	value, err := f.Value.Float64()
	switch {
	case f.Infinite && w.ASCII:
		return "inf"
	case f.Infinite:
		return "∞"
	case err != nil:
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

// FigureMillis is a figure that is a number of milliseconds, as in "42 s" or "1 min 7 s".
func (w *Words) FigureMillis(f tolokaapi.Figure) string {
	return w.figure(f, func(value float64) string { return inTwoUnits(time.Duration(value * float64(time.Millisecond))) })
}

// inTwoUnits is a duration in two units at most. Written as 13:05 it could be taken for a
// time of day.
func inTwoUnits(d time.Duration) string {
	s := int(d / time.Second)
	large, small, unit, rest := s/60, s%60, " min", " s"
	switch {
	case s < 60:
		return strconv.Itoa(s) + " s"
	case s >= 3600:
		large, small, unit, rest = s/3600, s/60%60, " h", " min"
	}
	if small == 0 {
		return strconv.Itoa(large) + unit
	}
	return strconv.Itoa(large) + unit + " " + strconv.Itoa(small) + rest
}

// LeftFrom is from when on it can be told how long something goes on.
func LeftFrom(at string) string { return "time left from " + at }

// AboutLeft is how long something is expected to go on, as roughly as that is known: as
// in "about 3 h 20 min left". It is rounded up: what is not over is never 0.
func AboutLeft(d time.Duration) string {
	minutes := int((d + time.Minute - 1) / time.Minute)
	const hour, day = 60, 24 * 60
	switch {
	case minutes <= 1:
		return "about a minute left"
	case minutes < hour:
		return "about " + strconv.Itoa(minutes) + " min left"
	case minutes > 2*day:
		return "about " + Plural((minutes+day-1)/day, "day", "days") + " left"
	case minutes > 10*hour:
		return "about " + strconv.Itoa((minutes+hour-1)/hour) + " h left"
	}
	minutes = (minutes + 9) / 10 * 10
	said := "about " + strconv.Itoa(minutes/hour) + " h"
	if rest := minutes % hour; rest > 0 {
		said += " " + strconv.Itoa(rest) + " min"
	}
	return said + " left"
}
