package fleet

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tolokadash/tolokaapi"
)

// An analyst answers questions in a scene: each figure is the number of the pool and
// how often anything was asked, so an answer tells whose it is and how old.
type analyst struct {
	s       *scene
	takes   time.Duration
	calls   []analystCall
	refuses func([]tolokaapi.Question) error
	spoils  func(map[tolokaapi.Question]tolokaapi.Figure)
}

type analystCall struct {
	at        time.Time
	op        tolokaapi.Operation
	questions []tolokaapi.Question
	answers   map[tolokaapi.Question]tolokaapi.Figure
}

func newAnalyst(s *scene) *analyst {
	a := &analyst{s: s, takes: 2 * time.Second}
	before := s.answer
	s.answer = func(r Request) Response {
		switch r.Kind {
		case Analyze:
			return a.ask(r)
		case ListAnalyses:
			return a.list(r)
		}
		return before(r)
	}
	return a
}

func (a *analyst) ask(r Request) Response {
	if a.refuses != nil {
		if err := a.refuses(r.Questions); err != nil {
			return Response{Err: err}
		}
	}
	c := analystCall{at: a.s.w.server(), questions: r.Questions, answers: map[tolokaapi.Question]tolokaapi.Figure{}}
	c.op = tolokaapi.Operation{
		ID: tolokaapi.OperationID("analysis-" + strconv.Itoa(len(a.calls))), Type: tolokaapi.Analytics,
		Status: tolokaapi.Pending, Submitted: tolokaapi.DateOf(a.s.w.server()),
	}
	for _, q := range r.Questions {
		c.answers[q] = tolokaapi.Figure{Value: json.Number(fmt.Sprintf("%s.%d", q.Pool, len(a.calls)+1))}
	}
	if a.spoils != nil {
		a.spoils(c.answers)
	}
	a.calls = append(a.calls, c)
	return Response{Analysis: tolokaapi.Analysis{Operation: c.op}}
}

func (a *analyst) list(r Request) Response {
	page := tolokaapi.Page[tolokaapi.Analysis]{Query: r.Query}
	from := tolokaapi.ParseDate(r.Query.Submitted.GTE).Time
	for _, c := range slices.Backward(a.calls) {
		one := tolokaapi.Analysis{Operation: c.op}
		if a.s.w.server().Sub(c.at) >= a.takes {
			one.Operation.Status, one.Figures = tolokaapi.Success, c.answers
		}
		if !c.op.Submitted.Time.Before(from) {
			page.Items = append(page.Items, one)
		}
	}
	return Response{Analyses: page}
}

// shows makes pools the ones in sight.
func (s *scene) shows(refs ...tolokaapi.Ref) {
	s.f.Figures().SetVisible(s.w.now, VisibleFigures{Pools: refs})
}

func refs(first, n int) []tolokaapi.Ref {
	var all []tolokaapi.Ref
	for i := range n {
		all = append(all, tolokaapi.PoolRef(strconv.Itoa(first+i)))
	}
	return all
}

func (s *scene) spent(ref tolokaapi.Ref) string {
	f, known := s.f.Figures().Of(ref, tolokaapi.FigureSpent)
	if !known {
		return ""
	}
	return string(f.Value)
}

// allKnown checks that something is known of each of these pools.
func (s *scene) allKnown(when string, pools []tolokaapi.Ref) {
	s.t.Helper()
	for _, ref := range pools {
		if s.spent(ref) == "" {
			s.t.Errorf("%s nothing is known of %v", when, ref)
		}
	}
}

