package pane

import (
	"iter"
	"time"

	"tolokadash/internal/filter"
	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/table"
)

// History is the pane of the past operations of pools, newest first, to be
// looked at only. The fleet loads them as far as they are wanted.
type History struct {
	fleet   *fleet.Fleet
	words   *wording.Words
	columns []historyColumn
	rows[tolokaapi.OperationID]

	filter    TextFilter
	version   uint64
	loaded    map[tolokaapi.OperationID]tolokaapi.Operation
	ids       []tolokaapi.OperationID // as loaded
	records   []filter.Record         // of ids, made when something is searched
	pools     uint64                  // version of the pools that the records were made of
	durations []verbDuration
	namedBy   int // pools known when the columns were measured
}

// A verbDuration is how long operations of a verb take here: the median and what nine
// of ten stay within, in the words of the screen, of so many samples.
type verbDuration struct {
	verb     tolokaapi.Verb
	p50, p90 string
	samples  int
}

// NewHistory makes the pane of past operations.
func NewHistory(f *fleet.Fleet, w *wording.Words) *History {
	h := &History{fleet: f, words: w, columns: historyColumns()}
	plain := make([]table.Column, len(h.columns))
	for i, c := range h.columns {
		plain[i] = c.Column
	}
	h.table = table.New[tolokaapi.OperationID](table.Options{Columns: plain, Flagged: true})
	return h
}

// Filter is the filter by text.
func (h *History) Filter() *TextFilter { return &h.filter }

// Found counts what is loaded: of what is not, nobody knows.
func (h *History) Found() (shown, all int) { return h.table.Len(), len(h.ids) }

// Sync takes in what the fleet learned.
func (h *History) Sync() (lost bool) {
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
	h.ids, h.records, h.durations = make([]tolokaapi.OperationID, 0, len(past.Operations)), nil, nil
	for _, op := range past.Operations {
		if _, twice := h.loaded[op.ID]; !twice {
			h.loaded[op.ID] = op
			h.ids = append(h.ids, op.ID)
		}
	}
	for _, v := range tolokaapi.Verbs {
		if p50, p90, n := past.TypicalDuration(v); n > 0 {
			h.durations = append(h.durations, verbDuration{v, wording.Elapsed(p50), wording.Elapsed(p90), n})
		}
	}
	return h.show()
}

// show filters what is loaded and gives it to the table.
func (h *History) show() (lost bool) {
	if h.filter.Empty() {
		return h.table.SetRows(h.ids)
	}
	if h.records == nil {
		_, h.pools = h.fleet.Pools(tolokaapi.SubjectPool)
		h.records = make([]filter.Record, len(h.ids))
		for i, id := range h.ids {
			h.records[i] = operationRecord(h.fleet, h.Past(h.loaded[id]))
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

// Search shows the loaded rows that hold a text.
func (h *History) Search(typed string) {
	h.filter = parseFilter(h.words, typed, filter.Operations)
	h.records = nil // names may have come since
	h.show()
}

// Clear takes away the filter, and reports whether there was one.
func (h *History) Clear() bool {
	if h.filter.Typed == "" {
		return false
	}
	h.Search("")
	return true
}

// Wants is how many operations should be loaded for what is in sight and a
// screenful more, with so many lines to a screen. A filter searches what is
// there and loads nothing.
func (h *History) Wants(lines int) int {
	if h.filter.Typed != "" {
		return 1
	}
	_, last, _ := h.table.Window()
	return max(last, lines) + max(lines, 1)
}

// Listing reports whether past operations are being read.
func (h *History) Listing() bool { return h.fleet.History().Loading && !h.fleet.Paused() }

// ListProblem is why the past cannot be listed, and when it is tried again.
func (h *History) ListProblem() (*fleet.Problem, time.Time) {
	past := h.fleet.History()
	return past.Problem, past.RetryAt
}

// Operation is a past operation that is loaded.
func (h *History) Operation(id tolokaapi.OperationID) (op tolokaapi.Operation, loaded bool) {
	op, loaded = h.loaded[id]
	return op, loaded
}

// Past is a past operation in the shape of a row that has none on the table.
func (h *History) Past(op tolokaapi.Operation) fleet.Row {
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
