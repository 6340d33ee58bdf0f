package ui

import (
	"slices"
	"strings"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/dialog"
	"tolokadash/ui/pane"
	"tolokadash/ui/screen"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// A paneID names a part of the screen that can have the keys.
type paneID int

// The panes. All but the operations share the upper part of the screen, one at
// a time.
const (
	panePools paneID = iota
	paneOperations
	paneTrainings
	paneHistory
)

// panes are all panes, and which of them are on the screen.
type panes struct {
	pools      *pane.Pools
	trainings  *pane.Pools
	history    *pane.History
	operations *pane.Operations

	focus     paneID // has the keys: the upper one or the operations
	upper     paneID // shown above the operations
	attention attention
	pastRead  time.Time // when it was begun to read the past
}

// newPanes makes the panes of a fleet. The pools have the keys.
func newPanes(f *fleet.Fleet, w *wording.Words) panes {
	return panes{
		pools: pane.NewPools(f, tolokaapi.SubjectPool, w), trainings: pane.NewPools(f, tolokaapi.SubjectTraining, w),
		history: pane.NewHistory(f, w), operations: pane.NewOperations(f, w),
	}
}

// pane is a pane by its name.
func (p *panes) pane(id paneID) pane.Pane {
	switch id {
	case paneOperations:
		return p.operations
	case paneTrainings:
		return p.trainings
	case paneHistory:
		return p.history
	}
	return p.pools
}

// focused is the pane that has the keys.
func (p *panes) focused() pane.Pane { return p.pane(p.focus) }

// upperPane is the pane shown above the operations.
func (p *panes) upperPane() pane.List {
	if p.upper == paneHistory {
		return p.history
	}
	return p.poolPane()
}

// poolPane is the pools or the trainings, whichever were on the screen last.
func (p *panes) poolPane() *pane.Pools {
	if p.upper == paneTrainings {
		return p.trainings
	}
	return p.pools
}

// goTo gives the keys to a pane, and the upper part of the screen if it belongs
// there.
func (p *panes) goTo(id paneID) {
	p.focus = id
	if id != paneOperations {
		p.upper = id
	}
}

// goOn gives the keys to the other pane on the screen: there are two.
func (p *panes) goOn() {
	if p.focus == paneOperations {
		p.focus = p.upper
		return
	}
	p.focus = paneOperations
}

// scopes is who gets a key now, first to last.
func (p *panes) scopes() []keymap.Scope {
	switch p.focus {
	case paneOperations:
		return []keymap.Scope{keymap.Operations, keymap.Choosing, keymap.Table, keymap.Anywhere}
	case paneHistory:
		return []keymap.Scope{keymap.Table, keymap.Anywhere}
	}
	return []keymap.Scope{keymap.Pools, keymap.Choosing, keymap.Table, keymap.Anywhere}
}

// helpScopes is where keys work: first in the pane that has them, then in the others.
func (p *panes) helpScopes() []keymap.Scope {
	all := p.scopes()
	for _, s := range [...]keymap.Scope{keymap.Choosing, keymap.Pools, keymap.Operations, keymap.Field, keymap.Dialog} {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// underCursor is what the cursor is on in the pane that has the keys.
func (p *panes) underCursor() (shown dialog.Shown, ok bool) {
	switch p.focus {
	case paneOperations:
		shown.Row, ok = p.operations.Cursor()
	case paneHistory:
		shown.Past, ok = p.history.Cursor()
	default:
		shown.Pool, ok = p.poolPane().Cursor()
	}
	return shown, ok
}

// step moves from a row to the one below or above it, if it is still in the table,
// else from where the cursor is.
func (p *panes) step(from dialog.Shown, a keymap.Action) (to dialog.Shown, ok bool) {
	p.setCursor(from)
	p.focused().Move(a)
	return p.underCursor()
}

// setCursor puts the cursor of the pane that has the keys on a row, if it is there. It
// stays on that row: also in operations, where one that nobody moved is on the top.
func (p *panes) setCursor(on dialog.Shown) {
	switch p.focus {
	case paneOperations:
		p.operations.SetCursor(on.Row)
	case paneHistory:
		p.history.SetCursor(on.Past)
	default:
		p.poolPane().SetCursor(on.Pool)
	}
}

// hint is what a key does, in the words of the pane that has the keys.
func (p *panes) hint(e keymap.Entry) string {
	switch e.Action {
	case keymap.Close, keymap.Open:
		if n := p.poolPane().MarkedShown(); n > 0 {
			return e.Short + " " + wording.Count(n)
		}
	case keymap.Retry, keymap.Dismiss:
		if n := p.operations.MarkedFor(e.Action); n > 0 {
			return e.Short + " " + wording.Count(n)
		}
	case keymap.NextPane:
		if p.focus != paneOperations {
			return "operations"
		}
		return strings.ToLower(p.pane(p.upper).Name())
	}
	return e.Short
}

// unmark takes the marks off pools.
func (p *panes) unmark(refs []tolokaapi.Ref) {
	p.pools.Unmark(refs...)
	p.trainings.Unmark(refs...)
}

// reload puts the pools in order again, now and once they are listed again.
func (p *panes) reload() {
	p.pools.Refresh()
	p.trainings.Refresh()
}

// sortOrFilter orders or filters the rows of the pane that has the keys, and reports
// whether they can be.
func (p *panes) sortOrFilter(a keymap.Action) bool {
	switch {
	case p.focus == paneOperations && a == keymap.StatusFilter:
		p.operations.FilterNext()
	case p.focus == paneOperations:
		return false
	case a == keymap.SortNext:
		p.poolPane().SortNext()
	case a == keymap.SortReverse:
		p.poolPane().Reverse()
	default:
		p.poolPane().FilterNext()
	}
	return true
}

// sync brings all panes up to date with the fleet, and reports whether another row
// came under the cursor of the one that has the keys.
func (p *panes) sync() (other bool) {
	for _, id := range [...]paneID{paneOperations, paneHistory, panePools, paneTrainings} {
		if p.pane(id).Sync() && p.focus == id {
			other = true
		}
	}
	return other
}

// layOut shares a window among the panes on the screen, and details if they are open.
func (p *panes) layOut(width, height int, details bool) screen.Layout {
	l := screen.Lay(width, height, screen.Wanted{
		OperationsFocused: p.focus == paneOperations, Operations: p.operations.Total(), Folded: p.operations.Idle(), Details: details,
	})
	p.pools.SetWindow(width)
	place := func(id paneID, at screen.Rect) {
		in, rows := at.Inside(), p.pane(id)
		rows.SetSize(in.Width, in.Height)
		rows.SetFocused(p.focus == id)
	}
	place(p.upper, l.Upper)
	place(paneOperations, l.Operations)
	return l
}

// setTheme has all panes drawn in a theme.
func (p *panes) setTheme(t theme.Theme) {
	styles := tableStyles(t)
	for _, id := range [...]paneID{panePools, paneOperations, paneTrainings, paneHistory} {
		p.pane(id).SetStyles(styles)
	}
}

// tableStyles is how tables look in a theme.
func tableStyles(t theme.Theme) table.Styles {
	g := t.Glyphs
	return table.Styles{
		Cursor: g.Cursor, Mark: g.Mark, Ascending: g.Ascending, Descending: g.Descending,
		Ellipsis: g.Ellipsis, Range: g.Range,
		Tones: t.Tones(), Header: t.Header, Sorted: t.Sorted,
		CursorRow: t.CursorRow, CursorGlyph: t.Cursor, MarkGlyph: t.Mark,
	}
}

// lines draws the panes on the screen. keys is false where details beside them have
// the keys.
func (p *panes) lines(l screen.Layout, d *pane.Context, keys bool) []string {
	var lines []string
	if l.Upper.Height > 0 {
		lines = p.framed(p.upper, l.Upper, d, keys)
	}
	if l.Folded.Height > 0 {
		lines = append(lines, screen.Folded(*d.Theme, p.operations.Summary(d), l.Folded.Width))
	}
	if l.Operations.Height > 0 {
		lines = append(lines, p.framed(paneOperations, l.Operations, d, keys)...)
	}
	return lines
}

// framed draws a pane in its frame, which says whether it has the keys.
func (p *panes) framed(id paneID, at screen.Rect, d *pane.Context, keys bool) []string {
	b := p.pane(id)
	f := styled.Frame{Title: b.Name(), Right: b.Summary(d), Focused: keys && p.focus == id}
	return f.Around(*d.Theme, at.Width, at.Height, b.Lines(d))
}

// nextRetry is the nearest end of a wait that a pane on the screen shows with the time
// it still takes; zero when there is none. rows is false where something lies over the
// operations.
func (p *panes) nextRetry(d *pane.Context, rows bool) (until time.Time) {
	if problem, at := p.upperPane().ListProblem(); problem != nil {
		until = earliest(d.Now, until, at)
	}
	if rows {
		until = earliest(d.Now, until, p.operations.NextRetry(d))
	}
	return until
}

// earliest is the earlier of two times that is still to come; zero if none is.
func earliest(now, a, b time.Time) time.Time {
	if b.After(now) && (a.IsZero() || b.Before(a)) {
		return b
	}
	return a
}

// An attention is what of the fleet is looked at, beyond pools that are not
// archived and operations that go on.
type attention struct {
	trainings bool
	archived  bool
	past      int  // operations; 0 while nobody looks at them
	history   bool // they are looked at in their pane
}

// pastFresh is for how long the past that was read serves the details of pools: what ended
// since then still stands on the table.
const pastFresh = 8 * time.Minute

// pastStale reports whether the past was read too long ago. How long ago it was is not
// known once the clock was set back.
func (p *panes) pastStale(now time.Time) bool {
	age := now.Sub(p.pastRead)
	return age < 0 || age > pastFresh
}

// looksAt is what is looked at now, with so many lines for the upper pane. The details of a
// pool look at the newest page of the past too.
func (p *panes) looksAt(lines int, pool bool, now time.Time) attention {
	past := 0
	if pool && (p.attention.past > 0 || p.pastStale(now)) {
		past = 1
	}
	switch p.upper {
	case paneTrainings:
		return attention{trainings: true, archived: p.trainings.Archived(), past: past}
	case paneHistory:
		return attention{history: true, past: max(p.attention.past, p.history.Wants(lines))}
	}
	return attention{archived: p.pools.Archived(), past: past}
}

// attend has the fleet read what is looked at and nothing else; pool says whether the
// details of a pool are open. It reports whether that is something new.
func (p *panes) attend(f *fleet.Fleet, lines int, pool bool, now time.Time) bool {
	was, is := p.attention, p.looksAt(lines, pool, now)
	anew := is.history && !was.history || !is.history && is.past > 0 && p.pastStale(now)
	if was == is && !anew {
		return false
	}
	p.attention = is
	all := f.Interests()
	all.Trainings, all.Archived = is.trainings, is.archived
	switch {
	case anew:
		p.pastRead, all.History = now, 0
		f.SetInterests(all) // the past is read anew when it becomes of interest
	case is.past == 0 && (f.History().Loading || f.History().Problem != nil || f.Paused()): // it was not read to its end
		p.pastRead = time.Time{}
	}
	all.History = is.past
	f.SetInterests(all)
	return true
}