// A screen of 34 rows costs at most 7 calls and 16 requests a minute, minute by
// minute, and knows all its figures.
func TestFigures_CostOfAScreen(t *testing.T) {
	for _, takes := range []time.Duration{500 * time.Millisecond, 3600 * time.Millisecond, 9 * time.Second} {
		t.Run(takes.String(), func(t *testing.T) {
			s := listed(t, newWorld(40))
			a := newAnalyst(s)
			a.takes = takes
			s.shows(refs(1000, 34)...)
			for minute := range 4 {
				s.forget()
				s.run(time.Minute)
				calls, looks := s.count(Analyze), s.count(ListAnalyses)
				if calls > 7 || calls+looks > 16 || calls == 0 {
					t.Errorf("minute %d: %d calls and %d lists", minute, calls, looks)
				}
			}
			s.allKnown("in the end", refs(1000, 34))
			s.f.Figures().SetVisible(s.w.now, VisibleFigures{Pools: refs(1000, 34), Details: refs(1000, 1)[0]})
			s.run(time.Minute)
			s.forget()
			s.run(time.Minute)
			if calls, looks := s.count(Analyze), s.count(ListAnalyses); calls > 8 || calls+looks > 16 {
				t.Errorf("with details beside the rows: %d calls and %d lists", calls, looks)
			}
			for _, c := range a.calls {
				if len(c.questions) > tolokaapi.MaxQuestions {
					t.Errorf("%d questions in a call", len(c.questions))
				}
			}
		})
	}
}

// A list that is scrolled costs nothing until it rests.
func TestFigures_Scrolling(t *testing.T) {
	s := listed(t, newWorld(200))
	newAnalyst(s)
	for i := range 50 {
		s.shows(refs(1000+i, 30)...)
		s.run(100 * time.Millisecond)
	}
	if n := s.count(Analyze); n != 0 {
		t.Errorf("%d calls while it was scrolled", n)
	}
	s.run(time.Second)
	if s.count(Analyze) == 0 {
		t.Error("at rest nothing was asked")
	}
}

// A closed pool is asked about once, and again when it changed; a training never.
func TestFigures_ClosedPools(t *testing.T) {
	w := newWorld(1)
	closed := w.addPool("2000", tolokaapi.Closed)
	training := w.addPool("3000", tolokaapi.Open)
	w.pools[training].Type = "TRAINING"
	s := newScene(t, w, Config{})
	newAnalyst(s)
	s.run(10 * time.Second)
	s.shows(closed, training, tolokaapi.TrainingRef("1000"), tolokaapi.PoolRef("77"))
	s.run(time.Hour)
	if n := s.count(Analyze); n != 1 || s.spent(closed) != "2000.1" || s.spent(training) != "" {
		t.Errorf("%d calls, spent %q and %q", n, s.spent(closed), s.spent(training))
	}
	w.pools[closed].CloseReason = "COMPLETED"
	s.run(15 * time.Minute)
	if n := s.count(Analyze); n != 2 || s.spent(closed) != "2000.2" {
		t.Errorf("changed: %d calls, spent %q", n, s.spent(closed))
	}
}

// Open pools are asked about every minute, every ten while nobody looks, and not at
// all while paused, in read-only mode or out of sight.
func TestFigures_Interval(t *testing.T) {
	calls := func(c Config, visible VisibleFigures, paused bool) int {
		s := newScene(t, newWorld(5), c)
		newAnalyst(s)
		s.run(10 * time.Second)
		s.f.Pause(paused)
		s.f.Figures().SetVisible(s.w.now, visible)
		s.run(time.Hour)
		return s.count(Analyze) + s.count(ListAnalyses)/1000
	}
	one := VisibleFigures{Pools: refs(1000, 2)}
	blurred := VisibleFigures{Pools: refs(1000, 2), Blurred: true}
	for name, c := range map[string]struct{ got, least, most int }{
		"in sight":     {calls(Config{}, one, false), 58, 60},
		"blurred":      {calls(Config{}, blurred, false), 6, 7},
		"paused":       {calls(Config{}, one, true), 0, 0},
		"read-only":    {calls(Config{ReadOnly: true}, one, false), 0, 0},
		"out of sight": {calls(Config{}, VisibleFigures{}, false), 0, 0},
	} {
		if c.got < c.least || c.got > c.most {
			t.Errorf("%s: %d calls in an hour, want %d to %d", name, c.got, c.least, c.most)
		}
	}
}

