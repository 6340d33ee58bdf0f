package fleet

import (
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

func TestAClockThatWasSetBackTakesTheReadsThatAreDueWithIt(t *testing.T) {
	for name, tc := range map[string]struct {
		pools int
		fail  bool
	}{
		"one that failed":           {pools: 1, fail: true},
		"many that wait for others": {pools: 40},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(tc.pools + 1)
			w.fate = func(ref tolokaapi.Ref) worldOp { return worldOp{never: ref == pool1000 && tc.pools > 1} }
			s := newScene(t, w, Config{RefreshLive: 24 * time.Hour})
			s.run(10 * time.Second)
			mend := s.spoil(func(a *Response) {
				if a.Request.Kind == GetPool && tc.fail {
					a.Err = &tolokaapi.Error{Status: 500}
				}
			})
			refs, _ := s.f.Pools(tolokaapi.SubjectPool)
			s.f.Submit(w.now, tolokaapi.VerbClose, refs)
			s.run(3 * time.Second)
			if len(s.f.rereads.due) == 0 {
				t.Fatal("nothing is due")
			}
			w.leap(-time.Hour)
			for i := range s.flights {
				s.flights[i].at = s.flights[i].at.Add(-time.Hour)
			}
			mend()
			s.run(20 * time.Second)
			if n := len(s.f.rereads.due); n != 0 {
				t.Errorf("%d pools are still to be read", n)
			}
		})
	}
}

func TestATickThatWasOvertakenMovesNoWait(t *testing.T) {
	s := listed(t, newWorld(3))
	s.once(failing(&tolokaapi.Error{Status: 429, Interval: tolokaapi.PerHour}))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(100 * time.Millisecond)
	want := s.row(id).RetryAt
	for range 10 {
		s.f.Next(s.w.now)
		s.f.Next(s.w.now.Add(-clockJump))
	}
	if got := s.row(id).RetryAt; !got.Equal(want) {
		t.Errorf("the quota is over at %v, want %v", got, want)
	}
}

func TestAClockThatWasSetBackMakesNoDateOfNever(t *testing.T) {
	s := newScene(t, newWorld(1), Config{})
	s.spoil(func(a *Response) {
		if a.Request.Kind == ListOperations {
			a.Err = &tolokaapi.Error{Status: 500}
		}
	})
	s.run(5 * time.Second)
	s.w.leap(-time.Hour)
	s.run(time.Second)
	if d := s.f.OperationsDelay(); !d.Good.IsZero() || d.Failing.IsZero() {
		t.Errorf("operations, which were never listed, are late: %+v", d)
	}
}

func TestTheLedgerForgets(t *testing.T) {
	for name, dated := range map[string]bool{"by the Date header": true, "without one": false} {
		t.Run(name, func(t *testing.T) {
			f := New(Config{}, testRand())
			now := newWorld(0).now
			for i := range 1000 {
				now = now.Add(time.Minute)
				f.advance(now)
				f.ledger.learn(tolokaapi.Operation{ID: tolokaapi.OperationID(strconv.Itoa(i)), Submitted: tolokaapi.DateOf(now)}, f.serverNow(), now)
				f.seq++
				f.flying[f.seq] = func(Response) {}
				a := Response{Request: Request{Seq: f.seq}, Sent: now, Received: now}
				if dated {
					a.Server = now
				}
				f.Observe(a)
			}
			if n := len(f.ledger.seen); n < 15 || n > 20 {
				t.Errorf("of an id a minute it remembers %d, want those of a quarter of an hour", n)
			}
		})
	}
}

func TestRequestsThatAreOutWhenTheConnectionBreaksCountOnce(t *testing.T) {
	s := listed(t, newWorld(30))
	s.answer = func(Request) Response { return Response{Err: errRefused} }
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	s.f.Submit(s.w.now, tolokaapi.VerbClose, refs)
	s.run(s.latency)
	if n := s.count(Submit); n < 10 {
		t.Fatalf("%d commands were out", n)
	}
	if l := s.f.Summary(s.w.now).Link; l.State != Offline || l.RetryAt.Sub(s.w.now) > time.Second {
		t.Errorf("the connection is %v, tried again in %v", l.State, l.RetryAt.Sub(s.w.now))
	}
}

func TestWhatFailsWhileTheRestIsAnsweredIsTriedLessAndLess(t *testing.T) {
	s := listed(t, slow(time.Hour))
	s.spoil(func(a *Response) {
		if a.Request.Kind == GetRequester {
			a.Err = errRefused
		}
	})
	s.submit(tolokaapi.VerbClose, pool1000)
	s.f.account.due = s.w.now
	s.run(time.Minute)
	if n := s.count(GetRequester); n < 4 || n > 8 {
		t.Errorf("it was tried %d times in a minute", n)
	}
}

func TestOnlyAQuotaOrAnUnavailableServerSaysWhenToTryAgain(t *testing.T) {
	for status, want := range map[int]time.Duration{
		400: time.Second, 404: time.Second, 409: time.Second, 500: time.Second, 502: time.Second,
		429: time.Hour, 503: time.Hour,
	} {
		s := listed(t, newWorld(1))
		s.spoil(func(a *Response) {
			if a.Request.Kind == GetRequester {
				a.Err = &tolokaapi.Error{Status: status, Retry: time.Hour}
			}
		})
		s.f.account.due = s.w.now
		s.run(s.latency)
		if wait := s.f.account.due.Sub(s.w.now); wait > want || wait < want*4/5 {
			t.Errorf("%d: tried again in %v, want %v", status, wait, want)
		}
	}
}
