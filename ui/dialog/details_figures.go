package dialog

import (
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/styled"
	"tolokadash/ui/theme"
)

const (
	figuresBar   = 16 // cells
	figuresSpark = 12 // cells at most
)

// PoolFigures is what is known of the figures of a pool.
type PoolFigures struct {
	Applicable bool // there can be figures of it: not of trainings
	State      fleet.FiguresState
	Awaited    bool // answers are to come of which nothing is known
	Known      map[tolokaapi.FigureName]ShownFigure
	TimeLeft   time.Duration            // 0: not known
	LeftFrom   time.Time                // it may be known from then on; zero: nobody knows when
	Completion []fleet.CompletionSample // oldest first
}

// A ShownFigure is a figure as it is drawn.
type ShownFigure struct {
	fleet.Figure
	Overdue bool // it should have been renewed
}

// figureFacts is how far a pool is, what it costs and who works on it. Their lines stay
// whether or not they are known, so that nothing moves when answers come.
func figureFacts(c *DetailsContext) []fact {
	f := &c.Figures
	if !f.Applicable {
		return nil
	}
	if said := wording.NoFigures(f.State); said != "" {
		return []fact{{label: "Figures", value: said}}
	}
	facts := []fact{
		f.state(c), f.done(c), f.progress(c), f.cost(c), f.planned(c),
		f.fact("Suites", c.suites(), tolokaapi.FigureSubmitted, tolokaapi.FigureAssignments, tolokaapi.FigureSkipped),
		f.fact("Review", c.review(), tolokaapi.FigureSubmitted, tolokaapi.FigureApproved, tolokaapi.FigureRejected),
		f.fact("People", c.people(), tolokaapi.FigureWorkers, tolokaapi.FigureSubmitters, tolokaapi.FigureActive),
		f.fact("Mean time", followed(c.Words.FigureMillis(f.of(tolokaapi.FigureMeanMillis)), " a suite"), tolokaapi.FigureMeanMillis),
		f.fact("Tasks", followed(c.Words.FigureCount(f.of(tolokaapi.FigureRealTasks)), " without control tasks"), tolokaapi.FigureRealTasks),
	}
	for i := range facts {
		facts[i].stays = facts[i].label != ""
	}
	return facts
}

// of is a figure, which says nothing where it is not known.
func (f *PoolFigures) of(name tolokaapi.FigureName) tolokaapi.Figure {
	return f.Known[name].Figure.Figure
}

// fact is a fact made of figures, dim where one of them should have been renewed.
func (f *PoolFigures) fact(label, value string, of ...tolokaapi.FigureName) fact {
	made := fact{label: label, value: value}
	for _, name := range of {
		if f.Known[name].Overdue {
			made.tone = theme.ToneFaint
		}
	}
	return made
}

// state says of when the figures are, else why none are known.
func (f *PoolFigures) state(c *DetailsContext) fact {
	said := fact{label: "Figures", value: f.unknown(c)}
	var oldest time.Time
	for _, figure := range f.Known {
		if oldest.IsZero() || figure.At.Before(oldest) {
			oldest = figure.At
		}
		if figure.Overdue {
			said.tone = theme.ToneStale
		}
	}
	if oldest.IsZero() {
		return said
	}
	said.value = "as of " + c.Words.Minute(oldest, c.Now)
	if f.State == fleet.FiguresPaused {
		said.value = "paused, " + said.value
	}
	return said
}

// unknown says why no figures are known.
func (f *PoolFigures) unknown(c *DetailsContext) string {
	switch {
	case f.State == fleet.FiguresPaused:
		return "none are asked for while paused"
	case !f.Awaited:
		return "the server gave none"
	case c.Connection.State != fleet.Live:
		return "not known yet"
	}
	return "asking" + c.Words.Ellipsis
}

// done is how far the pool is, and how long it still takes, else from when on that may be
// known.
func (f *PoolFigures) done(c *DetailsContext) fact {
	figure := f.of(tolokaapi.FigureCompletion)
	left, percent := "", c.Words.FigurePercent(figure)
	switch {
	case f.TimeLeft > 0:
		left = wording.AboutLeft(f.TimeLeft)
	case percent != "" && f.LeftFrom.After(c.Now):
		left = wording.LeftFrom(c.Words.Minute(f.LeftFrom.Add(time.Minute-time.Second), c.Now))
	}
	made := f.fact("Done", c.Words.Dotted(percent, left), tolokaapi.FigureCompletion)
	if percent != "" { // an empty bar would read as 0 %
		value, err := figure.Value.Float64()
		full, track := c.Theme.Glyphs.Bar(figuresBar, wording.WholePercent(value), err == nil && !figure.Infinite)
		made.before = styled.Line{styled.Text(c.Theme.Tone(made.tone), full), styled.Text(c.Theme.Faint, track+"  ")}
	}
	return made
}

// progress is how far the pool has come since the program started. A pool that is not
// open comes no further, so that there is nothing to say of most of these.
func (f *PoolFigures) progress(c *DetailsContext) fact {
	samples := f.Completion
	switch {
	case len(samples) < 2 && c.Pool.Status != tolokaapi.Open:
		return fact{}
	case len(samples) < 2: // one says what the bar says
		return fact{label: "Progress"}
	}
	first := samples[0]
	from := "from " + c.Words.FigurePercent(percentFigure(first.Percent)) + " at " + c.Words.Minute(first.At, c.Now)
	if line := c.Theme.Glyphs.Sparkline(spread(samples, figuresSpark)); line != "" {
		from = line + "  " + from
	}
	return f.fact("Progress", from, tolokaapi.FigureCompletion)
}

// spread is how far a pool was at so many times at most that are equally far apart.
func spread(samples []fleet.CompletionSample, cells int) []float64 {
	cells = min(cells, len(samples))
	values := make([]float64, cells)
	first, last := samples[0].At, samples[len(samples)-1].At
	next := 0
	for i := range values {
		at := first.Add(last.Sub(first) * time.Duration(i) / time.Duration(max(cells-1, 1)))
		for next+1 < len(samples) && !samples[next+1].At.After(at) {
			next++
		}
		values[i] = samples[next].Percent
	}
	return values
}
