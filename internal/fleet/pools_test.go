package fleet

import (
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tolokadash/tolokaapi"
)

func TestTenThousandPoolsAreListedInThirtySixRequestsOpenFirst(t *testing.T) {
	w := newWorld(0)
	for i := range 10_000 {
		status := tolokaapi.Closed
		switch {
		case i%8 == 0:
			status = tolokaapi.Open
		case i%97 == 0:
			status = tolokaapi.Locked
		}
		w.addPool(strconv.Itoa(20_000_000+i), status)
	}
	s := newScene(t, w, Config{})
	s.run(60 * time.Millisecond)
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	if len(refs) != 300 || refs[0].ID != "20009992" {
		t.Errorf("after the first page: %d pools, first %v", len(refs), refs[0])
	}
	s.run(10 * time.Second)
	if got := s.count(ListPools); got > 36 {
		t.Errorf("%d requests, want at most 36", got)
	}
	l := s.f.List(tolokaapi.SubjectPool)
	want := map[tolokaapi.PoolStatus]int{tolokaapi.Open: 1250, tolokaapi.Locked: 91, tolokaapi.Closed: 8659}
	if diff := cmp.Diff(want, l.Counts); diff != "" || !l.Loaded || l.Loading {
		t.Errorf("loaded=%v loading=%v counts (-want +got):\n%s", l.Loaded, l.Loading, diff)
	}
}

func TestClosingTwoHundredPoolsCostsAtMostOnePointFourRequestsEach(t *testing.T) {
	for name, spread := range map[string]int{"neighbours": 1, "spread over 10,000": 50} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(0)
			for i := range 10_000 {
				status := tolokaapi.Closed
				if i%spread == 0 && i/spread < 200 {
					status = tolokaapi.Open
				}
				w.addPool(strconv.Itoa(20_000_000+i), status)
			}
			s := listed(t, w)
			refs := slices.DeleteFunc(slices.Clone(s.f.shelf.refs[tolokaapi.SubjectPool]), func(r tolokaapi.Ref) bool {
				return s.f.shelf.pools[r].Status != tolokaapi.Open
			})
			id, _ := s.f.Submit(w.now, tolokaapi.VerbClose, refs)
			s.run(25 * time.Second)
			if b, _ := s.f.Batch(id); b.Done != 200 || b.Total != 200 {
				t.Fatalf("batch %+v", b)
			}
			if len(s.f.rereads.due) > 0 {
				t.Errorf("%d pools are still to be read again", len(s.f.rereads.due))
			}
			if posts, all := s.count(Submit), len(s.sent); posts != 200 || all > 280 {
				t.Errorf("%d POSTs and %d requests in all, want 200 and at most 280", posts, all)
			}
		})
	}
}

func TestAFewPoolsAreReadSinglyAtOnce(t *testing.T) {
	s := listed(t, newWorld(5))
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(6 * time.Second)
	if got := s.count(GetPool); got != 1 {
		t.Errorf("%d single reads, want 1", got)
	}
}

func TestAReadOlderThanTheServersWordDoesNotUndoIt(t *testing.T) {
	w := newWorld(1)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{} }
	s := listed(t, w)
	stale := w.answer(Request{Kind: GetPool, On: pool1000})
	stale.Request.Seq = s.f.seq + 1
	s.f.seq++
	s.f.flying[stale.Request.Seq] = s.f.readPool
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(60 * time.Millisecond)
	s.f.Observe(stale)
	if p, _ := s.f.Pool(pool1000); p.Status != tolokaapi.Closed {
		t.Errorf("the pool turned back to %s", p.Status)
	}
}

func TestAPoolThatVanishedIsTakenAwayOnlyOnceItsReadSaysSo(t *testing.T) {
	s := listed(t, newWorld(3))
	delete(s.w.pools, pool1000)
	s.answer = func(r Request) Response {
		if r.Kind == GetPool {
			return Response{Err: &tolokaapi.Error{Status: 500}}
		}
		return s.w.answer(r)
	}
	s.run(time.Minute)
	if _, ok := s.f.Pool(pool1000); !ok {
		t.Fatal("it was taken away without an answer")
	}
	s.answer = s.w.answer
	s.run(time.Minute)
	if _, ok := s.f.Pool(pool1000); ok {
		t.Error("it is still there")
	}
	want := []Notice{{Kind: PoolGone, On: pool1000, Name: "pool 1000"}}
	if diff := cmp.Diff(want, s.f.TakeNotices()); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
}

