package fleet

import (
	"math/rand/v2"
	"time"

	"golang.org/x/time/rate"

	"tolokadash/tolokaapi"
)

// Fleet is the core. It is not safe for concurrent use.
type Fleet struct {
	cfg        Config
	rng        *rand.Rand
	now        time.Time // the latest time told, local clock
	began      time.Time // the first
	clock      serverClock
	lastDated  Response     // the last answer with a Date header
	lag        submittedLag // of dates of operations behind that clock
	connection connection
	rate       requestRate
	budget     *rate.Limiter
	lists      *rate.Limiter
	share      commandShare
	seq        uint64
	inFlight   map[uint64]func(Response) // what to do with the answer, by Request.Seq
	paused     bool

	commands  commandQueue       // commands: queue and what holds it
	table     operationTable     // the operations table
	seen      seenOperations     // operation ids seen, claimed and let go
	pollers   []*operationPoller // listing of operations, one per type
	scan      activeScan         // listing of operations that have not ended, at start
	pools     poolStore          // pools and trainings known
	refresh   poolRefresh        // pools to be read again
	history   history            // past operations, while somebody looks
	projects  projectNames       // projects
	account   account
	interests Interests
	notices   []Notice

	stragglerReadAt time.Time // local clock of the last single read that was late
	unknownAt       time.Time // local clock of the last single read of a row of unknown outcome
}

// New makes an empty fleet. rng spreads back-off and idle polls; it is not
// shared.
func New(c Config, rng *rand.Rand) *Fleet {
	c = c.withDefaults()
	f := &Fleet{
		cfg:      c,
		rng:      rng,
		budget:   rate.NewLimiter(rate.Limit(c.RequestsPerSecond), max(1, c.RequestsPerSecond/2)),
		lists:    rate.NewLimiter(listsPerSecond, 1),
		inFlight: map[uint64]func(Response){},
		commands: newCommandQueue(),
		table:    newRows(),
		seen:     newSeenOperations(),
		pools:    newPoolStore(),
		refresh:  newPoolRefresh(),
		scan:     newActiveScan(),
		projects: projectNames{byID: map[string]string{}},
	}
	f.SetInterests(DefaultInterests())
	return f
}

// Next issues the requests that are due, and says when it wants to be asked
// again (zero: only after the next Observe or Submit). A second call at the
// same now asks for nothing.
func (f *Fleet) Next(now time.Time) (ask []Request, wake time.Time) {
	now = f.advance(now)
	if f.began.IsZero() {
		f.began = now
		for _, l := range f.schedules() {
			l.due = now
		}
	}
	t := &schedulingRound{fleet: f, now: now, commandDue: f.commandDue(now)}
	if f.connection.down && now.Before(f.connection.retryAt) {
		t.wakeAt(f.connection.retryAt)
		return nil, t.wake
	}
	if !f.connection.begun && (f.pools.wanted(tolokaapi.SubjectPool) || f.pools.wanted(tolokaapi.SubjectTraining)) {
		// The first page of pools comes first and alone: it is what the user
		// waits for, and it tells the server's clock.
		f.askPools(t)
		return t.requests, t.wake
	}
	if !f.connection.begun {
		// What was asked for comes first. One request is out until an answer came,
		// which tells the server's clock and whether there is a connection.
		f.askCommands(t)
	}
	// Looking comes before acting: it is little, and it is what tells the
	// truth about what was done. Where the budget is small they alternate.
	f.scheduleUnknown(t)
	f.askOperationNews(t)
	f.askCommands(t)
	if t.deferred {
		f.askOperationNews(t)
	}
	f.askPoolRefresh(t)
	f.askPools(t)
	f.askAccount(t)
	f.askProjects(t)
	return t.requests, t.wake
}

// askOperationNews asks what becomes of operations. What has waited too long for its share
// of lists comes first, or one type with thousands of running operations would
// have all of it.
func (f *Fleet) askOperationNews(t *schedulingRound) {
	t.overdueOnly = true
	f.askOperations(t)
	f.askScan(t)
	f.askPools(t)
	f.askStragglers(t)
	f.askPoolRefresh(t)
	t.overdueOnly = false
	f.askOperations(t)
	f.askHistory(t) // somebody waits for it
	f.askScan(t)
	f.askStragglers(t)
	f.askUnknown(t)
}

// Observe takes in the answer to a request that Next issued.
func (f *Fleet) Observe(r Response) {
	then, ok := f.inFlight[r.Request.Seq]
	if !ok {
		return
	}
	delete(f.inFlight, r.Request.Seq)
	if r.Received.After(f.now) { // an answer that is delivered late says nothing about the clock
		f.advance(r.Received)
	}
	if f.clock.observe(r.Sent, r.Server, r.Received) {
		f.clockBelied()
		f.table.shiftBatches(f.lastDated, r)
	}
	if !r.Server.IsZero() {
		f.lastDated = Response{Received: r.Received, Server: r.Server}
	}
	f.boundBatches(r)
	f.rate.answered(r.Received)
	f.observeConnection(r)
	then(r)
	f.expireOthers()
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
	f.expireOthers()
	f.seen.prune(f.earliestLookup(firstSet(f.clock.latestDate, f.serverNow()).Add(-f.cfg.AdoptSince)), now, f.cfg.AdoptSince)
	return now
}

