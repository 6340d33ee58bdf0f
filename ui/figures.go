package ui

import (
	"slices"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// A figureSight is which figures the core takes to be on the screen.
type figureSight struct {
	last   fleet.FigureSight
	listed uint64 // version of the pane's list
}

// set tells the core what is on the screen, and reports whether that is another than
// before. It copies nothing while it is the same.
func (s *figureSight) set(f *fleet.Fleet, now time.Time, sight fleet.FigureSight, listed uint64) bool {
	was := &s.last
	if slices.Equal(was.Pools, sight.Pools) && was.Details == sight.Details && was.Blurred == sight.Blurred &&
		s.listed == listed && slices.Equal(was.ListedBy, sight.ListedBy) {
		return false
	}
	f.Figures().SetSight(now, sight)
	sight.Pools = slices.Clone(sight.Pools) // the pane's rows move
	s.last, s.listed = sight, listed
	return true
}

// watchFigures tells the core which figures are on the screen now. Details and help
// cover the list.
func (m *Model) watchFigures() (changed bool) {
	sight := fleet.FigureSight{Blurred: m.frame.Blurred()}
	var listed uint64
	if m.upper == panePools {
		sight.Listed, sight.ListedBy, listed = m.pools.FiguresListed()
	}
	switch {
	case m.layout.TooSmall:
	case m.details != nil:
		if ref := m.details.Pool; ref.Subject == tolokaapi.SubjectPool {
			sight.Details = ref
		}
	case m.help == nil && m.upper == panePools && m.layout.Upper.Height > 0:
		sight.Pools = m.pools.FiguresInSight()
	}
	return m.figures.set(m.fleet, m.now, sight, listed)
}
