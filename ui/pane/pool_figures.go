package pane

import (
	"cmp"
	"slices"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

const (
	frameCells   = 2
	figuresWidth = 110 - frameCells // cells inside the frame from which on figures are shown
	doneBar      = 8                // cells
	donePercent  = len("100 %")
	spentCells   = len("$123.45") // the column widens when more was spent, and never narrows
)

// poolFigures is what the pane knows of figures.
type poolFigures struct {
	version uint64 // of the fleet when last looked at
	hidden  bool   // there are none, or no room for them
	width   int    // of the rows
	window  int    // cells of the whole window

	// listed are the open pools that are sorted or filtered by figures, whether or
	// not they are shown: they pass every other word.
	listed  []*entry
	visible []tolokaapi.Ref // of those
	changed uint64          // counts the lists
	checked uint64          // version when it was last seen whether an order by figures holds
}

// doneColumn is how far a pool is: a bar and a percent.
var doneColumn = poolColumn{
	Column: table.Column{Title: "DONE", Drop: 2},
	order:  byFigure("done", "by completion", tolokaapi.FigureCompletion),
	steady: doneBar + 1 + donePercent,
	source: noSource,
	figure: tolokaapi.FigureCompletion,
	paid:   true,
	draw:   drawDone,
}

// spentColumn is what a pool has cost so far, without fee.
var spentColumn = poolColumn{
	Column: table.Column{Title: "SPENT", Max: 16, Drop: 3, Right: true},
	order:  byFigure("spent", "by amount spent", tolokaapi.FigureSpent),
	steady: spentCells,
	source: noSource,
	figure: tolokaapi.FigureSpent,
	paid:   true,
	draw:   drawSpent,
}

// byFigure orders by a figure, which a filter knows by the same name, the highest
// first; pools of which it is not known come last.
func byFigure(field, says string, name tolokaapi.FigureName) *poolOrder {
	o := orderBy(field, says, falling, cmp.Compare, numberOf(field))
	o.figure = name
	return o
}

// noSource is of columns whose width does not follow the pool's record.
func noSource(*fleet.Pool) string { return "" }

// SetSize gives the rows so many cells and lines, the titles included.
func (p *Pools) SetSize(width, height int) {
	p.figures.width = width
	p.table.SetSize(width, height)
	p.hideFigures()
}

// SetWindow says how wide the window is. Beside details the rows have less, and drop
// other columns for figures.
func (p *Pools) SetWindow(width int) { p.figures.window = width }

// hideFigures shows the columns of figures only where the window is wide enough and
// the server gives any.
func (p *Pools) hideFigures() {
	p.figures.hidden = max(p.figures.width, p.figures.window-frameCells) < figuresWidth || p.noFigures() != ""
	for i, c := range p.columns {
		if c.figure != "" {
			p.table.Hide(i, p.figures.hidden)
		}
	}
}

// noFigures says why there are no figures; "" where there are.
func (p *Pools) noFigures() string { return wording.NoFigures(p.fleet.Figures().State()) }

// FiguresVisible are the pools on screen whose figures are shown.
func (p *Pools) FiguresVisible() []tolokaapi.Ref {
	first, last, _ := p.Window()
	if p.figures.hidden || last == 0 || p.subject != tolokaapi.SubjectPool {
		return nil
	}
	return p.Rows()[max(first-1, 0):last]
}

// FiguresListed are the open pools that are sorted or filtered by figures, and by
// which. version changes with them.
func (p *Pools) FiguresListed() (refs []tolokaapi.Ref, by []tolokaapi.FigureName, version uint64) {
	return p.figures.visible, p.figuresWanted(), p.figures.changed
}

// figuresWanted are the figures that are sorted or filtered by.
func (p *Pools) figuresWanted() []tolokaapi.FigureName {
	names := p.filter.Figures()
	if by := p.by.figure; by != "" && !slices.Contains(names, by) {
		names = append(names, by)
	}
	return names
}

// listFigures decides which open pools are asked for since they are sorted or
// filtered by figures.
func (p *Pools) listFigures() {
	f := &p.figures
	f.listed = f.listed[:0]
	if len(p.figuresWanted()) > 0 && p.noFigures() == "" {
		now := p.fleet.ServerNow()
		for _, e := range p.newest {
			if e.status == tolokaapi.Open && p.passesStatus(e) && p.filter.MatchBesideFigures(&e.record, now) {
				f.listed = append(f.listed, e)
			}
		}
	}
	if !slices.EqualFunc(f.listed, f.visible, func(e *entry, ref tolokaapi.Ref) bool { return e.ref == ref }) {
		f.visible = f.visible[:0:0]
		for _, e := range f.listed {
			f.visible = append(f.visible, e.ref)
		}
		f.changed++
	}
}

// figuresKnown is of how many of the listed pools everything is known that is sorted
// or filtered by, and how many there are.
func (p *Pools) figuresKnown() (known, all int) {
	wanted := p.figuresWanted()
	for _, e := range p.figures.listed {
		if !slices.ContainsFunc(wanted, func(name tolokaapi.FigureName) bool { return !e.record.HasFigure(name) }) {
			known++
		}
	}
	return known, len(p.figures.listed)
}

// followFigures takes in figures that have become known. A row that is sorted by one
// takes its place once it is known, and one that passes the filter now is shown; what
// changes later moves no row and hides none.
func (p *Pools) followFigures() (lost bool) {
	version := p.fleet.Figures().Version()
	if p.subject != tolokaapi.SubjectPool || version == p.figures.version {
		return false
	}
	changed := p.changedFigures()
	p.figures.version = version
	p.hideFigures()
	if p.by.figure != "" && p.noFigures() != "" {
		p.sortBy(byStatus, false)
	}
	var placed, fresh []*entry
	for _, e := range changed {
		known := p.by.knows(e)
		p.takeFigures(e)
		if !known && p.by.knows(e) {
			placed = append(placed, e)
		}
		if !e.shown {
			fresh = append(fresh, e)
		}
	}
	p.place(placed)
	if len(p.filter.Figures()) > 0 {
		p.applyFilter(fresh)
	}
	shown := slices.ContainsFunc(fresh, func(e *entry) bool { return e.shown })
	if len(placed) > 0 || shown || p.remeasured {
		return p.show()
	}
	return false
}

// changedFigures are the entries of which a figure has changed since they were last
// looked at.
func (p *Pools) changedFigures() []*entry {
	refs, all := p.fleet.Figures().Since(p.figures.version)
	if all {
		return p.newest
	}
	changed := make([]*entry, 0, len(refs))
	for _, ref := range refs {
		if e := p.entries[ref]; e != nil {
			changed = append(changed, e)
		}
	}
	return changed
}

// takeFigures copies the figures of a pool that it is ordered and filtered by, and
// widens the column of a sum that does not fit.
func (p *Pools) takeFigures(e *entry) {
	for i := range p.columns {
		c := &p.columns[i]
		if c.figure == "" {
			continue
		}
		figure, known := e.record.TakeFigure(p.fleet.Figures(), e.ref, c.figure)
		if known && c.figure == tolokaapi.FigureSpent {
			if cells := table.Width(p.words.FigureAmount(figure.Figure)); cells > c.steady {
				c.steady, p.remeasured = cells, true
			}
		}
	}
}

// fewEntries is how many are put in their places one by one.
const fewEntries = 40

// place takes entries out of the order and puts them where they belong.
func (p *Pools) place(entries []*entry) {
	switch {
	case len(entries) == 0:
		return
	case len(entries) > fewEntries:
		p.arrange()
		return
	}
	compare := p.by.ordered(p.reversed)
	p.sorted = slices.DeleteFunc(p.sorted, func(e *entry) bool { return slices.Contains(entries, e) })
	slices.SortFunc(entries, compare)
	p.sorted = merge(p.sorted, entries, compare)
}

// figureTone is the tone of a figure: faint if it should have been renewed.
func figureTone(d *poolDrawing, name tolokaapi.FigureName) theme.Tone {
	if d.fleet.Figures().Overdue(d.pool.Ref, name) {
		return theme.ToneFaint
	}
	return theme.ToneText
}

// drawDone draws how far a pool is. What is not known is blank: an empty bar would
// read as 0 %.
func drawDone(d *poolDrawing, row *table.Row, column int) {
	figure, known := d.fleet.Figures().Of(d.pool.Ref, tolokaapi.FigureCompletion)
	text := d.Words.FigurePercent(figure.Figure)
	if !known || text == "" {
		return
	}
	tone := figureTone(d, tolokaapi.FigureCompletion)
	value, err := figure.Value.Float64()
	full, left := d.Theme.Glyphs.Bar(doneBar, wording.WholePercent(value), err == nil && !figure.Infinite)
	row.Put(column, tone, full)
	row.Put(column, theme.ToneFaint, left)
	row.Put(column, tone, padding[:max(1+donePercent-table.Width(text), 0)])
	row.Put(column, tone, text)
}

// padding is blanks to cut from.
const padding = "        "

// drawSpent draws what a pool has cost so far, without fee.
func drawSpent(d *poolDrawing, row *table.Row, column int) {
	if figure, known := d.fleet.Figures().Of(d.pool.Ref, tolokaapi.FigureSpent); known {
		row.Put(column, figureTone(d, tolokaapi.FigureSpent), d.Words.FigureAmount(figure.Figure))
	}
}
