package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

const (
	sampleSpan = 10 * time.Minute // two figures so far apart tell a speed
	samplesMax = 60
)

// A figureSample is how many suites were handed in at a time.
type figureSample struct {
	at        time.Time
	submitted float64
	started   time.Time // of the pool: a speed is that of one opening
}

// sample keeps a figure, of which the oldest are let go.
func (g *Figures) sample(q tolokaapi.Question, figure tolokaapi.Figure, at time.Time) {
	submitted, err := figure.Value.Float64()
	if err != nil || figure.Infinite {
		return
	}
	ref := tolokaapi.PoolRef(q.Pool)
	samples := g.samples[ref]
	samples = append(samples, figureSample{at, submitted, g.stateOf(q).started})
	if len(samples) > samplesMax {
		samples = slices.Clone(samples[1:])
	}
	g.samples[ref] = samples
}

// TimeLeft is how long an open pool takes to its end, if it goes on as it went: the
// suites left by the suites handed in a minute, as seen between two figures at least
// ten minutes apart. Without them, or at a standstill, nothing is known.
func (g *Figures) TimeLeft(ref tolokaapi.Ref) (left time.Duration, known bool) {
	p, listed := g.pools.pools[ref]
	total, estimated := g.Of(ref, tolokaapi.FigureAssignments)
	samples := g.samples[ref]
	if !listed || p.Status != tolokaapi.Open || !estimated || total.Infinite || len(samples) == 0 {
		return 0, false
	}
	all, err := total.Value.Float64()
	last := samples[len(samples)-1]
	if err != nil || !last.started.Equal(p.LastStarted.Time) {
		return 0, false
	}
	for _, before := range slices.Backward(samples) {
		span := last.at.Sub(before.at)
		if span < sampleSpan || !before.started.Equal(last.started) {
			continue
		}
		done, rest := last.submitted-before.submitted, max(all-last.submitted, 0)
		if done <= 0 || rest/done*span.Hours() > 24*365 {
			return 0, false
		}
		return time.Duration(rest / done * float64(span)), true
	}
	return 0, false
}
