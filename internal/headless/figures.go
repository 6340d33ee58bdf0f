package headless

import (
	"context"
	"fmt"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// MaxFigurePools is of how many pools a command asks for figures at most: each ten questions
// leave an operation in the account.
const MaxFigurePools = 300

// A NoFiguresError says that there are no figures, and why.
type NoFiguresError struct{ Why fleet.FiguresState }

func (e *NoFiguresError) Error() string { return fmt.Sprintf("there are no figures (%d)", e.Why) }

// A TooManyError says that figures of too many pools would be needed.
type TooManyError struct{ Pools int }

func (e *TooManyError) Error() string {
	return fmt.Sprintf("figures of %d pools would be needed", e.Pools)
}

// An UnansweredError says that the server did not answer about the figures of pools.
type UnansweredError struct{ Pools int }

func (e *UnansweredError) Error() string {
	return fmt.Sprintf("the figures of %d pools did not come", e.Pools)
}

// selectByFigures waits for the figures of all pools that pass every other word, and selects.
// Where one did not come there is an error, so that nothing is sent by half of them.
func (e *Engine) selectByFigures(ctx context.Context, s Selection) (Listing, error) {
	candidates := e.selected(s, nil)
	switch n := len(candidates.Pools); {
	case n == 0:
		return candidates, nil
	case n > MaxFigurePools:
		return Listing{}, &TooManyError{n}
	}
	visible := fleet.VisibleFigures{ListedBy: s.Wanted(), Blurred: true} // open pools are not asked for again meanwhile
	for _, p := range candidates.Pools {
		visible.Listed = append(visible.Listed, p.Ref)
	}
	figures := e.f.Figures()
	figures.SetVisible(e.o.Now(), visible)
	said := -1
	err := e.drive(ctx, func() bool {
		known := 0
		for _, ref := range visible.Listed {
			if e.answer(ref, visible.ListedBy) != fleet.FigureAwaited {
				known++
			}
		}
		if known != said {
			said = known
			e.emit(Event{Type: EventFigures, Known: &known, Of: len(visible.Listed)})
		}
		return known == len(visible.Listed) || figures.State() != fleet.FiguresAsked || e.tokenRefused()
	})
	figures.SetVisible(e.o.Now(), fleet.VisibleFigures{})
	switch {
	case err != nil:
		return Listing{}, err
	case e.tokenRefused():
		return Listing{}, ErrTokenRefused
	case figures.State() != fleet.FiguresAsked:
		return Listing{}, &NoFiguresError{figures.State()}
	}
	return e.selectAnswered(s, candidates, visible.ListedBy)
}

// selectAnswered selects by figures that have all been asked for.
func (e *Engine) selectAnswered(s Selection, candidates Listing, names []tolokaapi.FigureName) (Listing, error) {
	l := e.selected(s, e.f.Figures())
	unanswered := 0
	for _, p := range candidates.Pools {
		switch e.answer(p.Ref, names) {
		case fleet.FigureUnanswered, fleet.FigureAwaited:
			unanswered++
		case fleet.FigureNone:
			l.WithoutFigure = append(l.WithoutFigure, p)
		case fleet.FigureKnown:
		}
	}
	if unanswered > 0 {
		return Listing{}, &UnansweredError{unanswered}
	}
	return l, nil
}

// answer is what came of asking for figures of a pool: the worst of them.
func (e *Engine) answer(ref tolokaapi.Ref, names []tolokaapi.FigureName) fleet.FigureAnswer {
	worst := fleet.FigureKnown
	for _, name := range names {
		switch answer := e.f.Figures().Answer(ref, name); {
		case answer == fleet.FigureAwaited:
			return answer
		case answer > worst:
			worst = answer
		}
	}
	return worst
}
