package fleet

import (
	"testing"
	"time"

	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
)

// A few requests a second have to do for looking and acting: what was confirmed
// is sent with at least half of them, and is followed with the rest.
func TestCommandShare_ReadsLeaveRoom(t *testing.T) {
	const commands = 20
	for perSecond, most := range map[int]time.Duration{1: 41 * time.Second, 2: 21 * time.Second, 5: 9 * time.Second} {
		w := newWorld(commands)
		s := newScene(t, w, Config{Limits: settings.Limits{RequestsPerSecond: perSecond}})
		s.run(2 * time.Minute)
		s.forget()
		began := w.now
		refs, _ := s.f.Pools(tolokaapi.SubjectPool)
		id, _ := s.f.Submit(w.now, tolokaapi.VerbClose, refs)
		s.run(most)
		var last time.Time
		looked, acted := 0, 0
		for i, r := range s.sent {
			if r.Kind == Submit {
				acted, last = acted+1, s.times[i]
				continue
			}
			if last.IsZero() || acted < commands {
				looked++
			}
		}
		b, _ := s.f.Batch(id)
		if acted < commands {
			t.Errorf("%d a second: %d of %d closes were sent in %v, after %d other requests", perSecond, acted, commands, most, looked)
			continue
		}
		if b.Done() == 0 {
			t.Errorf("%d a second: nothing is known to be done when the last is sent %v after the first", perSecond, last.Sub(began))
		}
		if looked == 0 || looked > commands {
			t.Errorf("%d a second: %d other requests went out while closes were due", perSecond, looked)
		}
		s.run(time.Minute)
		if b, _ := s.f.Batch(id); b.Done() != commands {
			t.Errorf("%d a second: %+v a minute later", perSecond, b)
		}
	}
}

// While operations of before are followed, new commands have their share.
func TestCommandShare_FollowedWorkLeavesRoom(t *testing.T) {
	w := newWorld(40)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{never: true} }
	s := newScene(t, w, Config{Limits: settings.Limits{RequestsPerSecond: 1}})
	s.run(2 * time.Minute)
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	s.f.Submit(w.now, tolokaapi.VerbClose, refs[:20])
	s.run(time.Minute)
	s.forget()
	s.f.Submit(w.now, tolokaapi.VerbClose, refs[20:])
	s.run(41 * time.Second)
	if n := s.count(Submit); n != 20 {
		t.Errorf("%d of 20 closes were sent in 41 s", n)
	}
	if n := len(s.lists("POOL.CLOSE")); n < 5 {
		t.Errorf("the running ones were listed %d times in 41 s", n)
	}
}

// A command that waits for a quota does not hold looking back.
func TestCommandShare_HeldCommandsUseNone(t *testing.T) {
	s := newScene(t, newWorld(3), Config{Limits: settings.Limits{RequestsPerSecond: 1}})
	s.run(2 * time.Minute)
	s.spoil(func(a *Response) {
		if a.Request.Kind == Submit {
			a.Err = &tolokaapi.Error{Status: 429, Retry: time.Hour}
		}
	})
	s.submit(tolokaapi.VerbClose, pool1000)
	s.forget()
	s.run(10 * time.Minute)
	if n := s.count(ListOperations); n < 40 {
		t.Errorf("operations were listed %d times in ten minutes", n)
	}
}
