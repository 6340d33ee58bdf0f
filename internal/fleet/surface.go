package fleet

import (
	"math/rand/v2"
	"time"

	"tolokadash/tolokaapi"
)

// Config holds the policy's numbers. Zero fields take the defaults named here.
type Config struct {
	RequestsPerSecond int           // budget of all requests, default 150; the API allows 300 (D)
	InFlight          int           // commands on their way at once, default 16
	AdoptSince        time.Duration // how far back others' operations are adopted, default 15 min
	RefreshLive       time.Duration // OPEN and LOCKED pools are listed again, default 30 s
	RefreshClosed     time.Duration // CLOSED pools are listed again, default 10 min
	Idle              time.Duration // operations are listed when nothing runs, default 30 s
	ReadOnly          bool          // Submit refuses everything
}

// New makes an empty fleet. rng spreads back-off and idle polls; it is not
// shared.
func New(c Config, rng *rand.Rand) *Fleet { panic("to be written") }

// Submit queues one command per pool it may be sent to and names the others.
// The BatchID is 0 when nothing was queued.
func (f *Fleet) Submit(now time.Time, verb tolokaapi.Verb, refs []tolokaapi.Ref) (BatchID, []Refusal) {
	panic("to be written")
}

// Eligible splits refs, in their order, into those the verb may be sent to now
// and those it may not. Submit decides by it.
func (f *Fleet) Eligible(verb tolokaapi.Verb, refs []tolokaapi.Ref) (ok []tolokaapi.Ref, left []Refusal) {
	panic("to be written")
}

// Next issues the requests that are due, and says when it wants to be asked
// again (zero: only after the next Observe or Submit). A second call at the
// same now asks for nothing.
func (f *Fleet) Next(now time.Time) (ask []Request, wake time.Time) { panic("to be written") }

// Observe takes in the answer to a request that Next issued.
func (f *Fleet) Observe(r Response) { panic("to be written") }

// Dismiss takes finished rows off the table and returns how many it took. A
// dismissed operation is not adopted again.
func (f *Fleet) Dismiss(rows []RowID) int { panic("to be written") }

// CancelQueued turns every queued row into NotSent and returns how many: what
// quitting does to commands that never left.
func (f *Fleet) CancelQueued(now time.Time) int { panic("to be written") }

// Refresh makes all lists that are on screen due now.
func (f *Fleet) Refresh(now time.Time) { panic("to be written") }

// Pause stops, or resumes, listing pools and looking for others' operations.
// The program's own commands are always followed.
func (f *Fleet) Pause(paused bool) { panic("to be written") }

// WatchArchived turns listing of archived pools on or off.
func (f *Fleet) WatchArchived(on bool) { panic("to be written") }

// WatchTrainings turns listing of trainings and their operations on or off.
func (f *Fleet) WatchTrainings(on bool) { panic("to be written") }

// Pools returns the pools (or trainings) known, in the order in which they
// arrived, and a number that changes whenever any of them does. The slice is
// shared: do not change it.
func (f *Fleet) Pools(s tolokaapi.Subject) (refs []tolokaapi.Ref, version uint64) {
	panic("to be written")
}

// Pool returns a pool as last read, by value.
func (f *Fleet) Pool(ref tolokaapi.Ref) (Pool, bool) { panic("to be written") }

// A Pool is a pool and what the program knows around it.
type Pool struct {
	tolokaapi.Pool
	Project string // name of the project; "" until known
	Busy    RowID  // the unfinished row about this pool; 0 if none
}

// List tells how far the listing of a subject is.
func (f *Fleet) List(s tolokaapi.Subject) List { panic("to be written") }

// A List is the state of a listing, to be drawn.
type List struct {
	Loading bool     // a first or repeated pass is under way
	Loaded  bool     // every status has been listed once to its end
	Pages   int      // answers so far of the pass under way
	Problem *Problem // why the last page failed; nil once one succeeds
	RetryAt time.Time
	Counts  map[tolokaapi.PoolStatus]int
}

// Rows returns the rows in the order of the table (band, then time of asking,
// then id) and a number that changes whenever any of them does. The slice is
// shared: do not change it.
func (f *Fleet) Rows() (ids []RowID, version uint64) { panic("to be written") }

// Row returns a row by value.
func (f *Fleet) Row(id RowID) (Row, bool) { panic("to be written") }

// Batch sums up one confirmation.
func (f *Fleet) Batch(id BatchID) (Batch, bool) { panic("to be written") }

// Batches returns the batches that still have rows, oldest first.
func (f *Fleet) Batches() []BatchID { panic("to be written") }

// A Batch sums up the rows of one confirmation. Total stays as confirmed.
type Batch struct {
	ID                           BatchID
	Verb                         tolokaapi.Verb
	Total                        int
	Queued, Moving, Done, Failed int // Done: succeeded and unchanged; Failed: failed, rejected, unknown, not sent
	Unconfirmed                  int
	Asked                        time.Time // server clock
	Seen                         time.Time // server clock of the newest answer about it
	End                          time.Time // when its last row finished; zero before
}

// Summary sums up everything, for the header and the frames' titles.
func (f *Fleet) Summary(now time.Time) Summary { panic("to be written") }

// A Summary is the state of the whole fleet.
type Summary struct {
	Link        Link
	Account     *tolokaapi.Requester // nil until known
	Rate        int                  // requests issued in the last second before the last answer
	LastGood    time.Time            // local clock of the last good answer; zero before the first
	Paused      bool
	Queued      int // rows by state, ours and others'
	Sending     int
	Moving      int // pending and running
	Unconfirmed int
	Failed      int // failed, rejected, unknown, not sent
	Done        int
	DoneOurs    int // finished well, asked for by this program, since it started
}

// A Refusal says why a pool was left out.
type Refusal struct {
	On     tolokaapi.Ref
	Reason Reason
	Status tolokaapi.PoolStatus // of the pool
	Row    RowID                // the row that keeps it busy
}

// A Reason is why a verb may not be sent to a pool.
type Reason int

// The reasons of a Refusal.
const (
	Already     Reason = iota + 1 // it already is what the verb makes of it
	Busy                          // an operation on it has not ended
	WrongStatus                   // its status does not allow the verb
	Unreadable                    // its record could not be read
	Gone                          // it is not known (any more)
	ReadOnly                      // the program was told to change nothing
)

// A Link is the state of the connection.
type Link struct {
	State   LinkState
	Since   time.Time // local clock of the last good answer before the trouble
	RetryAt time.Time // next try, local clock
	Problem *Problem
}

// A LinkState is the connection in one word.
type LinkState int

// The link states.
const (
	Connecting LinkState = iota // no answer yet
	Live                        // the last answers were good
	Offline                     // no answers come
	Troubled                    // answers come, but they are errors
	OverQuota                   // 429: asking less until RetryAt
	Refused                     // the token is not accepted
)

// TakeNotices returns what happened since the last call that no row shows, such
// as a pool that vanished or a list that got stuck.
func (f *Fleet) TakeNotices() []Notice { panic("to be written") }

// A Notice is something to tell the user once.
type Notice struct {
	Kind NoticeKind
	On   tolokaapi.Ref
	Name string
}

// A NoticeKind says what a Notice is about.
type NoticeKind int

// The kinds of notices.
const (
	PoolGone  NoticeKind = iota + 1 // On no longer exists or may no longer be seen; it was removed
	ListStuck                       // On.Subject's list cannot be continued: what is shown is not all
)

// Fleet is the core. It is not safe for concurrent use.
type Fleet struct{}
