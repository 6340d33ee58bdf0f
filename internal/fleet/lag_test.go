package fleet

import (
	"fmt"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// A reply is lost and the operation is over before it is listed, on a server whose
// dates lag behind its Date header. Nothing is sent again, whether the lag is
// known or not.
func TestLostReply_SubmittedLags(t *testing.T) {
	for _, lag := range []time.Duration{90 * time.Second, 3 * time.Hour, 14 * time.Hour, -3 * time.Hour} {
		for _, learned := range []bool{false, true} {
			for _, fails := range []bool{false, true} {
				t.Run(fmt.Sprintf("%v, learned %v, fails %v", lag, learned, fails), func(t *testing.T) {
					w := newWorld(3)
					w.dateLag = lag
					w.fate = func(tolokaapi.Ref) worldOp { return worldOp{fails: fails} }
					s := listed(t, w)
					if learned {
						s.submit(tolokaapi.VerbClose, tolokaapi.PoolRef("1001"))
						s.run(5 * time.Second)
					}
					s.forget()
					id := s.loses()
					s.run(2 * time.Minute)
					want := Succeeded
					if fails {
						want = Failed
						if lag > 0 && !learned {
							want = Unknown
						}
					}
					r := s.row(id)
					if r.State != want || r.State == Succeeded && !r.Found || s.count(Submit) != 1 || w.effects[pool1000] != 1 {
						t.Errorf("it is %v (found %v), sent %d times, want %v", r.State, r.Found, s.count(Submit), want)
					}
				})
			}
		}
	}
}

// The lag that a later command shows puts right what was concluded without it.
func TestLostReply_LagLearnedLater(t *testing.T) {
	w := newWorld(3)
	w.dateLag = 3 * time.Hour
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{fails: true} }
	s := listed(t, w)
	id := s.loses()
	s.run(90 * time.Second)
	if r := s.row(id); r.State != Unknown {
		t.Fatalf("it is %v", r.State)
	}
	s.submit(tolokaapi.VerbClose, tolokaapi.PoolRef("1001"))
	s.run(time.Minute)
	if r := s.row(id); r.State != Failed || r.Op.ID != "op-1" || s.count(Submit) != 2 {
		t.Errorf("it is %v by %q", r.State, r.Op.ID)
	}
}

// Reads lag behind commands by 20 s: no second POST leaves, since the first is
// found.
func TestLostReply_ReadsLag(t *testing.T) {
	for _, fails := range []bool{false, true} {
		w := newWorld(3)
		w.readLag = 20 * time.Second
		w.fate = func(tolokaapi.Ref) worldOp { return worldOp{fails: fails} }
		s := listed(t, w)
		id := s.loses()
		s.run(2 * time.Minute)
		r := s.row(id)
		if (r.State == Failed) != fails || !r.State.Finished() || r.Op.ID != "op-1" || s.count(Submit) != 1 {
			t.Errorf("fails %v: it is %v by %q, sent %d times", fails, r.State, r.Op.ID, s.count(Submit))
		}
	}
}

// The local clock is set forward while reads lag: the 25 seconds are the server's too.
func TestLostReply_ReadsLagAndLocalClockLeaps(t *testing.T) {
	for _, leap := range []time.Duration{time.Minute, 8 * time.Hour} {
		for _, after := range []time.Duration{0, time.Second, 6 * time.Second} {
			w := newWorld(3)
			w.readLag = 20 * time.Second
			s := listed(t, w)
			id := s.loses()
			s.run(after)
			w.leap(leap)
			for i := range s.flights {
				s.flights[i].at = s.flights[i].at.Add(leap)
			}
			s.run(2 * time.Minute)
			if r := s.row(id); r.State != Succeeded || r.Op.ID != "op-1" || s.count(Submit) != 1 {
				t.Errorf("leap of %v after %v: it is %v by %q, sent %d times", leap, after, r.State, r.Op.ID, s.count(Submit))
			}
		}
	}
}

// A second POST leaves 25 s after the loss at the earliest. A 204 to it means that
// the first may have done it.
func TestLostReply_UnchangedBySecondPost(t *testing.T) {
	s := listed(t, newWorld(1))
	s.once(failing(errReset))
	answer := s.answer
	s.answer = func(r Request) Response {
		if r.Kind == Submit && s.count(Submit) == 2 {
			s.w.pools[pool1000].Status = tolokaapi.Closed // since the pool was read
		}
		return answer(r)
	}
	id := s.submit(tolokaapi.VerbClose, pool1000)
	began := s.w.now
	s.until("it is sent again", func() bool { return s.count(Submit) == 2 })
	if took := s.w.now.Sub(began); took < resendAfter {
		t.Errorf("sent again after %v", took)
	}
	s.run(time.Second)
	if r := s.row(id); r.State != Succeeded || !r.Found {
		t.Errorf("it is %v, found: %v", r.State, r.Found)
	}
}

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

// The local clock leaps while it was confirmed or after: a batch took what the
// server's clock says.
func TestBatch_ClockLeaps(t *testing.T) {
	for _, leap := range []time.Duration{7 * time.Hour, -7 * time.Hour, 864 * time.Hour, -864 * time.Hour} {
		for _, before := range []bool{true, false} {
			s := listed(t, newWorld(3))
			if before {
				s.w.leap(leap)
			}
			id, _ := s.f.Submit(s.w.now, tolokaapi.VerbClose, []tolokaapi.Ref{pool1000})
			if !before {
				s.run(time.Second)
				s.w.leap(leap)
			}
			s.run(30 * time.Second)
			b, _ := s.f.Batch(id)
			if took := b.Heard.Sub(b.Began); b.Done != 1 || took < 3*time.Second || took > 40*time.Second {
				t.Errorf("leap of %v, before %v: %d done after %v", leap, before, b.Done, took)
			}
		}
	}
}
