package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// An operationTracker owns the operations table and what is known about each row:
// it adopts, follows, looks up and ends them.
type operationTracker struct {
	*scheduler
	pools   *poolStore
	refresh *poolRefresh

	table   operationTable
	seen    seenOperations // operation ids seen, claimed and dismissed
	lag     submittedLag   // of dates of operations behind the server's clock
	scanned map[tolokaapi.OperationType]completeScan

	stragglerReadAt time.Time // local clock of the last single read that was late
	unknownAt       time.Time // local clock of the last single read of a row of unknown outcome
}

func newOperationTracker(s *scheduler, pools *poolStore, refresh *poolRefresh) *operationTracker {
	return &operationTracker{
		scheduler: s, pools: pools, refresh: refresh,
		table: newRows(), seen: newSeenOperations(), scanned: map[tolokaapi.OperationType]completeScan{},
	}
}

// shift moves every time by d.
func (o *operationTracker) shift(d time.Duration) {
	o.stragglerReadAt, o.unknownAt = shiftTime(o.stragglerReadAt, d), shiftTime(o.unknownAt, d)
	o.table.shift(d)
}

// clockBelied takes back from when on lost replies are looked for, which was
// concluded from a server's clock that was belied.
func (o *operationTracker) clockBelied() {
	for r := range o.table.unfinished {
		if !r.sentServer.IsZero() && r.Op.ID == "" {
			from := earlier(r.possibleAsSent, o.clock.server(r.sentLocal).Add(-lookupMargin))
			if from.Sub(r.possibleFrom) <= lagAtMost {
				from = earlier(from, r.possibleFrom) // machines whose clocks differ may answer in turns
			}
			r.possibleFrom = from
			r.lostServer = earlier(r.lostServer, o.serverNow())
		}
	}
}
