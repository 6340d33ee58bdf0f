package fleet

import (
	"math/rand/v2"
	"time"

	"tolokadash/tolokaapi"
)

// Fleet is the core. It is not safe for concurrent use.
//
// It mediates between the owners of the state. Each calls only those that are named
// above it here; what follows for others it returns as a [followUp].
type Fleet struct {
	*scheduler                          // clocks, budget, requests in flight, connection
	pools             *poolStore        // pools and trainings known, and their listings
	refresh           *poolRefresh      // pools to be read again
	*operationTracker                   // the operations table and what is known about each row
	pollers           *operationPollers // listing of operations, one per type
	scan              *activeScan       // listing of operations that have not ended
	running           *runningSearch    // listing of them once, for somebody who waits for it
	commands          *commandQueue     // commands that are confirmed and not sent
	history           *history          // past operations, while somebody looks
	projects          *projectNames
	account           *account
	named             *namedOperations  // operations to be followed by their ids
	figures           *Figures          // progress, money and people of the pools in sight
	assignments       *AssignmentCounts // what a close leaves undone, while a question is open
}

// New makes an empty fleet. rng spreads back-off and idle polls; it is not
// shared.
func New(c Config, rng *rand.Rand) *Fleet {
	s := newScheduler(c.withDefaults(), rng)
	f := &Fleet{scheduler: s, pools: newPoolStore(s)}
	f.refresh = newPoolRefresh(s, f.pools)
	f.operationTracker = newOperationTracker(s, f.pools, f.refresh)
	f.pollers = &operationPollers{operationTracker: f.operationTracker}
	f.scan = newActiveScan(f.pollers)
	f.running = newRunningSearch(f.pollers)
	f.commands = newCommandQueue(f.operationTracker)
	f.history = &history{operationTracker: f.operationTracker}
	f.projects = &projectNames{scheduler: s, byID: map[string]string{}}
	f.account = &account{scheduler: s}
	f.named = &namedOperations{operationTracker: f.operationTracker, byID: map[tolokaapi.OperationID]*namedOperation{}}
	f.figures = newFigures(s, f.pools)
	f.assignments = newAssignmentCounts(s)
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
		for _, schedule := range f.schedules() {
			schedule.due = now
		}
	}
	t := &schedulingRound{scheduler: f.scheduler, now: now, commandDue: f.commands.commandDue(now), coming: f.endsToCome()}
	if f.connection.down && now.Before(f.connection.retryAt) {
		t.wakeAt(f.connection.retryAt)
		return nil, t.wake
	}
	if !f.connection.begun && (f.pools.wanted(tolokaapi.SubjectPool) || f.pools.wanted(tolokaapi.SubjectTraining)) {
		// The first page of pools comes first and alone: it is what the user
		// waits for, and it tells the server's clock.
		f.pools.askPools(t)
		return t.requests, t.wake
	}
	if !f.connection.begun {
		// What was asked for comes first. One request is out until an answer came,
		// which tells the server's clock and whether there is a connection.
		f.commands.askCommands(t)
	}
	// Looking comes before acting: it is little, and it is what tells the
	// truth about what was done. Where the budget is small they alternate.
	f.scheduleUnknown(t)
	f.carryOut()
	f.askOperationNews(t)
	f.commands.askCommands(t)
	if t.deferred {
		f.askOperationNews(t)
	}
	f.assignments.askAssignments(t) // somebody waits for it
	f.named.askNamed(t)
	f.refresh.askPoolRefresh(t)
	f.pools.askPools(t)
	f.account.askAccount(t)
	f.projects.askProjects(t)
	f.figures.askFigures(t)
	return t.requests, t.wake
}

// askOperationNews asks what becomes of operations. What has waited too long for its share
// of lists comes first, or one type with thousands of running operations would
// have all of it.
func (f *Fleet) askOperationNews(t *schedulingRound) {
	f.running.askRunning(t) // somebody waits for it, and it is little
	t.askOverdue(f.duePolls())
	f.carryOut()
	f.pollers.askOperations(t)
	f.carryOut()
	f.history.askHistory(t) // somebody waits for it
	f.scan.askScan(t)
	f.askStragglers(t)
	f.askUnknown(t)
}

// duePolls are those of all that shares the lists.
func (f *Fleet) duePolls() []duePoll {
	var polls []duePoll
	for _, poller := range f.pollers.list {
		polls = append(polls, duePoll{poller.due, func(t *schedulingRound) { f.pollers.askPoller(t, poller) }})
	}
	return append(polls,
		duePoll{f.scan.due, f.scan.askScan},
		duePoll{f.pools.oldestDue(), f.pools.askPools},
		duePoll{f.oldestStraggler(), f.askStragglers},
		duePoll{f.refresh.pollSchedule.due, f.refresh.askPoolRefresh},
	)
}

