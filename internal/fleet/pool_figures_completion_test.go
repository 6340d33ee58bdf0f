package fleet

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// completes answers that pool 1000 is a percent further every ten minutes.
func (a *analyst) completes() {
	began := a.s.w.now
	a.spoils = func(answers map[tolokaapi.Question]tolokaapi.Figure) {
		done := strconv.Itoa(10 + int(a.s.w.now.Sub(began).Minutes())/10)
		answers[tolokaapi.Question{Name: tolokaapi.FigureCompletion, Pool: "1000"}] = tolokaapi.Figure{Value: json.Number(done)}
	}
}

// However long a pool is in sight, its samples are bounded and go back to the first.
func TestFigures_CompletionSamples(t *testing.T) {
	s := listed(t, newWorld(2))
	newAnalyst(s).completes()
	s.f.Figures().SetVisible(s.w.now, VisibleFigures{Details: pool1000})
	s.run(10 * time.Second)
	began := s.w.now
	if got := s.f.Figures().Completion(pool1000); len(got) != 1 || got[0].Percent != 10 {
		t.Fatalf("after the first answer there are %v", got)
	}
	s.run(5 * time.Hour)
	got := s.f.Figures().Completion(pool1000)
	if len(got) != completionsMax || got[0].Percent != 10 || got[len(got)-1].Percent != 40 {
		t.Errorf("after five hours there are %d samples: %v", len(got), got)
	}
	for i := range got[1:] {
		if gap := got[i+1].At.Sub(got[i].At); gap <= 0 || gap > 30*time.Minute {
			t.Errorf("%v lies between two samples", gap)
		}
	}
	if age := began.Sub(got[0].At); age < 0 || age > 10*time.Second {
		t.Errorf("the first sample is of %v", got[0].At)
	}
	s.w.leap(-time.Hour)
	s.run(2 * time.Minute)
	if last := s.f.Figures().Completion(pool1000); !last[len(last)-2].At.Before(last[len(last)-1].At) {
		t.Errorf("a clock that was set back leaves the samples out of order: %v", last)
	}
	delete(s.w.pools, pool1000)
	s.f.Refresh(s.w.now)
	s.run(2 * time.Minute)
	if got := s.f.Figures().Completion(pool1000); len(got) > 0 {
		t.Errorf("a pool that is gone has %d samples", len(got))
	}
}

// Figures are awaited until they were answered, well or not.
func TestFigures_Awaited(t *testing.T) {
	s := listed(t, newWorld(2))
	a := newAnalyst(s)
	a.spoils = func(answers map[tolokaapi.Question]tolokaapi.Figure) { clear(answers) }
	awaited := func() bool { return s.f.Figures().Awaited(pool1000) }
	if !awaited() {
		t.Error("what was never asked is not awaited")
	}
	s.f.Figures().SetVisible(s.w.now, VisibleFigures{Details: pool1000})
	s.until("it is asked", func() bool { return s.count(Analyze) > 0 })
	if !awaited() {
		t.Error("what was just asked is not awaited")
	}
	s.run(20 * time.Second)
	if awaited() {
		t.Error("what was answered without a figure is awaited")
	}
	training := tolokaapi.TrainingRef("1000")
	if f := s.f.Figures(); f.Awaited(training) || f.Measures(training) || !f.Measures(pool1000) || f.Measures(tolokaapi.PoolRef("7")) {
		t.Error("trainings have figures, or pools that are not known")
	}
}

// The operations of a pool are those of the table and those loaded, newest first.
func TestOperationsOfPool(t *testing.T) {
	s := listed(t, newWorld(3))
	for range 2 {
		s.f.Submit(s.w.now, tolokaapi.VerbClose, refs(1000, 2))
		s.run(time.Minute)
		s.f.Submit(s.w.now, tolokaapi.VerbOpen, refs(1000, 1))
		s.run(time.Minute)
	}
	rows := s.f.RowsOf(pool1000)
	if len(rows) != 4 || rows[0].Verb != tolokaapi.VerbOpen || rows[0].Asked.Before(rows[1].Asked) || rows[1].On != pool1000 {
		t.Errorf("rows: %v", rows)
	}
	if of := s.f.History().Of(pool1000); len(of) != 0 {
		t.Errorf("nothing is loaded, and there are %v", of)
	}
	interest(s.f, func(is *Interests) { is.History = 50 })
	s.run(time.Minute)
	of := s.f.History().Of(pool1000)
	if len(of) != 4 || of[0].Target != pool1000 || of[0].Submitted.Time.Before(of[3].Submitted.Time) {
		t.Errorf("loaded are %v", of)
	}
}
