package fleet

import (
	"slices"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// refusing answers 400 to calls about any of these pools.
func refusing(s *scene, pools ...string) func([]tolokaapi.Question) error {
	return func(questions []tolokaapi.Question) error {
		if slices.ContainsFunc(questions, func(q tolokaapi.Question) bool { return slices.Contains(pools, q.Pool) }) {
			return s.w.problem(400, "VALIDATION_ERROR")
		}
		return nil
	}
}

// A pool that is refused costs the others one call pool by pool, and from then on
// nothing: it is asked about again alone, every ten minutes.
func TestFigures_RefusedAgain(t *testing.T) {
	s := listed(t, newWorld(40))
	a := newAnalyst(s)
	a.refuses = refusing(s, "1002", "1003")
	s.shows(refs(1000, 34)...)
	s.run(time.Minute)
	for minute := range 9 {
		s.forget()
		s.run(time.Minute)
		if calls, lists := s.count(Analyze), s.count(ListAnalyses); calls > 7 || calls+lists > 16 {
			t.Errorf("minute %d: %d calls and %d lists", minute+1, calls, lists)
		}
	}
	s.forget()
	s.run(2 * time.Minute)
	alone := 0
	for _, r := range s.sent {
		if r.Kind != Analyze {
			continue
		}
		about := map[string]bool{}
		for _, q := range r.Questions {
			about[q.Pool] = true
		}
		if about["1002"] || about["1003"] {
			if alone++; len(about) > 1 {
				t.Errorf("about %v in one call", about)
			}
		}
	}
	if alone != 2 {
		t.Errorf("%d calls about the pools that were refused, want 2", alone)
	}
	a.refuses = nil
	s.run(11 * time.Minute)
	s.allKnown("in the end", refs(1000, 34))
}

// A server that refuses every pool is asked about one of them a minute, and about all
// once that is over.
func TestFigures_RefusedAll(t *testing.T) {
	s := listed(t, newWorld(40))
	a := newAnalyst(s)
	a.refuses = func([]tolokaapi.Question) error { return s.w.problem(400, "") }
	s.shows(refs(1000, 34)...)
	s.run(time.Minute)
	s.forget()
	s.run(8 * time.Minute)
	if n := s.count(Analyze); n < 7 || n > 8 {
		t.Errorf("after all were refused %d calls in eight minutes", n)
	}
	a.refuses = nil
	s.until("one of them is asked", func() bool { return len(a.calls) > 0 })
	s.run(30 * time.Second)
	s.allKnown("in the end", refs(1000, 34))
	if n := len(a.calls); n > 8 {
		t.Errorf("%d calls once that was over", n)
	}
}

// Calls that are never answered take their turn like the others.
func TestFigures_NeverAnswered(t *testing.T) {
	s := listed(t, newWorld(40))
	newAnalyst(s)
	list := s.answer
	s.answer = func(r Request) Response {
		response := list(r)
		for i, one := range response.Analyses.Items {
			for q := range one.Figures {
				if q.Pool == "1000" || q.Pool == "1005" { // of the first call, and of the second
					response.Analyses.Items[i].Operation.Status, response.Analyses.Items[i].Figures = tolokaapi.Running, nil
				}
			}
		}
		return response
	}
	s.shows(refs(1000, 34)...)
	s.run(figuresGivenUp + time.Minute)
	s.allKnown("in the end", refs(1010, 24))
}

// The figure of a pool that has changed since is overdue until another one comes, and
// where none came it is asked for again.
func TestFigures_ChangedUnanswered(t *testing.T) {
	s := listed(t, newWorld(3))
	a := newAnalyst(s)
	ref := refs(1000, 1)[0]
	s.shows(ref)
	s.run(20 * time.Second)
	overdue := func() bool { return s.f.Figures().Overdue(ref, tolokaapi.FigureSpent) }
	before := s.spent(ref)
	list := s.answer
	s.answer = func(r Request) Response {
		response := list(r)
		for i := range response.Analyses.Items {
			response.Analyses.Items[i].Operation.Status, response.Analyses.Items[i].Figures = tolokaapi.Fail, nil
		}
		return response
	}
	s.w.pools[ref].Status, s.w.pools[ref].CloseReason = tolokaapi.Closed, "MANUAL"
	s.f.Refresh(s.w.now)
	s.run(30 * time.Second)
	if s.spent(ref) != before || !overdue() {
		t.Errorf("spent %s, overdue %v: the pool was closed since", s.spent(ref), overdue())
	}
	if n := len(a.calls); n != 2 {
		t.Errorf("%d calls, want one before and one after it changed", n)
	}
	s.answer = list
	s.run(figuresRefused)
	if s.spent(ref) == before || overdue() {
		t.Errorf("spent %s, overdue %v: it was to be asked for again", s.spent(ref), overdue())
	}
	calls := len(a.calls)
	s.run(time.Hour)
	if n := len(a.calls) - calls; n != 0 {
		t.Errorf("answered, a pool that is closed is asked for %d times an hour", n)
	}
}

// A quota of the list of answers is waited out, whatever is asked meanwhile.
func TestFigures_ListOverQuota(t *testing.T) {
	s := listed(t, newWorld(40))
	newAnalyst(s)
	list, lists := s.answer, 0
	s.answer = func(r Request) Response {
		if r.Kind == ListAnalyses {
			if lists++; lists == 1 {
				return Response{Err: &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerMinute}}
			}
		}
		return list(r)
	}
	s.shows(refs(1000, 3)...)
	s.until("the list is refused", func() bool { return lists == 1 })
	s.shows(refs(1000, 10)...)
	s.run(40 * time.Second)
	if s.count(Analyze) != 2 || lists != 1 {
		t.Errorf("%d calls, %d lists within the quota", s.count(Analyze), lists)
	}
	s.run(30 * time.Second)
	s.allKnown("after the quota", refs(1000, 8))
}

