package pane

import (
	"time"

	"charm.land/lipgloss/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/ui/styled"
)

// Sums are how far the newest confirmations are, taken together.
type sums struct {
	fleet.Counts
	time time.Duration
}

// sums sums up the newest batch and those that were under way at the same
// time. What was over before it began is not news any more, and would make the
// total grow from batch to batch.
func (o *Operations) sums() (sum sums) {
	var from, until time.Time
	batches := o.fleet.Batches()
	for i := len(batches) - 1; i >= 0; i-- {
		b, ok := o.fleet.Batch(batches[i])
		if !ok || sum.Sum() > 0 && !b.End.IsZero() && !b.Heard.After(from) {
			continue
		}
		sum.Counts = sum.Plus(b.Counts)
		if from.IsZero() || b.Began.Before(from) {
			from = b.Began
		}
		if b.Heard.After(until) {
			until = b.Heard
		}
	}
	sum.time = max(until.Sub(from), 0)
	return sum
}

// Summary is what the frame's title says of the operations: how far the newest
// confirmations are, else what others do.
func (o *Operations) Summary(d *Context) []styled.Part {
	t := d.Theme
	sum := o.sums()
	var parts []styled.Part
	add := func(rank int, style lipgloss.Style, text string) {
		parts = append(parts, styled.Part{Line: styled.Line{styled.Text(style, text)}, Rank: rank})
	}
	if filter := o.chip(); filter != "" {
		add(0, t.Strong, filter)
	}
	if marked := o.MarkedShown() + o.MarkedHidden(); marked > 0 {
		add(0, t.Mark, wording.Count(marked)+" marked")
	}
	if since := o.stale(d); o.total > 0 && !since.IsZero() {
		add(0, t.Stale, "stale since "+o.words.Moment(since, d.Now))
	}
	if sum.Sum() == 0 {
		if o.active > 0 {
			add(0, t.Accent, wording.Count(o.active)+" running")
		} else {
			add(0, t.Faint, "none running")
		}
		o.addEnded(d, add)
		if position := o.table.Position(); position != "" {
			add(4, t.Faint, position)
		}
		return parts
	}
	add(0, t.Text, wording.Count(sum.Done())+" of "+wording.Count(sum.Sum())+" done")
	some := func(rank, n int, word string, style lipgloss.Style) {
		if n > 0 {
			add(rank, style, wording.Count(n)+" "+word)
		}
	}
	some(2, sum.Sending(), "sending", t.Wait)
	some(2, sum.Running(), "running", t.Accent)
	some(4, sum.Queued(), "queued", t.Wait)
	some(3, sum.Unconfirmed(), "unconfirmed", t.Wait)
	some(1, sum.Failed(), "failed", t.Bad)
	some(1, d.Summary.Failed()-sum.Failed(), "more failed", t.Bad)
	some(1, sum.Unknown(), "unknown", t.Wait)
	some(1, d.Summary.Unknown()-sum.Unknown(), "more unknown", t.Wait)
	some(3, d.Summary.NotShownDone+d.Summary.NotShownFailed, "more not shown", t.Wait)
	add(6, t.Text, wording.Clock(sum.time))
	if sum.Queued()+sum.InProgress()+sum.Unconfirmed() > 0 { // at the end the words say it all
		const bar = 14
		full, left := t.Glyphs.Bar(bar, 100*sum.Done()/sum.Sum(), true)
		parts = append(parts, styled.Part{Line: styled.Line{styled.Text(t.Good, full), styled.Text(t.Faint, left)}, Rank: 5, Tight: true})
	}
	if position := o.table.Position(); position != "" {
		add(4, t.Faint, position)
	}
	return parts
}

// addEnded says what operations on the table came to where no batch is left to
// sum up: those of others and of an earlier run of this program.
func (o *Operations) addEnded(d *Context, add func(rank int, style lipgloss.Style, text string)) {
	t, s := d.Theme, d.Summary
	some := func(rank, n int, word string, style lipgloss.Style) {
		if n > 0 {
			add(rank, style, wording.Count(n)+" "+word)
		}
	}
	some(0, s.Failed(), "failed", t.Bad)
	some(0, s.Unknown(), "unknown", t.Wait)
	done := s.Done()
	if done == 0 { // all were dismissed
		done = s.DoneOurs
	}
	some(1, done, "done", t.Faint)
	some(3, s.NotShownDone+s.NotShownFailed, "more not shown", t.Faint)
}

// chip is the filters and what they leave; "" without one.
func (o *Operations) chip() string {
	var filters []string
	if o.some {
		filters = append(filters, bandName(o.only)+" only")
	}
	if o.filter.Typed != "" {
		filters = append(filters, "filter "+o.words.Quote(o.filter.Typed))
	}
	if len(filters) == 0 {
		return ""
	}
	return o.words.Dotted(filters...) + " " + wording.Count(o.table.Len()) + " of " + wording.Count(o.total)
}

func bandName(b fleet.Band) string {
	switch b {
	case fleet.NeedsYou:
		return "needing you"
	case fleet.Moving:
		return "running"
	case fleet.Waiting:
		return "queued"
	}
	return "done"
}