// One vanished pool does not blank ten: what is answered 400 is asked pool by pool.
func TestFigures_RefusedPoolByPool(t *testing.T) {
	s := listed(t, newWorld(10))
	a := newAnalyst(s)
	a.refuses = func(questions []tolokaapi.Question) error {
		if slices.ContainsFunc(questions, func(q tolokaapi.Question) bool { return q.Pool == "1002" }) {
			return s.w.problem(400, "VALIDATION_ERROR")
		}
		return nil
	}
	s.shows(refs(1000, 5)...)
	s.run(55 * time.Second)
	for _, ref := range refs(1000, 5) {
		if known := s.spent(ref) != ""; known != (ref.ID != "1002") {
			t.Errorf("%v: spent %q", ref, s.spent(ref))
		}
	}
	if n := s.count(Analyze); n != 6 {
		t.Errorf("%d calls, want one and five", n)
	}
}

// A server without figures is asked once a session.
func TestFigures_Unavailable(t *testing.T) {
	for _, status := range []int{404, 403, 405} {
		s := listed(t, newWorld(40))
		newAnalyst(s).refuses = func([]tolokaapi.Question) error { return s.w.problem(status, "") }
		s.shows(refs(1000, 34)...)
		s.run(20 * time.Minute)
		if n := s.count(Analyze); n != 1 || s.f.Figures().State() != FiguresUnavailable {
			t.Errorf("%d: asked %d times, state %v", status, n, s.f.Figures().State())
		}
	}
}

// An endpoint that fails is asked less and less, and the connection does not suffer.
func TestFigures_EndpointFails(t *testing.T) {
	for name, err := range map[string]error{"reset": errReset, "timeout": errTimeout, "500": &tolokaapi.Error{Status: 500}, "unreadable": errUnread, "token": &tolokaapi.Error{Status: 403, Code: "AUTHENTICATION_ERROR"}} {
		s := listed(t, newWorld(10))
		newAnalyst(s).refuses = func([]tolokaapi.Question) error { return err }
		s.shows(refs(1000, 5)...)
		s.until("it is asked", func() bool { return s.count(Analyze) > 0 })
		s.run(s.latency)
		if state := s.f.Summary(s.w.now).Connection.State; state != Live {
			t.Errorf("%s: after the first failure the connection is %v", name, state)
		}
		s.run(10 * time.Minute)
		if n := s.count(Analyze); n < 3 || n > 40 {
			t.Errorf("%s: asked %d times in ten minutes", name, n)
		}
		if s.f.Figures().State() != FiguresAsked {
			t.Errorf("%s: the server counts as one without figures", name)
		}
		if state := s.f.Summary(s.w.now).Connection.State; state != Live {
			t.Errorf("%s: the connection is %v", name, state)
		}
	}
}

// Answers to figures are on no row and in no history.
func TestFigures_NoOperations(t *testing.T) {
	s := listed(t, newWorld(10))
	newAnalyst(s)
	interest(s.f, func(is *Interests) { is.History = 50 })
	s.shows(refs(1000, 5)...)
	s.run(5 * time.Minute)
	if ids, _ := s.f.Rows(); len(ids) != 0 || len(s.f.History().Operations) != 0 || s.spent(pool1000) == "" {
		t.Errorf("rows %v, history %v, spent %q", ids, s.f.History().Operations, s.spent(pool1000))
	}
}

// Commands that are due leave first.
func TestFigures_CommandsFirst(t *testing.T) {
	s := newScene(t, newWorld(40), Config{})
	s.f.cfg.RequestsPerSecond = 2
	s = newScene(t, s.w, s.f.cfg)
	newAnalyst(s)
	s.run(30 * time.Second)
	s.shows(refs(1000, 30)...)
	s.forget()
	if _, left := s.f.Submit(s.w.now, tolokaapi.VerbClose, refs(1000, 20)); len(left) > 0 {
		t.Fatal(left)
	}
	s.run(2 * time.Minute)
	last := s.lastSent(Submit)
	first := slices.IndexFunc(s.sent, func(r Request) bool { return r.Kind == Analyze })
	if s.count(Submit) != 20 || first < last {
		t.Errorf("%d commands, the last at %d, figures from %d on", s.count(Submit), last, first)
	}
}

