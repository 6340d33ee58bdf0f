package headless

import (
	"context"
	"errors"
	"slices"
	"time"

	"tolokadash/internal/filter"
	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// A Selection says which pools or trainings are meant. What is empty restricts
// nothing.
type Selection struct {
	Subject  tolokaapi.Subject
	Project  string // id
	Statuses []tolokaapi.PoolStatus
	Match    filter.Filter

	Figures []tolokaapi.FigureName // wanted of each pool, besides those that Match looks at
}

// needsProjects reports whether the names of projects decide what is selected.
func (s *Selection) needsProjects() bool { return len(s.Match.NeedProjects()) > 0 }

// archived reports whether archived pools may be meant.
func (s *Selection) archived() bool {
	return slices.Contains(s.Statuses, tolokaapi.Archived) || s.Match.Asks("status", string(tolokaapi.Archived))
}

// Wanted are the figures that must be known of each pool.
func (s *Selection) Wanted() []tolokaapi.FigureName {
	names := s.Match.Figures()
	for _, name := range s.Figures {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// takes reports whether a pool is selected. Without figures the words about them are
// passed over.
func (s *Selection) takes(p fleet.Pool, now time.Time, figures *fleet.Figures) bool {
	if p.Unreadable != "" || !tolokaapi.ValidID(p.Ref.ID) {
		return false
	}
	if s.Project != "" && p.ProjectID != s.Project || len(s.Statuses) > 0 && !slices.Contains(s.Statuses, p.Status) {
		return false
	}
	record := filter.PoolRecord(p)
	if figures == nil {
		return s.Match.MatchBesideFigures(&record, now)
	}
	for _, name := range s.Match.Figures() {
		record.TakeFigure(figures, p.Ref, name)
	}
	return s.Match.Match(&record, now)
}

// ErrIncomplete says that a list could not be read to its end.
var ErrIncomplete = errors.New("the list could not be read to its end")

// A Listing is what a selection selects.
type Listing struct {
	Pools         []fleet.Pool // newest first
	Unreadable    []fleet.Pool // what cannot be told, since the record makes no sense
	WithoutFigure []fleet.Pool // the server gives no figure of them that was needed

	// Of a selection that selects nothing, and by no figures: the words of Match that
	// none of the pools passes which the rest of the selection leaves.
	Unmatched []filter.Word
}

// List lists all pools, and the names of projects where the selection needs them or
// they are wanted, and selects. It is without gaps, or there is an error.
func (e *Engine) List(ctx context.Context, s Selection, projects bool) (Listing, error) {
	l, err := e.list(ctx, s, projects)
	if err == nil && len(l.Pools) == 0 && len(s.Match.Figures()) == 0 {
		l.Unmatched = e.unmatched(s)
	}
	return l, err
}

// unmatched are the words that none of the pools passes which the rest of a selection
// leaves; none if it leaves none.
func (e *Engine) unmatched(s Selection) []filter.Word {
	match := s.Match
	s.Match = filter.Filter{}
	left := e.selected(s, nil).Pools
	if len(left) == 0 {
		return nil
	}
	return match.Unmatched(func(yield func(*filter.Record) bool) {
		for _, p := range left {
			if r := filter.PoolRecord(p); !yield(&r) {
				return
			}
		}
	}, e.o.Now())
}

func (e *Engine) list(ctx context.Context, s Selection, projects bool) (Listing, error) {
	if why := e.f.Figures().State(); len(s.Wanted()) > 0 && why != fleet.FiguresAsked {
		return Listing{}, &NoFiguresError{why}
	}
	projects = projects || s.needsProjects()
	is := fleet.Interests{ProjectNames: projects, Archived: s.archived(), Statuses: s.Statuses}
	is.Pools, is.Trainings = s.Subject == tolokaapi.SubjectPool, s.Subject == tolokaapi.SubjectTraining
	e.f.SetInterests(is)
	err := e.drive(ctx, func() bool {
		l := e.f.List(s.Subject)
		listed := e.f.Projects().Listed
		return l.Stuck || l.Loaded && !l.Loading && (listed || !projects) || e.tokenRefused()
	})
	e.f.SetInterests(fleet.Interests{})
	if err != nil {
		return Listing{}, err
	}
	if e.tokenRefused() {
		return Listing{}, ErrTokenRefused
	}
	whole := e.f.Projects().Whole
	if e.f.List(s.Subject).Stuck || listStuck(e.f.TakeNotices()) || s.needsProjects() && !whole {
		return Listing{}, ErrIncomplete
	}
	if len(s.Wanted()) == 0 {
		return e.selected(s, e.f.Figures()), nil
	}
	return e.selectByFigures(ctx, s)
}

func listStuck(notices []fleet.Notice) bool {
	return slices.ContainsFunc(notices, func(n fleet.Notice) bool { return n.Kind == fleet.ListStuck })
}

// ErrTokenRefused says that the server does not accept the token any more.
var ErrTokenRefused = errors.New("the token is not accepted")

// tokenRefused reports whether the last answers refused the token.
func (e *Engine) tokenRefused() bool {
	return e.f.Summary(e.o.Now()).Connection.State == fleet.Refused
}

// selected is what is selected of the pools known. Without figures the words about them
// are passed over.
func (e *Engine) selected(s Selection, figures *fleet.Figures) Listing {
	var l Listing
	refs, _ := e.f.Pools(s.Subject)
	for _, ref := range refs {
		p, _ := e.f.Pool(ref)
		switch {
		case p.Unreadable != "":
			l.Unreadable = append(l.Unreadable, p)
		case s.takes(p, e.o.Now(), figures):
			l.Pools = append(l.Pools, p)
		}
	}
	slices.SortStableFunc(l.Pools, func(a, b fleet.Pool) int { return tolokaapi.CompareIDs(b.Ref.ID, a.Ref.ID) })
	return l
}

// NameProjects completes pools by the names of their projects, as far as that goes quickly.
// It is no part of what is known of them.
func (e *Engine) NameProjects(ctx context.Context, pools []fleet.Pool) []fleet.Pool {
	if !slices.ContainsFunc(pools, func(p fleet.Pool) bool { return p.ProjectID != "" && p.Project == "" }) {
		return pools
	}
	ctx, cancel := context.WithTimeout(ctx, nameTimeout)
	defer cancel()
	e.f.SetInterests(fleet.Interests{ProjectNames: true})
	_ = e.drive(ctx, func() bool { return e.f.Projects().Listed || e.tokenRefused() })
	e.f.SetInterests(fleet.Interests{})
	pools = slices.Clone(pools)
	for i, p := range pools {
		if known, ok := e.f.Pool(p.Ref); ok {
			pools[i].Project = known.Project
		}
	}
	return pools
}

// Read reads pools by their ids, to name them before something is asked of them. A
// pool that does not exist is not among them.
func (e *Engine) Read(ctx context.Context, refs []tolokaapi.Ref) ([]fleet.Pool, error) {
	e.f.ReadPools(refs...)
	if err := e.drive(ctx, func() bool { return e.f.Settled() || e.tokenRefused() }); err != nil {
		return nil, err
	}
	if e.tokenRefused() {
		return nil, ErrTokenRefused
	}
	var pools []fleet.Pool
	for _, ref := range refs {
		if p, ok := e.f.Pool(ref); ok {
			pools = append(pools, p)
		} else {
			e.gone[ref] = true
		}
	}
	return pools, nil
}
