package fleet

import (
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// An operation belongs to one row.
func TestAdopt_OperationBelongsToOneRow(t *testing.T) {
	s := listed(t, slow(5*time.Second))
	s.spoil(func(a *Response) {
		if a.Request.Kind == Submit && a.Err == nil {
			a.Outcome.Operation.ID, a.Outcome.Operation.Target = "op-1", tolokaapi.Ref{}
		}
	})
	first := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(200 * time.Millisecond)
	second := s.submit(tolokaapi.VerbClose, tolokaapi.PoolRef("1001"))
	s.run(s.latency)
	if r := s.row(second); r.State != Unconfirmed {
		t.Errorf("the second is %v by %q", r.State, r.Op.ID)
	}
	s.run(30 * time.Second)
	for _, id := range []RowID{first, second} {
		if r := s.row(id); r.State != Succeeded || r.Op.Target != r.On {
			t.Errorf("%s is %v by %s of %s", r.On, r.State, r.Op.ID, r.Op.Target)
		}
	}
	if s.count(Submit) != 2 {
		t.Errorf("%d commands were sent", s.count(Submit))
	}
}

// Others are seen though the date header is ahead.
func TestAdopt_DateHeaderAhead(t *testing.T) {
	w := slow(30 * time.Second)
	s := newScene(t, w, Config{})
	s.spoil(func(a *Response) { a.Server = a.Server.Add(75 * time.Second) })
	s.run(time.Minute)
	if _, err := w.act(tolokaapi.VerbClose, pool1000, false); err != nil {
		t.Fatal(err)
	}
	s.run(40 * time.Second)
	if ids, _ := s.f.Rows(); len(ids) != 1 {
		t.Errorf("%d rows", len(ids))
	}
}

// Work of others is found after dates that lay ahead.
func TestAdopt_AfterDatesAhead(t *testing.T) {
	s := listed(t, newWorld(3))
	mend := s.datedAhead(time.Hour)
	s.run(5 * time.Minute)
	s.f.Pause(true)
	s.run(time.Minute)
	mend()
	s.startElsewhere(tolokaapi.VerbClose, pool1000)
	s.run(5 * time.Minute)
	s.f.Pause(false)
	s.run(30 * time.Second)
	if ids, _ := s.f.Rows(); len(ids) != 1 {
		t.Errorf("%d rows, want one", len(ids))
	}
}

// TestAdopt_EndedLongAgo follows what began before
// the adoption window, so that the list holds what ended since.
func TestAdopt_EndedLongAgo(t *testing.T) {
	w := newWorld(3)
	w.fate = func(ref tolokaapi.Ref) worldOp {
		if ref == pool1000 {
			return worldOp{takes: 24 * time.Hour}
		}
		return worldOp{takes: 4 * time.Second}
	}
	s := newScene(t, w, Config{})
	s.startElsewhere(tolokaapi.VerbClose, pool1000)
	w.now = w.now.Add(time.Hour)
	s.startElsewhere(tolokaapi.VerbClose, tolokaapi.PoolRef("1001"))
	w.now = w.now.Add(time.Hour)
	s.run(5 * time.Minute)
	ids, _ := s.f.Rows()
	if len(ids) != 1 || s.row(ids[0]).On != pool1000 {
		t.Errorf("%d rows, want what runs", len(ids))
	}
}

// Work of others is adopted and leaves ten minutes after its end.
func TestAdopt_LeavesTenMinutesAfterItsEnd(t *testing.T) {
	s := listed(t, newWorld(2))
	if _, err := nilErr(s.w.act(tolokaapi.VerbClose, pool1000, false)); err != nil {
		t.Fatal(err)
	}
	s.run(40 * time.Second)
	ids, _ := s.f.Rows()
	if len(ids) != 1 || s.row(ids[0]).Ours() || s.row(ids[0]).State != Succeeded {
		t.Fatalf("rows %v", ids)
	}
	if p, _ := s.f.Pool(pool1000); p.Status != tolokaapi.Closed {
		t.Errorf("pool: %s, want CLOSED", p.Status)
	}
	s.run(9 * time.Minute)
	if ids, _ := s.f.Rows(); len(ids) != 1 {
		t.Error("the row left too early")
	}
	s.run(10 * time.Minute)
	if ids, _ := s.f.Rows(); len(ids) != 0 {
		t.Error("the row did not leave")
	}
}

// After a restart every operation is there and nothing is sent.
func TestAdopt_AfterRestart(t *testing.T) {
	w := newWorld(40)
	w.fate = func(ref tolokaapi.Ref) worldOp {
		n, _ := strconv.Atoi(ref.ID)
		return worldOp{takes: time.Duration(n-995) * time.Second, fails: n%7 == 0}
	}
	s := listed(t, w)
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.run(10 * time.Second)
	again := newScene(t, w, Config{}) // kill -9 and a new start
	again.run(10 * time.Second)
	ids, _ := again.f.Rows()
	if len(ids) != 40 {
		t.Errorf("%d rows after the restart, want 40", len(ids))
	}
	again.run(time.Minute)
	for _, id := range ids {
		r, _ := again.f.Row(id)
		n, _ := strconv.Atoi(r.On.ID)
		want := Succeeded
		if n%7 == 0 {
			want = Failed
		}
		if r.State != want {
			t.Errorf("%s is %v, want %v", r.On, r.State, want)
		}
	}
	if got := again.count(Submit); got != 0 {
		t.Errorf("%d POSTs after the restart", got)
	}
}

// Work of others is found though its dates lag behind the server's clock by more than
// the adoption window, once a command has shown the lag.
func TestAdopt_DatesLag(t *testing.T) {
	for _, lag := range []time.Duration{90 * time.Second, 3 * time.Hour} {
		w := newWorld(3)
		w.dateLag = lag
		s := listed(t, w)
		s.submit(tolokaapi.VerbClose, pool1000)
		s.run(2 * time.Minute)
		other := tolokaapi.PoolRef("1001")
		s.startElsewhere(tolokaapi.VerbClose, other)
		s.run(2 * time.Minute)
		ids, _ := s.f.Rows()
		found := 0
		for _, id := range ids {
			if s.row(id).On == other && s.row(id).State == Succeeded {
				found++
			}
		}
		if found != 1 {
			t.Errorf("dates lag by %v: the other's close is on %d rows", lag, found)
		}
	}
}