// Observe takes in the answer to a request that Next issued.
func (f *Fleet) Observe(r Response) {
	then, ok := f.awaiting[r.Request.Seq]
	if !ok {
		return
	}
	delete(f.awaiting, r.Request.Seq)
	if r.Received.After(f.now) { // an answer that is delivered late says nothing about the clock
		f.advance(r.Received)
	}
	before := f.clock.server(r.Received)
	if f.clock.observe(r.Sent, r.Server, r.Received) {
		f.lag.clockBelied(f.clock.server(r.Received).Sub(before))
		f.pollers.clockBelied()
		f.clockBelied()
		f.carryOut()
		f.table.shiftBatches(f.lastDated, r)
	}
	if !r.Server.IsZero() {
		f.lastDated = Response{Received: r.Received, Server: r.Server}
	}
	f.boundBatches(r)
	f.rate.answered(r.Received)
	f.observeConnection(r)
	if r.Err == nil {
		f.commands.tokenRefused = nil
	}
	then(r)
	f.carryOut()
	f.expireOthers()
}

// carryOut does what follows for other owners from what was just taken in.
func (f *Fleet) carryOut() {
	for len(f.followUps) > 0 {
		next := f.followUps
		f.followUps = nil
		for _, u := range next {
			switch u.kind {
			case refreshWanted:
				f.refresh.refreshPool(u.ref)
			case scanWanted:
				f.scan.requestScan(u.typ)
			case holderWanted:
				f.findHolder(u.ref)
			case newsWanted:
				f.pollers.dueBy(f.pollers.pollerFor(u.typ), u.at)
			case commandFound:
				f.commands.drop(u.row)
			case sendAgain:
				f.commands.requeue(u.row, u.at, u.why)
			case operationNews:
				f.history.learn(u.op, f.now)
			case poolRead:
				f.refresh.satisfied(u.pool.Ref, u.answer.Request.Seq)
				f.nameRows(u.pool)
				f.reviveByPool(u.pool, u.answer)
			case poolClosed:
				f.noticeClosed(u.pool, u.at)
				if u.pool.CloseReason == ClosedNotEnoughBalance {
					f.account.balanceChanged()
				}
			case poolRemoved:
				f.refresh.forget(u.ref)
				f.figures.forget(u.ref)
			case namesRead:
				f.pools.touch(tolokaapi.SubjectPool)
				f.pools.touch(tolokaapi.SubjectTraining)
			}
		}
	}
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
	f.seen.prune(f.earliestLookup(f.adoptedSince(firstSet(f.clock.latestDate, f.serverNow()))), now, f.cfg.AdoptSince)
	return now
}

// shift moves every wait by d: each owner knows its own.
func (f *Fleet) shift(d time.Duration) {
	for _, owner := range [...]interface{ shift(time.Duration) }{
		f.scheduler, f.operationTracker, f.pollers, f.scan, f.running, f.commands, f.pools, f.refresh, f.history, f.projects, f.account, f.named, f.figures, f.assignments,
	} {
		owner.shift(d)
	}
}

// activeSchedules are the schedules that may ask now, of what matters: the trouble of others is
// over or is nobody's.
func (f *Fleet) activeSchedules() []*pollSchedule {
	schedules := []*pollSchedule{&f.refresh.pollSchedule}
	for _, poller := range f.pollers.list {
		if f.pollers.pollerWanted(poller) {
			schedules = append(schedules, &poller.pollSchedule)
		}
	}
	for _, l := range f.pools.listings {
		if l.wanted && (!f.paused || l.requested) {
			schedules = append(schedules, &l.pollSchedule)
		}
	}
	if f.history.wanted > 0 && !f.paused {
		schedules = append(schedules, &f.history.pollSchedule)
	}
	if f.scan.scanAllowed() && len(f.scan.todo) > 0 {
		schedules = append(schedules, &f.scan.pollSchedule)
	}
	if f.scan.scanAllowed() && len(f.running.todo) > 0 {
		schedules = append(schedules, &f.running.pollSchedule)
	}
	return schedules
}

// schedules are all that is asked for again and again, apart from single rows.
func (f *Fleet) schedules() []*pollSchedule {
	all := []*pollSchedule{&f.scan.pollSchedule, &f.running.pollSchedule, &f.refresh.pollSchedule, &f.projects.pollSchedule, &f.account.pollSchedule, &f.history.pollSchedule}
	for _, poller := range f.pollers.list {
		all = append(all, &poller.pollSchedule)
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
	for _, schedule := range f.schedules() {
		if !schedule.overQuota() {
			schedule.due = f.now
		}
	}
	f.pools.refreshes++
	for _, l := range f.pools.listings {
		l.requested, l.again = true, l.pass != nil
	}
	if f.history.wanted > 0 {
		f.history.restartHistory()
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

// A Notice is something to tell the user once.
type Notice struct {
	Kind NoticeKind
	On   tolokaapi.Ref
	Name string

	Reason string // one of ClosedReasons, of a PoolClosed
}

// A NoticeKind says what a Notice is about.
type NoticeKind int

// The kinds of notices.
const (
	PoolGone        NoticeKind = iota + 1 // On no longer exists or may no longer be seen; it was removed
	ListStuck                             // the list of On.Subject's pools cannot be continued: what is shown is not all
	OperationsStuck                       // a list of operations cannot be continued: the others are polled by their ids
	PoolClosed                            // On was closed by the server, for Reason, while the program ran
	HistoryStuck                          // the past operations cannot be listed further: what is shown is not all
)