// The time left is told by two figures ten minutes apart.
func TestFigures_TimeLeft(t *testing.T) {
	s := listed(t, newWorld(2))
	a := newAnalyst(s)
	began := s.w.now
	a.spoils = func(answers map[tolokaapi.Question]tolokaapi.Figure) {
		done := 100 + int(s.w.now.Sub(began).Minutes())*2
		answers[tolokaapi.Question{Name: tolokaapi.FigureSubmitted, Pool: "1000"}] = tolokaapi.Figure{Value: json.Number(strconv.Itoa(done))}
		answers[tolokaapi.Question{Name: tolokaapi.FigureAssignments, Pool: "1000"}] = tolokaapi.Figure{Value: "400", Approximate: true}
	}
	s.f.Figures().SetVisible(s.w.now, VisibleFigures{Details: pool1000})
	s.run(9 * time.Minute)
	if left, known := s.f.Figures().TimeLeft(pool1000); known {
		t.Errorf("after nine minutes %v is left", left)
	}
	s.run(11 * time.Minute)
	if left, known := s.f.Figures().TimeLeft(pool1000); !known || left < 115*time.Minute || left > 145*time.Minute {
		t.Errorf("after twenty minutes %v is left, known %v", left, known)
	}
}

// Of a pool that only stood in the list the time left is told by how far it was, once it
// has come far enough for round numbers to tell a speed.
func TestFigures_TimeLeftOfTheList(t *testing.T) {
	s := listed(t, newWorld(2))
	a := newAnalyst(s)
	began, percents := s.w.now, 4 // in ten minutes
	a.spoils = func(answers map[tolokaapi.Question]tolokaapi.Figure) {
		done := 20 + int(s.w.now.Sub(began).Minutes())*percents/10
		answers[tolokaapi.Question{Name: tolokaapi.FigureCompletion, Pool: "1000"}] = tolokaapi.Figure{Value: json.Number(strconv.Itoa(done))}
	}
	s.shows(pool1000)
	if from, known := s.f.Figures().TimeLeftFrom(pool1000); known {
		t.Errorf("before anything is seen the time left is known from %v", from)
	}
	s.run(11 * time.Minute)
	if from, known := s.f.Figures().TimeLeftFrom(pool1000); !known || from.Sub(began) < 10*time.Minute || from.Sub(began) > 10*time.Minute+20*time.Second {
		t.Errorf("the time left is known from %v on, %v", from.Sub(began), known)
	}
	if left, known := s.f.Figures().TimeLeft(pool1000); known {
		t.Errorf("by four percent %v is left", left)
	}
	s.run(9 * time.Minute) // 27 or 28 %, 8 % in 20 minutes
	if left, known := s.f.Figures().TimeLeft(pool1000); !known || left < 2*time.Hour+20*time.Minute || left > 4*time.Hour {
		t.Errorf("after twenty minutes %v is left, known %v", left, known)
	}
	p := s.w.pools[pool1000]
	p.LastStarted = tolokaapi.DateOf(s.w.now)
	s.f.Refresh(s.w.now)
	s.run(2 * time.Minute)
	if left, known := s.f.Figures().TimeLeft(pool1000); known {
		t.Errorf("after it was started again %v is left", left)
	}
}

