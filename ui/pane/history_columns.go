package pane

import (
	"strings"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// A historyColumn is everything that one column of the history is: how it is laid out,
// how wide it must be, and what it shows.
type historyColumn struct {
	table.Column
	steady int // at least so wide whatever the rows hold
	cells  func(h *History, r *fleet.Row) int
	draw   func(d *pastDrawing, row *table.Row)
}

// The columns of the history, as they are numbered from left to right.
const (
	pastVerb = iota
	pastPool
	pastState
	pastSubmitted
	pastTook
	pastNote
)

// A pastDrawing is a past operation that is drawn, and what its cells need to know.
type pastDrawing struct {
	fleet.Row
	*Context
	seen time.Time // when it was last heard of, if that is long ago; else zero
	note string
}

func (h *History) drawing(r fleet.Row, d *Context) *pastDrawing {
	return &pastDrawing{Row: r, Context: d, seen: h.OldNews(r, d.Now), note: h.note(&r)}
}

// historyColumns are the columns of the history.
func historyColumns() []historyColumn {
	return []historyColumn{
		pastVerb: {
			Column: table.Column{Title: "VERB", Max: 8, Drop: 1},
			cells:  func(_ *History, r *fleet.Row) int { return len(r.Verb) },
			draw: func(d *pastDrawing, row *table.Row) {
				row.Put(pastVerb, theme.ToneText, string(d.Verb))
			},
		},
		pastPool: {
			Column: table.Column{Title: "POOL", Min: 20, Prefer: 56, Flex: 5, Middle: true},
			cells: func(_ *History, r *fleet.Row) int {
				return max(table.Width(r.On.ID)+1+table.Width(r.Name), table.Width(foreignName(r)))
			},
			draw: drawPastPool,
		},
		pastState: {
			Column: table.Column{Title: "STATE", Max: 16}, steady: 9,
			cells: func(h *History, r *fleet.Row) int { return table.Width(h.words.State(*r)) },
			draw:  drawPastState,
		},
		pastSubmitted: {
			Column: table.Column{Title: "SUBMITTED", Max: 16, Drop: 2, Right: true}, steady: len("Jan 02 15:04"),
			draw: func(d *pastDrawing, row *table.Row) {
				row.Put(pastSubmitted, theme.ToneFaint, d.Words.Day(d.Op.Submitted, d.Now))
			},
		},
		pastTook: {
			Column: table.Column{Title: "TOOK", Max: 12, Drop: 3, Right: true},
			cells: func(_ *History, r *fleet.Row) int {
				return max(elapsedCells(r.Elapsed()), oldNewsCells(r, "Jan 02 15:04"))
			},
			draw: drawPastTook,
		},
		pastNote: {
			Column: table.Column{Min: 24, Flex: 4, Drop: 5, Extra: true},
			cells: func(h *History, r *fleet.Row) int {
				return max(table.Width(h.note(r)), oldNewsCells(r, "as of Jan 02 15:04"))
			},
			draw: drawPastNote,
		},
	}
}

// oldNewsCells is how wide the moment is that an operation was last heard of, if it
// may come to be shown.
func oldNewsCells(r *fleet.Row, longest string) int {
	if r.State.Finished() {
		return 0
	}
	return len(longest)
}

func drawPastPool(d *pastDrawing, row *table.Row) {
	if d.Verb == "" { // neither a pool's nor a training's
		row.Put(pastPool, theme.ToneText, foreignName(&d.Row))
		return
	}
	row.Put(pastPool, theme.ToneText, d.On.ID)
	row.Put(pastPool, theme.ToneText, " ")
	row.Put(pastPool, theme.ToneText, d.Name)
}

func drawPastState(d *pastDrawing, row *table.Row) {
	tone := theme.StateTone(d.State)
	if !d.seen.IsZero() {
		tone = theme.ToneStale
	}
	row.Put(pastState, tone, d.Words.State(d.Row))
}

// drawPastTook draws how long an operation took; of one that moves when it was last
// heard of, where there is no column for that.
func drawPastTook(d *pastDrawing, row *table.Row) {
	if !d.End.IsZero() {
		row.Put(pastTook, theme.ToneText, wording.Elapsed(d.Elapsed()))
	}
	if !d.seen.IsZero() && row.Width(pastNote) == 0 {
		row.Put(pastTook, theme.ToneStale, d.Words.Moment(d.seen, d.Now))
	}
}

func drawPastNote(d *pastDrawing, row *table.Row) {
	if !d.seen.IsZero() {
		row.Put(pastNote, theme.ToneStale, "as of "+d.Words.Moment(d.seen, d.Now))
		return
	}
	row.Put(pastNote, theme.ToneFaint, d.note)
}

// foreignName is what stands for the pool of an operation that is neither a pool's
// nor a training's; "" for any other.
func foreignName(r *fleet.Row) string {
	if r.Verb != "" {
		return ""
	}
	return strings.TrimSpace(string(r.Op.Type) + " " + string(r.Op.ID))
}

// note is what else there is to say about a past operation.
func (h *History) note(r *fleet.Row) string {
	switch {
	case r.State == fleet.Failed:
		return h.words.Reason(*r)
	case !r.Op.Created.Zero():
		return "new " + wording.Noun(r.On.Subject) + " " + r.Op.Created.ID
	}
	return ""
}

// fitColumns tells the table how wide the cells are of all that is loaded.
func (h *History) fitColumns() {
	if len(h.ids) == 0 {
		h.table.SetContent(nil)
		return
	}
	widest := make([]int, len(h.columns))
	for i, c := range h.columns {
		widest[i] = c.steady
	}
	for _, id := range h.ids {
		r := h.Past(h.loaded[id])
		for i := range h.columns {
			if c := &h.columns[i]; c.cells != nil {
				widest[i] = max(widest[i], c.cells(h, &r))
			}
		}
	}
	h.table.SetContent(widest)
}
