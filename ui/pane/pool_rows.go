package pane

import (
	"charm.land/lipgloss/v2"

	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// Lines draws the rows that are in sight.
func (p *Pools) Lines(d *Context) []string {
	cells := &poolDrawing{Context: d, fleet: p.fleet, stale: !p.stale(d).IsZero()}
	return p.table.LinesOr(func() (string, theme.Tone) { return p.placeholder(d) }, func(ref tolokaapi.Ref, row *table.Row) {
		var ok bool
		if cells.pool, ok = p.fleet.Pool(ref); ok {
			p.fill(cells, row)
		}
	})
}

// fill draws one pool. Of one that cannot be read there is only the id and why.
func (p *Pools) fill(d *poolDrawing, row *table.Row) {
	unreadable := d.pool.Unreadable != ""
	if unreadable || d.stale || !p.matchesStatus(d.pool.Status) {
		row.SetTone(theme.ToneFaint)
	}
	for i, c := range p.columns {
		if !unreadable || c.always {
			c.draw(d, row, i)
		}
	}
}

// placeholder says why there are no rows.
func (p *Pools) placeholder(d *Context) (string, theme.Tone) {
	one := wording.Noun(p.subject)
	list := p.fleet.List(p.subject)
	switch {
	case p.filter.Typed != "" && p.total > 0:
		first := "No " + one + " passes the filter " + p.words.Quote(p.filter.Typed) + "." + p.stillToCome()
		return p.filter.refused(first, d.Keys.PressTo(keymap.Back, "clear it"), p.words), theme.ToneFaint
	case list.Problem != nil && !list.Loaded:
		return d.listProblem("The "+one+"s cannot be listed", list.Problem, list.RetryAt), theme.ToneBad
	case d.Paused && !list.Loaded:
		return d.pausedWords(), theme.ToneWait
	case list.Stuck && len(p.known) == 0:
		return "The list of " + one + "s cannot be read to its end: there may be some." + d.Keys.PressTo(keymap.Refresh, "try again"), theme.ToneWait
	case list.Stuck && p.status != "":
		return "None of the " + one + "s that could be read is " + string(p.status) + ": the list cannot be read to its end." + d.Keys.PressTo(keymap.StatusFilter, "show the next status"), theme.ToneWait
	case !list.Loaded || list.Loading && p.status != "":
		return "Listing " + one + "s" + p.words.Ellipsis, theme.ToneFaint
	case p.status != "":
		return "No " + one + " is " + string(p.status) + "." + d.Keys.PressTo(keymap.StatusFilter, "show the next status"), theme.ToneFaint
	}
	return "No " + one + "s yet " + p.words.Dash + " create one in Toloka." + d.Keys.PressTo(keymap.Refresh, "look again"), theme.ToneFaint
}

// stillToCome says what a filter waits for, or that it waits in vain.
func (p *Pools) stillToCome() string {
	switch list := p.fleet.List(p.subject); {
	case !list.Loaded && list.Loading:
		return "\nNot all are listed yet."
	case len(p.filter.NeedProjects()) > 0 && !p.fleet.Projects().Listed:
		return "\nThe names of projects are still to come: some may pass then."
	}
	return p.figuresMissing()
}

// figuresMissing says that a filter by figures waits for them, or that there are none.
func (p *Pools) figuresMissing() string {
	known, all := p.figuresKnown()
	switch {
	case len(p.filter.Figures()) == 0:
		return ""
	case p.noFigures() != "":
		return "\n" + p.noFigures()
	case known < all:
		return "\nFigures of " + wording.Count(known) + " of " + wording.Count(all) + " open pools are known so far."
	}
	return ""
}

// Summary is what the frame's title says of the pools.
func (p *Pools) Summary(d *Context) []styled.Part {
	t := d.Theme
	list := p.fleet.List(p.subject)
	parts := p.chip(t)
	filtered := len(parts) > 0
	add := func(rank int, style lipgloss.Style, text string) {
		parts = append(parts, styled.Part{Line: styled.Line{styled.Text(style, text)}, Rank: rank})
	}
	if marked := p.table.MarkedShown() + p.table.MarkedHidden(); marked > 0 {
		add(0, t.Mark, wording.Count(marked)+" marked")
	}
	if !list.Loaded && (list.Loading || list.Problem == nil && !p.fleet.Paused()) { // also while its turn is still to come
		add(1, t.Wait, "listing "+wording.Noun(p.subject)+"s"+t.Glyphs.Ellipsis+" "+wording.Count(len(p.known))+" so far")
	}
	number := func(rank int, style lipgloss.Style, status tolokaapi.PoolStatus, word string) {
		if n := list.Counts[status]; !filtered && (list.Loaded || n > 0) { // none is said once all were listed
			add(rank, style, wording.Count(n)+" "+word)
		}
	}
	number(2, t.Text, tolokaapi.Open, "open")
	number(3, t.Faint, tolokaapi.Closed, "closed")
	if list.Stuck {
		add(0, t.Wait, "not all of them")
	}
	if since := p.stale(d); !since.IsZero() {
		add(0, t.Stale, "stale since "+p.words.Moment(since, d.Now))
	}
	if known, all := p.figuresKnown(); known < all {
		add(1, t.Wait, "figures of "+wording.Count(known)+" of "+wording.Count(all))
	}
	add(5, t.Faint, p.direction())
	if position := p.table.Position(); position != "" {
		add(4, t.Faint, position)
	}
	return parts
}

// chip is the filters, which go last where there is no room, and what they
// leave; nothing without a filter.
func (p *Pools) chip(t *theme.Theme) []styled.Part {
	var filters []string
	if p.status != "" {
		filters = append(filters, string(p.status)+" only")
	}
	if p.filter.Typed != "" {
		filters = append(filters, "filter "+p.words.Quote(p.filter.Typed))
	}
	if len(filters) == 0 {
		return nil
	}
	h := p.hits()
	parts := []styled.Part{
		{Line: styled.Line{styled.Text(t.Strong, p.words.Dotted(filters...))}},
		{Line: styled.Line{styled.Text(t.Strong, wording.Count(h.pass)+" of "+wording.Count(h.of))}, Tight: true},
	}
	if h.busy > 0 {
		parts = append(parts, styled.Part{Line: styled.Line{styled.Text(t.Wait, wording.Count(h.busy)+" with an operation")}, Rank: 3})
	}
	if h.changed > 0 {
		parts = append(parts, styled.Part{Line: styled.Line{styled.Text(t.Wait, wording.Count(h.changed)+" changed since")}, Rank: 3})
	}
	return parts
}

// direction says what comes first, as long as that is so.
func (p *Pools) direction() string {
	switch {
	case p.by == byStatus && p.status != "" && p.reversed:
		return "oldest first"
	case p.by == byStatus && p.status != "":
		return "newest first"
	case p.outOfOrder:
		return "as last sorted"
	case p.by == byStatus && p.reversed:
		return "open last, oldest first"
	case !p.reversed:
		return p.by.says
	}
	return p.by.says + ", reversed"
}
