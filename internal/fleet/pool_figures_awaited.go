package fleet

import "tolokadash/tolokaapi"

// Measures reports whether there can be figures of a pool: there are none of a
// training, nor of a pool whose record cannot be read.
func (g *Figures) Measures(ref tolokaapi.Ref) bool {
	p, known := g.pools.pools[ref]
	return known && ref.Subject == tolokaapi.SubjectPool && p.Unreadable == "" && p.Type != "TRAINING"
}

// Awaited reports whether a figure of a pool is not known and its answer still to come.
// A question that was answered wrongly, or not at all, is not asked again before it is
// due.
func (g *Figures) Awaited(ref tolokaapi.Ref) bool {
	if !g.Measures(ref) {
		return false
	}
	for _, name := range tolokaapi.FigureNames {
		q := tolokaapi.Question{Name: name, Pool: ref.ID}
		if a := g.asked[q]; a == nil || !a.known && (a.underWay || a.again || a.state != g.stateOf(q)) {
			return true
		}
	}
	return false
}
