package message

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
func (a *Announcements) collectOver() {
	for _, id := range slices.Sorted(maps.Keys(a.batches)) {
		b, ok := a.core.Batch(id)
		if ok && b.End.IsZero() {
			continue
		}
		if ok {
			a.over = append(a.over, finished{b, a.batches[id]})
		}
		delete(a.batches, id)
	}
}

// takeOver returns what is over and was not announced, once nothing is under way: it
// is announced together.
func (a *Announcements) takeOver() []finished {
	if len(a.batches) > 0 {
		return nil
	}
	over := a.over
	a.over = nil
	return over
}

// A batchSummary is what confirmations of one verb did together.
type batchSummary struct {
	verb                 tolokaapi.Verb
	about                tolokaapi.Subject
	succeeded, unchanged int
}

// summarize sums up confirmations by verb and by what they were about, in the order
// in which they were asked for, and says how long they took in all.
func summarize(over []finished) (sums []batchSummary, took time.Duration) {
	var began, heard time.Time
	for i, o := range over {
		if i == 0 || o.Began.Before(began) {
			began = o.Began
		}
		if o.Heard.After(heard) {
			heard = o.Heard
		}
		at := slices.IndexFunc(sums, func(s batchSummary) bool { return s.verb == o.Verb && s.about == o.about })
		if at < 0 {
			at, sums = len(sums), append(sums, batchSummary{verb: o.Verb, about: o.about})
		}
		sums[at].succeeded += o.Succeeded
		sums[at].unchanged += o.Unchanged
	}
	return sums, heard.Sub(began)
}

// summary says what confirmations did that are over, and what had been so before;
// nothing if something of them failed, which is announced by itself.
func (a *Announcements) summary(over []finished) (said wording.Message) {
	failed := func(o finished) bool { // as it is now: what failed may have been sent again since
		b, ok := a.core.Batch(o.ID)
		return ok && b.Failed()+b.Unknown() > 0
	}
	if slices.ContainsFunc(over, failed) {
		return said
	}
	sums, took := summarize(over)
	succeeded, closed := 0, 0
	var parts []string
	for _, s := range sums {
		succeeded += s.succeeded
		if s.verb.Undo() == tolokaapi.VerbOpen {
			closed += s.succeeded
		}
		parts = append(parts, s.words()...)
	}
	switch {
	case len(parts) == 0:
	case succeeded == 0:
		said.Text = a.writer.Words.Dotted(parts...) + ": nothing had to be done"
	default:
		said.Text, said.Advice = a.writer.Words.Dotted(append(parts, wording.Clock(took))...), a.reopenKey(closed)
	}
	return said
}

// words is "3 pools closed" and "2 already closed", as far as there are any.
func (s batchSummary) words() (parts []string) {
	things := func(n int) string { return wording.Plural(n, wording.Noun(s.about), wording.Noun(s.about)+"s") }
	if s.succeeded > 0 {
		parts = append(parts, things(s.succeeded)+" "+wording.Passive(s.verb))
	}
	if s.unchanged > 0 {
		what := wording.Count(s.unchanged)
		if s.succeeded == 0 {
			what = things(s.unchanged)
		}
		parts = append(parts, what+" already "+wording.Done(s.verb))
	}
	return parts
}

// reopenKey says which key reopens what was closed, and how much of it.
func (a *Announcements) reopenKey(closed int) string {
	key := a.writer.Keys.KeyOf(keymap.ReopenBatch)
	if closed == 0 || key == "" || a.writer.ReadOnly {
		return ""
	}
	reopened, _, _ := a.core.Reopenable()
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
