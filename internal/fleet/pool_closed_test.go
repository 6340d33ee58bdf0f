package fleet

import (
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tolokadash/tolokaapi"
)

// closes lets the server close a pool now, for a reason.
func (w *world) closes(ref tolokaapi.Ref, reason string) {
	p := w.pools[ref]
	p.Status, p.CloseReason, p.LastStopped = tolokaapi.Closed, reason, tolokaapi.DateOf(w.server())
}

// notices fails unless exactly these notices are due.
func (s *scene) notices(want ...Notice) {
	s.t.Helper()
	if diff := cmp.Diff(want, s.f.TakeNotices()); diff != "" {
		s.t.Errorf("notices (-want +got):\n%s", diff)
	}
}

func poolClosedNotice(id, reason string) Notice {
	return Notice{Kind: PoolClosed, On: tolokaapi.PoolRef(id), Name: "pool " + id, Reason: reason}
}

func TestPoolClosed_Reasons(t *testing.T) {
	t.Parallel()
	for reason, announced := range map[string]bool{
		"NOT_ENOUGH_BALANCE": true, "EXPIRED": true, "BLOCKED": true, "ASSIGNMENTS_LIMIT_EXCEEDED": true,
		"MANUAL": false, "COMPLETED": false, "FOR_UPDATE": false, "": false, "SOMETHING_NEW": false,
	} {
		s := listed(t, newWorld(2))
		s.w.closes(pool1000, reason)
		s.run(time.Minute)
		if p, _ := s.f.Pool(pool1000); p.Status != tolokaapi.Closed || (p.WhyClosed() == reason) != (announced || reason == "") {
			t.Errorf("%s: the pool is %s, closed for %q", reason, p.Status, p.WhyClosed())
		}
		if !announced {
			s.notices()
			continue
		}
		s.notices(poolClosedNotice("1000", reason))
		s.run(20 * time.Minute) // it is listed again and again
		s.notices()
	}
}

// A pool that the balance was not enough for, beside a balance that would be enough, tells
// nobody what to do: the account is read at once.
func TestPoolClosed_BalanceReadAgain(t *testing.T) {
	t.Parallel()
	for reason, at := range map[string]bool{ClosedNotEnoughBalance: true, ClosedExpired: false} {
		s := listed(t, newWorld(2))
		s.until("the account was read", func() bool { return s.count(GetRequester) > 0 })
		s.run(5 * time.Second)
		s.w.closes(pool1000, reason)
		s.forget()
		s.until("the close is known", func() bool {
			p, _ := s.f.Pool(pool1000)
			return p.WhyClosed() == reason
		})
		s.run(2 * time.Second)
		if n := s.count(GetRequester); (n > 0) != at {
			t.Errorf("%s: the account was read %d times", reason, n)
		}
	}
}

// What had closed before the program started is no news.
func TestPoolClosed_BeforeTheStart(t *testing.T) {
	t.Parallel()
	w := newWorld(2)
	w.closes(pool1000, ClosedExpired)
	w.now = w.now.Add(5 * time.Second)
	s := listed(t, w)
	s.notices()
	late := w.addPool("1007", tolokaapi.Open) // it is seen for the first time when it has closed
	w.closes(late, ClosedNotEnoughBalance)
	s.run(20 * time.Minute)
	s.notices(poolClosedNotice("1007", ClosedNotEnoughBalance))
}

// A pool that opened and closed between two lists closed anew.
func TestPoolClosed_Again(t *testing.T) {
	t.Parallel()
	s := listed(t, newWorld(2))
	s.w.closes(pool1000, ClosedNotEnoughBalance)
	s.run(time.Minute)
	s.notices(poolClosedNotice("1000", ClosedNotEnoughBalance))
	s.w.closes(pool1000, ClosedNotEnoughBalance)
	s.run(20 * time.Minute)
	s.notices(poolClosedNotice("1000", ClosedNotEnoughBalance))
}

func TestPoolClosed_ByOurClose(t *testing.T) {
	t.Parallel()
	for name, late := range map[string]time.Duration{"while the close is under way": time.Second, "as the close ended": 4 * time.Second} {
		t.Run(name, func(t *testing.T) {
			s := listed(t, newWorld(2))
			id := s.submit(tolokaapi.VerbClose, pool1000)
			s.run(late)
			s.w.closes(pool1000, ClosedNotEnoughBalance)
			s.f.Refresh(s.w.now)
			s.run(time.Minute)
			if r := s.row(id); r.State != Succeeded {
				t.Errorf("the close is %s", r.State)
			}
			s.notices()
			s.w.pools[pool1000].Status = tolokaapi.Open
			s.run(11 * time.Minute)
			s.w.closes(pool1000, ClosedNotEnoughBalance)
			s.run(time.Minute)
			s.notices(poolClosedNotice("1000", ClosedNotEnoughBalance)) // this one was not
		})
	}
}

// Our close was answered that the pool is closed already: it was not ours.
func TestPoolClosed_BeforeOurClose(t *testing.T) {
	t.Parallel()
	s := listed(t, newWorld(2))
	s.w.pools[pool1000].LastStopped = tolokaapi.DateOf(s.w.server().Add(-time.Hour))
	s.run(time.Minute)
	s.w.closes(pool1000, ClosedNotEnoughBalance)
	if r := s.row(s.submit(tolokaapi.VerbClose, pool1000)); r.On != pool1000 {
		t.Fatal("it was not sent")
	}
	s.run(time.Minute)
	s.notices(poolClosedNotice("1000", ClosedNotEnoughBalance))
}

// A status that is newer than the reason beside it says nothing about why.
func TestPoolClosed_OldReason(t *testing.T) {
	t.Parallel()
	w := newWorld(2)
	w.pools[pool1000].CloseReason, w.pools[pool1000].LastStopped = ClosedExpired, tolokaapi.DateOf(w.server().Add(-time.Hour))
	s := listed(t, w)
	w.pools[pool1000].Status = tolokaapi.Closed
	s.run(time.Minute)
	s.notices()
	w.closes(pool1000, "MANUAL")
	s.run(20 * time.Minute)
	s.notices()
}

func TestPoolClosed_ManyAtOnce(t *testing.T) {
	t.Parallel()
	s := listed(t, newWorld(60))
	for i := range 40 {
		s.w.closes(tolokaapi.PoolRef(strconv.Itoa(1000+i)), ClosedNotEnoughBalance)
	}
	s.run(time.Minute)
	if n := len(s.f.TakeNotices()); n != 40 {
		t.Errorf("%d notices of 40 pools", n)
	}
}

// A close that succeeded says nothing of the reason of the close before it: until the pool
// is read again, why it is closed is not known.
func TestPoolClosed_OldReasonBesideOurClose(t *testing.T) {
	t.Parallel()
	w := newWorld(2)
	w.pools[pool1000].CloseReason, w.pools[pool1000].LastStopped = ClosedNotEnoughBalance, tolokaapi.DateOf(w.server().Add(-time.Hour))
	s := listed(t, w)
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.until("the pool is closed", func() bool {
		p, _ := s.f.Pool(pool1000)
		return p.Status == tolokaapi.Closed
	})
	if r := s.row(id); r.State != Succeeded {
		t.Fatalf("the close is %s", r.State)
	}
	if p, _ := s.f.Pool(pool1000); p.WhyClosed() != "" {
		t.Errorf("closed for %q, the reason of the close before", p.WhyClosed())
	}
}
