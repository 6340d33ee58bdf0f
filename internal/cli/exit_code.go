package cli

import (
	"errors"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
)

// The exit codes, as documented in the README.
const (
	exitClean   = 0
	exitFailed  = 1 // a runtime error
	exitUsage   = 2 // the command line, the configuration, or the server it names
	exitBad     = 3 // without a screen: something failed or was rejected
	exitTime    = 4 // without a screen: the time is over, and work goes on
	exitRefused = 5 // the token is not accepted
	exitUnknown = 6 // without a screen: an outcome is not known
	exitNothing = 7 // without a screen: nothing matched
	exitHangup  = 129
	exitBreak   = 130
	exitQuit    = 131 // SIGQUIT, after the goroutines
	exitTerm    = 143
)

// exitOf is the exit code of a command without a screen by what became of its
// targets, and by why it ended if that was early. Of several the worst counts: the
// token is refused, an outcome is not known, something failed, the time is over.
func exitOf(results []headless.Result, err error) int {
	var stopped *interruption
	if errors.As(err, &stopped) && stopped.signal != nil {
		return codeOf(stopped.signal)
	}
	var refused, unclear, bad, open bool
	for i := range results {
		r := &results[i]
		refused = refused || r.TokenRefused()
		unclear = unclear || r.Unclear()
		switch r.State() {
		case fleet.Failed, fleet.Rejected:
			bad = true
		case fleet.NotSent:
			bad = bad || stopped == nil
			open = true
		case fleet.Pending, fleet.Running, fleet.Queued, 0:
			open = open || err != nil
		}
	}
	var f *failure
	switch {
	case refused, errors.Is(err, headless.ErrTokenRefused):
		return exitRefused
	case unclear:
		return exitUnknown
	case errors.As(err, &f):
		return f.code // before the first good answer
	case errors.Is(err, headless.ErrNoAnswer), errors.Is(err, headless.ErrIncomplete):
		return exitFailed
	case bad:
		return exitBad
	case open || stopped != nil:
		return exitTime
	}
	return exitClean
}

// why says why a command ended early; "" where the exit code says it.
func (r *report) why(err error) string {
	var f *failure
	var stopped *interruption
	switch {
	case errors.As(err, &f):
		return f.sentence
	case errors.As(err, &stopped) && stopped.signal == nil:
		return "the time is over; nothing more is sent, and nothing is cancelled"
	case errors.As(err, &stopped):
		return "interrupted; nothing more is sent, and nothing is cancelled"
	case errors.Is(err, headless.ErrNoAnswer):
		return "no answer came: check your connection, or try again later"
	case errors.Is(err, headless.ErrIncomplete):
		return "the list of operations could not be read to its end: what runs is not known; try again"
	case errors.Is(err, headless.ErrTokenRefused):
		return "the token is not accepted any more: make a new one"
	case errors.Is(err, headless.ErrFailFast):
		return "something failed (--fail-fast): nothing more is sent, and nothing is cancelled"
	}
	return ""
}
