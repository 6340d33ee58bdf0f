package fleet

import (
	"errors"
	"strings"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// One endpoint that hangs is not the connection.
func TestConnection_OneEndpointHangs(t *testing.T) {
	for _, kind := range []Kind{GetPool, GetRequester, ListProjects} {
		t.Run(kind.String(), func(t *testing.T) {
			s := listed(t, newWorld(30))
			s.spoil(func(a *Response) {
				if a.Request.Kind == kind {
					a.Err = errTimeout
				}
			})
			s.takesLong(15*time.Second, func(r Request) bool { return r.Kind == kind })
			s.f.account.due, s.f.projects.due = s.w.now, s.w.now
			s.closing(24, 5*time.Second, 4*time.Second, func() {
				if c := s.f.Summary(s.w.now).Connection; c.State == Offline {
					t.Fatalf("the connection is %+v", c)
				}
			})
			if s.count(kind) == 0 {
				t.Error("nothing hung")
			}
		})
	}
}

// While nothing answers no list is asked for beside another.
func TestConnection_DownOneListAtATime(t *testing.T) {
	s := listed(t, newWorld(3))
	s.answer = func(Request) Response { return Response{Err: errTimeout} }
	s.takesLong(15*time.Second, func(Request) bool { return true })
	s.run(time.Minute)
	if !s.f.connection.down {
		t.Fatal("the connection is not down")
	}
	s.forget()
	s.run(10 * time.Minute)
	for i := 1; i < len(s.times); i++ {
		if d := s.times[i].Sub(s.times[i-1]); d < 15*time.Second {
			t.Fatalf("%v was asked %v after %v, which hung", s.sent[i].Kind, d, s.sent[i-1].Kind)
		}
	}
	if len(s.sent) < 10 {
		t.Errorf("%d tries in ten minutes", len(s.sent))
	}
}

// While nothing answers one request is tried at a time and says when.
func TestConnection_DownTriesOneRequest(t *testing.T) {
	s := listed(t, newWorld(3))
	good := s.f.connection.lastGood
	s.answer = func(Request) Response {
		return Response{Err: &tolokaapi.TransportError{Cause: tolokaapi.CauseDNS, Err: errors.New("no such host")}}
	}
	s.run(10 * time.Minute)
	for i := 3; i < len(s.times); i++ {
		if s.times[i].Sub(s.times[i-1]) < 500*time.Millisecond {
			t.Fatalf("requests %v apart while offline", s.times[i].Sub(s.times[i-1]))
		}
	}
	if got := len(s.sent); got < 15 || got > 40 {
		t.Errorf("%d tries in ten minutes, want one every half minute", got)
	}
	connection := s.f.Summary(s.w.now).Connection
	if connection.State != Offline || connection.Since.Before(good) || !connection.RetryAt.After(s.w.now) || connection.RetryAt.Sub(s.w.now) > 30*time.Second {
		t.Errorf("connection %+v at %v", connection, s.w.now)
	}
	s.answer = s.w.answer
	s.run(31 * time.Second)
	if connection := s.f.Summary(s.w.now).Connection; connection.State != Live {
		t.Errorf("after recovery: %+v", connection)
	}
}

// A clock that is set back hides not that the connection is gone.
func TestConnection_ClockSetBack(t *testing.T) {
	s := listed(t, newWorld(3))
	s.w.now, s.w.skew = s.w.now.Add(-time.Hour), s.w.skew+time.Hour
	s.ask()
	s.flights = nil // whatever was on its way is lost, so that no answer sets it right
	s.answer = func(Request) Response { return Response{Err: errRefused} }
	s.forget()
	s.run(10 * time.Minute)
	connection := s.f.Summary(s.w.now).Connection
	if connection.State != Offline || connection.Since.After(s.w.now) || connection.Since.IsZero() {
		t.Errorf("the connection is %+v", connection)
	}
	if n := len(s.sent); n > 60 {
		t.Errorf("%d requests in ten minutes without a connection", n)
	}
}

// A quota of what was left is no trouble any more.
func TestConnection_QuotaOfUnwantedList(t *testing.T) {
	s := listed(t, newWorld(3))
	s.answer = func(r Request) Response {
		if r.Kind == ListOperations && r.Query.Status != "" && strings.HasPrefix(string(r.Query.Type), "T") {
			return Response{Err: &tolokaapi.Error{Status: 429, Retry: 30 * time.Second}}
		}
		return s.w.answer(r)
	}
	interest(s.f, func(is *Interests) { is.Trainings = true })
	s.run(20 * time.Second)
	interest(s.f, func(is *Interests) { is.Trainings = false })
	s.run(time.Minute)
	if c := s.f.Summary(s.w.now).Connection; c.State != Live {
		t.Errorf("the connection is %+v", c)
	}
}

// Requests that are out when the connection breaks count once.
func TestConnection_ConcurrentFailuresCountOnce(t *testing.T) {
	s := listed(t, newWorld(30))
	s.answer = func(Request) Response { return Response{Err: errRefused} }
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	s.f.Submit(s.w.now, tolokaapi.VerbClose, refs)
	s.run(s.latency)
	if n := s.count(Submit); n < 10 {
		t.Fatalf("%d commands were out", n)
	}
	if c := s.f.Summary(s.w.now).Connection; c.State != Offline || c.RetryAt.Sub(s.w.now) > time.Second {
		t.Errorf("the connection is %v, tried again in %v", c.State, c.RetryAt.Sub(s.w.now))
	}
}
