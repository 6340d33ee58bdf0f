package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// An activeScan lists the operations that have not ended, however long ago they were
// submitted: at start, after a gap longer than the adoption window, and while a lost
// reply is looked up.
type activeScan struct {
	*operationTracker
	pollers *operationPollers
	pollSchedule
	todo       []scanTarget
	query      tolokaapi.Query // of the page to read next; zero between scans
	lateReadAt time.Time       // local clock of the last page that was late
	current    scanResult      // the one under way
	// The last of each type that were read to their end.
	pending map[tolokaapi.OperationType]scanResult
}

func newActiveScan(pollers *operationPollers) *activeScan {
	return &activeScan{
		operationTracker: pollers.operationTracker, pollers: pollers,
		pending: map[tolokaapi.OperationType]scanResult{},
	}
}

// shift moves every time by d.
func (s *activeScan) shift(d time.Duration) {
	s.pollSchedule.shift(d)
	s.lateReadAt = shiftTime(s.lateReadAt, d)
}

// A completeScan is a scan of what runs, and the one before it of what is pending: what
// went on in between has been in one of the two.
type completeScan struct{ pending, running scanResult }

// A scanResult is one reading of a scan.
type scanResult struct {
	firstSeq  uint64                // of its first request; 0: not begun
	ambiguous []tolokaapi.Operation // those that do not say enough to tell whose they are
	unplaced  bool                  // it holds one whose owner only a reply on its way can tell
}

type scanTarget struct {
	typ    tolokaapi.OperationType
	status tolokaapi.OperationStatus
}

// activeStatuses are the statuses scanned, in an order in which nothing that goes from one
// to the next is missed.
var activeStatuses = [...]tolokaapi.OperationStatus{tolokaapi.Pending, tolokaapi.Running}

// requestScan wants both scans of a type, unless they are to come anyway.
func (s *activeScan) requestScan(t tolokaapi.OperationType) {
	if len(s.todo) == 0 && s.problem == nil {
		s.due = s.now
	}
	coming := s.todo
	if s.current.firstSeq != 0 {
		coming = coming[1:] // the one under way may be past what is looked for
	}
	for _, status := range activeStatuses {
		if target := (scanTarget{t, status}); !slices.Contains(coming, target) {
			s.todo = append(s.todo, target)
		}
	}
}

// record takes note of a scan that was read to its end.
func (s *activeScan) record(target scanTarget, read scanResult) {
	if target.status == tolokaapi.Pending {
		s.pending[target.typ] = read
		return
	}
	if pending, ok := s.pending[target.typ]; ok {
		s.scanned[target.typ] = completeScan{pending: pending, running: read}
	}
}

// discard gives up scans that nobody looks for any more, and the trouble they had.
func (s *activeScan) discard(unwanted func(scanTarget) bool) {
	if s.inFlight || !slices.ContainsFunc(s.todo, unwanted) {
		return
	}
	if unwanted(s.todo[0]) {
		s.query, s.current = tolokaapi.Query{}, scanResult{}
		s.clearFailure()
	}
	s.todo = slices.DeleteFunc(slices.Clone(s.todo), unwanted)
}

// postpone lets the other types come first, since that of the scan under way
// cannot be listed now. It begins anew then.
func (s *activeScan) postpone() {
	typ := s.todo[0].typ
	var first, last []scanTarget
	for _, target := range s.todo {
		if target.typ == typ {
			last = append(last, target)
		} else {
			first = append(first, target)
		}
	}
	s.todo = slices.Concat(first, last)
	s.query, s.current = tolokaapi.Query{}, scanResult{}
}

// scanInterval is the least time between two pages that are late.
const scanInterval = 2 * time.Second

func (s *activeScan) askScan(t *schedulingRound) {
	s.discard(func(target scanTarget) bool {
		subject, _, _ := target.typ.Action()
		return !s.subjectWanted(subject) && !s.anyFollowed(target.typ)
	})
	if len(s.todo) == 0 || !s.scanAllowed() || !s.pollers.windowsRead() || !s.ready(t) || s.pollers.yieldsToFollowed(t, "", s.due) || !t.lateMayAsk(s.lateReadAt, scanInterval) || !t.allowList() {
		return
	}
	if s.query == (tolokaapi.Query{}) {
		s.query = tolokaapi.Query{
			Type: s.todo[0].typ, Status: string(s.todo[0].status), Sort: "-submitted,id", Limit: tolokaapi.MaxLimit,
		}
	}
	s.inFlight = true
	if t.overdueOnly {
		s.lateReadAt = t.now
	}
	t.ask(Request{Kind: ListOperations, Query: s.query}, s.scanAnswered)
	if s.current.firstSeq == 0 {
		s.current.firstSeq = s.seq
	}
}

// scanAllowed reports whether scans go on: not while looking for news is paused,
// but for a command of unknown fate, which is looked up all the same.
func (o *operationTracker) scanAllowed() bool {
	if !o.paused {
		return true
	}
	for r := range o.table.unfinished {
		if r.State == Unconfirmed {
			return true
		}
	}
	return false
}

// windowsRead reports whether every poller that is wanted has been read once: the
// recent comes before the old.
func (ps *operationPollers) windowsRead() bool {
	for _, poller := range ps.list {
		if !poller.read && poller.fails == 0 && !poller.stuck && ps.pollerWanted(poller) {
			return false
		}
	}
	return true
}

func (s *activeScan) scanAnswered(r Response) {
	if !s.recordAnswer(&s.pollSchedule, r) {
		s.postpone()
		return
	}
	for _, op := range r.Operations.Items {
		if ambiguous(op) {
			s.current.ambiguous = append(s.current.ambiguous, op)
		}
		s.current.unplaced = !s.observeListed(op, r) || s.current.unplaced
	}
	s.pollers.followFound(s.todo[0].typ)
	next, more, err := r.Operations.Next()
	if more && err == nil {
		s.query = next // it keeps its turn among what is late
		return
	}
	s.query, s.due = tolokaapi.Query{}, later(s.due, s.now)
	subject, _, _ := s.todo[0].typ.Action()
	s.recordListEnd(&s.pollSchedule, OperationsStuck, subject, err)
	now, read := s.todo[0], s.current
	s.todo, s.current = s.todo[1:], scanResult{}
	if err == nil {
		s.record(now, read)
	}
	if read.unplaced && !slices.Contains(s.todo, now) {
		s.todo = append(s.todo, now) // once more, when that reply is in
	}
}
