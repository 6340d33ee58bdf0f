package fleet

import (
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// tracking is a scene with nothing of interest but the pools that are tracked.
func tracking(t *testing.T, w *world, refs ...tolokaapi.Ref) *scene {
	t.Helper()
	s := newScene(t, w, Config{})
	s.f.SetInterests(Interests{})
	s.f.Track(refs...)
	return s
}

// With nothing of interest the first request is the command, and nothing else is
// read but its operation and, once, its pool.
func TestInterests_CommandIsTheFirstRequest(t *testing.T) {
	for name, paused := range map[string]bool{"running": false, "paused at the start": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(40)
			w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 5 * time.Second} }
			s := tracking(t, w, pool1000)
			s.f.Pause(paused)
			id, left := s.f.Submit(w.now, tolokaapi.VerbClose, []tolokaapi.Ref{pool1000})
			if len(left) > 0 {
				t.Fatalf("left out: %+v", left)
			}
			s.run(30 * time.Second)
			if s.sent[0].Kind != Submit {
				t.Errorf("the first request is: %v", s.sent[0].Kind)
			}
			if b, _ := s.f.Batch(id); b.Done() != 1 || !s.f.BatchOver(id) || !s.f.Settled() {
				t.Errorf("the batch is %+v", b)
			}
			if p, _ := s.f.Pool(pool1000); p.Status != tolokaapi.Closed || p.Name != "pool 1000" {
				t.Errorf("the pool is %+v", p.Pool)
			}
			for _, r := range s.sent {
				other := r.Kind == ListPools || r.Kind == ListProjects || r.Kind == GetRequester
				if other || r.Kind == ListOperations && (r.Query.Type != "POOL.CLOSE" || r.Query.Status != "") {
					t.Errorf("asked for: %v %+v", r.Kind, r.Query)
				}
			}
			if refs, _ := s.f.Pools(tolokaapi.SubjectPool); len(refs) != 1 {
				t.Errorf("%d pools are known", len(refs))
			}
		})
	}
}

// One request is out until the first answer came, then as many as may be.
func TestInterests_OneRequestUntilTheFirstAnswer(t *testing.T) {
	refs := make([]tolokaapi.Ref, 10)
	for i := range refs {
		refs[i] = tolokaapi.PoolRef(strconv.Itoa(1000 + i))
	}
	s := tracking(t, newWorld(10), refs...)
	s.f.Submit(s.w.now, tolokaapi.VerbClose, refs)
	s.ask()
	if len(s.sent) != 1 {
		t.Fatalf("%d requests before an answer", len(s.sent))
	}
	s.run(s.latency)
	s.ask()
	if n := s.count(Submit); n != 10 {
		t.Errorf("%d commands left after it", n)
	}
}

// Two hundred tracked pools cost a POST each, the lists of operations, and the
// ranges in which they lie.
func TestInterests_TwoHundredTrackedPools(t *testing.T) {
	w := newWorld(2000)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 10 * time.Second} }
	var refs []tolokaapi.Ref
	for i := range 200 {
		refs = append(refs, tolokaapi.PoolRef(strconv.Itoa(1000+2*i)))
	}
	s := tracking(t, w, refs...)
	id, _ := s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.run(time.Minute)
	if !s.f.BatchOver(id) || !s.f.Settled() {
		t.Error("it is not over")
	}
	if n := len(s.sent); n > 240 {
		t.Errorf("%d requests", n)
	}
	if n := s.count(GetPool); n != 0 {
		t.Errorf("%d pools were read one by one", n)
	}
	named := 0
	for _, ref := range refs {
		if p, _ := s.f.Pool(ref); p.Status != tolokaapi.Closed {
			t.Errorf("%s is %s", ref, p.Status)
		} else if p.Name != "" {
			named++
		}
	}
	if named != len(refs) {
		t.Errorf("%d pools were read again", named)
	}
}

// Tracked pools between which thousands of others lie are not all read again: the
// server's word on their operations is enough.
func TestInterests_TrackedPoolsFarApart(t *testing.T) {
	w := newWorld(9000)
	var refs []tolokaapi.Ref
	for i := range 20 {
		refs = append(refs, tolokaapi.PoolRef(strconv.Itoa(1000+400*i)))
	}
	s := tracking(t, w, refs...)
	id, _ := s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.run(time.Minute)
	if !s.f.BatchOver(id) || !s.f.Settled() {
		t.Error("it is not over")
	}
	if n := s.count(ListPools) + s.count(GetPool); n > 3 {
		t.Errorf("%d requests for pools", n)
	}
	for _, ref := range refs {
		if p, _ := s.f.Pool(ref); p.Status != tolokaapi.Closed {
			t.Errorf("%s is %s", ref, p.Status)
		}
	}
}

// A lost reply to a command for a tracked pool is looked up like any other, and
// sent again only where the pool is such that nothing can have happened.
func TestInterests_LostReplyOfATrackedPool(t *testing.T) {
	for name, arrived := range map[string]bool{"it arrived": true, "it did not": false} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(3)
			s := tracking(t, w, pool1000)
			s.once(func() Response {
				if arrived {
					_, _ = w.act(tolokaapi.VerbClose, pool1000, true)
				}
				return Response{Err: errReset}
			})
			id := s.submit(tolokaapi.VerbClose, pool1000)
			s.run(3 * time.Minute)
			if r := s.row(id); r.State != Succeeded || w.effects[pool1000] != 1 {
				t.Errorf("it is %v, done %d times", r.State, w.effects[pool1000])
			}
		})
	}
}

