package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// The local clock leaps while it was confirmed or after: a batch took what the
// server's clock says.
func TestBatch_ClockLeaps(t *testing.T) {
	for _, leap := range []time.Duration{7 * time.Hour, -7 * time.Hour, 864 * time.Hour, -864 * time.Hour} {
		for _, before := range []bool{true, false} {
			s := listed(t, newWorld(3))
			if before {
				s.w.leap(leap)
			}
			id, _ := s.f.Submit(s.w.now, tolokaapi.VerbClose, []tolokaapi.Ref{pool1000})
			if !before {
				s.run(time.Second)
				s.w.leap(leap)
			}
			s.run(30 * time.Second)
			b, _ := s.f.Batch(id)
			if took := b.Heard.Sub(b.Began); b.Done != 1 || took < 3*time.Second || took > 40*time.Second {
				t.Errorf("leap of %v, before %v: %d done after %v", leap, before, b.Done, took)
			}
		}
	}
}
