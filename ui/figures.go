package ui

import (
	"slices"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// visibleFigures is which figures the core takes to be on the screen.
type visibleFigures struct {
	last   fleet.VisibleFigures
	listed uint64 // version of the pane's list
}

// set tells the core what is on the screen, and reports whether that is another than
// before. It copies nothing while it is the same.
func (s *visibleFigures) set(f *fleet.Fleet, now time.Time, visible fleet.VisibleFigures, listed uint64) bool {
	was := &s.last
	if slices.Equal(was.Pools, visible.Pools) && was.Details == visible.Details && was.Blurred == visible.Blurred &&
		s.listed == listed && slices.Equal(was.ListedBy, visible.ListedBy) {
		return false
	}
	f.Figures().SetVisible(now, visible)
	visible.Pools = slices.Clone(visible.Pools) // the pane's rows move
	s.last, s.listed = visible, listed
	return true
}

// watchFigures tells the core which figures are on the screen now.
func (m *Model) watchFigures() (changed bool) {
	visible := fleet.VisibleFigures{Blurred: m.frame.Blurred()}
	var listed uint64
	if m.upper == panePools {
		visible.Listed, visible.ListedBy, listed = m.pools.FiguresListed()
	}
	if m.details != nil && m.details.Pool.Subject == tolokaapi.SubjectPool && !m.layout.TooSmall {
		visible.Details = m.details.Pool
	}
	if m.help == nil && !m.detailsCover() && m.upper == panePools && m.layout.Upper.Height > 0 {
		visible.Pools = m.pools.FiguresVisible()
	}
	return m.figures.set(m.fleet, m.now, visible, listed)
}