// clockBelied takes back what was concluded from a server's clock that was belied:
// how far lists reach, and from when on a lost reply is looked for.
func (f *Fleet) clockBelied() {
	for _, w := range f.pollers {
		if w.coveredUntil.Sub(f.serverNow()) > windowOverlap {
			w.coveredUntil, w.read = time.Time{}, false
			if f.now.Sub(w.rescannedAt).Abs() > time.Minute {
				w.rescannedAt = f.now
				f.requestScan(w.typ) // what began meanwhile may still run
			}
		}
	}
	for r := range f.table.unfinished {
		if !r.sentServer.IsZero() && r.Op.ID == "" {
			r.possibleFrom = earlier(r.possibleAsSent, f.clock.server(r.sentLocal).Add(-lookupMargin))
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
	for _, l := range f.schedules() {
		l.shift(d)
	}
	for _, w := range f.pollers {
		w.passBegan = shiftTime(w.passBegan, d)
	}
	f.connection.shift(d)
	f.commands.shift(d)
	f.rate.times = nil
	f.began, f.stragglerReadAt, f.unknownAt = shiftTime(f.began, d), shiftTime(f.stragglerReadAt, d), shiftTime(f.unknownAt, d)
	f.refresh.shift(d)
	f.table.others.shift(d)
	for _, b := range f.table.batches {
		b.began = shiftTime(b.began, d)
	}
	for _, r := range f.table.byID {
		for _, t := range []*time.Time{&r.RetryAt, &r.lastLookup, &r.lostAt, &r.verifySince, &r.firstNotFound, &r.leaveAt, &r.unknownSince, &r.farAt} {
			*t = shiftTime(*t, d)
		}
		r.schedule.shift(d)
	}
}

// activeSchedules are the schedules that may ask now, of what matters: the trouble of others is
// over or is nobody's.
func (f *Fleet) activeSchedules() []*pollSchedule {
	lanes := []*pollSchedule{&f.refresh.pollSchedule}
	for _, w := range f.pollers {
		if f.pollerWanted(w) {
			lanes = append(lanes, &w.pollSchedule)
		}
	}
	for _, l := range f.pools.listings {
		if l.wanted && (!f.paused || l.requested) {
			lanes = append(lanes, &l.pollSchedule)
		}
	}
	if f.history.wanted > 0 && !f.paused {
		lanes = append(lanes, &f.history.pollSchedule)
	}
	if f.scanAllowed() && len(f.scan.todo) > 0 {
		lanes = append(lanes, &f.scan.pollSchedule)
	}
	return lanes
}

// schedules are all that is asked for again and again, apart from single rows.
func (f *Fleet) schedules() []*pollSchedule {
	all := []*pollSchedule{&f.scan.pollSchedule, &f.refresh.pollSchedule, &f.projects.pollSchedule, &f.account.pollSchedule, &f.history.pollSchedule}
	for _, w := range f.pollers {
		all = append(all, &w.pollSchedule)
	}
	for _, l := range f.pools.listings {
		all = append(all, &l.pollSchedule)
	}
	return all
}

// Refresh makes all that is listed due now, whatever it was waiting for; only a
// quota is waited out. While paused it is only pools and trainings that are
// listed, once.
func (f *Fleet) Refresh(now time.Time) {
	f.advance(now)
	for _, l := range f.schedules() {
		if !l.overQuota() {
			l.due = f.now
		}
	}
	f.pools.refreshes++
	for _, l := range f.pools.listings {
		l.requested, l.again = true, l.pass != nil
	}
	if f.history.wanted > 0 {
		f.restartHistory()
	}
	f.connection.retryAt = time.Time{}
}

// Pause stops, or resumes, looking for news: pools, projects, the account,
// others' operations and the past. The program's own commands are always
// followed, those of unknown outcome too, and Refresh lists pools once all the same. A fleet that is paused before
// the first answer lists its pools once too: without them there is nothing to act
// on, and the first answer is what everything else waits for.
func (f *Fleet) Pause(paused bool) {
	f.paused = paused
	if f.connection.begun || !paused {
		return
	}
	for _, l := range f.pools.listings {
		l.requested = true
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
	PoolGone        NoticeKind = iota + 1 // On no longer exists or may no longer be seen; it was removed
	ListStuck                             // the list of On.Subject's pools cannot be continued: what is shown is not all
	OperationsStuck                       // a list of operations cannot be continued: the others are polled by their ids
	HistoryStuck                          // the past operations cannot be listed further: what is shown is not all
)
