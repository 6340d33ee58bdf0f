package dialog

import (
	"encoding/json"
	"strconv"

	"tolokadash/tolokaapi"
)

// cost is what the pool has cost and is expected to cost in all. Neither counts the fee,
// which the API does not tell.
func (f *PoolFigures) cost(c *DetailsContext) fact {
	spent, all := c.Words.FigureAmount(f.of(tolokaapi.FigureSpent)), c.expected()
	value := ""
	switch {
	case spent != "" && all != "":
		value = spent + " of " + all + " expected in all, without fee"
	case spent != "":
		value = spent + ", without fee"
	case all != "":
		value = all + " expected in all, without fee"
	}
	return f.fact("Spent", value, tolokaapi.FigureSpent, tolokaapi.FigureAssignments)
}

// expected is what all suites of the pool cost if all are accepted: as many as the
// server estimates, by the reward for one.
func (c *DetailsContext) expected() string {
	suites, known := c.Figures.Known[tolokaapi.FigureAssignments]
	reward, err := c.Pool.Reward.Float64()
	if !known || err != nil {
		return ""
	}
	figure := suites.Figure.Figure
	if n, err := figure.Value.Float64(); err == nil {
		figure.Value, figure.Approximate = json.Number(strconv.FormatFloat(n*reward, 'f', -1, 64)), true
	}
	return c.Words.FigureAmount(figure)
}

// suites is how many suites were handed in, of how many, and how many were skipped.
func (c *DetailsContext) suites() string {
	submitted, all := c.count(tolokaapi.FigureSubmitted), c.count(tolokaapi.FigureAssignments)
	switch {
	case submitted != "" && all != "":
		submitted += " submitted of " + all
	case all != "":
		submitted = all + " in all"
	default:
		submitted = followed(submitted, " submitted")
	}
	return c.Words.Dotted(submitted, followed(c.count(tolokaapi.FigureSkipped), " skipped"))
}

// review is what became of the suites that were handed in.
func (c *DetailsContext) review() string {
	return c.Words.Dotted(
		followed(c.awaiting(), " awaiting review"),
		followed(c.count(tolokaapi.FigureApproved), " accepted"),
		followed(c.count(tolokaapi.FigureRejected), " rejected"),
	)
}

// awaiting is how many suites were handed in and neither accepted nor rejected. Figures
// that contradict each other, as those of different times may, tell nothing.
func (c *DetailsContext) awaiting() string {
	f := &c.Figures
	figure, rest := f.of(tolokaapi.FigureSubmitted), 0.0
	for name, sign := range map[tolokaapi.FigureName]float64{tolokaapi.FigureSubmitted: 1, tolokaapi.FigureApproved: -1, tolokaapi.FigureRejected: -1} {
		part := f.of(name)
		value, err := part.Value.Float64()
		if err != nil || part.Infinite {
			return ""
		}
		rest += sign * value
		figure.Approximate = figure.Approximate || part.Approximate
	}
	if rest < 0 {
		return ""
	}
	figure.Value = json.Number(strconv.FormatFloat(rest, 'f', -1, 64))
	return c.Words.FigureCount(figure)
}

// people is who took part: in all, with an answer, and lately.
func (c *DetailsContext) people() string {
	return c.Words.Dotted(
		followed(c.count(tolokaapi.FigureWorkers), " in all"),
		followed(c.count(tolokaapi.FigureSubmitters), " submitted"),
		followed(c.count(tolokaapi.FigureActive), " active within 3 h"),
	)
}

// count is a figure that is a number of things; "" if it is not known.
func (c *DetailsContext) count(name tolokaapi.FigureName) string {
	return c.Words.FigureCount(c.Figures.of(name))
}

// percentFigure is a percent as a figure.
func percentFigure(percent float64) tolokaapi.Figure {
	return tolokaapi.Figure{Value: json.Number(strconv.FormatFloat(percent, 'f', -1, 64))}
}

// followed is a text and what follows it; "" without the text.
func followed(text, by string) string {
	if text == "" {
		return ""
	}
	return text + by
}