// Whatever comes of the calls (late, wrong, overtaking each other, refused, of pools that
// have vanished), a figure known is what was last answered about its pool, never another's
// and never made up.
func TestFigures_Faults(t *testing.T) {
	checkFewer(t)
	seedMachine(t, 0, flag.Lookup("rapid.seed").Value.String())
	rapid.Check(t, func(rt *rapid.T) {
		below := func(n int, what string) int { return rapid.IntRange(0, n-1).Draw(rt, what) }
		s := listed(t, newWorld(40))
		a := newAnalyst(s)
		a.refuses = func([]tolokaapi.Question) error {
			return []error{nil, nil, nil, errReset, s.w.problem(400, ""), s.w.problem(429, ""), s.w.problem(503, "")}[below(7, "reply")]
		}
		a.spoils = func(answers map[tolokaapi.Question]tolokaapi.Figure) {
			for q := range maps.Clone(answers) {
				if hash := len(answers) * int(q.Pool[3]); hash%3 == 0 {
					delete(answers, q)
				}
			}
			answers[tolokaapi.Question{Name: tolokaapi.FigureSpent, Pool: "1039"}] = tolokaapi.Figure{Value: "666"} // nobody asked
		}
		for range 20 {
			a.takes = time.Duration(below(200, "takes")) * time.Second
			s.latency = time.Duration(below(3000, "latency")) * time.Millisecond // answers overtake each other
			s.shows(refs(1000+below(20, "first"), 1+below(15, "shown"))...)
			if below(8, "vanishes") == 0 {
				delete(s.w.pools, tolokaapi.PoolRef(strconv.Itoa(1000+below(30, "pool"))))
				s.f.Refresh(s.w.now)
			}
			if below(10, "clock set") == 0 {
				s.w.leap(time.Duration(below(7200, "to")-3600) * time.Second)
			}
			s.run(time.Duration(below(90, "passes")) * time.Second)
			if wrong := wrongFigures(s, a); wrong != "" {
				rt.Fatal(wrong)
			}
		}
	})
}

// wrongFigures says what is known of figures that nobody said; "" if nothing is.
func wrongFigures(s *scene, a *analyst) string {
	if n := len(s.f.figures.underWay); n > figuresUnderWay {
		return fmt.Sprintf("%d calls are under way", n)
	}
	for _, ref := range refs(1000, 40) {
		got, known := s.f.Figures().Of(ref, tolokaapi.FigureSpent)
		if !known {
			continue
		}
		q := tolokaapi.Question{Name: tolokaapi.FigureSpent, Pool: ref.ID}
		if !slices.ContainsFunc(a.calls, func(c analystCall) bool {
			answer, answered := c.answers[q]
			return answered && slices.Contains(c.questions, q) && answer == got.Figure
		}) {
			return fmt.Sprintf("%v spent %v, which nobody said", ref, got)
		}
		if s.f.pools.pools[ref] == nil {
			return fmt.Sprintf("%v is gone and spent %v", ref, got)
		}
	}
	return ""
}

// A call whose reply names no operation has no answers to look for: it is given up like
// one whose answers do not come, and the figures are asked for again.
func TestFigures_ReplyWithoutOperation(t *testing.T) {
	s := listed(t, newWorld(10))
	a := newAnalyst(s)
	answer := s.answer
	s.answer = func(r Request) Response {
		response := answer(r)
		if r.Kind == Analyze && len(a.calls) <= figuresUnderWay {
			response.Analysis.Operation.ID = ""
		}
		return response
	}
	s.shows(refs(1000, 10)...)
	s.run(figuresGivenUp)
	if n := len(s.f.figures.underWay); n != figuresUnderWay || len(a.calls) != figuresUnderWay {
		t.Fatalf("%d calls are under way of %d", n, len(a.calls))
	}
	s.run(time.Minute)
	s.allKnown("in the end", refs(1000, 10))
}

