package fleet

import (
	"math/rand/v2"
	"time"

	"golang.org/x/time/rate"

	"tolokadash/tolokaapi"
)

// Fleet is the core. It is not safe for concurrent use.
type Fleet struct {
	cfg    Config
	rng    *rand.Rand
	now    time.Time // the latest time told, local clock
	began  time.Time // the first
	clock  clock
	dated  Response     // the last answer with a Date header
	lag    submittedLag // of dates of operations behind that clock
	link   link
	rate   requestRate
	budget *rate.Limiter
	lists  *rate.Limiter
	share  commandShare
	seq    uint64
	flying map[uint64]func(Response) // what to do with the answer, by Request.Seq
	paused bool

	desk    desk     // commands: queue and what holds it
	rows    rows     // the operations table
	ledger  ledger   // operation ids seen, claimed and let go
	watches []*watch // listing of operations, one per type
	sweeps  sweeps   // listing of operations that have not ended, at start
	shelf   shelf    // pools and trainings known
	rereads rereads  // pools to be read again
	history history  // past operations, while somebody looks
	names   names    // projects
	account account
	notices []Notice

	singleAt  time.Time // local clock of the last single read that was late
	unknownAt time.Time // local clock of the last single read of a row of unknown outcome
}

// New makes an empty fleet. rng spreads back-off and idle polls; it is not
// shared.
func New(c Config, rng *rand.Rand) *Fleet {
	c = c.withDefaults()
	f := &Fleet{
		cfg:     c,
		rng:     rng,
		budget:  rate.NewLimiter(rate.Limit(c.RequestsPerSecond), max(1, c.RequestsPerSecond/2)),
		lists:   rate.NewLimiter(listsPerSecond, 1),
		flying:  map[uint64]func(Response){},
		desk:    newDesk(),
		rows:    newRows(),
		ledger:  newLedger(),
		shelf:   newShelf(),
		rereads: newRereads(),
		sweeps:  newSweeps(),
		names:   names{byID: map[string]string{}},
	}
	f.shelf.watch(tolokaapi.SubjectPool, c)
	f.watchOperations(tolokaapi.SubjectPool)
	return f
}

// Next issues the requests that are due, and says when it wants to be asked
// again (zero: only after the next Observe or Submit). A second call at the
// same now asks for nothing.
func (f *Fleet) Next(now time.Time) (ask []Request, wake time.Time) {
	now = f.advance(now)
	if f.began.IsZero() {
		f.began = now
		for _, l := range f.lanes() {
			l.due = now
		}
	}
	t := &turn{fleet: f, now: now, commandDue: f.commandDue(now)}
	if f.link.down && now.Before(f.link.retryAt) {
		t.later(f.link.retryAt)
		return nil, t.wake
	}
	if !f.link.begun {
		// The first page of pools comes first and alone: it is what the user
		// waits for, and it tells the server's clock.
		f.askPools(t)
		return t.asks, t.wake
	}
	// Looking comes before acting: it is little, and it is what tells the
	// truth about what was done. Where the budget is small they take turns.
	f.scheduleUnknown(t)
	f.askNews(t)
	f.askCommands(t)
	if t.heldBack {
		f.askNews(t)
	}
	f.askRereads(t)
	f.askPools(t)
	f.askAccount(t)
	f.askProjects(t)
	return t.asks, t.wake
}

// askNews asks what becomes of operations. What has waited too long for its share
// of lists comes first, or one type with thousands of running operations would
// have all of it.
func (f *Fleet) askNews(t *turn) {
	t.lateOnly = true
	f.askOperations(t)
	f.askSweeps(t)
	f.askPools(t)
	f.askSingles(t)
	f.askRereads(t)
	t.lateOnly = false
	f.askOperations(t)
	f.askHistory(t) // somebody waits for it
	f.askSweeps(t)
	f.askSingles(t)
	f.askUnknown(t)
}

// Observe takes in the answer to a request that Next issued.
func (f *Fleet) Observe(r Response) {
	then, ok := f.flying[r.Request.Seq]
	if !ok {
		return
	}
	delete(f.flying, r.Request.Seq)
	if r.Received.After(f.now) { // an answer that is delivered late says nothing about the clock
		f.advance(r.Received)
	}
	if f.clock.observe(r.Sent, r.Server, r.Received) {
		f.rectify()
		f.rows.shiftBatches(f.dated, r)
	}
	if !r.Server.IsZero() {
		f.dated = Response{Received: r.Received, Server: r.Server}
	}
	f.boundBatches(r)
	f.rate.answered(r.Received)
	f.observeLink(r)
	then(r)
	f.letOthersGo()
}