func TestAListThatDoesNotAdvanceStopsWithANotice(t *testing.T) {
	w := newWorld(5)
	s := newScene(t, w, Config{})
	s.answer = func(r Request) Response {
		a := w.answer(r)
		if r.Kind == ListPools {
			a.Pools.HasMore = true
			a.Pools.Items = w.listPools(tolokaapi.Query{Sort: "-id", Limit: 300}).Items // the same again
		}
		return a
	}
	s.run(5 * time.Second)
	if got := s.count(ListPools); got > 6 {
		t.Errorf("%d requests, want two for each of three lists at most", got)
	}
	notices := s.f.TakeNotices()
	if len(notices) == 0 || notices[0].Kind != ListStuck {
		t.Errorf("notices %+v", notices)
	}
	if refs, _ := s.f.Pools(tolokaapi.SubjectPool); len(refs) != 5 {
		t.Errorf("%d pools, want the 5 that came", len(refs))
	}
}

// TestAListThatNeverEndsIsLeft gets one more pool, with a lower id, for ever.
func TestAListThatNeverEndsIsLeft(t *testing.T) {
	s := newScene(t, newWorld(0), Config{})
	next := 1_000_000
	s.answer = func(r Request) Response {
		a := s.w.answer(r)
		if r.Kind == ListPools && r.Query.Status == string(tolokaapi.Open) {
			next--
			p := tolokaapi.Pool{Ref: tolokaapi.PoolRef(strconv.Itoa(next)), Status: tolokaapi.Open}
			a.Pools = tolokaapi.Page[tolokaapi.Pool]{Query: r.Query, Items: []tolokaapi.Pool{p}, HasMore: true}
		}
		return a
	}
	s.run(time.Hour)
	if refs, _ := s.f.Pools(tolokaapi.SubjectPool); len(refs) < maxPages || len(refs) > 20*maxPages {
		t.Errorf("%d pools after an hour", len(refs))
	}
	if n := len(s.f.TakeNotices()); n != 1 || !s.f.List(tolokaapi.SubjectPool).Stuck {
		t.Errorf("%d notices, stuck: %v", n, s.f.List(tolokaapi.SubjectPool).Stuck)
	}
}

func TestAnUnreadablePoolIsShownAndRefused(t *testing.T) {
	w := newWorld(1)
	bad := w.addPool("2000", tolokaapi.Open)
	w.pools[bad].Unreadable = "its status is a number"
	s := newScene(t, w, Config{})
	s.answer = func(r Request) Response {
		a := w.answer(r)
		if r.Kind == ListPools && r.Query.Status == "OPEN" {
			a.Pools.Items = append(a.Pools.Items, tolokaapi.Pool{Unreadable: "it has no id"})
		}
		return a
	}
	s.run(5 * time.Minute)
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	if len(refs) != 3 {
		t.Fatalf("pools %v, want three rows", refs)
	}
	ok, left := s.f.Eligible(tolokaapi.VerbClose, refs)
	if len(ok) != 1 || len(left) != 2 || left[0].Reason != Unreadable || left[1].Reason != Unreadable {
		t.Errorf("eligible %v, left out %+v", ok, left)
	}
}

func TestWhatMayBeSentToAPool(t *testing.T) {
	for _, tc := range []struct {
		verb   tolokaapi.Verb
		status tolokaapi.PoolStatus
		want   Reason // 0: sent
	}{
		{tolokaapi.VerbClose, tolokaapi.Open, 0},
		{tolokaapi.VerbClose, tolokaapi.Closed, Already},
		{tolokaapi.VerbClose, tolokaapi.Locked, WrongStatus},
		{tolokaapi.VerbClose, tolokaapi.Archived, WrongStatus},
		{tolokaapi.VerbClose, "SUSPENDED", WrongStatus},
		{tolokaapi.VerbOpen, tolokaapi.Open, Already},
		{tolokaapi.VerbOpen, tolokaapi.Closed, 0},
		{tolokaapi.VerbOpen, tolokaapi.Archived, WrongStatus},
		{tolokaapi.VerbArchive, tolokaapi.Open, WrongStatus},
		{tolokaapi.VerbArchive, tolokaapi.Closed, 0},
		{tolokaapi.VerbArchive, tolokaapi.Archived, Already},
		{tolokaapi.VerbClone, tolokaapi.Open, 0},
		{tolokaapi.VerbClone, tolokaapi.Archived, 0},
		{tolokaapi.VerbClone, "", WrongStatus},
	} {
		w := newWorld(1)
		s := listed(t, w)
		s.f.shelf.pools[pool1000].Status = tc.status
		got := Reason(0)
		if _, left := s.f.Eligible(tc.verb, []tolokaapi.Ref{pool1000}); len(left) > 0 {
			got = left[0].Reason
		}
		if got != tc.want {
			t.Errorf("%s on %q: reason %d, want %d", tc.verb, tc.status, got, tc.want)
		}
	}
}

