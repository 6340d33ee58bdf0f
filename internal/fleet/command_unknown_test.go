package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// A followed operation is missing for 25 s, and then listed as a SUCCESS.
func TestUnknown_ListedLater(t *testing.T) {
	for _, lostReply := range []bool{false, true} {
		w := newWorld(1)
		w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 5 * time.Second} }
		s := listed(t, w)
		var id RowID
		if lostReply {
			id = s.loses()
			w.pools[pool1000].Status = tolokaapi.Locked
		} else {
			id = s.submit(tolokaapi.VerbClose, pool1000)
			s.run(time.Second)
		}
		w.ops[0].hidden = true
		s.until("it is given up", func() bool { s.run(15 * time.Second); return s.row(id).State == Unknown })
		w.ops[0].hidden = false
		s.run(35 * time.Second)
		if r := s.row(id); r.State != Succeeded || r.Op.Status != tolokaapi.Success || s.count(Submit) != 1 {
			t.Errorf("lost %v: it is %v, sent %d times", lostReply, r.State, s.count(Submit))
		}
	}
}

// A row that stays unknown is asked about every 30 s, for 15 minutes.
func TestUnknown_AskedForAWhile(t *testing.T) {
	s := listed(t, newWorld(1))
	s.w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Hour} }
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	s.w.ops[0].hidden = true
	s.until("it is given up", func() bool { return s.row(id).State == Unknown })
	s.run(time.Second)
	s.forget()
	s.run(30 * time.Minute)
	if n := s.count(GetOperation); n < 28 || n > 31 {
		t.Errorf("asked %d times, want about 30", n)
	}
}

// A pool reads closed after the reply was lost, so that the close is presumed done.
// Its operation comes up later: whatever it says is what became of the command.
func TestUnknown_OperationOverrulesPool(t *testing.T) {
	for _, tc := range []struct {
		fails bool
		want  State
	}{{true, Failed}, {false, Succeeded}} {
		w := newWorld(1)
		w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 5 * time.Second, fails: tc.fails, hidden: true} }
		s := listed(t, w)
		id := s.loses()
		batch := s.row(id).Batch
		w.pools[pool1000].Status = tolokaapi.Closed // by another hand
		s.until("it is presumed done", func() bool { return s.row(id).State == Succeeded })
		b, _ := s.f.Batch(batch)
		if r := s.row(id); !r.Found || r.Op.ID != "" || b.Succeeded != 1 || s.f.Summary(w.now).DoneOurs != 1 {
			t.Fatalf("fails %v: it is %+v, %d succeeded", tc.fails, r, b.Succeeded)
		}
		w.ops[0].hidden = false
		s.run(35 * time.Second)
		b, _ = s.f.Batch(batch)
		done := 0
		if !tc.fails {
			done = 1
		}
		r := s.row(id)
		if r.State != tc.want || r.Op.ID != "op-1" || !r.Found || b.Succeeded != done || b.Failed() != 1-done || s.f.Summary(w.now).DoneOurs != done {
			t.Errorf("fails %v: it is %v by %q, of the batch %d succeeded, %d failed", tc.fails, r.State, r.Op.ID, b.Succeeded, b.Failed())
		}
		if ids, _ := s.f.Rows(); len(ids) != 1 || s.count(Submit) != 1 {
			t.Errorf("fails %v: %d rows, sent %d times", tc.fails, len(ids), s.count(Submit))
		}
		s.forget()
		s.run(2 * time.Minute)
		if n := s.count(GetOperation); n > 0 {
			t.Errorf("fails %v: asked %d times about what is known", tc.fails, n)
		}
	}
}

// A row of unknown outcome is asked about while looking for news is paused.
func TestUnknown_AskedForWhilePaused(t *testing.T) {
	s := listed(t, newWorld(1))
	s.w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 5 * time.Second} }
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	s.w.ops[0].hidden = true
	s.until("it is given up", func() bool { return s.row(id).State == Unknown })
	s.f.Pause(true)
	s.w.ops[0].hidden = false
	s.run(35 * time.Second)
	if r := s.row(id); r.State != Succeeded || r.Op.ID != "op-1" {
		t.Errorf("it is %v by %q", r.State, r.Op.ID)
	}
}
