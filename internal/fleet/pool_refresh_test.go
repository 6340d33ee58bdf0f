package fleet

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
)

// A range that fails is read pool by pool.
func TestPoolRefresh_FailedRangeReadSingly(t *testing.T) {
	w := newWorld(30)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{} }
	s := listed(t, w)
	s.answer = func(r Request) Response {
		if r.Kind == ListPools && r.Query.ID.GTE != "" {
			return Response{Err: &tolokaapi.Error{Status: 400, Code: "VALIDATION_ERROR"}}
		}
		return w.answer(r)
	}
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.run(5 * time.Minute)
	if !s.f.Settled() || s.count(GetPool) != 30 {
		t.Errorf("settled=%v after %d single reads, want 30", s.f.Settled(), s.count(GetPool))
	}
}

// After a refusal the pool is read again.
func TestPoolRefresh_AfterRejection(t *testing.T) {
	s := listed(t, newWorld(1))
	s.once(failing(&tolokaapi.Error{Status: 409, Code: "INAPPROPRIATE_STATUS"}))
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(2 * time.Second)
	if n := s.count(GetPool); n != 1 {
		t.Errorf("it was read %d times", n)
	}
}

// A read that was on its way is not the one that is due.
func TestPoolRefresh_EarlierReadDoesNotSatisfy(t *testing.T) {
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

// A pool that is due twice is read after the second time.
func TestPoolRefresh_DueTwice(t *testing.T) {
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

// A pool that was as asked is read once.
func TestPoolRefresh_UnchangedReadOnce(t *testing.T) {
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

// What ended unseen has its pool read again.
func TestPoolRefresh_OperationEndedUnseen(t *testing.T) {
	w := newWorld(1)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Second} }
	s := newScene(t, w, Config{Refresh: settings.Refresh{OpenPools: time.Hour}})
	s.run(time.Minute)
	s.forget()
	s.startElsewhere(tolokaapi.VerbClose, pool1000)
	s.run(40 * time.Second)
	if p, _ := s.f.Pool(pool1000); p.Status != tolokaapi.Closed || s.count(GetPool) != 1 {
		t.Errorf("it is %s after %d reads", p.Status, s.count(GetPool))
	}
}

// Closing two hundred pools costs at most one point four requests each.
func TestPoolRefresh_TwoHundredClosesCost(t *testing.T) {
	t.Parallel()
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
			refs := slices.DeleteFunc(slices.Clone(s.f.pools.refs[tolokaapi.SubjectPool]), func(r tolokaapi.Ref) bool {
				return s.f.pools.pools[r].Status != tolokaapi.Open
			})
			id, _ := s.f.Submit(w.now, tolokaapi.VerbClose, refs)
			s.run(25 * time.Second)
			if b, _ := s.f.Batch(id); b.Done() != 200 || b.Total != 200 {
				t.Fatalf("batch %+v", b)
			}
			if len(s.f.refresh.due) > 0 {
				t.Errorf("%d pools are still to be read again", len(s.f.refresh.due))
			}
			if posts, all := s.count(Submit), len(s.sent); posts != 200 || all > 280 {
				t.Errorf("%d POSTs and %d requests in all, want 200 and at most 280", posts, all)
			}
		})
	}
}

// Pools between which hundreds of others lie are read one by one: a page of three hundred
// for one or two of them would cost one of the few lists a second.
func TestPoolRefresh_FarApartReadSingly(t *testing.T) {
	t.Parallel()
	w := newWorld(4000)
	s := newScene(t, w, Config{})
	s.until("all are listed", func() bool { return s.f.List(tolokaapi.SubjectPool).Loaded })
	var refs []tolokaapi.Ref
	for i := range 10 {
		refs = append(refs, tolokaapi.PoolRef(strconv.Itoa(1000+400*i)), tolokaapi.PoolRef(strconv.Itoa(1020+400*i)))
	}
	s.forget()
	id, _ := s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.until("all is over", func() bool { return s.f.BatchOver(id) })
	over := w.now
	s.until("it is settled", s.f.Settled)
	if n, took := s.count(GetPool), w.now.Sub(over); n != len(refs) || took > time.Second {
		t.Errorf("%d single reads, %v after the last end", n, took)
	}
}

// A few pools are read singly at once.
func TestPoolRefresh_FewReadSingly(t *testing.T) {
	s := listed(t, newWorld(5))
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(6 * time.Second)
	if got := s.count(GetPool); got != 1 {
		t.Errorf("%d single reads, want 1", got)
	}
}

// A clones new pool appears by itself.
func TestPoolRefresh_NewPoolOfClone(t *testing.T) {
	s := listed(t, newWorld(1))
	id := s.submit(tolokaapi.VerbClone, pool1000)
	s.run(8 * time.Second)
	made := s.row(id).Op.Created
	if p, ok := s.f.Pool(made); made.Zero() || !ok || p.Status != tolokaapi.Closed {
		t.Errorf("made %v, known=%v as %s", made, ok, p.Status)
	}
}

// The new pool of a clone that was made elsewhere appears too, though the operation had
// ended before it was seen.
func TestPoolRefresh_NewPoolOfCloneElsewhere(t *testing.T) {
	t.Parallel()
	s := listed(t, newWorld(1))
	s.run(10 * time.Second)
	s.startElsewhere(tolokaapi.VerbClone, pool1000)
	s.until("the clone is in the table", func() bool { ids, _ := s.f.Rows(); return len(ids) == 1 })
	ids, _ := s.f.Rows()
	r := s.row(ids[0])
	if r.State != Succeeded || r.Op.Created.Zero() {
		t.Fatalf("it is %s and made %v", r.State, r.Op.Created)
	}
	s.run(5 * time.Second)
	if p, ok := s.f.Pool(r.Op.Created); !ok || p.Status != tolokaapi.Closed {
		t.Errorf("made %v, known=%v as %s", r.Op.Created, ok, p.Status)
	}
}