func TestASecondCommandForABusyPoolIsRefusedAndNamesTheRow(t *testing.T) {
	s := listed(t, newWorld(1))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	_, left := s.f.Submit(s.w.now, tolokaapi.VerbClone, []tolokaapi.Ref{pool1000, pool1000})
	want := []Refusal{{On: pool1000, Reason: Busy, Status: tolokaapi.Open, Row: id}}
	if diff := cmp.Diff(want, left); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
}

func TestAReadOnlyFleetSendsNothing(t *testing.T) {
	w := newWorld(1)
	s := newScene(t, w, Config{ReadOnly: true})
	s.run(10 * time.Second)
	if id, left := s.f.Submit(w.now, tolokaapi.VerbClose, []tolokaapi.Ref{pool1000}); id != 0 || left[0].Reason != ReadOnly {
		t.Errorf("batch %d, left out %+v", id, left)
	}
	s.run(time.Minute)
	if got := s.count(Submit); got != 0 {
		t.Errorf("%d POSTs", got)
	}
}

func TestAClonesNewPoolAppearsByItself(t *testing.T) {
	s := listed(t, newWorld(1))
	id := s.submit(tolokaapi.VerbClone, pool1000)
	s.run(8 * time.Second)
	made := s.row(id).Op.Created
	if p, ok := s.f.Pool(made); made.Zero() || !ok || p.Status != tolokaapi.Closed {
		t.Errorf("made %v, known=%v as %s", made, ok, p.Status)
	}
}

func TestWhileNothingAnswersOneRequestIsTriedAtATimeAndSaysWhen(t *testing.T) {
	s := listed(t, newWorld(3))
	good := s.f.link.lastGood
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
	link := s.f.Summary(s.w.now).Link
	if link.State != Offline || link.Since.Before(good) || !link.RetryAt.After(s.w.now) || link.RetryAt.Sub(s.w.now) > 30*time.Second {
		t.Errorf("link %+v at %v", link, s.w.now)
	}
	s.answer = s.w.answer
	s.run(31 * time.Second)
	if link := s.f.Summary(s.w.now).Link; link.State != Live {
		t.Errorf("after recovery: %+v", link)
	}
}

func TestAQuotaOnAListIsWaitedOutAndShown(t *testing.T) {
	s := listed(t, newWorld(3))
	s.answer = func(r Request) Response {
		if r.Kind == ListPools {
			return Response{Err: &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerMinute}}
		}
		return s.w.answer(r)
	}
	s.run(40 * time.Second)
	link := s.f.Summary(s.w.now).Link
	if link.State != OverQuota || link.Problem.Interval != tolokaapi.PerMinute {
		t.Fatalf("link %+v", link)
	}
	s.forget()
	s.run(link.RetryAt.Sub(s.w.now) - time.Second)
	s.f.Refresh(s.w.now)
	s.run(500 * time.Millisecond)
	if got := s.count(ListPools); got > 1 { // the other list learns for itself
		t.Errorf("%d lists before the quota was over", got)
	}
}

func TestTheServersClockIsKnownWithinItsSecond(t *testing.T) {
	var c clock
	start := time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)
	skew := 83*time.Second + 400*time.Millisecond
	for i := range 50 {
		sent := start.Add(time.Duration(i) * 1370 * time.Millisecond)
		c.observe(sent, sent.Add(skew).Truncate(time.Second), sent.Add(80*time.Millisecond))
	}
	if got := c.server(start).Sub(start); (got - skew).Abs() > 100*time.Millisecond {
		t.Errorf("offset %v, want about %v", got, skew)
	}
	later := start.Add(8 * time.Hour) // ours was set back
	c.observe(later, start.Truncate(time.Second), later.Add(80*time.Millisecond))
	if got := c.server(later); got.Sub(start).Abs() > time.Second {
		t.Errorf("after a jump: %v, want about %v", got, start)
	}
}

func TestBackoffDoublesFromASecondToThirty(t *testing.T) {
	f := New(Config{}, testRand())
	for failures, want := range map[int]time.Duration{1: 1, 2: 2, 3: 4, 4: 8, 5: 16, 6: 30, 7: 30, 10_000: 30} {
		for range 20 {
			if got := backoff(f.rng, failures); got > want*time.Second || got < want*time.Second*4/5 {
				t.Errorf("after %d failures: %v, want %d s or a fifth less", failures, got, want)
			}
		}
	}
}
