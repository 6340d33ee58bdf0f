package fleet

import (
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"

	"github.com/google/go-cmp/cmp"
)

// Looking at archived pools on and off asks for them once.
func TestPoolListing_ArchivedToggledReadOnce(t *testing.T) {
	s := listed(t, newWorld(3))
	for i := range 10 {
		interest(s.f, func(is *Interests) { is.Archived = i%2 == 0 })
		s.ask()
	}
	interest(s.f, func(is *Interests) { is.Archived = true })
	s.run(2 * time.Second)
	archived := 0
	for _, r := range s.sent {
		if r.Kind == ListPools && r.Query.Status == string(tolokaapi.Archived) {
			archived++
		}
	}
	if archived != 1 {
		t.Errorf("%d lists of archived pools, want 1", archived)
	}
}

// Rows without an ID leave when their list is well.
func TestPoolListing_UnidentifiedRecordsLeave(t *testing.T) {
	s := listed(t, newWorld(5))
	mend := s.spoil(func(a *Response) {
		for i := range a.Pools.Items {
			a.Pools.Items[i] = tolokaapi.Pool{Unreadable: "its id cannot be used"}
		}
	})
	s.f.Refresh(s.w.now)
	s.run(5 * time.Second)
	if refs, _ := s.f.Pools(tolokaapi.SubjectPool); len(refs) != 10 {
		t.Errorf("%d rows while it lasts", len(refs))
	}
	mend()
	s.run(40 * time.Second)
	if refs, _ := s.f.Pools(tolokaapi.SubjectPool); len(refs) != 5 {
		t.Errorf("%d rows afterwards", len(refs))
	}
}

// A pool that became closed while closed pools were being listed, after its page
// had gone by, is not missing from that list.
func TestPoolListing_ChangedWhileRead(t *testing.T) {
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
			closed := s.f.pools.listing(tolokaapi.SubjectPool, tolokaapi.Closed)
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

// Ten thousand pools are listed in thirty six requests open first.
func TestPoolListing_TenThousandPools(t *testing.T) {
	t.Parallel()
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

// A list that does not advance stops with a notice.
func TestPoolListing_NotAdvancing(t *testing.T) {
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

// TestPoolListing_NeverEnds gets one more pool, with a lower id, for ever.
func TestPoolListing_NeverEnds(t *testing.T) {
	t.Parallel()
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

// A quota on a list is waited out and shown.
func TestPoolListing_QuotaWaitedOut(t *testing.T) {
	s := listed(t, newWorld(3))
	s.answer = func(r Request) Response {
		if r.Kind == ListPools {
			return Response{Err: &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerMinute}}
		}
		return s.w.answer(r)
	}
	s.run(40 * time.Second)
	connection := s.f.Summary(s.w.now).Connection
	if connection.State != OverQuota || connection.Problem.Interval != tolokaapi.PerMinute {
		t.Fatalf("connection %+v", connection)
	}
	s.forget()
	s.run(connection.RetryAt.Sub(s.w.now) - time.Second)
	s.f.Refresh(s.w.now)
	s.run(500 * time.Millisecond)
	if got := s.count(ListPools); got > 1 { // the other list learns for itself
		t.Errorf("%d lists before the quota was over", got)
	}
}

// A list that is stuck again is told again.
func TestPoolListing_StuckAgainToldAgain(t *testing.T) {
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
		interest(s.f, func(is *Interests) { is.History = 0 })
		interest(s.f, func(is *Interests) { is.History = 10 })
		s.run(10 * time.Minute)
		if got := len(s.f.TakeNotices()); got != want {
			t.Errorf("reading %d: %d notices, want %d", i, got, want)
		}
	}
}
