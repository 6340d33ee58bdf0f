package pane

import (
	"slices"

	"tolokadash/tolokaapi"
)

// SortNext orders by the next column.
func (p *Pools) SortNext() { p.keepTop(p.sortNext) }

// Reverse turns the order around.
func (p *Pools) Reverse() { p.keepTop(p.reverse) }

// sortNext takes the next column that pools are sorted by: the status first, then
// from left to right.
func (p *Pools) sortNext() { p.sortBy(p.nextOrder(p.by), false) }

// nextOrder is the order offered after one.
func (p *Pools) nextOrder(by *poolOrder) *poolOrder {
	orders := p.orders()
	return orders[(slices.Index(orders, by)+1)%len(orders)] // of one that is not offered any more: the first
}

// orders are the orders that the screen offers, in turn.
func (p *Pools) orders() []*poolOrder {
	orders := []*poolOrder{byStatus}
	for _, c := range p.columns {
		if c.order != nil && c.order.says != "" && c.order != byStatus && (c.figure == "" || p.noFigures() == "") {
			orders = append(orders, c.order)
		}
	}
	return orders
}

func (p *Pools) reverse() {
	if _, version := p.fleet.Pools(p.subject); version != p.fresh || p.by.figure != "" { // figures change too
		p.sortBy(p.by, !p.reversed)
		return
	}
	p.reversed = !p.reversed
	p.markSorting()
	p.by.reverse(p.sorted)
	p.refilter()
}

// keepTop changes the order. The cursor stays on its pool, but from the first row
// it goes to the new first row: the user wants to see what comes first now.
func (p *Pools) keepTop(change func()) {
	at, _ := p.table.Cursor()
	row, ok := p.table.Index(at)
	change()
	if ok && row == 0 {
		p.table.Top()
	}
}

func (p *Pools) sortBy(by *poolOrder, reversed bool) {
	p.by, p.reversed = by, reversed
	p.markSorting()
	p.resort()
}

// checkOrder notes whether a status or figure has changed since the rows were sorted by
// it: a change moves no row.
func (p *Pools) checkOrder() {
	if p.by.figure != "" {
		p.checkFigureOrder()
		return
	}
	_, version := p.fleet.Pools(p.subject)
	if p.by != byStatus || p.status != "" || version == p.checked {
		return
	}
	p.checked = version
	p.outOfOrder = slices.ContainsFunc(p.sorted, func(e *entry) bool {
		status, ok := p.fleet.PoolStatus(e.ref)
		return ok && statusRank(status) != e.rank
	})
}

// checkFigureOrder does so for an order by figures.
func (p *Pools) checkFigureOrder() {
	if p.checked != 0 && p.figures.checked == p.figures.version {
		return
	}
	p.checked, p.figures.checked = p.version, p.figures.version
	p.outOfOrder = false
	compare := p.by.ordered(p.reversed)
	var before *entry
	for _, e := range p.sorted {
		if !e.shown {
			continue
		}
		if before != nil && compare(before, e) > 0 {
			p.outOfOrder = true
			return
		}
		before = e
	}
}

// markSorting puts the mark of sorting where it belongs.
func (p *Pools) markSorting() {
	column := slices.IndexFunc(p.columns, func(c poolColumn) bool { return c.order == p.by })
	p.table.SetSort(column, p.by.falling != p.reversed)
}

// Search shows the rows that hold a text. The entries are taken anew when the
// pools have changed since.
func (p *Pools) Search(typed string) {
	p.filter = parseFilter(p.words, typed, recordsOf(p.subject))
	if p.fresh != p.version {
		p.resort()
		return
	}
	p.refilter()
}

// statuses are the status filters, in the order in which they are offered.
func statuses() []tolokaapi.PoolStatus {
	return []tolokaapi.PoolStatus{"", tolokaapi.Open, tolokaapi.Closed, tolokaapi.Locked, tolokaapi.Archived}
}

// FilterNext goes to the next status filter.
func (p *Pools) FilterNext() {
	all := statuses()
	for i, s := range all {
		if s == p.status {
			p.only(all[(i+1)%len(all)])
			return
		}
	}
}

// only shows the pools of one status.
func (p *Pools) only(s tolokaapi.PoolStatus) {
	p.status = s
	p.resort()
}

// Clear takes away the filter by text, else that by status, and reports whether
// there was one.
func (p *Pools) Clear() bool {
	switch {
	case p.filter.Typed != "":
		p.Search("")
	case p.status != "":
		p.only("")
	default:
		return false
	}
	return true
}
