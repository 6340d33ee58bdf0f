package fleet

import "tolokadash/tolokaapi"

// Overdue reports whether a figure should have been renewed: the pool has changed
// since, or is open and its figure older than two intervals.
func (g *Figures) Overdue(ref tolokaapi.Ref, name tolokaapi.FigureName) bool {
	q := tolokaapi.Question{Name: name, Pool: ref.ID}
	a := g.asked[q]
	if ref.Subject != tolokaapi.SubjectPool || a == nil || !a.known {
		return false
	}
	state := g.stateOf(q)
	return state != a.of || state.status == tolokaapi.Open && g.scheduler.now.Sub(a.figure.At) > 2*g.interval()
}
