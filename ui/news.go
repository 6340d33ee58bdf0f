package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

// news notices what has happened since the screen was last drawn and must be
// said, or done, once.
type news struct {
	version uint64                              // of the fleet's rows when last looked at
	batches map[fleet.BatchID]tolokaapi.Subject // confirmed and not over
	told    map[fleet.RowID]bool                // failures already told
	unread  []fleet.Row                         // failures told since the last key press
}

func newNews() news {
	return news{batches: map[fleet.BatchID]tolokaapi.Subject{}, told: map[fleet.RowID]bool{}}
}

// begun remembers a confirmation until it is over.
func (n *news) begun(id fleet.BatchID, about tolokaapi.Subject) { n.batches[id] = about }

// tellNews tells of batches that are over, of failures, and of what no row shows.
func (m *Model) tellNews() tea.Cmd {
	var told tea.Cmd
	if notices := m.fleet.TakeNotices(); len(notices) > 0 {
		told = m.say(warning, noticed(notices))
	}
	_, version := m.fleet.Rows()
	if version == m.news.version {
		return told
	}
	m.news.version = version
	m.forgetUnchanged()
	over, subject := m.batchOver()
	if fresh := m.newFailures(); len(fresh) > 0 {
		m.news.unread = append(m.news.unread, fresh...)
		return tea.Batch(told, m.say(failure, m.failureWords(m.news.unread)))
	}
	if over.Total > 0 && len(m.news.batches) == 0 && over.Failed == 0 {
		return tea.Batch(told, m.say(success, m.overWords(over, subject)))
	}
	return told
}

// batchOver forgets the batches that are over, and returns the last of those and
// what it was about.
func (m *Model) batchOver() (over fleet.Batch, subject tolokaapi.Subject) {
	for id, about := range m.news.batches {
		b, ok := m.fleet.Batch(id)
		if ok && b.End.IsZero() {
			continue
		}
		delete(m.news.batches, id)
		if ok {
			over, subject = b, about
		}
	}
	return over, subject
}

// newFailures are the rows of ours that have failed since the last look.
func (m *Model) newFailures() []fleet.Row {
	ids, _ := m.fleet.Rows()
	var fresh []fleet.Row
	still := make(map[fleet.RowID]bool, len(m.news.told))
	for _, id := range ids { // what needs the user comes first
		r, ok := m.fleet.Row(id)
		if !ok || r.State.Band() != fleet.NeedsYou {
			break
		}
		if !failed(r) || !r.Ours() {
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
func (m *Model) failureWords(rows []fleet.Row) string {
	r := rows[len(rows)-1]
	what := r.On.ID + " " + outcome(r)
	if len(rows) > 1 {
		what = count(len(rows)) + " failed, last " + what
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
	if len(next) == 0 {
		return what
	}
	return what + " " + m.theme.Glyphs.Dash + " " + strings.Join(next, ", ")
}

// wayTo is the keys that lead to the details of a failed row from here; "" if
// they do not. What failed is on top.
func (m *Model) wayTo(r fleet.Row) string {
	var way []keymap.Action
	if m.focus != paneOperations {
		way = append(way, keymap.OperationsPane)
	}
	if at, ok := m.operations.table.Cursor(); m.operations.moved && (!ok || at != r.ID) {
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
		return m.words.problem(r.Problem)
	}
	return m.words.why(r)
}

// outcome is how a failed row ended, as a verb.
func outcome(r fleet.Row) string {
	switch r.State {
	case fleet.Rejected:
		return "was refused"
	case fleet.Unknown:
		return "cannot be followed any more"
	case fleet.NotSent:
		return "was not sent"
	}
	return "failed"
}

// overWords says how a batch ended that did not fail: what it did, and what had
// been so before.
func (m *Model) overWords(b fleet.Batch, subject tolokaapi.Subject) string {
	things := func(n int) string { return plural(n, noun(subject), noun(subject)+"s") }
	did := b.Total - b.Unchanged
	if did == 0 {
		return things(b.Total) + " already " + done(b.Verb) + ": nothing had to be done"
	}
	said := things(did) + " " + passive(b.Verb)
	if b.Unchanged > 0 {
		said = m.words.dotted(said, count(b.Unchanged)+" already "+done(b.Verb))
	}
	said = m.words.dotted(said, clock(b.Heard.Sub(b.Began)))
	if b.Verb == tolokaapi.VerbClose && !m.o.ReadOnly {
		if key := m.keyOf(keymap.ReopenBatch); key != "" {
			said += " " + m.theme.Glyphs.Dash + " " + key + " reopens"
		}
	}
	return said
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
		stuck = " The list of " + string(n.On.Subject) + "s cannot be read to its end: what is shown is not all."
	}
	switch len(gone) {
	case 0:
		return strings.TrimSpace(stuck)
	case 1:
		return gone[0] + " is gone, or may no longer be seen: it was taken off the list." + stuck
	}
	return count(len(gone)) + " are gone, or may no longer be seen, and were taken off the list: " + strings.Join(gone, ", ") + "." + stuck
}
