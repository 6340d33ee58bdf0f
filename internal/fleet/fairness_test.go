package fleet

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// takesLong, called last, makes the answers to some requests come later than the
// others.
func (s *scene) takesLong(d time.Duration, which func(Request) bool) {
	usual, before := s.latency, s.answer
	s.answer = func(r Request) Response {
		s.latency = usual
		if which(r) {
			s.latency = d
		}
		return before(r)
	}
}

// closing sends a close every so often and fails when one is seen to have ended
// later than 1.5 s after its end.
func (s *scene) closing(n int, every, takes time.Duration, watch func()) {
	s.t.Helper()
	ends := map[RowID]time.Time{}
	for i := range n {
		id := s.submit(tolokaapi.VerbClose, tolokaapi.PoolRef(strconv.Itoa(1000+i)))
		ends[id] = s.w.now.Add(takes)
		for range every / (100 * time.Millisecond) {
			s.run(100 * time.Millisecond)
			watch()
			for id, end := range ends {
				if s.row(id).State == Succeeded {
					delete(ends, id)
				} else if late := s.w.now.Sub(end); late > 1500*time.Millisecond {
					s.t.Fatalf("%s, over for %v, is %v", s.row(id).On, late, s.row(id).State)
				}
			}
		}
	}
}

func TestRowsThatStrayFromAListThatLagsComeBackToIt(t *testing.T) {
	w := newWorld(300)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 20 * time.Second} }
	s := listed(t, w)
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	mend := s.spoil(func(a *Response) { a.Operations.Items = nil })
	id, _ := s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.run(5 * time.Second)
	if s.count(GetOperation) == 0 {
		t.Fatal("no row strayed")
	}
	mend()
	s.run(time.Second)
	s.forget()
	s.run(time.Minute)
	b, _ := s.f.Batch(id)
	if b.Done != 300 || s.count(GetOperation) > 3 {
		t.Errorf("batch %+v after %d more single reads", b, s.count(GetOperation))
	}
	for _, id := range b.Rows {
		if r := s.row(id); r.Seen.Sub(r.End) > 5*time.Second {
			t.Fatalf("%s was seen to have ended %v after it had", r.On, r.Seen.Sub(r.End))
		}
	}
}

func TestRowsAskedForSinglyStarveNothing(t *testing.T) {
	for name, err := range map[string]error{"they are answered": nil, "they fail": &tolokaapi.Error{Status: 500}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(150)
			w.fate = func(tolokaapi.Ref) worldOp { return worldOp{never: true} }
			s := listed(t, w)
			s.spoil(func(a *Response) {
				a.Operations.Items = nil
				if a.Request.Kind == GetOperation {
					a.Err = err
				}
			})
			refs, _ := s.f.Pools(tolokaapi.SubjectPool)
			s.f.Submit(w.now, tolokaapi.VerbClose, refs)
			s.run(5 * time.Minute)
			s.forget()
			s.run(10 * time.Minute)
			asked := map[tolokaapi.OperationID]int{}
			var shared []time.Time
			for i, r := range s.sent {
				switch r.Kind {
				case GetOperation:
					asked[r.Op]++
					shared = append(shared, s.times[i])
				case ListOperations, ListPools:
					shared = append(shared, s.times[i])
				}
			}
			for _, o := range w.ops {
				if asked[o.op.ID] < 3 {
					t.Errorf("%s was asked for %d times", o.op.ID, asked[o.op.ID])
				}
			}
			if n := s.count(ListPools); n < 25 {
				t.Errorf("pools were listed %d times", n)
			}
			for i := listsPerSecond; i < len(shared); i++ {
				if d := shared[i].Sub(shared[i-listsPerSecond]); d < 999*time.Millisecond {
					t.Fatalf("%d lists and single reads within %v", listsPerSecond+1, d)
				}
			}
		})
	}
}

func TestListingManyClosedPoolsAgainDelaysNoNews(t *testing.T) {
	w := newWorld(15)
	for i := range 1200 {
		w.addPool(strconv.Itoa(20_000+i), tolokaapi.Closed)
	}
	w.perPage = 30
	s := listed(t, w)
	s.f.shelf.listing(tolokaapi.SubjectPool, tolokaapi.Closed).due = w.now
	s.closing(15, 4*time.Second, 4*time.Second, func() {})
	pages := 0
	for _, r := range s.sent {
		if r.Kind == ListPools && r.Query.Status == string(tolokaapi.Closed) {
			pages++
		}
	}
	if pages < 40 {
		t.Errorf("%d pages of closed pools were read in a minute", pages)
	}
}

