package fleet

import (
	"math/rand/v2"
	"time"

	"golang.org/x/time/rate"

	"tolokadash/tolokaapi"
)

// A scheduler is what every owner of state needs to ask for something: the clocks,
// the budget of requests, those in flight, the connection, and what is of interest.
type scheduler struct {
	cfg        Config
	rng        *rand.Rand
	now        time.Time // the latest time told, local clock
	began      time.Time // the first
	clock      serverClock
	lastDated  Response // the last answer with a Date header
	connection connection
	rate       requestRate
	budget     *rate.Limiter
	lists      *rate.Limiter
	share      commandShare
	seq        uint64
	awaiting   map[uint64]func(Response) // what to do with the answer, by Request.Seq
	paused     bool
	interests  Interests
	notices    []Notice
	followUps  []followUp
}

func newScheduler(c Config, rng *rand.Rand) *scheduler {
	return &scheduler{
		cfg:      c,
		rng:      rng,
		budget:   rate.NewLimiter(rate.Limit(c.RequestsPerSecond), max(1, c.RequestsPerSecond/2)),
		lists:    rate.NewLimiter(listsPerSecond, 1),
		awaiting: map[uint64]func(Response){},
	}
}

// shift moves every time by d.
func (s *scheduler) shift(d time.Duration) {
	s.connection.shift(d)
	s.rate.times = nil
	s.began = shiftTime(s.began, d)
}

// serverNow is the server's clock at the latest time told.
func (s *scheduler) serverNow() time.Time { return s.clock.server(s.now) }

// ServerNow is the server's clock at the latest time told.
func (s *scheduler) ServerNow() time.Time { return s.serverNow() }

// Paused reports whether looking for news is stopped.
func (s *scheduler) Paused() bool { return s.paused }

// TakeNotices returns what happened since the last call that no row shows, such
// as a pool that vanished or a list that got stuck.
func (s *scheduler) TakeNotices() []Notice {
	taken := s.notices
	s.notices = nil
	return taken
}

// A followUp is what follows for other owners from what one of them took in. The
// owner that it comes from does not know them; Fleet carries it out once the owner
// is done, in the order in which they came.
type followUp struct {
	kind   followUpKind
	ref    tolokaapi.Ref           // refreshWanted, holderWanted, poolRemoved
	typ    tolokaapi.OperationType // scanWanted, newsWanted
	at     time.Time               // newsWanted, sendAgain; poolClosed: when it was read before
	row    *row                    // sendAgain, commandFound
	why    *Problem                // sendAgain
	op     tolokaapi.Operation     // operationNews
	pool   tolokaapi.Pool          // poolRead, poolClosed
	answer Response                // poolRead
}

type followUpKind int

const (
	refreshWanted followUpKind = iota + 1 // a pool is to be read again
	scanWanted                            // what has not ended of a type is to be listed
	holderWanted                          // the operation that holds a pool is to be found, whatever is of interest
	newsWanted                            // the operations of a type are to be listed at that time
	commandFound                          // the operation of a queued command was found: it is not sent again
	sendAgain                             // a command is to be queued again
	operationNews                         // an operation was heard of
	poolRead                              // a pool was read
	poolClosed                            // a pool was closed for a reason that is announced
	poolRemoved                           // a pool was taken away
	namesRead                             // projects got other names
)

func (s *scheduler) emit(f followUp) { s.followUps = append(s.followUps, f) }

func (s *scheduler) wantRefresh(ref tolokaapi.Ref) { s.emit(followUp{kind: refreshWanted, ref: ref}) }

func (s *scheduler) wantScan(t tolokaapi.OperationType) { s.emit(followUp{kind: scanWanted, typ: t}) }

func (s *scheduler) wantHolder(ref tolokaapi.Ref) { s.emit(followUp{kind: holderWanted, ref: ref}) }

func (s *scheduler) wantNews(t tolokaapi.OperationType, at time.Time) {
	s.emit(followUp{kind: newsWanted, typ: t, at: at})
}

func (s *scheduler) sendAgain(r *row, at time.Time, why *Problem) {
	s.emit(followUp{kind: sendAgain, row: r, at: at, why: why})
}

func (s *scheduler) tellNews(op tolokaapi.Operation) { s.emit(followUp{kind: operationNews, op: op}) }
