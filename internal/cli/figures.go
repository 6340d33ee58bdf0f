package cli

import (
	"errors"
	"fmt"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
)

// refuseFigures refuses a selection by figures where they cannot be asked for.
func (r *engineRun) refuseFigures(s headless.Selection) error {
	if r.config.ReadOnly && len(s.Wanted()) > 0 {
		return figuresFailure(&headless.NoFiguresError{Why: fleet.FiguresReadOnly})
	}
	return nil
}

// figuresFailure turns what went wrong with figures into the failure of the command; what
// else went wrong stays.
func figuresFailure(err error) error {
	var none *headless.NoFiguresError
	var many *headless.TooManyError
	var unanswered *headless.UnansweredError
	switch {
	case errors.As(err, &none) && none.Why == fleet.FiguresUnavailable:
		return &failure{exitFailed, "pools cannot be selected or sorted by done or spent, and nothing was sent: " + wording.NoFigures(none.Why)}
	case errors.As(err, &none):
		return &failure{exitUsage, "pools cannot be selected or sorted by done or spent: " + wording.NoFigures(none.Why)}
	case errors.As(err, &many):
		return &failure{exitUsage, fmt.Sprintf("done or spent would have to be asked of %s pools, and %d is the most; narrow the selection by --project, --status or other words of --match",
			wording.Count(many.Pools), headless.MaxFigurePools)}
	case errors.As(err, &unanswered):
		return &failure{exitFailed, fmt.Sprintf("the figures of %s did not come: nothing was sent; try again", wording.Plural(unanswered.Pools, "pool", "pools"))}
	}
	return err
}

// warnUnselectable says which pools could not be told.
func (r *engineRun) warnUnselectable(s tolokaapi.Subject, l headless.Listing) {
	for _, p := range l.Unreadable[:min(len(l.Unreadable), namedAtMost)] {
		say(r.stderr, fmt.Sprintf("warning: %s %s is left out: its record cannot be read", noun(s), p.Ref.ID))
	}
	if more := len(l.Unreadable) - namedAtMost; more > 0 {
		say(r.stderr, "warning: left out as well: "+plural(more, noun(s)))
	}
	for _, p := range l.WithoutFigure {
		say(r.stderr, fmt.Sprintf("warning: the server gives no figures of pool %s %s: done and spent match nothing there", p.Ref.ID, p.Name))
	}
}