func TestReadingALongRangeAgainDelaysNoNews(t *testing.T) {
	w := newWorld(15)
	for i := range 1200 {
		w.addPool(strconv.Itoa(20_000+i), tolokaapi.Archived) // not known
	}
	var ends []tolokaapi.Ref
	for i := range 5 {
		ends = append(ends, w.addPool(strconv.Itoa(10_000+i), tolokaapi.Open), w.addPool(strconv.Itoa(30_000+i), tolokaapi.Open))
	}
	w.perPage = 30
	s := listed(t, w)
	s.f.Submit(w.now, tolokaapi.VerbClose, ends)
	s.closing(15, 4*time.Second, 4*time.Second, func() {})
	pages := 0
	for _, r := range s.sent {
		if r.Kind == ListPools && r.Query.ID.LTE != "" {
			pages++
		}
	}
	if pages < 25 {
		t.Errorf("%d pages of the range were read in a minute", pages)
	}
}

func TestSweepingManyOldOperationsDelaysNoNews(t *testing.T) {
	w := newWorld(16)
	for i := range 1200 {
		o := &worldOp{never: true}
		o.op = tolokaapi.Operation{ID: tolokaapi.OperationID("old-" + strconv.Itoa(i)), Type: "POOL.OPEN", Unreadable: "it names no pool"}
		o.op.Submitted = tolokaapi.DateOf(w.server().Add(time.Duration(i)*time.Second - 20*time.Hour))
		w.ops = append(w.ops, o)
	}
	w.perPage = 30
	s := newScene(t, w, Config{})
	s.run(3 * time.Second)
	s.closing(16, 4*time.Second, 4*time.Second, func() {})
	pages := 0
	for _, r := range s.sent {
		if r.Kind == ListOperations && r.Query.Status == string(tolokaapi.Running) && r.Query.Type == "POOL.OPEN" {
			pages++
		}
	}
	if pages < 4 {
		t.Errorf("%d pages of the sweep were read in a minute", pages)
	}
}

func TestOneEndpointThatHangsIsNotTheConnection(t *testing.T) {
	for _, kind := range []Kind{GetPool, GetRequester, ListProjects} {
		t.Run(kind.String(), func(t *testing.T) {
			s := listed(t, newWorld(30))
			s.spoil(func(a *Response) {
				if a.Request.Kind == kind {
					a.Err = errTimeout
				}
			})
			s.takesLong(15*time.Second, func(r Request) bool { return r.Kind == kind })
			s.f.account.due, s.f.names.due = s.w.now, s.w.now
			s.closing(24, 5*time.Second, 4*time.Second, func() {
				if l := s.f.Summary(s.w.now).Link; l.State == Offline {
					t.Fatalf("the connection is %+v", l)
				}
			})
			if s.count(kind) == 0 {
				t.Error("nothing hung")
			}
		})
	}
}

func TestWhatAnotherBeganIsFollowedToItsEndWhilePaused(t *testing.T) {
	s := listed(t, slow(time.Minute))
	s.colleague(tolokaapi.VerbClone, pool1000)
	s.f.Refresh(s.w.now)
	s.run(5 * time.Second)
	s.f.Pause(true)
	s.run(2 * time.Minute)
	ids, _ := s.f.Rows()
	if len(ids) != 1 || s.row(ids[0]).State != Succeeded {
		t.Errorf("rows %v, want the one, succeeded", ids)
	}
	if _, left := s.f.Submit(s.w.now, tolokaapi.VerbClose, []tolokaapi.Ref{pool1000}); len(left) > 0 {
		t.Errorf("its pool is not free: %+v", left)
	}
}

func TestAnOperationListedWithoutItsPoolIsFollowedByItsID(t *testing.T) {
	s := listed(t, newWorld(3))
	s.spoil(each(func(op *tolokaapi.Operation) { op.Target = tolokaapi.Ref{} }))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(6 * time.Second)
	if r := s.row(id); r.State != Succeeded || s.count(GetOperation) != 0 {
		t.Errorf("it is %v after %d single reads", r.State, s.count(GetOperation))
	}
}

