package fleet

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// flood lets others start n closes, a millisecond apart, that end at once.
func (w *world) flood(n int, fails bool) {
	for range n {
		ref := tolokaapi.PoolRef(strconv.Itoa(1000 + len(w.ops)%len(w.pools)))
		o := &worldOp{fails: fails, op: tolokaapi.Operation{
			ID: tolokaapi.OperationID(fmt.Sprint("flood-", len(w.ops))), Type: tolokaapi.VerbClose.Type(ref.Subject),
			Target: ref, Submitted: tolokaapi.DateOf(w.server()),
		}}
		if n := len(w.ops); n > 0 && !o.op.Submitted.Time.After(w.ops[n-1].op.Submitted.Time) {
			o.op.Submitted = tolokaapi.DateOf(w.ops[n-1].op.Submitted.Time.Add(time.Millisecond))
		}
		w.ops = append(w.ops, o)
	}
}

func TestRetention_FloodOfOthers(t *testing.T) {
	t.Parallel()
	s := listed(t, newWorld(10))
	s.w.flood(5, true)
	s.run(time.Minute)
	for range 8 {
		s.w.flood(300, false)
		s.run(30 * time.Second)
		if ids, _ := s.f.Rows(); len(ids) > othersAtMost {
			t.Fatalf("%d rows are on the table", len(ids))
		}
	}
	s.run(30 * time.Second)
	sum := s.f.Summary(s.w.now)
	if sum.Done() != othersAtMost-5 || sum.NotShownDone != 2400-sum.Done() {
		t.Errorf("%d done are shown and %d are not, of 2,400", sum.Done(), sum.NotShownDone)
	}
	if sum.Failed() != 5 || sum.NotShownFailed != 0 {
		t.Errorf("%d failed are shown and %d are not: those that ended well make room first", sum.Failed(), sum.NotShownFailed)
	}
	s.run(15 * time.Minute)
	if sum := s.f.Summary(s.w.now); sum.Done()+sum.NotShownDone != 0 || sum.Failed() != 5 {
		t.Errorf("after their ten minutes %d are shown, %d are not, %d failed", sum.Done(), sum.NotShownDone, sum.Failed())
	}
}

func TestRetention_FloodOfFailures(t *testing.T) {
	t.Parallel()
	s := listed(t, newWorld(10))
	for range 4 {
		s.w.flood(300, true)
		s.run(35 * time.Second)
	}
	sum := s.f.Summary(s.w.now)
	if sum.Failed() != othersAtMost || sum.NotShownFailed != 200 || sum.NeedsYou() != sum.Failed() {
		t.Errorf("%d failed, %d need you, %d are not shown", sum.Failed(), sum.NeedsYou(), sum.NotShownFailed)
	}
	if s.f.table.byOp["flood-0"] != nil || s.f.table.byOp["flood-1199"] == nil {
		t.Error("it is not the oldest that made room")
	}
	ids, _ := s.f.Rows()
	s.f.Dismiss(ids)
	if sum := s.f.Summary(s.w.now); sum.Failed()+sum.NotShownFailed != 0 {
		t.Errorf("all was dismissed, and %d are counted", sum.Failed()+sum.NotShownFailed)
	}
	s.run(20 * time.Minute)
	if ids, _ := s.f.Rows(); len(ids) != 0 {
		t.Errorf("%d rows came back", len(ids))
	}
}

func TestRetention_FloodLeavesOurRows(t *testing.T) {
	t.Parallel()
	s := listed(t, newWorld(10))
	var ours []RowID
	for _, id := range []string{"1001", "1002", "1003"} {
		ours = append(ours, s.submit(tolokaapi.VerbClose, tolokaapi.PoolRef(id)))
	}
	s.run(time.Minute)
	s.w.flood(1500, false)
	s.run(30 * time.Minute)
	for _, id := range ours {
		if r := s.row(id); r.State != Succeeded {
			t.Errorf("ours is %v", r.State)
		}
	}
	if b, ok := s.f.Batch(s.row(ours[0]).Batch); !ok || b.Done() != 1 {
		t.Errorf("its batch says %+v", b)
	}
}

func TestRetention_FailedOfOthersStaysADay(t *testing.T) {
	t.Parallel()
	fails := func(tolokaapi.Ref) worldOp { return worldOp{takes: 5 * time.Second, fails: true} }
	start := func(t *testing.T) *scene {
		t.Helper()
		s := listed(t, newWorld(2))
		s.w.fate = fails
		s.startElsewhere(tolokaapi.VerbClose, pool1000)
		s.run(time.Minute)
		return s
	}
	t.Run("a day", func(t *testing.T) {
		s := start(t)
		s.run(23 * time.Hour)
		if sum := s.f.Summary(s.w.now); sum.Failed() != 1 || sum.NeedsYou() != 1 {
			t.Fatalf("after 23 hours %d failed and %d need you", sum.Failed(), sum.NeedsYou())
		}
		s.run(2 * time.Hour)
		if ids, _ := s.f.Rows(); len(ids) != 0 {
			t.Errorf("%d rows stay for longer than a day", len(ids))
		}
	})
	t.Run("dismissed", func(t *testing.T) {
		s := start(t)
		ids, _ := s.f.Rows()
		if s.f.Dismiss(ids) != 1 {
			t.Fatal("it was not dismissed")
		}
		s.run(time.Hour)
		if ids, _ := s.f.Rows(); len(ids) != 0 {
			t.Error("it came back")
		}
	})
	t.Run("of an earlier run", func(t *testing.T) {
		w := newWorld(60)
		w.fate = func(ref tolokaapi.Ref) worldOp { return worldOp{takes: 5 * time.Second, fails: ref.ID < "1015"} }
		s := listed(t, w)
		refs, _ := s.f.Pools(tolokaapi.SubjectPool)
		s.f.Submit(w.now, tolokaapi.VerbClose, refs)
		s.run(2 * time.Second)
		again := newScene(t, w, Config{})
		again.run(9 * time.Minute)
		if sum := again.f.Summary(w.now); sum.Failed() != 15 || sum.NeedsYou() != 15 || sum.Done() != 45 || sum.DoneOurs != 0 {
			t.Errorf("%+v", sum)
		}
		again.run(time.Hour)
		if sum := again.f.Summary(w.now); sum.Failed() != 15 {
			t.Errorf("an hour later %d failed", sum.Failed())
		}
	})
}
