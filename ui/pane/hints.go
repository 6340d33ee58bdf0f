package pane

import (
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// Hints is the keys worth knowing now, and in which order they are left out where there
// is no room: what there is to do with the pool under the cursor, and with the marked
// ones, which are for closing, mostly.
func (p *Pools) Hints(*Context) (show, drop []keymap.Action) {
	drop = []keymap.Action{keymap.StatusFilter, keymap.Details, keymap.Filter, keymap.Quit, keymap.NextPane, keymap.Mark}
	show = append(p.rowHints(), keymap.NextPane)
	if p.subject == tolokaapi.SubjectTraining {
		return append(show, keymap.PoolsPane, keymap.Help, keymap.Quit), append(drop, keymap.PoolsPane)
	}
	show = append(show, keymap.TrainingsPane, keymap.HistoryPane, keymap.Help, keymap.Quit)
	return show, append([]keymap.Action{keymap.HistoryPane, keymap.TrainingsPane}, drop...)
}

// Remark says what is to be known of the pool under the cursor and stands in no column in
// full: why the server closed it; "" where there is nothing. Its tone is that of the status.
func (p *Pools) Remark(d *Context) (said string, tone theme.Tone) {
	ref, ok := p.Cursor()
	if !ok {
		return "", theme.ToneText
	}
	pool, _ := p.fleet.Pool(ref)
	why := wording.ClosedBecause(pool.WhyClosed())
	if why == "" || pool.Busy != 0 {
		return "", theme.ToneText
	}
	_, tone = d.Theme.Glyphs.PoolStatus(pool.Status)
	if pool.ClosedLately(d.Now) {
		tone = theme.ToneWait
	}
	return "Closed because: " + why, tone
}

// rowHints is what there is to do with rows.
func (p *Pools) rowHints() []keymap.Action {
	ref, ok := p.Cursor()
	if !ok {
		return []keymap.Action{keymap.Filter, keymap.StatusFilter}
	}
	rest := []keymap.Action{keymap.Mark, keymap.Filter, keymap.StatusFilter, keymap.Details}
	status, _ := p.fleet.PoolStatus(ref)
	switch marked := p.MarkedShown() + p.MarkedHidden(); {
	case p.status == tolokaapi.Closed && p.MarkedHidden() == 0: // none that is marked can be closed
		return append([]keymap.Action{keymap.Open}, rest...)
	case marked > 0, status == tolokaapi.Open:
		return append([]keymap.Action{keymap.Close}, rest...)
	case status == tolokaapi.Closed:
		return append([]keymap.Action{keymap.Open}, rest...)
	}
	return rest
}

// Hints is the keys worth knowing now, and in which order they are left out.
func (o *Operations) Hints(d *Context) (show, drop []keymap.Action) {
	show = []keymap.Action{keymap.Details}
	failed := d.Summary.Failed() + d.Summary.Unknown()
	if failed > 0 {
		show = append(show, keymap.Retry)
	}
	if failed+d.Summary.Done() > 0 {
		show = append(show, keymap.Dismiss, keymap.DismissAll)
	}
	show = append(show, keymap.Filter, keymap.NextPane, keymap.Help, keymap.Quit)
	return show, []keymap.Action{keymap.Filter, keymap.DismissAll, keymap.Quit, keymap.Dismiss, keymap.Details, keymap.NextPane}
}

// Hints is the keys worth knowing now, and in which order they are left out.
func (h *History) Hints(d *Context) (show, drop []keymap.Action) {
	show = []keymap.Action{keymap.Details, keymap.CopyID}
	if d.Browser {
		show = append(show, keymap.OpenBrowser)
	}
	show = append(show, keymap.Filter, keymap.PoolsPane, keymap.NextPane, keymap.Help, keymap.Quit)
	return show, []keymap.Action{keymap.OpenBrowser, keymap.CopyID, keymap.Quit, keymap.NextPane, keymap.Filter, keymap.Details}
}