// A list that was asked for before a row's last news need not hold it.
func TestAListOlderThanTheOperationDoesNotMissIt(t *testing.T) {
	s := listed(t, slow(20*time.Second))
	s.takesLong(300*time.Millisecond, func(r Request) bool { return r.Kind == ListOperations })
	w := s.f.watchFor("POOL.CLOSE")
	w.due = s.w.now
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(100 * time.Millisecond)
	if s.row(id).State != Pending || !w.flying {
		t.Fatalf("it is %v, a list is on its way: %v", s.row(id).State, w.flying)
	}
	lists := 0
	s.spoil(func(a *Response) {
		if r := a.Request; r.Kind == ListOperations && r.Query.Type == "POOL.CLOSE" && r.Query.Status == "" {
			if lists++; lists == 1 { // it lags once
				a.Operations.Items = nil
			}
		}
	})
	s.run(30 * time.Second)
	if r := s.row(id); r.State != Succeeded || s.count(GetOperation) != 0 {
		t.Errorf("it is %v after %d single reads", r.State, s.count(GetOperation))
	}
}

func TestWhileNothingAnswersNoListIsAskedForBesideAnother(t *testing.T) {
	s := listed(t, newWorld(3))
	s.answer = func(Request) Response { return Response{Err: errTimeout} }
	s.takesLong(15*time.Second, func(Request) bool { return true })
	s.run(time.Minute)
	if !s.f.link.down {
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

func TestCommandsThatAreAcceptedDoNotHurryAListThatFails(t *testing.T) {
	s := listed(t, newWorld(60))
	s.spoil(func(a *Response) {
		if a.Request.Kind == ListOperations {
			a.Err = &tolokaapi.Error{Status: 500}
		}
	})
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	s.forget()
	for i := range 59 {
		s.submit(tolokaapi.VerbClose, tolokaapi.PoolRef(strconv.Itoa(1001+i)))
		s.run(2 * time.Second)
	}
	if n := len(s.lists("POOL.CLOSE")); n > 8 {
		t.Errorf("a list that fails was asked for %d times in two minutes", n)
	}
}

// What is recent is read before what may run for long.
func TestSweepsWaitForTheWindows(t *testing.T) {
	w := newWorld(60)
	w.perPage = 10
	for i := range 60 {
		_, _ = w.act(tolokaapi.VerbClose, tolokaapi.PoolRef(strconv.Itoa(1000+i)), false)
	}
	w.now = w.now.Add(time.Minute)
	s := newScene(t, w, Config{})
	s.latency = time.Second
	s.run(40 * time.Second)
	pages, swept := 0, false
	for _, r := range s.sent {
		switch {
		case r.Kind != ListOperations:
		case r.Query.Status != "":
			swept = true
		case !swept:
			pages++
		}
	}
	if want := len(tolokaapi.Verbs) + 5; pages < want || !swept {
		t.Errorf("%d pages of windows before the first sweep, want at least %d", pages, want)
	}
}

// Many old operations that are read one by one leave young work its share.
func TestWhatIsReadSinglyDelaysNoYoungWork(t *testing.T) {
	w := newWorld(12)
	old := map[tolokaapi.Ref]bool{}
	var refs []tolokaapi.Ref
	for i := range 150 {
		refs = append(refs, w.addPool(strconv.Itoa(5000+i), tolokaapi.Open))
		old[refs[i]] = true
	}
	w.fate = func(r tolokaapi.Ref) worldOp { return worldOp{never: old[r], takes: 4 * time.Second} }
	s := listed(t, w)
	s.spoil(func(a *Response) {
		a.Operations.Items = slices.DeleteFunc(a.Operations.Items, func(op tolokaapi.Operation) bool { return old[op.Target] })
		if a.Request.Kind == GetOperation {
			a.Err = &tolokaapi.Error{Status: 500}
		}
	})
	s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.run(30 * time.Second)
	late := 0
	for i := range 12 {
		id := s.submit(tolokaapi.VerbClose, tolokaapi.PoolRef(strconv.Itoa(1000+i)))
		s.run(4*time.Second + 1500*time.Millisecond)
		if s.row(id).State != Succeeded {
			late++
		}
		s.run(10 * time.Second)
	}
	if late > 2 {
		t.Errorf("%d of 12 were seen to end later than 1.5 s", late)
	}
}
