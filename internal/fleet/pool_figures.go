package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// The numbers of asking for figures.
const (
	figuresRest      = 500 * time.Millisecond // what is in sight is asked for once it has stood so long
	figuresBlurred   = 10 * time.Minute       // open pools are asked for again, while nobody looks
	figuresRefused   = 10 * time.Minute       // what was refused, or of a pool that is not open was not answered, is asked again
	figuresUnderWay  = 2                      // calls whose answers have not come
	figuresFirstLook = 3 * time.Second        // after the last call; the next at three times the age
	figuresLooks     = time.Minute            // and at least so often
	figuresGivenUp   = 2 * time.Minute        // a call whose answers have not come by then is forgotten
	figuresListed    = 10 * time.Second       // a long list none of which is due is gone through again
	figuresLog       = 512                    // changes that are kept for those who follow
)

// VisibleFigures is what the screen shows of figures.
type VisibleFigures struct {
	Pools   []tolokaapi.Ref // of the list: how far they are and what they cost
	Details tolokaapi.Ref   // every figure of it; zero: none
	Blurred bool            // another window has the focus

	// Listed are pools that are sorted or filtered by figures, in sight or not, and
	// ListedBy is by which. They are asked for behind what is in sight.
	Listed   []tolokaapi.Ref
	ListedBy []tolokaapi.FigureName
}

// A Figure is a number about a pool as the server answered last. A pool changes:
// the answer is true of the time that it has.
type Figure struct {
	tolokaapi.Figure
	At time.Time // local clock
}

// A FiguresState says whether there are figures at all.
type FiguresState int

// The states of figures.
const (
	FiguresAsked       FiguresState = iota // those in sight are asked for
	FiguresPaused                          // not while paused
	FiguresReadOnly                        // asking is no GET, so not in read-only mode
	FiguresDisabled                        // by the configuration
	FiguresUnavailable                     // the server has none; it was asked once
)

// Figures are the figures of pools: which are asked for, when, and what is known.
// They are asked for sparingly, since each call leaves an operation in the account.
type Figures struct {
	scheduler    *scheduler
	pools        *poolStore
	calls        pollSchedule // asking
	looks        pollSchedule // listing the operations that answer
	visible      VisibleFigures
	visibleSince time.Time
	listedAgain  time.Time // the long list is gone through again
	listedAt     int       // and how far it was gone through
	asked        map[tolokaapi.Question]*askedFigure
	underWay     []*figureCall
	single       [][]tolokaapi.Question // to be asked pool by pool
	samples      map[tolokaapi.Ref][]figureSample
	completions  map[tolokaapi.Ref][]figureSample
	accepted     time.Time // the last call that was taken was asked
	refused      time.Time // the last pool was refused
	unavailable  bool
	version      uint64
	changes      []figureChange // the last ones, by version
}

// An askedFigure is a question that was asked at least once.
type askedFigure struct {
	figure   Figure
	known    bool
	of       poolState // of the pool when the figure was asked for
	answered bool      // the last time it was asked: by a figure, or by none
	refused  bool      // and so it was about this pool alone
	askedAt  time.Time
	state    poolState // of the pool when it was asked
	underWay bool
	again    bool // the call failed: it counts as not asked
}

// unanswered reports whether the call that asked it last was taken and never answered.
func (a *askedFigure) unanswered() bool {
	return !a.askedAt.IsZero() && !a.answered && !a.underWay && !a.again
}

// A poolState tells whether a pool has changed since its figures were asked for.
type poolState struct {
	status           tolokaapi.PoolStatus
	reason           string
	started, stopped time.Time
}

// A figureCall is questions that were asked in one call, and its operation.
type figureCall struct {
	questions []tolokaapi.Question
	op        tolokaapi.OperationID // "" until the reply came, and if that had none
	submitted tolokaapi.Date
	askedAt   time.Time
	replied   bool
}

func newFigures(s *scheduler, pools *poolStore) *Figures {
	return &Figures{
		scheduler: s, pools: pools, asked: map[tolokaapi.Question]*askedFigure{},
		samples: map[tolokaapi.Ref][]figureSample{}, completions: map[tolokaapi.Ref][]figureSample{},
	}
}

// shift moves every time by d.
func (g *Figures) shift(d time.Duration) {
	g.calls.shift(d)
	g.looks.shift(d)
	g.visibleSince, g.listedAgain = shiftTime(g.visibleSince, d), shiftTime(g.listedAgain, d)
	g.accepted, g.refused = shiftTime(g.accepted, d), shiftTime(g.refused, d)
	for _, a := range g.asked {
		a.askedAt, a.figure.At = shiftTime(a.askedAt, d), shiftTime(a.figure.At, d)
	}
	for _, c := range g.underWay {
		c.askedAt = shiftTime(c.askedAt, d)
	}
	for _, samples := range g.samples {
		for i := range samples {
			samples[i].at = shiftTime(samples[i].at, d)
		}
	}
	for _, samples := range g.completions {
		for i := range samples {
			samples[i].at = shiftTime(samples[i].at, d)
		}
	}
}

// Figures are the figures of pools, and what of them is in sight.
func (f *Fleet) Figures() *Figures { return f.figures }

// SetVisible says what of the figures is in sight from now on. Other pools have to stand
// for a while before they are asked for, so that scrolling asks for nothing.
func (g *Figures) SetVisible(now time.Time, visible VisibleFigures) {
	was := g.visible
	if !slices.Equal(visible.Pools, was.Pools) || visible.Details != was.Details || !slices.Equal(visible.ListedBy, was.ListedBy) {
		g.visibleSince = later(g.scheduler.now, now) // a clock that was set back moves it with every wait
	}
	visible.Pools, visible.Listed, visible.ListedBy = slices.Clone(visible.Pools), slices.Clone(visible.Listed), slices.Clone(visible.ListedBy)
	g.visible, g.listedAgain, g.listedAt = visible, time.Time{}, 0
}

// Of is what is known of a question about a pool; known is false where nothing is, as
// before the first answer, after a wrong one and of trainings.
func (g *Figures) Of(ref tolokaapi.Ref, name tolokaapi.FigureName) (figure Figure, known bool) {
	a := g.asked[tolokaapi.Question{Name: name, Pool: ref.ID}]
	if ref.Subject != tolokaapi.SubjectPool || a == nil || !a.known {
		return Figure{}, false
	}
	return a.figure, true
}

// Version is a number that changes whenever a figure does, or whether there are any.
func (g *Figures) Version() uint64 { return g.version }

// State says whether figures are asked for.
func (g *Figures) State() FiguresState {
	switch {
	case g.scheduler.cfg.ReadOnly:
		return FiguresReadOnly
	case !g.scheduler.cfg.Figures.Enabled:
		return FiguresDisabled
	case g.unavailable:
		return FiguresUnavailable
	case g.scheduler.paused:
		return FiguresPaused
	}
	return FiguresAsked
}

// forget drops what is known of a pool that was taken away.
func (g *Figures) forget(ref tolokaapi.Ref) {
	if ref.Subject != tolokaapi.SubjectPool {
		return
	}
	for _, name := range tolokaapi.FigureNames {
		delete(g.asked, tolokaapi.Question{Name: name, Pool: ref.ID})
	}
	delete(g.samples, ref)
	delete(g.completions, ref)
	g.change(ref)
}