// The operation that holds a tracked pool is found and followed, though nobody
// looks for operations of others.
func TestInterests_LockedTrackedPool(t *testing.T) {
	w := newWorld(3)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 20 * time.Second} }
	_, _ = w.act(tolokaapi.VerbClose, pool1000, false)
	s := tracking(t, w, pool1000)
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	ids, _ := s.f.Rows()
	states := map[State]int{}
	for _, id := range ids {
		states[s.row(id).State]++
	}
	if states[Rejected] != 1 || states[Succeeded] != 1 {
		t.Errorf("the rows are %v", states)
	}
}

// What becomes of interest later is read then.
func TestInterests_SetLater(t *testing.T) {
	s := tracking(t, newWorld(5), pool1000)
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(30 * time.Second)
	_, _ = s.w.act(tolokaapi.VerbClose, tolokaapi.PoolRef("1002"), false)
	s.f.SetInterests(DefaultInterests())
	s.run(time.Minute)
	if l := s.f.List(tolokaapi.SubjectPool); !l.Loaded {
		t.Errorf("the list is %+v", l)
	}
	if ids, _ := s.f.Rows(); len(ids) != 2 {
		t.Errorf("%d rows", len(ids))
	}
}

// Pools that lie among several times as many are looked for with one page, once all is
// over, however many they are: the server's word on the operations is enough.
func TestInterests_TrackedPoolsAmongOthers(t *testing.T) {
	t.Parallel()
	for _, n := range []int{20, 350} {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			w := newWorld(7 * n)
			w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 3 * time.Second} }
			var refs []tolokaapi.Ref
			for i := range n {
				refs = append(refs, tolokaapi.PoolRef(strconv.Itoa(1000+7*i)))
			}
			s := tracking(t, w, refs...)
			id, _ := s.f.Submit(w.now, tolokaapi.VerbClose, refs)
			s.until("all is over", func() bool { return s.f.BatchOver(id) })
			over := w.now
			s.until("it is settled", s.f.Settled)
			if pages, reads := s.count(ListPools), s.count(GetPool); pages > 1 || reads > 0 {
				t.Errorf("%d pages and %d single reads", pages, reads)
			}
			if took := w.now.Sub(over); took > 200*time.Millisecond {
				t.Errorf("settled %v after the last end", took)
			}
		})
	}
}

// A page at the end waits for no share of lists, and pages that hold mostly what is due
// are read on.
func TestInterests_NeighboursReadToTheirEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(500)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 3 * time.Second} }
	var refs []tolokaapi.Ref
	for i := range 400 {
		refs = append(refs, tolokaapi.PoolRef(strconv.Itoa(1000+i)))
	}
	s := tracking(t, w, refs...)
	id, _ := s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.until("all is over", func() bool { return s.f.BatchOver(id) })
	over := w.now
	s.until("it is settled", s.f.Settled)
	if pages, took := s.count(ListPools), w.now.Sub(over); pages != 2 || took > 300*time.Millisecond {
		t.Errorf("%d pages, %v after the last end", pages, took)
	}
	for _, ref := range refs {
		if p, _ := s.f.Pool(ref); p.Name == "" {
			t.Fatalf("%s has no name", ref)
		}
	}
}

// What was read before it was closed is not read again, nor is a copy: nobody looks at
// them.
func TestInterests_NamedPoolsNotReadAgain(t *testing.T) {
	s := tracking(t, newWorld(3))
	s.f.ReadPools(pool1000)
	s.until("it is read", s.f.Settled)
	s.forget()
	copied, closed := s.submit(tolokaapi.VerbClone, pool1000), RowID(0)
	s.until("it is copied", func() bool { return s.row(copied).State == Succeeded })
	closed = s.submit(tolokaapi.VerbClose, pool1000)
	s.until("it is closed", func() bool { return s.row(closed).State == Succeeded && s.f.Settled() })
	if n := s.count(GetPool) + s.count(ListPools); n > 0 || s.row(copied).Op.Created.Zero() {
		t.Errorf("%d reads, the copy is %v", n, s.row(copied).Op.Created)
	}
}

// Pools whose operations others started, and that are followed, are read together once
// all are over.
func TestInterests_FollowedPoolsReadTogether(t *testing.T) {
	w := newWorld(40)
	takes := 2 * time.Second
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: takes} }
	var refs []tolokaapi.Ref
	for i := range 30 {
		ref := tolokaapi.PoolRef(strconv.Itoa(1000 + i))
		refs = append(refs, ref)
		takes += 100 * time.Millisecond
		_, _ = w.act(tolokaapi.VerbClose, ref, false)
	}
	s := tracking(t, w, refs...)
	s.f.FindRunning(tolokaapi.SubjectPool, refs...)
	s.run(10 * time.Second)
	if pages, reads := s.count(ListPools), s.count(GetPool); pages != 1 || reads > 0 || !s.f.Settled() {
		t.Errorf("%d pages and %d single reads, settled: %v", pages, reads, s.f.Settled())
	}
}
