package pane

import (
	"time"

	"charm.land/lipgloss/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// Name is the title of the pane.
func (h *History) Name() string { return "History" }

// Lines draws the rows that are in sight.
func (h *History) Lines(d *Context) []string {
	return h.table.LinesOr(func() (string, theme.Tone) { return h.placeholder(d) }, func(id tolokaapi.OperationID, row *table.Row) {
		cells := h.drawing(h.Past(h.loaded[id]), d)
		switch cells.State {
		case fleet.Succeeded:
			row.Flag(theme.StateTone(cells.State), d.Theme.Glyphs.Done)
		case fleet.Failed:
			row.Flag(theme.StateTone(cells.State), d.Theme.Glyphs.Failed)
		}
		for _, c := range h.columns {
			c.draw(cells, row)
		}
	})
}

// OldNews is when an operation that is drawn as moving was last heard of, if that is
// longer ago than news of it should take; else zero.
func (h *History) OldNews(r fleet.Row, now time.Time) time.Time {
	if r.State.Finished() {
		return time.Time{}
	}
	seen := h.fleet.History().Seen(r.Op)
	if now.Sub(seen) < stalesAfter {
		return time.Time{}
	}
	return seen
}

// placeholder says why there are no rows.
func (h *History) placeholder(d *Context) (string, theme.Tone) {
	past := h.fleet.History()
	switch {
	case h.filter.Typed != "" && len(h.ids) > 0:
		return h.filter.refused("None of the "+wording.Count(len(h.ids))+" loaded operations passes the filter "+h.words.Quote(h.filter.Typed)+".",
			d.Keys.PressTo(keymap.Back, "clear it"), h.words), theme.ToneFaint
	case past.Problem != nil:
		return d.listProblem("The past operations cannot be listed", past.Problem, past.RetryAt), theme.ToneBad
	case past.Complete:
		return "No past operations: no pool was closed, opened, archived or cloned.", theme.ToneFaint
	case d.Paused:
		return d.pausedWords(), theme.ToneWait
	}
	return "Listing past operations" + h.words.Ellipsis, theme.ToneFaint
}

// Summary is what the frame's title says of the past: how long things take
// here, and how far back it is loaded.
func (h *History) Summary(d *Context) []styled.Part {
	t := d.Theme
	past := h.fleet.History()
	var parts []styled.Part
	add := func(rank int, style lipgloss.Style, text string) {
		parts = append(parts, styled.Part{Line: styled.Line{styled.Text(style, text)}, Rank: rank})
	}
	if h.filter.Typed != "" {
		add(0, t.Strong, "filter "+h.words.Quote(h.filter.Typed)+" "+wording.Count(h.table.Len())+" of "+wording.Count(len(h.ids))+" loaded")
	}
	for i, p := range h.durations {
		add(2+4*min(i, 1), t.Text, p.say(i == 0, h.words, d.Width))
	}
	switch {
	case past.Problem != nil && len(h.ids) > 0:
		add(1, t.Wait, "older ones: asking again in "+wording.TimeLeft(past.Problem, past.RetryAt, d.Now))
	case past.Stuck && len(h.ids) > 0:
		add(0, t.Wait, "not all of them: the list cannot be read to its end")
	case past.Complete && len(h.ids) > 0:
		add(4, t.Faint, "no older ones")
	case d.Paused:
		add(4, t.Wait, "paused")
	case past.Loading && len(h.ids) > 0:
		add(4, t.Wait, "loading older ones"+t.Glyphs.Ellipsis)
	}
	switch position := h.table.Position(); {
	case h.filter.Typed != "" || len(h.ids) == 0:
	case position != "":
		add(5, t.Faint, position+" loaded")
	default:
		add(5, t.Faint, wording.Count(len(h.ids))+" loaded")
	}
	return parts
}

// say is a verbDuration in words, as in "closes: half take 8 s, nearly all 12 s · 40
// samples", shorter in a narrow window.
func (p verbDuration) say(first bool, w *wording.Words, width int) string {
	const narrow, wide = 50, 80
	text := string(p.verb) + "s: half take " + p.p50
	if width < narrow {
		return text
	}
	text += ", nearly all " + p.p90
	if width > wide && first {
		return w.Dotted(text, wording.Plural(p.samples, "sample", "samples"))
	}
	return text
}
