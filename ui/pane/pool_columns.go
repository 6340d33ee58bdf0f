package pane

import (
	"cmp"
	"slices"
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// A poolColumn is everything that one column of the pools is: how it is laid out,
// how wide it must be, what it shows and how pools are ordered by it.
type poolColumn struct {
	table.Column
	order *poolOrder // nil: pools are not sorted by it
	// source is what the width of a pool's cell follows: of equal sources it is
	// measured once.
	source func(p *fleet.Pool) string
	cells  func(w *wording.Words, source string) int // nil: as wide as the source
	steady int                                       // at least so wide whatever the pools hold: for words that come and go
	draw   func(d *poolDrawing, row *table.Row, column int)
	always bool                 // drawn even for a pool that cannot be read
	paid   bool                 // trainings have none
	figure tolokaapi.FigureName // that it shows; "" if it shows none
}

// A poolDrawing is a pool that is drawn, and what its cells need to know.
type poolDrawing struct {
	*Context
	pool  fleet.Pool
	fleet *fleet.Fleet
	stale bool
}

// allPoolColumns are the columns of pools from left to right.
var allPoolColumns = []poolColumn{{
	Column: table.Column{Title: "ID", Max: 20, Drop: 1, Keep: true},
	order:  &poolOrder{key: "id", says: "by id", falling: true, compare: (*entry).compareID, arrange: inOrderOfID},
	source: func(p *fleet.Pool) string { return p.Ref.ID },
	always: true,
	draw: func(d *poolDrawing, row *table.Row, column int) {
		row.Put(column, theme.ToneText, d.pool.Ref.ID)
	},
}, {
	Column: table.Column{Title: "NAME", Min: 26, Least: 8, Prefer: 34, Flex: 5, Middle: true},
	order:  orderBy("name", "by name", rising, strings.Compare, func(e *entry) (string, bool) { return e.record.Name(), true }),
	source: poolNameText,
	always: true,
	draw:   drawPoolName,
}, {
	Column: table.Column{Title: "PROJECT", Min: 12, Prefer: 24, Flex: 3, Drop: 4, Middle: true},
	order:  byProject,
	source: func(p *fleet.Pool) string { return projectOf(*p) },
	draw: func(d *poolDrawing, row *table.Row, column int) {
		row.Put(column, theme.ToneFaint, projectOf(d.pool))
	},
}, {
	Column: table.Column{Title: "STATUS", Max: 16},
	order:  byStatus,
	steady: statusCells(),
	source: func(p *fleet.Pool) string { return string(p.Status) },
	cells:  func(_ *wording.Words, status string) int { return 2 + table.Width(status) },
	draw:   drawPoolStatus,
}, doneColumn, spentColumn, {
	Column: table.Column{Title: "REWARD", Max: 16, Drop: 5, Right: true},
	order:  orderBy("reward", "by reward", falling, cmp.Compare, numberOf("reward")),
	source: func(p *fleet.Pool) string { return p.Reward.String() },
	cells:  func(w *wording.Words, reward string) int { return table.Width(w.Amount(reward)) },
	paid:   true,
	draw: func(d *poolDrawing, row *table.Row, column int) {
		row.Put(column, theme.ToneText, d.Words.Amount(d.pool.Reward.String()))
	},
}, {
	Column: table.Column{Title: "STARTED", Max: 16, Drop: 6, Right: true},
	order:  orderBy("started", "by start", falling, cmp.Compare, dateOf("started")),
	source: func(p *fleet.Pool) string { return p.LastStarted.Text },
	cells:  dayCells,
	draw: func(d *poolDrawing, row *table.Row, column int) {
		row.Put(column, theme.ToneFaint, d.Words.Day(d.pool.LastStarted, d.Now))
	},
}, {
	Column: table.Column{Title: "EXPIRES", Max: 16, Drop: 8, Extra: true, Right: true},
	order:  orderBy("expires", "", falling, cmp.Compare, dateOf("expires")),
	source: func(p *fleet.Pool) string { return p.WillExpire.Text },
	cells:  dayCells,
	draw: func(d *poolDrawing, row *table.Row, column int) {
		row.Put(column, theme.ToneFaint, d.Words.Day(d.pool.WillExpire, d.Now))
	},
}, {
	Column: table.Column{Title: "COMMENT", Min: 16, Prefer: 28, Flex: 4, Drop: 7, Extra: true},
	source: func(p *fleet.Pool) string { return p.Comment },
	draw: func(d *poolDrawing, row *table.Row, column int) {
		row.Put(column, theme.ToneWait, d.pool.Comment)
	},
}}

// poolColumns are the columns of a subject. Nobody is paid for a training: it has no
// reward.
func poolColumns(s tolokaapi.Subject) []poolColumn {
	columns := slices.Clone(allPoolColumns)
	if s == tolokaapi.SubjectTraining {
		columns = slices.DeleteFunc(columns, func(c poolColumn) bool { return c.paid })
	}
	return columns
}

// ordersWithoutColumn are the orders by what no column shows.
var ordersWithoutColumn = []*poolOrder{
	orderBy("created", "", falling, cmp.Compare, dateOf("created")),
}

// layouts is the columns as the table needs them.
func layouts(columns []poolColumn) []table.Column {
	plain := make([]table.Column, len(columns))
	for i, c := range columns {
		plain[i] = c.Column
	}
	return plain
}

// dayCells is how wide a day is: the same whatever day it is.
func dayCells(_ *wording.Words, text string) int {
	if text == "" {
		return 0
	}
	return len("Jan 02 15:04")
}

// statusCells is how wide the longest of the words is that stand in the column of
// the status, behind the glyph.
func statusCells() int {
	widest := 0
	for _, s := range statuses() {
		widest = max(widest, len(s))
	}
	for _, v := range tolokaapi.Verbs {
		widest = max(widest, len(wording.Doing(v)))
	}
	for _, reason := range fleet.ClosedReasons {
		widest = max(widest, len(wording.WhyClosed(reason)))
	}
	return 2 + widest
}

// poolNameText is a pool's name, or why its record cannot be read.
func poolNameText(p *fleet.Pool) string {
	if p.Unreadable != "" {
		return "unreadable: " + p.Unreadable
	}
	return p.Name
}

func drawPoolName(d *poolDrawing, row *table.Row, column int) {
	tone := theme.ToneText
	if d.pool.Unreadable != "" {
		tone = theme.ToneBad
	}
	row.Put(column, tone, poolNameText(&d.pool))
}

func drawPoolStatus(d *poolDrawing, row *table.Row, column int) {
	glyph, tone := d.Theme.Glyphs.PoolStatus(d.pool.Status)
	word := cmp.Or(string(d.pool.Status), "no status")
	if why := wording.WhyClosed(d.pool.WhyClosed()); why != "" { // the glyph says that it is closed
		word = why
		if d.pool.ClosedLately(d.Now) {
			tone = theme.ToneWait
		}
	}
	if busy, ok := d.fleet.Row(d.pool.Busy); ok {
		glyph, tone = d.Theme.Glyphs.Busy(busy.State)
		word = d.Words.Busy(busy)
	}
	if d.stale || d.pool.ReadProblem != "" {
		tone = theme.ToneStale
	}
	row.Put(column, tone, glyph)
	row.Put(column, tone, " "+word)
}

// A measured is the width of a cell and what it was measured of.
type measured struct {
	source string
	cells  int
}

// measure brings the widths of an entry's cells up to date with its pool, which is
// the scratch one: the columns' functions would put each pool on the heap.
func (p *Pools) measure(e *entry) {
	if e.cells == nil {
		e.cells = make([]measured, len(p.columns))
	}
	for i := range p.columns {
		c, at := &p.columns[i], &e.cells[i]
		source := c.source(&p.scratch)
		if source == at.source {
			continue
		}
		var cells int
		if c.cells != nil {
			cells = c.cells(p.words, source)
		} else {
			cells = table.Width(source)
		}
		p.remeasured = p.remeasured || cells != at.cells
		*at = measured{source, cells}
	}
}

// fitColumns tells the table how wide the cells of all pools are that are known,
// whatever the filter shows of them and wherever one scrolls. It goes through all
// pools, but only where a cell has become wider or narrower or a pool has gone.
func (p *Pools) fitColumns() {
	if !p.remeasured {
		return
	}
	p.remeasured = false
	widest := make([]int, len(p.columns))
	for i := range widest {
		widest[i] = -1 // unknown while there are no pools
	}
	for _, e := range p.newest {
		for i := range e.cells {
			widest[i] = max(widest[i], e.cells[i].cells)
		}
	}
	for i, c := range p.columns {
		if widest[i] >= 0 {
			widest[i] = max(widest[i], c.steady)
		}
	}
	p.table.SetContent(widest)
}

// Steady is how wide each column is at least, whatever the pools hold.
func (p *Pools) Steady() []int {
	steady := make([]int, len(p.columns))
	for i, c := range p.columns {
		steady[i] = c.steady
	}
	return steady
}