// The pools of a list that is sorted by a figure are asked for behind those in
// sight, ten a call, and no pool twice a minute.
func TestFigures_Listed(t *testing.T) {
	s := listed(t, newWorld(60))
	a := newAnalyst(s)
	s.f.Figures().SetVisible(s.w.now, VisibleFigures{
		Pools: refs(1000, 5), Listed: refs(1000, 60), ListedBy: []tolokaapi.FigureName{tolokaapi.FigureSpent},
	})
	s.run(50 * time.Second)
	for _, q := range a.calls[0].questions {
		if !slices.Contains(refs(1000, 5), tolokaapi.PoolRef(q.Pool)) {
			t.Errorf("first of all %v is asked for", q)
		}
	}
	asked := map[tolokaapi.Question]int{}
	for _, c := range a.calls {
		for _, q := range c.questions {
			asked[q]++
		}
	}
	for _, ref := range refs(1000, 60) {
		if n := asked[tolokaapi.Question{Name: tolokaapi.FigureSpent, Pool: ref.ID}]; n != 1 || s.spent(ref) == "" {
			t.Errorf("%v was asked for %d times and costs %q", ref, n, s.spent(ref))
		}
	}
	if len(asked) != 65 || len(a.calls) > 7 {
		t.Errorf("%d questions in %d calls", len(asked), len(a.calls))
	}
	s.run(time.Minute)
	if len(a.calls) > 14 {
		t.Errorf("after two minutes there were %d calls", len(a.calls))
	}
}

func TestFigures_Disabled(t *testing.T) {
	s := listed(t, newWorld(10))
	s.f.cfg.Figures.Enabled = false
	newAnalyst(s)
	s.shows(refs(1000, 10)...)
	s.run(time.Minute)
	if n := s.count(Analyze); n != 0 || s.f.Figures().State() != FiguresDisabled {
		t.Errorf("%d calls, state %d", n, s.f.Figures().State())
	}
}

func TestFigures_RefreshConfigured(t *testing.T) {
	s := listed(t, newWorld(10))
	s.f.cfg.Figures.Refresh = 10 * time.Minute
	newAnalyst(s)
	s.shows(refs(1000, 5)...)
	s.run(9 * time.Minute)
	if n := s.count(Analyze); n != 1 {
		t.Errorf("%d calls in 9 minutes", n)
	}
	s.run(2 * time.Minute)
	if n := s.count(Analyze); n != 2 {
		t.Errorf("%d calls in 11 minutes", n)
	}
}

// Who follows the figures learns of which pools they have changed.
func TestFigures_Since(t *testing.T) {
	s := listed(t, newWorld(60))
	newAnalyst(s)
	s.shows(refs(1000, 3)...)
	s.run(20 * time.Second)
	version := s.f.Figures().Version()
	changed, all := s.f.Figures().Since(0)
	if all || len(changed) != 3 {
		t.Errorf("%v have changed, all: %v", changed, all)
	}
	if changed, all := s.f.Figures().Since(version); all || len(changed) != 0 {
		t.Errorf("%v have changed since the last change, all: %v", changed, all)
	}
	for range figuresLog {
		s.f.figures.change(refs(1000, 1)...)
	}
	if _, all := s.f.Figures().Since(0); !all {
		t.Error("what is forgotten counts as no change")
	}
	if changed, all := s.f.Figures().Since(version + 1); all || len(changed) != 1 {
		t.Errorf("%v have changed, all: %v", changed, all)
	}
}

func TestFigures_Overdue(t *testing.T) {
	s := listed(t, newWorld(10))
	a := newAnalyst(s)
	ref := refs(1000, 1)[0]
	s.shows(ref)
	s.run(20 * time.Second)
	overdue := func() bool { return s.f.Figures().Overdue(ref, tolokaapi.FigureSpent) }
	if overdue() {
		t.Error("a fresh figure is overdue")
	}
	a.refuses = func([]tolokaapi.Question) error { return &tolokaapi.Error{Status: 500} }
	s.run(90 * time.Second)
	if overdue() {
		t.Error("a figure of 110 s is overdue")
	}
	s.run(40 * time.Second)
	if !overdue() {
		t.Error("a figure of 150 s is not overdue")
	}
}
