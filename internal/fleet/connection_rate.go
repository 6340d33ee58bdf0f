package fleet

import "time"

// requestRate counts the requests of the last second. It is recomputed on
// answers only, so that a quiet screen stays still.
type requestRate struct {
	times []time.Time
	last  int
}

func (r *requestRate) issued(now time.Time) { r.times = append(r.times, now) }

func (r *requestRate) answered(now time.Time) {
	old := 0
	for old < len(r.times) && now.Sub(r.times[old]) >= time.Second {
		old++
	}
	r.times = append(r.times[:0], r.times[old:]...)
	r.last = len(r.times)
}
