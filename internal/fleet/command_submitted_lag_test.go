package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// One wrong Date header says nothing about the lag of `submitted`: a failed close
// of a lost reply is not sent again because of it.
func TestSubmittedLag_WrongDate(t *testing.T) {
	for _, lag := range []time.Duration{90 * time.Second, 3 * time.Hour} {
		for name, wrong := range map[string]func(n int, a *Response) bool{
			"the first list":         func(n int, a *Response) bool { return n == 1 },
			"every list for a while": func(n int, a *Response) bool { return a.Request.Kind == ListOperations },
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
			s.colleague(tolokaapi.VerbClose, tolokaapi.PoolRef("1002"))
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
