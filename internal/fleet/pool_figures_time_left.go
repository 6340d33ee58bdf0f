package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

const (
	sampleSpan = 10 * time.Minute // two figures so far apart tell a speed
	samplesMax = 60
	leastGain  = 5 // percent: of fewer, which are round numbers, no speed is told
)

// A figureSample is how many suites were handed in at a time, or how far the pool was.
type figureSample struct {
	at      time.Time
	value   float64
	started time.Time // of the pool: a speed is that of one opening
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
// ten minutes apart. Suites are asked for only of a pool whose details are open; where
// there are no two such figures of them, how far the pool was tells it. Without figures, or
// at a standstill, nothing is known.
func (g *Figures) TimeLeft(ref tolokaapi.Ref) (left time.Duration, known bool) {
	p, listed := g.pools.pools[ref]
	if !listed || p.Status != tolokaapi.Open {
		return 0, false
	}
	started := p.LastStarted.Time
	if seen, all := ofOpening(g.samples[ref], started), g.suites(ref); all > 0 && spans(seen) {
		return leftBy(seen, all, 0)
	}
	return leftBy(ofOpening(g.completions[ref], started), 100, leastGain)
}

// TimeLeftFrom is from when on the time that an open pool takes may be known, if it goes
// on; known is false before anything was seen of it.
func (g *Figures) TimeLeftFrom(ref tolokaapi.Ref) (from time.Time, known bool) {
	p, listed := g.pools.pools[ref]
	if !listed || p.Status != tolokaapi.Open {
		return time.Time{}, false
	}
	for _, seen := range [...][]figureSample{ofOpening(g.samples[ref], p.LastStarted.Time), ofOpening(g.completions[ref], p.LastStarted.Time)} {
		if len(seen) > 0 && (!known || seen[0].at.Add(sampleSpan).Before(from)) {
			from, known = seen[0].at.Add(sampleSpan), true
		}
	}
	return from, known
}

// suites is how many suites a pool has by the server's estimate; 0 if that is not known.
func (g *Figures) suites(ref tolokaapi.Ref) float64 {
	total, estimated := g.Of(ref, tolokaapi.FigureAssignments)
	all, err := total.Value.Float64()
	if !estimated || total.Infinite || err != nil {
		return 0
	}
	return all
}

// ofOpening are the samples since a pool was started, if the last one is.
func ofOpening(samples []figureSample, started time.Time) []figureSample {
	for i, s := range slices.Backward(samples) {
		if !s.started.Equal(started) {
			return samples[i+1:]
		}
	}
	return samples
}

// spans reports whether samples tell a speed.
func spans(samples []figureSample) bool {
	return len(samples) > 0 && samples[len(samples)-1].at.Sub(samples[0].at) >= sampleSpan
}

// leftBy is how long it takes from the last sample to all, by the newest sample that is
// old enough and at least so much lower.
func leftBy(samples []figureSample, all, gain float64) (left time.Duration, known bool) {
	if len(samples) == 0 {
		return 0, false
	}
	last := samples[len(samples)-1]
	for _, before := range slices.Backward(samples) {
		span, done := last.at.Sub(before.at), last.value-before.value
		if span < sampleSpan || done < gain {
			continue
		}
		rest := max(all-last.value, 0)
		if done <= 0 || rest/done*span.Hours() > 24*365 {
			return 0, false
		}
		return time.Duration(rest / done * float64(span)), true
	}
	return 0, false
}
