package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"

	"github.com/google/go-cmp/cmp"
)

// broken makes a record one that cannot be read.
func broken(p *tolokaapi.Pool) {
	*p = tolokaapi.Pool{Ref: p.Ref, Unreadable: "it has no status"}
}

// A list that has become unreadable takes nothing away that was read before.
func TestPoolStore_UnreadableRecordKeepsLastKnown(t *testing.T) {
	five := listed(t, newWorld(5))
	all := func(a *Response) {
		for i := range a.Pools.Items {
			broken(&a.Pools.Items[i])
		}
	}
	for name, c := range map[string]struct {
		change func(*Response)
		state  ConnectionState
		says   tolokaapi.Ref // the pool that says it
	}{
		"all of a list": {all, Troubled, tolokaapi.Ref{}},
		"one of a list": {func(a *Response) {
			if len(a.Pools.Items) > 1 {
				broken(&a.Pools.Items[1])
			}
		}, Live, tolokaapi.PoolRef("1003")},
		"the only one of a list": {all, Live, pool1000},
	} {
		t.Run(name, func(t *testing.T) {
			s := five
			if c.says == pool1000 {
				s = listed(t, newWorld(1))
			}
			mend := s.spoil(func(a *Response) {
				c.change(a)
				if a.Request.Kind == GetPool {
					broken(&a.Pool)
				}
			})
			s.f.Refresh(s.w.now)
			s.forget()
			s.run(time.Minute)
			if n := s.count(GetPool); n > 10 {
				t.Errorf("%d pools were read one by one", n)
			}
			refs, _ := s.f.Pools(tolokaapi.SubjectPool)
			for _, ref := range refs {
				if p, _ := s.f.Pool(ref); p.Unreadable != "" || p.Name == "" {
					t.Errorf("%s is %+v", ref, p)
				}
			}
			if connection := s.f.Summary(s.w.now).Connection; connection.State != c.state {
				t.Errorf("the connection is %+v", connection)
			}
			if p, ok := s.f.Pool(c.says); ok && p.ReadProblem != "it has no status" {
				t.Errorf("the pool says %q", p.ReadProblem)
			}
			mend()
			s.run(time.Minute)
			if connection := s.f.Summary(s.w.now).Connection; connection.State != Live {
				t.Errorf("afterwards the connection is %+v", connection)
			}
			if p, ok := s.f.Pool(c.says); ok && p.ReadProblem != "" {
				t.Errorf("afterwards the pool says %q", p.ReadProblem)
			}
		})
	}
}

// A pool that was closed stays closed while its read makes no sense.
func TestPoolStore_UnreadableRefreshKeepsStatus(t *testing.T) {
	s := listed(t, slow(time.Second))
	mend := s.spoil(func(a *Response) {
		if a.Request.Kind == GetPool {
			a.Pool = tolokaapi.Pool{Ref: a.Request.On, Unreadable: "it has no status"}
		}
	})
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(20 * time.Second)
	if p, _ := s.f.Pool(pool1000); p.Status != tolokaapi.Closed || p.Name != "pool 1000" {
		t.Errorf("it is %+v", p.Pool)
	}
	if s.f.Settled() {
		t.Error("it is not read again")
	}
	mend()
	s.run(40 * time.Second)
	if !s.f.Settled() {
		t.Error("it is still to be read")
	}
}

// A read older than the newest does not undo it.
func TestPoolStore_OlderReadIgnored(t *testing.T) {
	s := listed(t, newWorld(1))
	old := s.underWay(pool1000)
	s.w.pools[pool1000].Name = "renamed"
	s.f.Observe(s.underWay(pool1000))
	s.f.Observe(old)
	if p, _ := s.f.Pool(pool1000); p.Name != "renamed" {
		t.Errorf("it is named %q again", p.Name)
	}
}

// A read older than the servers word does not undo it.
func TestPoolStore_ReadOlderThanSuccess(t *testing.T) {
	w := newWorld(1)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{} }
	s := listed(t, w)
	stale := w.answer(Request{Kind: GetPool, On: pool1000})
	stale.Request.Seq = s.f.seq + 1
	s.f.seq++
	s.f.awaiting[stale.Request.Seq] = s.f.refresh.readPool
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(60 * time.Millisecond)
	s.f.Observe(stale)
	if p, _ := s.f.Pool(pool1000); p.Status != tolokaapi.Closed {
		t.Errorf("the pool turned back to %s", p.Status)
	}
}

// A pool that vanished is taken away only once its read says so.
func TestPoolStore_RemovedOnlyByItsRead(t *testing.T) {
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
