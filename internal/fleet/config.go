package fleet

import "time"

// Config holds the policy's numbers. Zero fields take the defaults named here.
type Config struct {
	RequestsPerSecond int           // budget of all requests, default 150; the API allows 300 (D)
	InFlight          int           // commands on their way at once, default 16
	AdoptSince        time.Duration // how far back others' operations are adopted, default 15 min
	RefreshLive       time.Duration // OPEN and LOCKED pools are listed again, default 30 s
	RefreshClosed     time.Duration // CLOSED and ARCHIVED pools are listed again, default 10 min
	Idle              time.Duration // operations are listed when nothing runs, default 30 s
	ReadOnly          bool          // Submit refuses everything
}

// The numbers which are nobody's to configure.
const (
	listsPerSecond    = 2                // list requests, apart from a first load (promise 5)
	refreshWaitAtMost = 10 * time.Second // a re-read that is due this long no longer waits for its batch
	refreshSinglyUpTo = 8                // pools due for a re-read are read singly up to here
	accountEvery      = 5 * time.Minute  // the account is read again
	projectsEvery     = 10 * time.Minute // project names are listed again
	windowOverlap     = 2 * time.Minute  // what is committed late, or dated by a clock behind that of the Date header, is caught by asking this far back
	clockSlack        = 2 * time.Second  // the server's clock is guessed so well, unless ours was set
	clockJump         = time.Second      // a clock that goes back further was set
)

func (c Config) withDefaults() Config {
	set := func(d *time.Duration, def time.Duration) {
		if *d <= 0 {
			*d = def
		}
	}
	if c.RequestsPerSecond <= 0 {
		c.RequestsPerSecond = 150
	}
	if c.InFlight <= 0 {
		c.InFlight = 16
	}
	set(&c.AdoptSince, 15*time.Minute)
	set(&c.RefreshLive, 30*time.Second)
	set(&c.RefreshClosed, 10*time.Minute)
	set(&c.Idle, 30*time.Second)
	return c
}
