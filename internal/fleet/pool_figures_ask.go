package fleet

import (
	"errors"
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// askFigures asks for the figures in sight that are due, and looks for the answers.
// Commands come first, and a connection that is down is not tried with figures.
func (g *Figures) askFigures(t *schedulingRound) {
	g.giveUp(t)
	if g.scheduler.paused || g.scheduler.cfg.ReadOnly || !g.scheduler.cfg.Figures.Enabled || g.unavailable || t.commandDue || g.scheduler.oneAtATime() {
		return
	}
	g.askAnswers(t)
	for len(g.underWay) < figuresUnderWay && g.calls.ready(t) {
		questions := g.nextQuestions(t)
		if len(questions) == 0 || !t.allowRead() {
			return
		}
		g.askCall(t, questions)
	}
}

// askCall asks questions in one call.
func (g *Figures) askCall(t *schedulingRound, questions []tolokaapi.Question) {
	c := &figureCall{questions: questions, askedAt: t.now}
	g.underWay = append(g.underWay, c)
	g.calls.inFlight = true
	for _, q := range questions {
		a := g.asked[q]
		if a == nil {
			a = new(askedFigure)
			g.asked[q] = a
		}
		a.askedAt, a.state, a.underWay, a.again = t.now, g.stateOf(q), true, false
	}
	if len(g.single) > 0 && slices.Equal(g.single[0], questions) {
		g.single = g.single[1:]
	}
	t.ask(Request{Kind: Analyze, Questions: questions}, func(r Response) { g.replied(c, r) })
}

// nextQuestions are those of the next call: what is to be asked pool by pool, else
// up to ten that are due.
func (g *Figures) nextQuestions(t *schedulingRound) []tolokaapi.Question {
	for len(g.single) > 0 {
		if a := g.asked[g.single[0][0]]; a != nil && !a.underWay {
			return g.single[0]
		}
		g.single = g.single[1:]
	}
	if rest := g.visibleSince.Add(figuresRest); t.now.Before(rest) {
		t.wakeAt(rest)
		return nil
	}
	var due []tolokaapi.Question
	for q := range g.visibleQuestions {
		due = g.addDue(t, due, q)
	}
	if len(due) < tolokaapi.MaxQuestions && !t.now.Before(g.listedAgain) {
		due = g.addListed(t, due)
	}
	if len(g.visible.Listed) > 0 {
		t.wakeAt(g.listedAgain)
	}
	return due
}

// addListed adds questions about the long list, from where the last call left off. It
// is left alone for a while where none is due.
func (g *Figures) addListed(t *schedulingRound, due []tolokaapi.Question) []tolokaapi.Question {
	for ; g.listedAt < len(g.visible.Listed); g.listedAt++ {
		for _, name := range g.visible.ListedBy {
			if due = g.addDue(t, due, tolokaapi.Question{Name: name, Pool: g.visible.Listed[g.listedAt].ID}); len(due) == tolokaapi.MaxQuestions {
				return due // the rest of its questions come with the next call
			}
		}
	}
	g.listedAgain, g.listedAt = t.now.Add(figuresListed), 0
	return due
}

// addDue adds a question that is due to those of a call, up to ten.
func (g *Figures) addDue(t *schedulingRound, due []tolokaapi.Question, q tolokaapi.Question) []tolokaapi.Question {
	at, ever := g.dueAt(q)
	switch {
	case !ever:
	case t.now.Before(at):
		t.wakeAt(at)
	case len(due) < tolokaapi.MaxQuestions && !slices.Contains(due, q):
		due = append(due, q)
	}
	return due
}

// visibleQuestions are the questions whose answers are in sight.
func (g *Figures) visibleQuestions(yield func(tolokaapi.Question) bool) {
	if g.visible.Details.Subject == tolokaapi.SubjectPool {
		for _, name := range tolokaapi.FigureNames {
			if !yield(tolokaapi.Question{Name: name, Pool: g.visible.Details.ID}) {
				return
			}
		}
	}
	for _, ref := range g.visible.Pools {
		if ref.Subject != tolokaapi.SubjectPool {
			continue
		}
		for _, name := range [...]tolokaapi.FigureName{tolokaapi.FigureCompletion, tolokaapi.FigureSpent} {
			if !yield(tolokaapi.Question{Name: name, Pool: ref.ID}) {
				return
			}
		}
	}
}

// dueAt is when a question is to be asked; ever is false if not before the pool
// changes.
func (g *Figures) dueAt(q tolokaapi.Question) (at time.Time, ever bool) {
	if !g.Measures(tolokaapi.PoolRef(q.Pool)) {
		return time.Time{}, false
	}
	state := g.stateOf(q)
	a := g.asked[q]
	switch {
	case a == nil || !a.underWay && (a.again || a.state != state):
		return time.Time{}, true
	case a.underWay || state.status != tolokaapi.Open:
		return time.Time{}, false
	}
	return a.askedAt.Add(g.interval()), true
}

// interval is how often an open pool is asked for.
func (g *Figures) interval() time.Duration {
	if g.visible.Blurred {
		return max(figuresBlurred, g.scheduler.cfg.Figures.Refresh)
	}
	return g.scheduler.cfg.Figures.Refresh
}

// stateOf is the state of the pool of a question.
func (g *Figures) stateOf(q tolokaapi.Question) poolState {
	p, known := g.pools.pools[tolokaapi.PoolRef(q.Pool)]
	if !known {
		return poolState{}
	}
	return poolState{p.Status, p.CloseReason, p.LastStarted.Time, p.LastStopped.Time}
}

// replied takes in the reply to a call. The answers come later, as a rule.
func (g *Figures) replied(c *figureCall, r Response) {
	if r.Err == nil {
		g.scheduler.recordAnswer(&g.calls, r)
		c.replied = true
		c.op, c.submitted = r.Analysis.Operation.ID, r.Analysis.Operation.Submitted
		g.looks.due, g.looks.fails = r.Received.Add(figuresFirstLook), 0
		g.answered(c, r.Analysis, r.Received)
		return
	}
	g.end(c)
	var api *tolokaapi.Error
	status := 0
	if errors.As(r.Err, &api) && !api.Authentication() {
		status = api.Status
	}
	switch status {
	case statusNotFound, statusForbidden, statusNotAllowed:
		g.calls.inFlight, g.unavailable = false, true
		g.change()
	case statusBadRequest:
		g.calls.inFlight = false
		g.askSingly(c.questions)
	default:
		g.scheduler.recordAnswer(&g.calls, r)
		for _, q := range c.questions {
			if a := g.asked[q]; a != nil {
				a.again = true
			}
		}
	}
}

// askSingly asks the questions of a call that was refused once more, pool by pool.
// Of a single pool they are not asked again before it changes, or is due.
func (g *Figures) askSingly(questions []tolokaapi.Question) {
	byPool := map[string][]tolokaapi.Question{}
	var order []string
	for _, q := range questions {
		if byPool[q.Pool] == nil {
			order = append(order, q.Pool)
		}
		byPool[q.Pool] = append(byPool[q.Pool], q)
	}
	if len(order) == 1 {
		g.unknown(questions)
		return
	}
	for _, pool := range order {
		g.single = append(g.single, byPool[pool])
	}
}
