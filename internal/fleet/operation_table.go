package fleet

import (
	"cmp"
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// row is a Row and what only the core needs of it. Each part has its own time.
type row struct {
	Row
	seq    uint64               // newest answer taken about the operation
	before tolokaapi.PoolStatus // of the pool when the command was confirmed; "" if it was only tracked

	restored bool // of an earlier run, and the server has not spoken about its operation since

	clockSet shiftedSeen // by how much the server's clock was set since it was heard of
	highest  int         // the highest percentage given before the last

	lostReply
	stragglerState
	unknownState
	schedule pollSchedule // of what is asked for this row alone: its operation, or its pool after a lost reply
	leaveAt  time.Time    // when another's finished row leaves, local clock
}

// shift moves every time by d.
func (r *row) shift(d time.Duration) {
	r.RetryAt, r.leaveAt = shiftTime(r.RetryAt, d), shiftTime(r.leaveAt, d)
	r.lostReply.shift(d)
	r.stragglerState.shift(d)
	r.unknownState.shift(d)
	r.schedule.shift(d)
}

// operationTable is the operations table.
type operationTable struct {
	byID            map[RowID]*row
	byOp            map[tolokaapi.OperationID]*row
	active          map[tolokaapi.Ref][]*row // unfinished, by what they act on
	unknown         []*row                   // of unknown or presumed outcome, not dismissed
	batches         map[BatchID]*batch
	order           []RowID
	nameless        map[tolokaapi.Ref][]*row // others' rows about pools that are not known yet
	stale           bool                     // order is to be made again
	version         uint64
	followedTypes   followedTypes
	lastRow         RowID
	lastBatch       BatchID
	others          retention                 // which ended rows of others stay
	dismissedOurs   map[tolokaapi.Verb]Counts // rows of ours that were dismissed
	dismissedNewest map[commandKey]dismissedCommand
	reopening       reopening
	oursDone        int // rows of ours that ended well
}

func newRows() operationTable {
	return operationTable{
		byID:            map[RowID]*row{},
		byOp:            map[tolokaapi.OperationID]*row{},
		dismissedOurs:   map[tolokaapi.Verb]Counts{},
		dismissedNewest: map[commandKey]dismissedCommand{},
		active:          map[tolokaapi.Ref][]*row{},
		batches:         map[BatchID]*batch{},
		nameless:        map[tolokaapi.Ref][]*row{},
		others:          retention{atMost: othersAtMost},
	}
}

// shift moves every time by d.
func (s *operationTable) shift(d time.Duration) {
	s.others.shift(d)
	for _, b := range s.batches {
		b.began = shiftTime(b.began, d)
	}
	for _, r := range s.byID {
		r.shift(d)
	}
}

// add enters an unfinished row and gives it its id.
func (s *operationTable) add(r *row) {
	s.lastRow++
	r.ID = s.lastRow
	r.Percent = -1
	s.byID[r.ID] = r
	s.active[r.On] = append(s.active[r.On], r)
	s.changed(true)
}

// remove takes a finished row out.
func (s *operationTable) remove(r *row) {
	delete(s.byID, r.ID)
	s.forgetUnknown(r)
	if !r.Ours() && r.State.Finished() {
		s.others.forget(r)
	}
	if s.byOp[r.Op.ID] == r {
		delete(s.byOp, r.Op.ID)
	}
	if r.Name == "" {
		s.nameless[r.On] = slices.DeleteFunc(s.nameless[r.On], func(x *row) bool { return x == r })
		if len(s.nameless[r.On]) == 0 {
			delete(s.nameless, r.On)
		}
	}
	if b := s.batches[r.Batch]; b != nil {
		b.rows = slices.DeleteFunc(b.rows, func(x *row) bool { return x == r })
		if len(b.rows) == 0 {
			delete(s.batches, r.Batch)
		}
	}
	s.changed(true)
}

// release ends a row's hold on its pool. The rest is a new slice, since this
// happens while the rows about a pool are being walked.
func (s *operationTable) release(r *row) {
	var rest []*row
	for _, x := range s.active[r.On] {
		if x != r {
			rest = append(rest, x)
		}
	}
	if len(rest) == 0 {
		delete(s.active, r.On)
		return
	}
	s.active[r.On] = rest
}

// unfinished yields every row that has not ended, in no order.
func (s *operationTable) unfinished(yield func(*row) bool) {
	for _, rs := range s.active {
		for _, r := range rs {
			if !yield(r) {
				return
			}
		}
	}
}

// earliestLookup is the earliest of t and the times from which on the operation of a
// command of unknown fate is looked for.
func (o *operationTracker) earliestLookup(t time.Time) time.Time {
	for r := range o.table.unfinished {
		if !r.sentServer.IsZero() && r.Op.ID == "" {
			t = earlier(t, r.earliestPossible(&o.lag))
		}
	}
	for _, r := range o.table.unknown {
		if !r.sentServer.IsZero() && r.Op.ID == "" && o.asksAbout(r) {
			t = earlier(t, r.earliestPossible(&o.lag))
		}
	}
	return t
}

// changed notes that a row differs; order too, if a band may have changed.
func (s *operationTable) changed(order bool) {
	s.version++
	s.stale = s.stale || order
}

// Rows returns the rows in the order of the table (band, then time of asking,
// then id) and a number that changes whenever any of them does. The slice is
// shared: do not change it.
func (o *operationTracker) Rows() (ids []RowID, version uint64) {
	return o.table.inOrder(), o.table.version
}

// inOrder is the rows in the order of the table.
func (s *operationTable) inOrder() []RowID {
	if s.stale {
		all := make([]*row, 0, len(s.byID))
		for _, r := range s.byID {
			all = append(all, r)
		}
		slices.SortFunc(all, func(a, b *row) int {
			return cmp.Or(cmp.Compare(a.State.Band(), b.State.Band()), a.Asked.Compare(b.Asked), cmp.Compare(a.ID, b.ID))
		})
		order := make([]RowID, len(all)) // a new one: callers may hold the old
		for i, r := range all {
			order[i] = r.ID
		}
		s.order, s.stale = order, false
	}
	return s.order
}

// Row returns a row by value.
func (o *operationTracker) Row(id RowID) (Row, bool) {
	r := o.table.byID[id]
	if r == nil {
		return Row{}, false
	}
	return r.Row, true
}

// Dismiss takes finished rows off the table and returns how many it took. A
// dismissed operation is not adopted again.
func (o *operationTracker) Dismiss(ids []RowID) int {
	taken := 0
	for _, id := range ids {
		r := o.table.byID[id]
		if r == nil || !r.State.Finished() {
			continue
		}
		o.dismissRow(r)
		taken++
	}
	if o.table.others.empty() {
		o.table.others.forgetCut() // what made room is dismissed with the last of its kind
	}
	return taken
}

// dismissRow takes a finished row off the table for good.
func (o *operationTracker) dismissRow(r *row) {
	if r.Ours() {
		dismissed := o.table.dismissedOurs[r.Verb]
		dismissed.Add(r.State)
		o.table.dismissedOurs[r.Verb] = dismissed
		o.table.rememberFound(r)
	}
	o.seen.dismiss(r.Op.ID, r.Op.Submitted.Time, o.now)
	o.table.remove(r)
	o.pools.touch(r.On.Subject) // its pool may be filtered differently now
}

// expireOthers takes away the rows of others whose time is over, and those that are
// too many.
func (o *operationTracker) expireOthers() {
	for _, r := range o.table.others.leaving(o.now) {
		o.dismissRow(r)
	}
}
