package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// A Summary is the state of the whole fleet.
type Summary struct {
	Connection Connection
	Account    *tolokaapi.Requester // nil until known
	Rate       int                  // requests issued in the second before the last answer
	LastGood   time.Time            // local clock of the last good answer about pools or operations; zero before the first

	// Rows on the table by state, whoever started them: this program now, an
	// earlier run of it, or somebody else.
	Counts

	DoneOurs int // asked for by this program and ended well, dismissed ones too

	// Ended operations of others that made room on the table, which keeps
	// a thousand of them, as long as they would have stayed. The counts above do
	// not hold them.
	NotShownFailed int
	NotShownDone   int
}

// Summary sums up everything, for the header and the frames' titles.
func (f *Fleet) Summary(now time.Time) Summary {
	s := Summary{
		Connection: f.connectionState(now), Account: f.account.who, Rate: f.rate.last,
		LastGood: f.connection.lastNews, DoneOurs: f.table.oursDone,
	}
	for _, r := range f.table.byID {
		s.Add(r.State)
	}
	s.NotShownDone, s.NotShownFailed = f.table.others.notShown()
	return s
}
