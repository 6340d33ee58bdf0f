package fleet

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// The trouble of a history nobody looks at is over.
func TestHistory_TroubleEndsWhenNobodyLooks(t *testing.T) {
	s := listed(t, newWorld(3))
	s.answer = func(r Request) Response {
		if r.Kind == ListOperations && r.Query.Submitted.GTE == "" {
			return Response{Err: &tolokaapi.Error{Status: 500}}
		}
		return s.w.answer(r)
	}
	interest(s.f, func(is *Interests) { is.History = 10 })
	s.run(5 * time.Second)
	if got := s.f.Summary(s.w.now).Connection.State; got != Troubled {
		t.Fatalf("while it fails: %v", got)
	}
	interest(s.f, func(is *Interests) { is.History = 0 })
	if got := s.f.Summary(s.w.now).Connection.State; got != Live {
		t.Errorf("after it was left: %v, want live", got)
	}
}

// A history that is stuck is not complete.
func TestHistory_StuckIsNotComplete(t *testing.T) {
	w := remembered(30)
	w.perPage = 20
	s := listed(t, w)
	s.answer = func(r Request) Response {
		a := w.answer(r)
		if r.Kind == ListOperations && r.Query.Submitted.GTE == "" && r.Query.Submitted.LTE != "" {
			a.Operations.Items, a.Operations.HasMore = nil, true
		}
		return a
	}
	interest(s.f, func(is *Interests) { is.History = 1000 })
	s.run(time.Minute)
	if h := s.f.History(); h.Complete || len(h.Operations) == 0 {
		t.Errorf("%d operations, complete=%v", len(h.Operations), h.Complete)
	}
	if n := s.f.TakeNotices(); len(n) != 1 || n[0].Kind != HistoryStuck {
		t.Errorf("it is said as %+v", n)
	}
}

// remembered is a world in which n closes and as many opens ended, a minute
// apart, closes after i seconds.
func remembered(n int) *world {
	w := newWorld(n)
	for _, verb := range []tolokaapi.Verb{tolokaapi.VerbClose, tolokaapi.VerbOpen} {
		for i := range n {
			w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Duration(i%10+1) * time.Second} }
			_, _ = w.act(verb, tolokaapi.PoolRef(strconv.Itoa(1000+i)), false)
			w.now = w.now.Add(time.Minute)
		}
	}
	w.settle()
	return w
}

// History comes newest first without a gap and only as far as wanted.
func TestHistory_NewestFirstAsFarAsWanted(t *testing.T) {
	w := remembered(60)
	w.perPage = 20
	s := listed(t, w)
	interest(s.f, func(is *Interests) { is.History = 30 })
	s.run(20 * time.Second)
	h := s.f.History()
	if h.Complete || h.Loading || len(h.Operations) < 30 || len(h.Operations) > 50 {
		t.Fatalf("%d operations, loading=%v complete=%v", len(h.Operations), h.Loading, h.Complete)
	}
	interest(s.f, func(is *Interests) { is.History = 1000 })
	s.run(time.Minute)
	h = s.f.History()
	if !h.Complete || len(h.Operations) != 120 {
		t.Fatalf("%d operations, complete=%v, want all 120", len(h.Operations), h.Complete)
	}
	if !slices.IsSortedFunc(h.Operations, func(a, b tolokaapi.Operation) int { return b.Submitted.Time.Compare(a.Submitted.Time) }) {
		t.Error("it is not newest first")
	}
	asked := len(s.sent)
	s.run(10 * time.Second)
	for _, r := range s.sent[asked:] {
		if r.Kind == ListOperations && r.Query.Submitted == (tolokaapi.Range{}) && r.Query.Status == "" {
			t.Errorf("a complete history was asked for again: %+v", r.Query)
		}
	}
}

// History nobody looks at is not read.
func TestHistory_NotReadUnlessWanted(t *testing.T) {
	s := listed(t, remembered(5))
	interest(s.f, func(is *Interests) { is.History = 50 })
	s.run(5 * time.Second)
	interest(s.f, func(is *Interests) { is.History = 0 })
	s.forget()
	s.run(5 * time.Minute)
	for _, r := range s.sent {
		if r.Kind == ListOperations && r.Query.Submitted == (tolokaapi.Range{}) {
			t.Errorf("asked for %+v", r.Query)
		}
	}
}

// A typical duration is told from five samples on.
func TestHistory_TypicalDurationNeedsFiveSamples(t *testing.T) {
	for n, want := range map[int]int{4: 0, 5: 5, 60: 60} {
		s := listed(t, remembered(n))
		interest(s.f, func(is *Interests) { is.History = 500 })
		s.run(20 * time.Second)
		p50, p90, samples := s.f.History().TypicalDuration(tolokaapi.VerbClose)
		if samples != want {
			t.Errorf("%d closes: %d samples, want %d", n, samples, want)
		}
		// Of the little world's operations the first 300 ms are pending.
		if n == 60 && (p50.Round(time.Second) != 5*time.Second || p90.Round(time.Second) != 9*time.Second) {
			t.Errorf("p50 %v p90 %v, want about 5 s and 9 s", p50, p90)
		}
	}
}

// What ran when the history was read is followed to its end there.
func TestHistory_RunningOperationsFollowed(t *testing.T) {
	w := newWorld(3)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Minute} }
	s := listed(t, w)
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(3 * time.Second)
	interest(s.f, func(is *Interests) { is.History = 10 })
	s.run(20 * time.Second)
	status := func() tolokaapi.OperationStatus {
		t.Helper()
		h := s.f.History()
		if len(h.Operations) != 1 {
			t.Fatalf("%d operations are loaded", len(h.Operations))
		}
		return h.Operations[0].Status
	}
	before := s.f.History().Version
	if status() != tolokaapi.Running {
		t.Errorf("it is %s at first", status())
	}
	s.run(2 * time.Minute)
	if status() != tolokaapi.Success || s.f.History().Version == before {
		t.Errorf("it is %s in the end", status())
	}
	after := s.f.History().Version
	s.run(time.Minute)
	if s.f.History().Version != after {
		t.Error("nothing is news, and the history says it changed")
	}
}

// A quota on the history is waited out whoever looks.
func TestHistory_QuotaWaitedOut(t *testing.T) {
	s := listed(t, remembered(5))
	s.f.Pause(true) // nothing else lists operations
	s.f.Pause(false)
	s.spoil(func(a *Response) {
		if a.Request.Kind == ListOperations && a.Request.Query.Submitted == (tolokaapi.Range{}) && a.Request.Query.Status == "" {
			a.Err = &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerDay}
		}
	})
	ofHistory := func() int {
		n := 0
		for _, r := range s.sent {
			if r.Kind == ListOperations && r.Query.Submitted == (tolokaapi.Range{}) && r.Query.Status == "" {
				n++
			}
		}
		return n
	}
	interest(s.f, func(is *Interests) { is.History = 10 })
	s.run(5 * time.Second)
	asked := ofHistory()
	for range 3 {
		interest(s.f, func(is *Interests) { is.History = 0 })
		s.run(time.Second)
		interest(s.f, func(is *Interests) { is.History = 10 })
		s.run(time.Second)
		s.f.Refresh(s.w.now)
		s.run(time.Second)
	}
	if now := ofHistory(); asked == 0 || now != asked {
		t.Errorf("asked %d times at first and %d in the end", asked, now)
	}
}
