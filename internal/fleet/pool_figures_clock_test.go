package fleet

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// A clock that is set back takes every wait of the figures with it.
func TestFiguresClockSetBack_Waits(t *testing.T) {
	overQuota := &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerMinute}
	for name, fails := range map[string]func(Request) error{
		"calls over quota": func(r Request) error { return errOf(r.Kind == Analyze, overQuota) },
		"lists over quota": func(r Request) error { return errOf(r.Kind == ListAnalyses, overQuota) },
		"all refused":      func(r Request) error { return errOf(r.Kind == Analyze, &tolokaapi.Error{Status: 400}) },
	} {
		s := listed(t, newWorld(10))
		newAnalyst(s)
		answer, failing := s.answer, true
		s.answer = func(r Request) Response {
			if err := fails(r); err != nil && failing {
				return Response{Err: err}
			}
			return answer(r)
		}
		s.shows(refs(1000, 3)...)
		s.run(20 * time.Second)
		failing = false
		s.w.leap(-2 * time.Hour)
		s.run(90 * time.Second)
		for _, ref := range refs(1000, 3) {
			if s.spent(ref) == "" {
				t.Errorf("%s: 90 s after the clock was set back nothing is known of %v", name, ref)
			}
		}
	}
}

func errOf(holds bool, err error) error {
	if holds {
		return err
	}
	return nil
}

// A call that is never answered is given up in time all the same.
func TestFiguresClockSetBack_GivenUp(t *testing.T) {
	s := listed(t, newWorld(10))
	newAnalyst(s).takes = 1000 * time.Hour
	s.shows(refs(1000, 10)...)
	s.run(20 * time.Second)
	s.w.leap(-2 * time.Hour)
	s.run(figuresGivenUp + 20*time.Second)
	if s.count(Analyze) < 3 {
		t.Errorf("%d calls: those under way were not given up", s.count(Analyze))
	}
}

// handedIn has a pool of a thousand suites go on by two a minute.
func (a *analyst) handedIn(began time.Time, pool string) {
	a.spoils = func(answers map[tolokaapi.Question]tolokaapi.Figure) {
		done := 100 + int(a.s.w.server().Sub(began).Minutes()*2)
		answers[tolokaapi.Question{Name: tolokaapi.FigureSubmitted, Pool: pool}] = tolokaapi.Figure{Value: json.Number(strconv.Itoa(done))}
		answers[tolokaapi.Question{Name: tolokaapi.FigureAssignments, Pool: pool}] = tolokaapi.Figure{Value: "1000", Approximate: true}
	}
}

// The speed of a pool is that of the time that has passed, whatever the clock was set to.
func TestFiguresClockSetBack_TimeLeft(t *testing.T) {
	s := listed(t, newWorld(2))
	newAnalyst(s).handedIn(s.w.server(), "1000")
	s.f.Figures().SetVisible(s.w.now, VisibleFigures{Details: pool1000})
	s.run(8 * time.Minute)
	s.w.leap(-2 * time.Hour)
	s.run(8 * time.Minute)
	if left, known := s.f.Figures().TimeLeft(pool1000); !known || left < 6*time.Hour || left > 8*time.Hour {
		t.Errorf("%v is left, known %v", left, known)
	}
}

// The speed of a pool that was opened anew is not that of before.
func TestFigures_TimeLeftOpenedAnew(t *testing.T) {
	s := listed(t, newWorld(2))
	newAnalyst(s).handedIn(s.w.server(), "1000")
	s.f.Figures().SetVisible(s.w.now, VisibleFigures{Details: pool1000})
	s.run(20 * time.Minute)
	if _, known := s.f.Figures().TimeLeft(pool1000); !known {
		t.Fatal("nothing is known of a pool that goes on")
	}
	s.w.pools[pool1000].LastStarted = tolokaapi.DateOf(s.w.server())
	s.f.Refresh(s.w.now)
	s.run(8 * time.Minute)
	if left, known := s.f.Figures().TimeLeft(pool1000); known {
		t.Errorf("eight minutes after it was opened anew %v is left", left)
	}
}

// A figure that is known is known no more once the server gives none, or refuses.
func TestFigures_LaterAnswerWithout(t *testing.T) {
	ref := refs(1000, 1)[0]
	for name, change := range map[string]func(*scene, *analyst){
		"none given": func(_ *scene, a *analyst) {
			a.spoils = func(answers map[tolokaapi.Question]tolokaapi.Figure) { clear(answers) }
		},
		"refused": func(s *scene, a *analyst) { a.refuses = refusing(s, ref.ID) },
	} {
		s := listed(t, newWorld(3))
		a := newAnalyst(s)
		s.shows(ref)
		s.run(20 * time.Second)
		if s.spent(ref) == "" {
			t.Fatal("nothing is known")
		}
		change(s, a)
		s.run(90 * time.Second)
		if got := s.spent(ref); got != "" {
			t.Errorf("%s: it still spent %s", name, got)
		}
	}
}

// A call whose reply is lost is asked again, of a pool that is closed too; a connection
// that is down is not tried with figures.
func TestFigures_LostReplyAskedAgain(t *testing.T) {
	w := newWorld(1)
	closed := w.addPool("2000", tolokaapi.Closed)
	s := listed(t, w)
	lost := 0
	newAnalyst(s).refuses = func([]tolokaapi.Question) error { lost++; return errOf(lost <= 2, errTimeout) }
	s.shows(closed)
	s.run(30 * time.Second)
	if s.spent(closed) == "" || lost != 3 {
		t.Errorf("after %d calls it spent %q", lost, s.spent(closed))
	}
	answer := s.answer
	s.answer = func(Request) Response { return Response{Err: errRefused} }
	s.until("the connection is down", func() bool { return s.f.Summary(s.w.now).Connection.State == Offline })
	s.forget()
	s.shows(pool1000, closed)
	s.run(5 * time.Minute)
	if n := s.count(Analyze); n != 0 {
		t.Errorf("%d calls while the connection was down", n)
	}
	s.answer = answer
	s.run(2 * time.Minute)
	if s.spent(pool1000) == "" {
		t.Error("nothing is known once it is back")
	}
}
