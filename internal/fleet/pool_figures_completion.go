package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// completionsMax is how many samples of its completion are kept of a pool.
const completionsMax = 32

// A CompletionSample is how far a pool was at a time.
type CompletionSample struct {
	At      time.Time // local clock
	Percent float64
}

// Completion is how far a pool was since the program started, oldest first. The first
// and the last sample are kept, those between them are spread over the time.
func (g *Figures) Completion(ref tolokaapi.Ref) []CompletionSample {
	samples := make([]CompletionSample, len(g.completions[ref]))
	for i, s := range g.completions[ref] {
		samples[i] = CompletionSample{s.at, s.value}
	}
	return samples
}

// sampleCompletion keeps a figure. Where there are too many, the one goes whose
// neighbours are the closest to each other.
func (g *Figures) sampleCompletion(ref tolokaapi.Ref, figure tolokaapi.Figure, at, started time.Time) {
	percent, err := figure.Value.Float64()
	if err != nil || figure.Infinite {
		return
	}
	samples := g.completions[ref]
	samples = append(samples, figureSample{at, percent, started})
	if len(samples) > completionsMax {
		closest := 1
		for i := range len(samples) - 2 {
			if gapAround(samples, i+1) < gapAround(samples, closest) {
				closest = i + 1
			}
		}
		samples = slices.Delete(samples, closest, closest+1)
	}
	g.completions[ref] = samples
}

// gapAround is the time between the neighbours of a sample.
func gapAround(samples []figureSample, i int) time.Duration {
	return samples[i+1].at.Sub(samples[i-1].at)
}