// advance moves the local clock to now and returns it. A clock that was set
// back takes every wait back with it, so that none becomes endless; one that
// leapt forward makes every wait end once, which is no burst.
func (f *Fleet) advance(now time.Time) time.Time {
	if back := f.now.Sub(now); back > 0 {
		if back <= clockJump {
			return f.now // answers and ticks may overtake each other
		}
		f.shift(-back)
	}
	f.now = now
	f.letOthersGo()
	f.ledger.prune(f.lookedFor(firstOf(f.clock.told, f.serverNow()).Add(-f.cfg.AdoptSince)), now, f.cfg.AdoptSince)
	return now
}

// rectify takes back what was concluded from a server's clock that was belied:
// how far lists reach, and from when on a lost reply is looked for.
func (f *Fleet) rectify() {
	for _, w := range f.watches {
		if w.covered.Sub(f.serverNow()) > windowOverlap {
			w.covered = time.Time{}
			if f.now.Sub(w.resweptAt).Abs() > time.Minute {
				w.resweptAt = f.now
				f.sweep(w.typ) // what began meanwhile may still run
			}
		}
	}
	for r := range f.rows.unfinished {
		if !r.sentAt.IsZero() && r.Op.ID == "" {
			r.doubtFrom = earlier(r.doubtSent, f.clock.server(r.sentHere).Add(-lookBack))
			r.lostServer = earlier(r.lostServer, f.serverNow())
		}
	}
}

// serverNow is the server's clock at the latest time told.
func (f *Fleet) serverNow() time.Time { return f.clock.server(f.now) }

// ServerNow is the server's clock at the latest time told.
func (f *Fleet) ServerNow() time.Time { return f.serverNow() }

// shift moves every wait by d.
func (f *Fleet) shift(d time.Duration) {
	for _, l := range f.lanes() {
		l.shift(d)
	}
	for _, w := range f.watches {
		w.begun = moved(w.begun, d)
	}
	f.link.shift(d)
	f.desk.shift(d)
	f.rate.times = nil
	f.began, f.singleAt, f.unknownAt = moved(f.began, d), moved(f.singleAt, d), moved(f.unknownAt, d)
	f.rereads.shift(d)
	f.rows.others.shift(d)
	for _, b := range f.rows.batches {
		b.began = moved(b.began, d)
	}
	for _, r := range f.rows.byID {
		for _, t := range []*time.Time{&r.RetryAt, &r.lookedAt, &r.lostAt, &r.freshAt, &r.absentAt, &r.leaveAt, &r.unknownAt} {
			*t = moved(*t, d)
		}
		r.ask.shift(d)
	}
}

// asked are the lanes that may ask now, of what matters: the trouble of others is
// over or is nobody's.
func (f *Fleet) asked() []*lane {
	lanes := []*lane{&f.rereads.lane}
	for _, w := range f.watches {
		if f.wanted(w) {
			lanes = append(lanes, &w.lane)
		}
	}
	for _, l := range f.shelf.listings {
		if l.wanted && (!f.paused || l.asked) {
			lanes = append(lanes, &l.lane)
		}
	}
	if f.history.wanted > 0 && !f.paused {
		lanes = append(lanes, &f.history.lane)
	}
	if f.sweeping() && len(f.sweeps.todo) > 0 {
		lanes = append(lanes, &f.sweeps.lane)
	}
	return lanes
}

// lanes are all that is asked for again and again, apart from single rows.
func (f *Fleet) lanes() []*lane {
	all := []*lane{&f.sweeps.lane, &f.rereads.lane, &f.names.lane, &f.account.lane, &f.history.lane}
	for _, w := range f.watches {
		all = append(all, &w.lane)
	}
	for _, l := range f.shelf.listings {
		all = append(all, &l.lane)
	}
	return all
}

// Refresh makes all that is listed due now, whatever it was waiting for; only a
// quota is waited out. While paused it is only pools and trainings that are
// listed, once.
func (f *Fleet) Refresh(now time.Time) {
	f.advance(now)
	for _, l := range f.lanes() {
		if !l.overQuota() {
			l.due = f.now
		}
	}
	f.shelf.refreshes++
	for _, l := range f.shelf.listings {
		l.asked, l.again = true, l.pass != nil
	}
	if f.history.wanted > 0 {
		f.restartHistory()
	}
	f.link.retryAt = time.Time{}
}

// Pause stops, or resumes, looking for news: pools, projects, the account,
// others' operations and the past. The program's own commands are always
// followed, and Refresh lists pools once all the same. A fleet that is paused before
// the first answer lists its pools once too: without them there is nothing to act
// on, and the first answer is what everything else waits for.
func (f *Fleet) Pause(paused bool) {
	f.paused = paused
	if f.link.begun {
		return
	}
	for _, l := range f.shelf.listings {
		l.asked = true
	}
}

// Paused reports whether looking for news is stopped.
func (f *Fleet) Paused() bool { return f.paused }

// TakeNotices returns what happened since the last call that no row shows, such
// as a pool that vanished or a list that got stuck.
func (f *Fleet) TakeNotices() []Notice {
	taken := f.notices
	f.notices = nil
	return taken
}

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
