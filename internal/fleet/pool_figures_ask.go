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
		a.askedAt, a.state, a.underWay, a.again, a.answered = t.now, g.stateOf(q), true, false, false
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
	slices.SortStableFunc(due, func(p, q tolokaapi.Question) int { return g.askedAt(p).Compare(g.askedAt(q)) })
	if len(due) < tolokaapi.MaxQuestions && !t.now.Before(g.listedAgain) {
		due = g.addListed(t, due)
	}
	if len(g.visible.Listed) > 0 {
		t.wakeAt(g.listedAgain)
	}
	if g.fillsSoon(t, due) {
		return nil
	}
	return g.oneCall(due)
}

// fillsSoon reports whether a call that is not full waits for others in sight that are
// due soon. Rows that came into sight one by one would be asked for one by one for ever.
// What is not known, and what has changed, waits for nothing.
func (g *Figures) fillsSoon(t *schedulingRound, due []tolokaapi.Question) bool {
	if len(due) == 0 || len(due) >= tolokaapi.MaxQuestions {
		return false
	}
	var since time.Time
	for _, q := range due {
		at, _ := g.dueAt(q)
		if at.IsZero() {
			return false
		}
		since = earlier(firstSet(since, at), at)
	}
	until := since.Add(g.interval() / 2)
	if !t.now.Before(until) {
		return false
	}
	for q := range g.visibleQuestions {
		if at, ever := g.dueAt(q); ever && at.After(t.now) && !at.After(until) {
			return true // the round is woken for it
		}
	}
	return false
}

// askedAt is when a question was asked last. Those asked longest ago come first, or
// calls that are never answered would keep the others from being asked.
func (g *Figures) askedAt(q tolokaapi.Question) time.Time {
	if a := g.asked[q]; a != nil {
		return a.askedAt
	}
	return time.Time{}
}

// oneCall is what of the questions that are due is asked in one call. A pool of which
// a question was refused is asked about alone, and what was not answered the last time
// apart from the rest: either would spoil the call for the others.
func (g *Figures) oneCall(due []tolokaapi.Question) []tolokaapi.Question {
	call := make([]tolokaapi.Question, 0, min(len(due), tolokaapi.MaxQuestions))
	for _, q := range due {
		if len(call) < tolokaapi.MaxQuestions && g.together(due[0], q) {
			call = append(call, q)
		}
	}
	return call
}

// together reports whether two questions may be asked in one call.
func (g *Figures) together(p, q tolokaapi.Question) bool {
	var of, other askedFigure
	if a := g.asked[p]; a != nil {
		of = *a
	}
	if a := g.asked[q]; a != nil {
		other = *a
	}
	if of.refused || other.refused {
		return p.Pool == q.Pool
	}
	return of.unanswered() == other.unanswered()
}

// addListed adds questions about the long list, from where the last call left off. It
// is left alone for a while where none is due.
func (g *Figures) addListed(t *schedulingRound, due []tolokaapi.Question) []tolokaapi.Question {
	for ; g.listedAt < len(g.visible.Listed); g.listedAt++ {
		for _, name := range g.visible.ListedBy {
			if due = g.addDue(t, due, tolokaapi.Question{Name: name, Pool: g.visible.Listed[g.listedAt].ID}); len(due) >= tolokaapi.MaxQuestions {
				return due // the rest of its questions come with the next call
			}
		}
	}
	g.listedAgain, g.listedAt = t.now.Add(figuresListed), 0
	return due
}

// addDue adds a question to those that are due, if it is.
func (g *Figures) addDue(t *schedulingRound, due []tolokaapi.Question, q tolokaapi.Question) []tolokaapi.Question {
	at, ever := g.dueAt(q)
	switch {
	case !ever:
	case t.now.Before(at):
		t.wakeAt(at)
	case !slices.Contains(due, q):
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
	case a.underWay:
		return time.Time{}, false
	case a.refused && !g.accepted.After(a.askedAt):
		return g.refused.Add(g.interval()), true // all are refused: one of them tells when that is over
	case a.refused, a.unanswered() && state.status != tolokaapi.Open:
		return a.askedAt.Add(max(figuresRefused, g.interval())), true
	case state.status != tolokaapi.Open:
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
		g.accept(c)
		c.op, c.submitted = r.Analysis.Operation.ID, r.Analysis.Operation.Submitted
		first := r.Received.Add(figuresFirstLook)
		if g.looks.fails > 0 {
			first = later(first, g.looks.due) // its back-off, or a quota
		}
		g.looks.due = first
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

// accept notes that a call was taken. If it is about a pool that was refused, as all were
// since, that is over for them too.
func (g *Figures) accept(c *figureCall) {
	if first := g.asked[c.questions[0]]; first != nil && first.refused {
		for _, a := range g.asked {
			if a.refused && !g.accepted.After(a.askedAt) && !a.underWay {
				a.refused, a.again = false, true
			}
		}
	}
	g.accepted, c.replied = later(g.accepted, c.askedAt), true
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
