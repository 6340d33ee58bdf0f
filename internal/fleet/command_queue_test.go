package fleet

import (
	"testing"
	"time"

	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
)

// Nothing leaves once the token was refused.
func TestCommandQueue_TokenRefused(t *testing.T) {
	s := listed(t, newWorld(3))
	replies := []error{&tolokaapi.Error{Status: 401}, &tolokaapi.Error{Status: 429}, errRefused}
	s.answer = func(r Request) Response {
		if r.Kind == Submit && len(replies) > 0 {
			err := replies[0]
			replies = replies[1:]
			return Response{Err: err}
		}
		return s.w.answer(r)
	}
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	id, _ := s.f.Submit(s.w.now, tolokaapi.VerbClose, refs)
	s.run(5 * time.Minute)
	if got := s.count(Submit); got != 3 {
		t.Errorf("%d POSTs, want the three that were on their way", got)
	}
	if b, _ := s.f.Batch(id); b.Failed() != 3 {
		t.Errorf("batch %+v", b)
	}
}

// A quota of one verb holds no other.
func TestCommandQueue_QuotaOfOneVerb(t *testing.T) {
	w := newWorld(3)
	closed := w.addPool("2000", tolokaapi.Closed)
	s := listed(t, w)
	s.spoil(func(a *Response) {
		if a.Request.Kind == Submit && a.Request.Verb == tolokaapi.VerbClose {
			a.Err = &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerHour}
		}
	})
	held := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	opened := s.submit(tolokaapi.VerbOpen, closed)
	s.run(10 * time.Second)
	if s.row(held).State != Queued || s.row(opened).State != Succeeded {
		t.Errorf("the close is %v, the open %v", s.row(held).State, s.row(opened).State)
	}
}

// A quota holds every command of its verb.
func TestCommandQueue_QuotaHoldsItsVerb(t *testing.T) {
	s := newScene(t, newWorld(5), Config{Limits: settings.Limits{InFlight: 1}})
	s.run(3 * time.Second)
	s.once(failing(&tolokaapi.Error{Status: 429, Interval: tolokaapi.PerMinute}))
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	s.f.Submit(s.w.now, tolokaapi.VerbClose, refs)
	s.run(29 * time.Second)
	if n := s.count(Submit); n != 1 {
		t.Errorf("%d POSTs within the quota", n)
	}
	s.run(2 * time.Minute)
	if n := s.count(Submit); n != 6 {
		t.Errorf("%d POSTs in all, want 6", n)
	}
}

// A verb waits for its own quota block and for that of every verb, whichever is over
// last; a clock that is set back moves both.
func TestCommandQueue_BlockedUntil(t *testing.T) {
	at := time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)
	q := newCommandQueue(nil)
	q.blocks[""] = quotaBlock{until: at.Add(time.Second)}
	q.blocks[tolokaapi.VerbClose] = quotaBlock{until: at.Add(time.Minute)}
	for verb, want := range map[tolokaapi.Verb]time.Duration{tolokaapi.VerbClose: time.Minute, tolokaapi.VerbOpen: time.Second} {
		if until, _ := q.blockedUntil(verb, at); !until.Equal(at.Add(want)) {
			t.Errorf("%s waits until %v", verb, until)
		}
	}
	q.shift(-time.Hour)
	if until, _ := q.blockedUntil(tolokaapi.VerbClose, at); !until.IsZero() {
		t.Errorf("after an hour back it waits until %v", until)
	}
}

// Each owner moves its own waits: none is forgotten when the clock is set.
func TestFleet_ShiftReachesEveryOwner(t *testing.T) {
	s := listed(t, newWorld(3))
	was := map[*pollSchedule]time.Time{}
	for _, schedule := range s.f.schedules() {
		was[schedule] = schedule.due
	}
	s.f.shift(-time.Hour)
	for schedule, due := range was {
		if !due.IsZero() && !schedule.due.Equal(due.Add(-time.Hour)) {
			t.Errorf("due at %v, then %v", due, schedule.due)
		}
	}
}
