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
func (s *scene) closing(n int, every, takes time.Duration, observe func()) {
	s.t.Helper()
	ends := map[RowID]time.Time{}
	for i := range n {
		id := s.submit(tolokaapi.VerbClose, tolokaapi.PoolRef(strconv.Itoa(1000+i)))
		ends[id] = s.w.now.Add(takes)
		for range every / (100 * time.Millisecond) {
			s.run(100 * time.Millisecond)
			observe()
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

// Listing many closed pools again delays no news.
func TestSchedule_LongPoolListingDelaysNoNews(t *testing.T) {
	w := newWorld(15)
	for i := range 1200 {
		w.addPool(strconv.Itoa(20_000+i), tolokaapi.Closed)
	}
	w.perPage = 30
	s := listed(t, w)
	s.f.pools.listing(tolokaapi.SubjectPool, tolokaapi.Closed).due = w.now
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

// Reading a long range again delays no news.
func TestSchedule_LongRangeDelaysNoNews(t *testing.T) {
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

// Sweeping many old operations delays no news.
func TestSchedule_LongScanDelaysNoNews(t *testing.T) {
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
		t.Errorf("%d pages of the scan were read in a minute", pages)
	}
}

// Many old operations that are read one by one leave young work its share.
func TestSchedule_StragglersDelayNoYoungWork(t *testing.T) {
	t.Parallel()
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

// What fails while the rest is answered is tried less and less.
func TestSchedule_BackoffOfOneSchedule(t *testing.T) {
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

// Scans get their turn while pollers are always late, as with many pages of types
// whose lists follow work.
func TestSchedule_AlwaysLatePollersStarveNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(60)
	w.perPage = 2
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Hour} }
	for i := range 30 {
		w.addPool(strconv.Itoa(2000+i), tolokaapi.Closed)
	}
	s := listed(t, w)
	for i := range 30 {
		s.submit(tolokaapi.VerbClose, tolokaapi.PoolRef(strconv.Itoa(1000+i)))
		s.submit(tolokaapi.VerbClone, tolokaapi.PoolRef(strconv.Itoa(1030+i)))
		s.submit(tolokaapi.VerbOpen, tolokaapi.PoolRef(strconv.Itoa(2000+i)))
	}
	s.run(2 * time.Minute)
	s.f.scan.requestScan("POOL.CLOSE")
	s.run(3 * time.Minute)
	if len(s.f.scan.todo) > 0 {
		t.Errorf("after three minutes the scan has yet to list %v", s.f.scan.todo)
	}
}
