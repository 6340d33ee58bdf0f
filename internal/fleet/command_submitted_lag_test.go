package fleet

import (
	"fmt"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

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

// One wrong Date header says nothing about the lag of `submitted`: a failed close
// of a lost reply is not sent again because of it.
func TestSubmittedLag_WrongDate(t *testing.T) {
	for _, lag := range []time.Duration{90 * time.Second, 3 * time.Hour} {
		for name, wrong := range map[string]func(n int, a *Response) bool{
			"the first list":         func(n int, _ *Response) bool { return n == 1 },
			"every list for a while": func(_ int, a *Response) bool { return a.Request.Kind == ListOperations },
			"every answer":           func(int, *Response) bool { return true },
			"an accepted command":    func(_ int, a *Response) bool { return a.Request.Kind == Submit },
		} {
			w := newWorld(3)
			w.dateLag = lag
			w.fate = func(ref tolokaapi.Ref) worldOp {
				if ref == pool1000 {
					return worldOp{fails: true}
				}
				return worldOp{takes: time.Hour}
			}
			s := newScene(t, w, Config{})
			s.startElsewhere(tolokaapi.VerbClose, tolokaapi.PoolRef("1002"))
			lists := 0
			mend := s.spoil(func(a *Response) {
				if a.Request.Kind == ListOperations && len(a.Operations.Items) > 0 {
					lists++
				}
				if wrong(lists, a) {
					a.Server = a.Server.Add(-lag)
				}
			})
			s.run(10 * time.Second)
			s.submit(tolokaapi.VerbClose, tolokaapi.PoolRef("1001"))
			s.run(time.Second)
			mend()
			s.run(5 * time.Second)
			s.forget()
			id := s.loses()
			s.run(3 * time.Minute)
			if r := s.row(id); s.count(Submit) != 1 || w.effects[pool1000] != 1 || r.State == Succeeded {
				t.Errorf("a lag of %v, %s wrong: it is %v, sent %d times, done %d times", lag, name, r.State, s.count(Submit), w.effects[pool1000])
			}
		}
	}
}

// The operation of a lost close whose date lags unexpectedly is not shown as
// started elsewhere before it is decided what became of the close.
func TestSubmittedLag_OwnOperationNotShownAsOthers(t *testing.T) {
	for _, fails := range []bool{false, true} {
		w := newWorld(3)
		w.dateLag = 90 * time.Second
		w.fate = func(tolokaapi.Ref) worldOp { return worldOp{fails: fails} }
		s := listed(t, w)
		id := s.loses()
		for range 100 {
			s.run(time.Second)
			state := s.row(id).State
			ids, _ := s.f.Rows()
			if state == Unconfirmed && len(ids) != 1 {
				t.Fatalf("fails %v: %d rows while it is %v", fails, len(ids), state)
			}
		}
		if ids, _ := s.f.Rows(); s.row(id).State == Unconfirmed || s.count(Submit) != 1 || len(ids) > 2 || fails && len(ids) != 2 {
			t.Errorf("fails %v: in the end %d rows, it is %v, sent %d times", fails, len(ids), s.row(id).State, s.count(Submit))
		}
	}
}
