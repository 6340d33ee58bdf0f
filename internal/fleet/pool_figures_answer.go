package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// askAnswers lists the operations of the calls under way: one list for all of them.
func (g *Figures) askAnswers(t *schedulingRound) {
	query := tolokaapi.Query{Sort: "-submitted,id", Limit: tolokaapi.MaxLimit}
	var oldest time.Time
	undated := false
	for _, c := range g.underWay {
		switch {
		case c.op == "":
			continue
		case !c.submitted.Valid():
			undated = true
		case oldest.IsZero() || c.submitted.Time.Before(oldest):
			oldest = c.submitted.Time
		}
	}
	if !undated && !oldest.IsZero() {
		query.Submitted.GTE = tolokaapi.FormatDate(oldest.Add(-time.Second))
	}
	if !slices.ContainsFunc(g.underWay, func(c *figureCall) bool { return c.op != "" }) || !g.looks.ready(t) || !t.allowList() {
		return
	}
	g.looks.inFlight = true
	t.ask(Request{Kind: ListAnalyses, Query: query}, func(r Response) { g.listed(t.now, r) })
}

// listed takes in the list. What is not in it, or has not ended, is looked for again
// when three times as long has passed.
func (g *Figures) listed(asked time.Time, r Response) {
	if !g.scheduler.recordAnswer(&g.looks, r) {
		return
	}
	for _, a := range r.Analyses.Items {
		for _, c := range slices.Clone(g.underWay) {
			if c.op != "" && c.op == a.Operation.ID {
				g.answered(c, a, r.Received)
			}
		}
	}
	wait := figuresFirstLook
	for _, c := range g.underWay {
		wait = max(wait, 2*asked.Sub(c.askedAt))
	}
	g.looks.due = r.Received.Add(min(wait, figuresLooks))
}

// answered takes in what a call's operation says. One that failed leaves the figures
// as they were: they are dated.
func (g *Figures) answered(c *figureCall, a tolokaapi.Analysis, at time.Time) {
	if !a.Operation.Status.Terminal() || a.Operation.Unreadable != "" {
		return
	}
	g.end(c)
	if a.Operation.Status != tolokaapi.Success {
		return
	}
	pools := make([]tolokaapi.Ref, 0, len(c.questions))
	for _, q := range c.questions {
		known := g.asked[q]
		if known == nil {
			continue // the pool was taken away meanwhile
		}
		pools = append(pools, tolokaapi.PoolRef(q.Pool))
		figure, answered := a.Figures[q]
		known.figure, known.known, known.of, known.answered, known.refused = Figure{figure, at}, answered, known.state, true, false
		switch {
		case answered && q.Name == tolokaapi.FigureSubmitted:
			g.sample(q, figure, at)
		case answered && q.Name == tolokaapi.FigureCompletion:
			g.sampleCompletion(tolokaapi.PoolRef(q.Pool), figure, at, g.stateOf(q).started)
		}
	}
	g.change(pools...)
}

// unknown forgets what was answered to questions that were refused.
func (g *Figures) unknown(questions []tolokaapi.Question) {
	pools := make([]tolokaapi.Ref, 0, len(questions))
	for _, q := range questions {
		if a := g.asked[q]; a != nil {
			a.figure, a.known, a.answered, a.refused = Figure{}, false, true, true
			pools = append(pools, tolokaapi.PoolRef(q.Pool))
		}
	}
	g.refused = g.scheduler.now
	g.change(pools...)
}

// end ends a call: its questions may be asked again.
func (g *Figures) end(c *figureCall) {
	g.underWay = slices.DeleteFunc(g.underWay, func(other *figureCall) bool { return other == c })
	for _, q := range c.questions {
		if a := g.asked[q]; a != nil {
			a.underWay = false
		}
	}
}

// giveUp forgets calls whose answers have not come for long, those too whose reply
// named no operation to look for. One without a reply ends when that comes.
func (g *Figures) giveUp(t *schedulingRound) {
	for _, c := range slices.Clone(g.underWay) {
		over := c.askedAt.Add(figuresGivenUp)
		switch {
		case !c.replied:
		case t.now.Before(over):
			t.wakeAt(over)
		default:
			g.end(c)
		}
	}
}

// A FigureAnswer is what came of asking for a figure.
type FigureAnswer int

// The answers.
const (
	FigureAwaited    FigureAnswer = iota // it is still to be asked for, or its answer to come
	FigureKnown                          // there is one
	FigureNone                           // the server gives none of this pool
	FigureUnanswered                     // no answer came, and it is not asked again before it is due
)

// Answer is what came of asking for a figure of a pool that is in sight or listed.
func (g *Figures) Answer(ref tolokaapi.Ref, name tolokaapi.FigureName) FigureAnswer {
	q := tolokaapi.Question{Name: name, Pool: ref.ID}
	a, p := g.asked[q], g.pools.pools[ref]
	switch {
	case ref.Subject != tolokaapi.SubjectPool || p == nil || p.Unreadable != "" || p.Type == "TRAINING":
		return FigureNone
	case a != nil && a.known:
		return FigureKnown
	case a != nil && a.answered:
		return FigureNone
	case a == nil || a.underWay || a.again || a.state != g.stateOf(q):
		return FigureAwaited
	case slices.ContainsFunc(g.single, func(call []tolokaapi.Question) bool { return slices.Contains(call, q) }):
		return FigureAwaited
	}
	return FigureUnanswered
}
