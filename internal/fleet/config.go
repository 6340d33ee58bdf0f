package fleet

import (
	"time"

	"tolokadash/internal/settings"
)

// Config holds the policy's numbers. A number that is zero takes its default
// from package settings.
type Config struct {
	settings.Limits
	settings.Refresh
	Figures  settings.Figures
	ReadOnly bool // Submit refuses everything
}

// The numbers which are nobody's to configure.
const (
	listsPerSecond    = 2                // list requests, apart from a first load (promise 5)
	refreshWaitAtMost = 10 * time.Second // a re-read that is due this long no longer waits for its batch
	refreshSinglyUpTo = 8                // pools due for a re-read are read singly up to here
	accountEvery      = time.Minute      // the account is read again, as often as figures: money is spent all the time
	projectsEvery     = 10 * time.Minute // project names are listed again
	windowOverlap     = 2 * time.Minute  // what is committed late, or dated by a clock behind that of the Date header, is caught by asking this far back
	clockSlack        = 2 * time.Second  // the server's clock is guessed so well, unless ours was set
	clockJump         = time.Second      // a clock that goes back further was set
)

func (c Config) withDefaults() Config {
	d := settings.Default()
	c.Limits, c.Refresh = settings.Fill(c.Limits, d.Limits), settings.Fill(c.Refresh, d.Refresh)
	if c.Figures == (settings.Figures{}) {
		c.Figures = d.Figures
	}
	return c
}
