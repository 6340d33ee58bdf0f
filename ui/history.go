package ui

import (
	"iter"

	"tolokadash/internal/filter"
	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/table"
)

// history is the pane of the past operations of pools, newest first, to be
// looked at only. The fleet loads them as far as they are wanted.
type history struct {
	fleet *fleet.Fleet
	words *wording.Words
	table *table.Table[tolokaapi.OperationID]

	filter  textFilter
	version uint64
	loaded  map[tolokaapi.OperationID]tolokaapi.Operation
	ids     []tolokaapi.OperationID // as loaded
	records []filter.Record         // of ids, made when something is searched
	pools   uint64                  // version of the pools that the records were made of
	paces   []pace
	namedBy int // pools known when the columns were measured
}

// A pace is how long operations of a verb take here: the median and what nine
// of ten stay within, in the words of the screen, of so many samples.
type pace struct {
	verb     tolokaapi.Verb
	p50, p90 string
	samples  int
}

func newHistory(f *fleet.Fleet, w *wording.Words) *history {
	return &history{
		fleet: f, words: w,
		table: table.New[tolokaapi.OperationID](table.Options{Columns: historyColumns(), Flagged: true}),
	}
}

func (h *history) rows() navigation  { return h.table }
func (h *history) text() *textFilter { return &h.filter }

func (h *history) bookmark() (back func()) {
	at, _ := h.table.Cursor()
	return func() { h.table.SetCursor(at) }
}

// found counts what is loaded: of what is not, nobody knows.
func (h *history) found() (shown, all int) { return h.table.Len(), len(h.ids) }

// sync takes in what the fleet learned.
func (h *history) sync() (lost bool) {
	past := h.fleet.History()
	refs, pools := h.fleet.Pools(tolokaapi.SubjectPool)
	if n := len(refs); n != h.namedBy || past.Version != h.version { // names come with the pools
		h.namedBy = n
		defer h.fitColumns()
	}
	if past.Version == h.version && (pools == h.pools || h.filter.Empty()) {
		return false
	}
	h.version = past.Version
	h.loaded = make(map[tolokaapi.OperationID]tolokaapi.Operation, len(past.Operations))
	h.ids, h.records, h.paces = make([]tolokaapi.OperationID, 0, len(past.Operations)), nil, nil
	for _, op := range past.Operations {
		if _, twice := h.loaded[op.ID]; !twice {
			h.loaded[op.ID] = op
			h.ids = append(h.ids, op.ID)
		}
	}
	for _, v := range tolokaapi.Verbs {
		if p50, p90, n := h.fleet.TypicalDuration(v); n > 0 {
			h.paces = append(h.paces, pace{v, wording.Elapsed(p50), wording.Elapsed(p90), n})
		}
	}
	return h.show()
}

// show filters what is loaded and gives it to the table.
func (h *history) show() (lost bool) {
	if h.filter.Empty() {
		return h.table.SetRows(h.ids)
	}
	if h.records == nil {
		_, h.pools = h.fleet.Pools(tolokaapi.SubjectPool)
		h.records = make([]filter.Record, len(h.ids))
		for i, id := range h.ids {
			h.records[i] = operationRecord(h.fleet, h.past(h.loaded[id]))
		}
	}
	now := h.fleet.ServerNow()
	var shown []tolokaapi.OperationID
	for i, id := range h.ids {
		if h.filter.Match(&h.records[i], now) {
			shown = append(shown, id)
		}
	}
	if len(shown) == 0 {
		h.filter.explain(pointers(h.records), now)
	}
	return h.table.SetRows(shown)
}

// search shows the loaded rows that hold a text.
func (h *history) search(typed string) {
	h.filter = parseFilter(h.words, typed, filter.Operations)
	h.records = nil // names may have come since
	h.show()
}

func (h *history) clear() bool {
	if h.filter.typed == "" {
		return false
	}
	h.search("")
	return true
}

// wants is how many operations should be loaded for what is in sight and a
// screenful more, with so many lines to a screen. A filter searches what is
// there and loads nothing.
func (h *history) wants(lines int) int {
	if h.filter.typed != "" {
		return 1
	}
	_, last, _ := h.table.Window()
	return max(last, lines) + max(lines, 1)
}

// cursor is the operation under the cursor.
func (h *history) cursor() (tolokaapi.Operation, bool) {
	id, ok := h.table.Cursor()
	return h.loaded[id], ok
}

// past is a past operation in the shape of a row that has none on the table.
func (h *history) past(op tolokaapi.Operation) fleet.Row {
	_, verb, _ := op.Type.Action()
	r := fleet.Row{Verb: verb, On: op.Target, Op: op, Percent: -1, State: fleet.Running}
	if p, ok := h.fleet.Pool(op.Target); ok {
		r.Name = p.Name
	}
	if op.Progress.Known {
		r.Percent = op.Progress.Percent
	}
	switch op.Status {
	case tolokaapi.Pending:
		r.State = fleet.Pending
	case tolokaapi.Success:
		r.State = fleet.Succeeded
	case tolokaapi.Fail:
		r.State = fleet.Failed
	}
	if r.State.Finished() && op.Started.Valid() && op.Finished.Valid() {
		r.Start, r.End = op.Started.Time, op.Finished.Time
	}
	return r
}

// operationRecord is what a filter looks at of an operation.
func operationRecord(f *fleet.Fleet, r fleet.Row) filter.Record {
	p, known := f.Pool(r.On)
	return filter.OperationRecord(r, p, known)
}

// pointers goes through records without copying them.
func pointers(records []filter.Record) iter.Seq[*filter.Record] {
	return func(yield func(*filter.Record) bool) {
		for i := range records {
			if !yield(&records[i]) {
				return
			}
		}
	}
}
