package dialog

import (
	"encoding/json"
	"strconv"

	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
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

// expected is what the pool costs in all if everything that is left is done and accepted.
func (c *DetailsContext) expected() string {
	figure := c.Figures.of(tolokaapi.FigureAssignments)
	if figure.Infinite {
		return c.Words.FigureAmount(figure)
	}
	all, known := c.expectedAmount()
	if !known {
		return ""
	}
	return c.Words.Approximately(c.Words.Rounded(all))
}

// expectedAmount is what was spent, and the reward for each suite of those that the server
// estimates which is neither accepted nor rejected. Where that is not known, each suite
// counts as one that is paid.
func (c *DetailsContext) expectedAmount() (all float64, known bool) {
	suites, known := c.number(tolokaapi.FigureAssignments)
	reward, err := c.Pool.Reward.Float64()
	if !known || err != nil {
		return 0, false
	}
	spent, spentKnown := c.number(tolokaapi.FigureSpent)
	approved, approvedKnown := c.number(tolokaapi.FigureApproved)
	rejected, rejectedKnown := c.number(tolokaapi.FigureRejected)
	if !spentKnown || !approvedKnown || !rejectedKnown {
		return suites * reward, true
	}
	return spent + max(suites-approved-rejected, 0)*reward, true
}

// number is a figure that is a number; known is false where it is not known, or endless.
func (c *DetailsContext) number(name tolokaapi.FigureName) (value float64, known bool) {
	figure := c.Figures.of(name)
	value, err := figure.Value.Float64()
	return value, err == nil && !figure.Infinite
}

// overspent is how many times what was planned a pool costs from which on that is pointed
// out: skipped suites and rounding make every pool a little dearer.
const overspent = 1.2

// planned is what the pool costs if each task is done as often as its overlap says, and
// how many times as much is expected by now: answers that disagree make a pool take more.
func (f *PoolFigures) planned(c *DetailsContext) fact {
	perTask, told := c.plannedPerTask()
	if !told {
		return fact{}
	}
	tasks, known := c.number(tolokaapi.FigureRealTasks)
	if !known {
		return f.fact("Planned", "", tolokaapi.FigureRealTasks)
	}
	planned := tasks * perTask
	value := c.Words.Approximately(c.Words.Rounded(planned))
	expected, known := c.expectedAmount()
	over := known && planned > 0 && expected >= planned*overspent
	if over {
		value = c.Words.Dotted(value, strconv.FormatFloat(expected/planned, 'f', 1, 64)+" times as much is expected")
	} else {
		value += " by tasks and overlap"
	}
	made := f.fact("Planned", value, tolokaapi.FigureRealTasks, tolokaapi.FigureSpent, tolokaapi.FigureAssignments)
	if over && made.tone == theme.ToneText {
		made.tone = theme.ToneWait
	}
	return made
}

// plannedPerTask is the reward for a task: its share of a suite, as often as the overlap of
// new suites says. It is not known of a pool that is put together in another way.
func (c *DetailsContext) plannedPerTask() (amount float64, known bool) {
	reward, err := c.Pool.Reward.Float64()
	overlap, page := c.Pool.Overlap, c.Pool.RealTasks
	if err != nil || overlap == nil || page == nil || *page <= 0 {
		return 0, false
	}
	amount = reward * float64(*overlap) / float64(*page)
	return amount, amount > 0
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
