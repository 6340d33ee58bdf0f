package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// A Summary is the state of the whole fleet.
type Summary struct {
	Link     Link
	Account  *tolokaapi.Requester // nil until known
	Rate     int                  // requests issued in the second before the last answer
	LastGood time.Time            // local clock of the last good answer; zero before the first

	// Rows by state, ours and others'.
	Queued      int
	Sending     int
	Moving      int // pending and running
	Unconfirmed int
	Failed      int // failed, rejected, unknown, not sent
	Done        int
	DoneOurs    int // asked for by this program and ended well, dismissed ones too
}

// Summary sums up everything, for the header and the frames' titles.
func (f *Fleet) Summary(now time.Time) Summary {
	s := Summary{
		Link: f.linkState(now), Account: f.account.who, Rate: f.rate.last,
		LastGood: f.link.lastGood, DoneOurs: f.rows.doneOur,
	}
	for _, r := range f.rows.byID {
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
		default:
			s.Failed++
		}
	}
	return s
}
