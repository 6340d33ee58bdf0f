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
			if took := b.Heard.Sub(b.Began); b.Done() != 1 || took < 3*time.Second || took > 40*time.Second {
				t.Errorf("leap of %v, before %v: %d done after %v", leap, before, b.Done(), took)
			}
		}
	}
}

// The server's clock is set while a batch is under way or over: its time is what
// passed.
func TestBatch_ServerClockSet(t *testing.T) {
	for _, set := range []time.Duration{time.Hour, -time.Hour, -7 * time.Hour} {
		for _, over := range []bool{false, true} {
			w := newWorld(3)
			w.fate = func(ref tolokaapi.Ref) worldOp {
				if ref == pool1000 || over {
					return worldOp{takes: 4 * time.Second}
				}
				return worldOp{takes: 40 * time.Second}
			}
			s := listed(t, w)
			id, _ := s.f.Submit(w.now, tolokaapi.VerbClose, []tolokaapi.Ref{pool1000, tolokaapi.PoolRef("1001")})
			s.run(20 * time.Second)
			w.skew += set
			for _, o := range w.ops {
				if !o.applied {
					o.op.Submitted = tolokaapi.DateOf(o.op.Submitted.Time.Add(set))
				}
			}
			s.run(10 * time.Second)
			b, _ := s.f.Batch(id)
			if took := b.Heard.Sub(b.Began); !over && (took < 25*time.Second || took > 35*time.Second) {
				t.Errorf("set by %v: after 30s it is heard of after %v", set, took)
			}
			s.run(time.Minute)
			b, _ = s.f.Batch(id)
			least, most := 39*time.Second, 45*time.Second
			if over {
				least, most = 3*time.Second, 10*time.Second
			}
			if took := b.End.Sub(b.Began); b.Done() != 2 || took < least || took > most {
				t.Errorf("set by %v, over %v: %d done after %v", set, over, b.Done(), took)
			}
		}
	}
}
