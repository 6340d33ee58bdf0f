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
