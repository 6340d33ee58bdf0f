package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/screen"
)

// news notices what has happened since the screen was last drawn and must be
// said, or done, once.
type news struct {
	version uint64                              // of the fleet's rows when last looked at
	batches map[fleet.BatchID]tolokaapi.Subject // confirmed and not over
	over    []finished                          // not told yet, since others are not over
	told    map[fleet.RowID]bool                // failures already told
	unread  []fleet.Row                         // failures told since the last key press
	notices []fleet.Notice                      // the same of what no row shows
	refused string                              // what a confirmation left out; it stays until a key is pressed

	noticeUnread bool // the program began with a notice, and no key was pressed yet
	late         bool // something was not told since the notice stood there
}

func newNews() news {
	return news{batches: map[fleet.BatchID]tolokaapi.Subject{}, told: map[fleet.RowID]bool{}}
}

// begun remembers a confirmation until it is over.
func (n *news) begun(id fleet.BatchID, about tolokaapi.Subject) { n.batches[id] = about }

// tellNews tells of confirmations that are over, of failures, and of what no row
// shows. What nobody can have read yet is told again with what comes next.
func (m *Model) tellNews() tea.Cmd {
	n := &m.news
	notices := m.fleet.TakeNotices()
	n.notices = append(n.notices, notices...)
	var failures []fleet.Row
	var over wording.Message
	if _, version := m.fleet.Rows(); version != n.version {
		n.version = version
		n.collectOver(m.fleet)
		over = m.overWords(n.takeOver())
		failures = m.newFailures()
		n.unread = append(n.unread, failures...)
	}
	fresh := len(failures)+len(notices) > 0
	if n.noticeUnread { // it is told at the first key
		n.late = n.late || fresh
		return nil
	}
	if n.late && m.status.Empty() {
		n.late, fresh = false, true
	}
	refused, noticed := wording.Message{Text: n.refused}, wording.Message{Text: noticed(n.notices)}
	switch {
	case len(n.unread) > 0 && fresh:
		return m.show(screen.Failure, m.words.Together(refused, m.failureWords(n.unread), noticed))
	case len(n.notices) > 0 && (!over.Empty() || fresh):
		return m.show(screen.Warning, m.words.Together(refused, over, noticed))
	case !over.Empty() && n.refused != "":
		return m.show(screen.Warning, m.words.Together(refused, over))
	case !over.Empty():
		return m.show(screen.Success, over)
	}
	return nil
}

// read takes note of a key press: what was told has been read. What came while the
// notice stood there was not.
func (n *news) read() {
	n.noticeUnread = false
	if !n.late {
		n.unread, n.notices, n.refused = nil, nil, ""
	}
}

// newFailures are the rows that have failed since the last look, whoever
// started them: this program, an earlier run of it, or somebody else.
func (m *Model) newFailures() []fleet.Row {
	ids, _ := m.fleet.Rows()
	var fresh []fleet.Row
	still := make(map[fleet.RowID]bool, len(m.news.told))
	for _, id := range ids { // what needs the user comes first
		r, ok := m.fleet.Row(id)
		if !ok || r.State.Band() != fleet.NeedsYou {
			break
		}
		if !r.Failed() {
			continue
		}
		still[id] = true
		if !m.news.told[id] {
			fresh = append(fresh, r)
		}
	}
	m.news.told = still
	return fresh
}

// failureWords says what failed and what to do next.
func (m *Model) failureWords(rows []fleet.Row) wording.Message {
	r := rows[len(rows)-1]
	what := r.On.ID + " " + wording.Ended(r.State)
	if len(rows) > 1 {
		what = wording.Count(len(rows)) + " failed, last " + what
	}
	if why := m.briefly(r); why != "" {
		what += ": " + why
	}
	var next []string
	if way := m.wayTo(r); way != "" {
		next = append(next, way+" for details")
	}
	if key := m.keyOf(keymap.Retry); key != "" && !m.o.ReadOnly {
		next = append(next, key+" to retry")
	}
	and := ", "
	if m.focus != paneOperations { // both are keys of that pane
		and = " or "
	}
	return wording.Message{Text: what, Advice: strings.Join(next, and)}
}

// wayTo is the keys that lead to the details of a failed row from here; "" if
// they do not. What failed is on top.
func (m *Model) wayTo(r fleet.Row) string {
	var way []keymap.Action
	if m.focus != paneOperations {
		way = append(way, keymap.OperationsPane)
	}
	if at, ok := m.operations.Cursor(); m.operations.Moved() && (!ok || at != r.ID) {
		way = append(way, keymap.Top)
	}
	keys := make([]string, 0, 3)
	for _, a := range append(way, keymap.Details) {
		key := m.keyOf(a)
		if key == "" {
			return ""
		}
		keys = append(keys, key)
	}
	return strings.Join(keys, " then ")
}

// briefly is why a row failed, by its code where there is one.
func (m *Model) briefly(r fleet.Row) string {
	if r.Problem != nil {
		return m.words.Problem(r.Problem)
	}
	return m.words.Reason(r)
}

// notAll says which list could not be read to its end.
func notAll(n fleet.Notice) string {
	switch n.Kind {
	case fleet.OperationsStuck:
		return "A list of operations cannot be read to its end: what it misses is asked for one by one."
	case fleet.HistoryStuck:
		return "The past operations cannot be read to their end: what is shown is not all."
	}
	return "The list of " + string(n.On.Subject) + "s cannot be read to its end: what is shown is not all."
}

// noticed says what has happened that no row shows.
func noticed(all []fleet.Notice) string {
	var gone []string
	var stuck string
	for _, n := range all {
		if n.Kind == fleet.PoolGone {
			gone = append(gone, n.On.ID+" "+n.Name)
			continue
		}
		stuck = " " + notAll(n)
	}
	switch len(gone) {
	case 0:
		return strings.TrimSpace(stuck)
	case 1:
		return gone[0] + " is gone, or may no longer be seen: it was taken off the list." + stuck
	}
	return wording.Count(len(gone)) + " are gone, or may no longer be seen, and were taken off the list: " + strings.Join(gone, ", ") + "." + stuck
}
