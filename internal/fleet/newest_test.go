package fleet

import (
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// underWay is a read of a pool that is on its way, answered as the pool is now.
func (s *scene) underWay(ref tolokaapi.Ref) Response {
	s.f.seq++
	s.f.flying[s.f.seq] = s.f.readPool
	return s.w.answer(Request{Seq: s.f.seq, Kind: GetPool, On: ref})
}

// reads is how often a pool was read by itself.
func (s *scene) reads(ref tolokaapi.Ref) int {
	n := 0
	for _, r := range s.sent {
		if r.Kind == GetPool && r.On == ref {
			n++
		}
	}
	return n
}

func TestAReadOlderThanTheNewestDoesNotUndoIt(t *testing.T) {
	s := listed(t, newWorld(1))
	old := s.underWay(pool1000)
	s.w.pools[pool1000].Name = "renamed"
	s.f.Observe(s.underWay(pool1000))
	s.f.Observe(old)
	if p, _ := s.f.Pool(pool1000); p.Name != "renamed" {
		t.Errorf("it is named %q again", p.Name)
	}
}

func TestAReadThatWasOnItsWayIsNotTheOneThatIsDue(t *testing.T) {
	w := newWorld(1)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{fails: true} }
	s := listed(t, w)
	mend := s.spoil(func(a *Response) {
		if a.Request.Kind == GetPool {
			a.Err = &tolokaapi.Error{Status: 500}
		}
	})
	old := s.underWay(pool1000)
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	s.f.Observe(old)
	if s.f.Settled() {
		t.Error("it is not to be read any more")
	}
	w.pools[pool1000].Name = "renamed"
	mend()
	s.run(10 * time.Second)
	if p, _ := s.f.Pool(pool1000); p.Name != "renamed" || !s.f.Settled() {
		t.Errorf("it is named %q, settled: %v", p.Name, s.f.Settled())
	}
}

func TestAPoolThatIsDueTwiceIsReadAfterTheSecondTime(t *testing.T) {
	s := listed(t, newWorld(1))
	s.spoil(func(a *Response) {
		if a.Request.Kind == Submit {
			a.Err = &tolokaapi.Error{Status: 409, Code: "INAPPROPRIATE_STATUS"}
		}
	})
	s.takesLong(3*time.Second, func(r Request) bool { return r.Kind == GetPool })
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(10 * time.Second)
	if n := s.count(GetPool); n != 2 {
		t.Errorf("it was read %d times, want once for each refusal", n)
	}
}

func TestAPoolThatWasAsAskedIsReadOnce(t *testing.T) {
	s := listed(t, newWorld(3))
	s.w.pools[pool1000].Status = tolokaapi.Closed // by itself, a moment ago
	s.w.pools[pool1000].CloseReason = "EXPIRED"
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(5 * time.Second)
	p, _ := s.f.Pool(pool1000)
	if s.row(id).State != Unchanged || s.count(GetPool) != 1 || p.CloseReason != "EXPIRED" {
		t.Errorf("the row is %v, read %d times, closed because %q", s.row(id).State, s.count(GetPool), p.CloseReason)
	}
}

func TestWhatEndedUnseenHasItsPoolReadAgain(t *testing.T) {
	w := newWorld(1)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Second} }
	s := newScene(t, w, Config{RefreshLive: time.Hour})
	s.run(time.Minute)
	s.forget()
	s.colleague(tolokaapi.VerbClose, pool1000)
	s.run(40 * time.Second)
	if p, _ := s.f.Pool(pool1000); p.Status != tolokaapi.Closed || s.count(GetPool) != 1 {
		t.Errorf("it is %s after %d reads", p.Status, s.count(GetPool))
	}
}

// A pool that became closed while closed pools were being listed, after its page
// had gone by, is not missing from that list.
func TestWhatChangedWhileItsListWasReadIsNotMissed(t *testing.T) {
	for name, tc := range map[string]struct {
		reply   func(*scene)
		latency time.Duration // of a read of the pool
	}{
		"it was read since": {
			reply: func(s *scene) {
				s.once(func() Response {
					s.w.pools[pool1000].Status = tolokaapi.Closed // by itself
					return Response{Err: &tolokaapi.Error{Status: 409, Code: "INAPPROPRIATE_STATUS"}}
				})
			},
			latency: 50 * time.Millisecond,
		},
		"the server said so": {
			reply:   func(*scene) {},
			latency: 20 * time.Second,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(1)
			w.fate = func(tolokaapi.Ref) worldOp { return worldOp{} }
			for i := range 60 {
				w.addPool(strconv.Itoa(100+i), tolokaapi.Closed)
			}
			w.perPage = 5
			s := listed(t, w)
			closed := s.f.shelf.listing(tolokaapi.SubjectPool, tolokaapi.Closed)
			closed.due = w.now
			s.until("pages were read", func() bool { return closed.pass != nil && closed.pass.pages > 1 })
			tc.reply(s)
			s.takesLong(tc.latency, func(r Request) bool { return r.Kind == GetPool })
			s.submit(tolokaapi.VerbClose, pool1000)
			s.run(time.Second)
			if closed.pass == nil {
				t.Fatal("the list was read to its end before")
			}
			s.run(time.Minute)
			if n := s.reads(pool1000); n != 1 || closed.pass != nil {
				t.Errorf("it was read %d times", n)
			}
		})
	}
}

func TestARefreshWhilePausedListsPoolsOnce(t *testing.T) {
	s := listed(t, newWorld(3))
	s.f.Pause(true)
	s.f.Refresh(s.w.now)
	s.run(30 * time.Minute)
	if n := s.count(ListPools); n != 3 {
		t.Errorf("%d lists of pools in half an hour, want the three", n)
	}
}