// An operation without a date is looked for among those of any date.
func TestFigures_Undated(t *testing.T) {
	s := listed(t, newWorld(40))
	a := newAnalyst(s)
	answer := s.answer
	s.answer = func(r Request) Response {
		response := answer(r)
		if r.Kind == Analyze && len(a.calls) == 1 {
			response.Analysis.Operation.Submitted = tolokaapi.Date{}
		}
		return response
	}
	a.takes = 10 * time.Second
	s.latency = 2 * time.Second // the second call is asked more than a second after the first
	s.shows(refs(1000, 10)...)
	s.run(45 * time.Second)
	s.allKnown("in the end", refs(1000, 10))
}

// Rows that came into sight one by one cost no more than those that came together.
func TestFigures_CostAfterSlowScrolling(t *testing.T) {
	for _, takes := range []time.Duration{500 * time.Millisecond, 3600 * time.Millisecond} {
		s := listed(t, newWorld(200))
		newAnalyst(s).takes = takes
		for i := range 40 {
			s.shows(refs(1000+i, 34)...)
			s.run(1700 * time.Millisecond)
		}
		asked := map[tolokaapi.Question]time.Time{}
		for minute := range 6 {
			s.forget()
			s.run(time.Minute)
			if calls, lists := s.count(Analyze), s.count(ListAnalyses); calls > 7 || calls+lists > 16 || calls == 0 {
				t.Errorf("takes %v, minute %d: %d calls and %d lists", takes, minute, calls, lists)
			}
			for i, r := range s.sent {
				for _, q := range r.Questions {
					if between := s.times[i].Sub(asked[q]); !asked[q].IsZero() && (between < time.Minute || between > 95*time.Second) {
						t.Errorf("takes %v: %v is asked after %v", takes, q, between)
					}
					asked[q] = s.times[i]
				}
			}
		}
	}
}

// The time of what is known is that of pools and operations: figures have times of
// their own, and an answer about them makes nothing else newer.
func TestFigures_NoNews(t *testing.T) {
	s := listed(t, newWorld(40))
	newAnalyst(s)
	s.shows(refs(1000, 34)...)
	figures := false
	for range 90 {
		s.run(time.Second)
		for i, r := range slices.Backward(s.sent) {
			if r.Kind == Analyze || r.Kind == ListAnalyses {
				figures = true
				continue
			}
			answered := s.times[i].Add(s.latency)
			if got := s.f.Summary(s.w.now).LastGood; !answered.After(s.w.now) && !got.Equal(answered) {
				t.Fatalf("%v was answered at %v, and what is known is of %v", r.Kind, answered, got)
			}
			break
		}
	}
	if !figures {
		t.Error("no figures were asked for")
	}
}
