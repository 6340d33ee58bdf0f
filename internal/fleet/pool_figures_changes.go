package fleet

import (
	"slices"

	"tolokadash/tolokaapi"
)

// A figureChange says that a figure of a pool is another one since a version.
type figureChange struct {
	version uint64
	pool    tolokaapi.Ref
}

// Since are the pools of which a figure has changed since a version; all is true
// where that is too long ago to know which.
func (g *Figures) Since(version uint64) (changed []tolokaapi.Ref, all bool) {
	if version >= g.version {
		return nil, false
	}
	if len(g.changes) == figuresLog && version < g.changes[0].version {
		return nil, true
	}
	for _, c := range slices.Backward(g.changes) {
		if c.version <= version {
			break
		}
		if !slices.Contains(changed, c.pool) {
			changed = append(changed, c.pool)
		}
	}
	return changed, false
}

// change notes of which pools a figure has changed.
func (g *Figures) change(pools ...tolokaapi.Ref) {
	g.version++
	for _, pool := range pools {
		g.changes = append(g.changes, figureChange{g.version, pool})
	}
	if over := len(g.changes) - figuresLog; over > 0 {
		g.changes = append(g.changes[:0], g.changes[over:]...)
	}
}
