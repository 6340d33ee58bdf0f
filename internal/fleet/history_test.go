package fleet

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

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

func TestHistoryComesNewestFirstWithoutAGapAndOnlyAsFarAsWanted(t *testing.T) {
	w := remembered(60)
	w.perPage = 20
	s := listed(t, w)
	s.f.WantHistory(30)
	s.run(20 * time.Second)
	h := s.f.History()
	if h.Complete || h.Loading || len(h.Operations) < 30 || len(h.Operations) > 50 {
		t.Fatalf("%d operations, loading=%v complete=%v", len(h.Operations), h.Loading, h.Complete)
	}
	s.f.WantHistory(1000)
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

func TestHistoryNobodyLooksAtIsNotRead(t *testing.T) {
	s := listed(t, remembered(5))
	s.f.WantHistory(50)
	s.run(5 * time.Second)
	s.f.WantHistory(0)
	s.forget()
	s.run(5 * time.Minute)
	for _, r := range s.sent {
		if r.Kind == ListOperations && r.Query.Submitted == (tolokaapi.Range{}) {
			t.Errorf("asked for %+v", r.Query)
		}
	}
}

func TestPaceIsToldFromFiveSamplesOn(t *testing.T) {
	for n, want := range map[int]int{4: 0, 5: 5, 60: 60} {
		s := listed(t, remembered(n))
		s.f.WantHistory(500)
		s.run(20 * time.Second)
		p50, p90, samples := s.f.Pace(tolokaapi.VerbClose)
		if samples != want {
			t.Errorf("%d closes: %d samples, want %d", n, samples, want)
		}
		// Of the little world's operations the first 300 ms are pending.
		if n == 60 && (p50.Round(time.Second) != 5*time.Second || p90.Round(time.Second) != 9*time.Second) {
			t.Errorf("p50 %v p90 %v, want about 5 s and 9 s", p50, p90)
		}
	}
}

func TestWhatRanWhenTheHistoryWasReadIsFollowedToItsEndThere(t *testing.T) {
	w := newWorld(3)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Minute} }
	s := listed(t, w)
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(3 * time.Second)
	s.f.WantHistory(10)
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
