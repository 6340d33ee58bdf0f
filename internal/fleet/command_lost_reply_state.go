package fleet

import "time"

// A lostReply is what is known about the send of a command whose fate is open, and
// how far the search for its operation has come.
type lostReply struct {
	sentServer     time.Time // server clock of the first send whose fate is open, by our guess
	sentLocal      time.Time // the same by the local clock
	seenPosition   uint64    // of the seen operations at that send: ids learned later may be ours
	likelyFrom     time.Time // server clock: its operation was not submitted before, by our guess
	possibleFrom   time.Time // and certainly not before this
	possibleAsSent time.Time // the same as it was believed when it was sent

	lostAt       time.Time // local clock, when the newest reply was lost
	lostServer   time.Time // the same by the server's clock
	lostSeq      uint64    // answers to older requests say nothing about the loss
	locked       bool      // sent again, it met an operation: its own, or it is rejected
	lookups      int       // that found nothing
	lastLookup   time.Time // local clock of the last counted one
	caughtUpSeq  uint64    // answers to newer requests were asked for when lagging reads had caught up
	farAt        time.Time // local clock, when the last pass that reads far back for it began
	farFrom      time.Time // server clock: how far back a late pass has read for it; zero: none
	sawAmbiguous bool      // such a pass showed an operation that may be its own
	verifySince  time.Time // local clock from which the pool is read for it; zero: not wanted
}

// shift moves every local time by d.
func (l *lostReply) shift(d time.Duration) {
	for _, t := range [...]*time.Time{&l.lostAt, &l.lastLookup, &l.farAt, &l.verifySince} {
		*t = shiftTime(*t, d)
	}
}

// sent notes the first send whose fate is open.
func (l *lostReply) sent(clock *serverClock, now time.Time, seenPosition uint64) {
	if !l.sentServer.IsZero() {
		return
	}
	l.sentAt(clock.server(now), now)
	l.seenPosition = seenPosition
	l.likelyFrom = later(l.sentServer, clock.latestDate).Add(-lookupMargin)
	l.possibleAsSent = earlier(l.sentServer, firstSet(clock.latestDate, l.sentServer)).Add(-lookupMargin)
	l.possibleFrom = l.possibleAsSent
}

// sentAt notes when a command was first sent, by a guess at the server's clock.
func (l *lostReply) sentAt(server, local time.Time) {
	l.sentServer, l.sentLocal = server, local
	l.likelyFrom = server.Add(-lookupMargin)
	l.possibleAsSent, l.possibleFrom = l.likelyFrom, l.likelyFrom
}

// lose begins the search.
func (l *lostReply) lose(now, server time.Time, seq uint64) {
	l.lostAt, l.lostServer, l.lostSeq = now, server, seq
	l.caughtUpSeq, l.lookups, l.lastLookup, l.verifySince = 0, 0, time.Time{}, time.Time{}
	l.farAt, l.farFrom, l.sawAmbiguous = time.Time{}, time.Time{}, false
}

// readsCaughtUp reports whether reads that lag behind commands show what happened
// before the reply was lost. Both clocks must say so, since the local one may have
// been set forward meanwhile. A server that sends no dates leaves only the local one.
func (l *lostReply) readsCaughtUp(now, latestDate time.Time) bool {
	return now.Sub(l.lostAt) >= resendAfter && (latestDate.IsZero() || latestDate.Sub(l.lostServer) >= resendAfter)
}

// earliestLikely is the server's time from which on an operation is taken for that
// of the command.
func (l *lostReply) earliestLikely(lag *submittedLag) time.Time {
	return l.likelyFrom.Add(-lag.greatest)
}

// earliestPossible is the server's time before which the operation of the command
// was certainly not submitted.
func (l *lostReply) earliestPossible(lag *submittedLag) time.Time {
	return earlier(l.possibleFrom.Add(-lag.farthest()), l.earliestLikely(lag))
}

// recentFrom is the server's time from which on every pass reads for the command:
// what was submitted before is only read once in a while.
func (l *lostReply) recentFrom(lag *submittedLag) time.Time {
	return earlier(l.possibleFrom, l.earliestLikely(lag))
}

// farInterval is the least time between two passes that read far back for one row.
const farInterval = 30 * time.Second

// readsFarBack reports whether the next pass is to read for the command as far back
// as its operation can be dated. That can be thousands of operations, and it settles
// nothing before lagging reads have caught up.
func (l *lostReply) readsFarBack(lag *submittedLag, now time.Time) bool {
	return l.caughtUpSeq != 0 && !l.readFarBack(lag) && (l.farAt.IsZero() || now.Sub(l.farAt) >= farInterval)
}

// readFarBack reports whether a pass has read as far back.
func (l *lostReply) readFarBack(lag *submittedLag) bool {
	return !l.farFrom.IsZero() && !l.farFrom.After(l.earliestPossible(lag))
}
