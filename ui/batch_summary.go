package ui

import (
	"maps"
	"slices"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

// A finished is a confirmation that is over, as it was when that was noticed.
type finished struct {
	fleet.Batch
	about tolokaapi.Subject
}

// collectOver takes note of the confirmations that are over.
func (n *news) collectOver(f *fleet.Fleet) {
	for _, id := range slices.Sorted(maps.Keys(n.batches)) {
		b, ok := f.Batch(id)
		if ok && b.End.IsZero() {
			continue
		}
		if ok {
			n.over = append(n.over, finished{b, n.batches[id]})
		}
		delete(n.batches, id)
	}
}

// takeOver returns what is over and was not told, once nothing is under way: it
// is told together.
func (n *news) takeOver() []finished {
	if len(n.batches) > 0 {
		return nil
	}
	over := n.over
	n.over = nil
	return over
}

// A deed is what confirmations of one verb did together.
type deed struct {
	verb       tolokaapi.Verb
	about      tolokaapi.Subject
	did, known int // what it did, and what had been so before
}

// deedsOf sums up confirmations by verb and by what they were about, in the order
// in which they were asked for, and tells how long they took in all.
func deedsOf(over []finished) (deeds []deed, took time.Duration) {
	var began, heard time.Time
	for i, o := range over {
		if i == 0 || o.Began.Before(began) {
			began = o.Began
		}
		if o.Heard.After(heard) {
			heard = o.Heard
		}
		at := slices.IndexFunc(deeds, func(d deed) bool { return d.verb == o.Verb && d.about == o.about })
		if at < 0 {
			at, deeds = len(deeds), append(deeds, deed{verb: o.Verb, about: o.about})
		}
		deeds[at].did += o.Succeeded
		deeds[at].known += o.Unchanged
	}
	return deeds, heard.Sub(began)
}

// overWords says what confirmations did that are over, and what had been so
// before; nothing if something of them failed, which is told by itself.
func (m *Model) overWords(over []finished) (said wording.Message) {
	failed := func(o finished) bool { // as it is now: what failed may have been sent again since
		b, ok := m.fleet.Batch(o.ID)
		return ok && b.Failed+b.Unknown > 0
	}
	if slices.ContainsFunc(over, failed) {
		return said
	}
	deeds, took := deedsOf(over)
	did, closed := 0, 0
	var parts []string
	for _, d := range deeds {
		did += d.did
		if d.verb.Undo() == tolokaapi.VerbOpen {
			closed += d.did
		}
		parts = append(parts, d.words()...)
	}
	switch {
	case len(parts) == 0:
	case did == 0:
		said.Text = m.words.Dotted(parts...) + ": nothing had to be done"
	default:
		said.Text, said.Advice = m.words.Dotted(append(parts, wording.Clock(took))...), m.wayBack(closed)
	}
	return said
}

// words is "3 pools closed" and "2 already closed", as far as there are any.
func (d deed) words() (parts []string) {
	things := func(n int) string { return wording.Plural(n, wording.Noun(d.about), wording.Noun(d.about)+"s") }
	if d.did > 0 {
		parts = append(parts, things(d.did)+" "+wording.Passive(d.verb))
	}
	if d.known > 0 {
		what := wording.Count(d.known)
		if d.did == 0 {
			what = things(d.known)
		}
		parts = append(parts, what+" already "+wording.Done(d.verb))
	}
	return parts
}

// wayBack says which key reopens what was closed, and how much of it.
func (m *Model) wayBack(closed int) string {
	key := m.keyOf(keymap.ReopenBatch)
	if closed == 0 || key == "" || m.o.ReadOnly {
		return ""
	}
	reopened, _, _ := m.fleet.Reopenable()
	switch last := len(reopened); {
	case last == 0:
		return ""
	case last < closed:
		return key + " reopens the last " + wording.Count(last)
	case last > closed: // what was retried belongs to what was closed before
		return key + " reopens all " + wording.Count(last)
	}
	return key + " reopens"
}
