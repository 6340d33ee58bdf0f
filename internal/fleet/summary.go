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
	LastGood   time.Time            // local clock of the last good answer; zero before the first

	// Rows on the table by state, whoever started them: this program now, an
	// earlier run of it, or somebody else.
	Queued      int
	Sending     int
	Moving      int // pending and running
	Unconfirmed int
	Failed      int // failed, rejected, not sent
	Unknown     int // what they came to is not known
	Done        int // succeeded, unchanged
	NeedsYou    int // what the user has to look at: Failed, Unknown and Unconfirmed

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
		LastGood: f.connection.lastGood, DoneOurs: f.table.oursDone,
	}
	for _, r := range f.table.byID {
		switch r.State {
		case Queued:
			s.Queued++
		case Sending:
			s.Sending++
		case Pending, Running:
			s.Moving++
		case Unconfirmed:
			s.Unconfirmed++
		case Succeeded, Unchanged:
			s.Done++
		case Unknown:
			s.Unknown++
		default:
			s.Failed++
		}
	}
	s.NeedsYou = s.Failed + s.Unknown + s.Unconfirmed
	s.NotShownDone, s.NotShownFailed = f.table.others.notShown()
	return s
}
