package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

func TestAClockThatIsSetBackHidesNotThatTheConnectionIsGone(t *testing.T) {
	s := listed(t, newWorld(3))
	s.w.now, s.w.skew = s.w.now.Add(-time.Hour), s.w.skew+time.Hour
	s.ask()
	s.flights = nil // whatever was on its way is lost, so that no answer sets it right
	s.answer = func(Request) Response { return Response{Err: errRefused} }
	s.forget()
	s.run(10 * time.Minute)
	link := s.f.Summary(s.w.now).Link
	if link.State != Offline || link.Since.After(s.w.now) || link.Since.IsZero() {
		t.Errorf("the link is %+v", link)
	}
	if n := len(s.sent); n > 60 {
		t.Errorf("%d requests in ten minutes without a connection", n)
	}
}

// TestWhatIsWantedNoMoreIsNotAskedFor refuses lists of operations on trainings
// and then leaves those.
func TestWhatIsWantedNoMoreIsNotAskedFor(t *testing.T) {
	for name, leave := range map[string]func(*Fleet){
		"left":   func(f *Fleet) { f.WatchTrainings(false) },
		"paused": func(f *Fleet) { f.Pause(true) },
	} {
		t.Run(name, func(t *testing.T) {
			s := listed(t, newWorld(3))
			ofTrainings := func(r Request) bool { _, _, ok := r.Query.Type.Action(); return ok && r.Query.Type[0] == 'T' }
			s.answer = func(r Request) Response {
				if r.Kind == ListOperations && ofTrainings(r) {
					return Response{Err: &tolokaapi.Error{Status: 403}}
				}
				return s.w.answer(r)
			}
			s.f.WatchTrainings(true)
			s.run(time.Minute)
			if s.f.OperationsDelay() == (Delay{}) {
				t.Fatal("nothing failed")
			}
			leave(s.f)
			s.run(time.Minute) // what was on its way comes back
			s.forget()
			s.run(30 * time.Minute)
			for _, r := range s.sent {
				if r.Kind == ListOperations && ofTrainings(r) {
					t.Fatalf("it asked for %s", r.Query.Type)
				}
			}
			if d := s.f.OperationsDelay(); d != (Delay{}) {
				t.Errorf("operations are late: %+v", d)
			}
			if link := s.f.Summary(s.w.now).Link; link.State != Live {
				t.Errorf("the link is %+v", link)
			}
		})
	}
}

func TestALookUpWhilePausedShowsItsTrouble(t *testing.T) {
	s := listed(t, newWorld(3))
	s.answer = func(r Request) Response {
		switch {
		case r.Kind == Submit:
			return Response{Err: errReset}
		case r.Kind == ListOperations && r.Query.Status != "":
			return Response{Err: &tolokaapi.Error{Status: 503}}
		}
		return s.w.answer(r)
	}
	s.submit(tolokaapi.VerbClose, pool1000)
	s.f.Pause(true)
	s.run(time.Minute)
	if link := s.f.Summary(s.w.now).Link; link.State != Troubled {
		t.Errorf("the link is %+v", link)
	}
}

func TestAListThatIsStuckAgainIsToldAgain(t *testing.T) {
	s := listed(t, newWorld(30))
	stuck := true
	s.answer = func(r Request) Response {
		a := s.w.answer(r)
		if stuck && r.Kind == ListOperations && r.Query.Submitted.GTE == "" && r.Query.Status == "" {
			a.Operations.Items, a.Operations.HasMore = nil, true
		}
		return a
	}
	for i, want := range []int{1, 0, 0, 1} {
		stuck = i != 2
		s.f.WantHistory(0)
		s.f.WantHistory(10)
		s.run(10 * time.Minute)
		if got := len(s.f.TakeNotices()); got != want {
			t.Errorf("reading %d: %d notices, want %d", i, got, want)
		}
	}
}

// TestOneTypeThatCannotBeSweptHoldsUpNoOther loses a reply to a close while what
// runs cannot be listed of clones.
func TestOneTypeThatCannotBeSweptHoldsUpNoOther(t *testing.T) {
	s := newScene(t, newWorld(3), Config{})
	lost := false
	s.answer = func(r Request) Response {
		switch {
		case r.Kind == ListOperations && r.Query.Status != "" && r.Query.Type == "POOL.CLONE":
			return Response{Err: &tolokaapi.Error{Status: 500}}
		case r.Kind == Submit && !lost:
			lost = true
			return Response{Err: errReset}
		}
		return s.w.answer(r)
	}
	s.run(time.Minute)
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(2 * time.Minute)
	if r := s.row(id); r.State != Succeeded {
		t.Errorf("it is %v", r.State)
	}
}

func TestPendingAndRunningCountAsSweptInThatOrderOnly(t *testing.T) {
	s := listed(t, newWorld(3))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	r := s.f.rows.byID[id]
	r.lateSeq = 5
	const pending, running = tolokaapi.Pending, tolokaapi.Running
	for _, c := range []struct {
		order []tolokaapi.OperationStatus // read by requests 4, 5, 6 and so on
		want  bool
	}{
		{nil, false},
		{[]tolokaapi.OperationStatus{"", "", pending}, false},
		{[]tolokaapi.OperationStatus{"", "", running}, false},
		{[]tolokaapi.OperationStatus{"", "", running, pending}, false},
		{[]tolokaapi.OperationStatus{"", pending, running}, false},
		{[]tolokaapi.OperationStatus{pending, running}, false},
		{[]tolokaapi.OperationStatus{"", "", pending, running}, true},
		{[]tolokaapi.OperationStatus{"", "", pending, running, pending}, true},
		{[]tolokaapi.OperationStatus{"", "", running, pending, running}, true},
	} {
		s.f.sweeps = newSweeps()
		for i, status := range c.order {
			if status != "" {
				s.f.sweeps.record(sweep{"POOL.CLOSE", status}, swept{seq: uint64(4 + i)})
			}
		}
		if got := s.f.swept(r); got != c.want {
			t.Errorf("read as %q: %v", c.order, got)
		}
	}
}

func TestAQuotaOfWhatWasLeftIsNoTroubleAnyMore(t *testing.T) {
	s := listed(t, newWorld(3))
	s.answer = func(r Request) Response {
		if r.Kind == ListOperations && r.Query.Status != "" && r.Query.Type[0] == 'T' {
			return Response{Err: &tolokaapi.Error{Status: 429, Retry: 30 * time.Second}}
		}
		return s.w.answer(r)
	}
	s.f.WatchTrainings(true)
	s.run(20 * time.Second)
	s.f.WatchTrainings(false)
	s.run(time.Minute)
	if l := s.f.Summary(s.w.now).Link; l.State != Live {
		t.Errorf("the link is %+v", l)
	}
}
