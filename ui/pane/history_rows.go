package pane

import (
	"strings"
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

// The columns of the history.
const (
	pastVerb = iota
	pastPool
	pastState
	pastSubmitted
	pastTook
	pastNote
)

func historyColumns() []table.Column {
	return []table.Column{
		pastVerb:      {Title: "VERB", Max: 8, Drop: 1},
		pastPool:      {Title: "POOL", Min: 20, Prefer: 56, Flex: 5, Middle: true},
		pastState:     {Title: "STATE", Max: 16},
		pastSubmitted: {Title: "SUBMITTED", Max: 16, Drop: 2, Right: true},
		pastTook:      {Title: "TOOK", Max: 12, Drop: 3, Right: true},
		pastNote:      {Title: "", Min: 24, Flex: 4, Drop: 5, Extra: true},
	}
}

// fitColumns tells the table how wide the cells are of all that is loaded.
func (h *History) fitColumns() {
	if len(h.ids) == 0 {
		h.table.SetContent(nil)
		return
	}
	widest := []int{pastState: 9, pastSubmitted: len("Jan 02 15:04"), pastNote: 0}
	widen := func(column, cells int) { widest[column] = max(widest[column], cells) }
	for _, id := range h.ids {
		r := h.Past(h.loaded[id])
		word := h.words.State(r)
		widen(pastVerb, len(r.Verb))
		widen(pastPool, max(table.Width(r.On.ID)+1+table.Width(r.Name), table.Width(foreignName(r))))
		widen(pastState, table.Width(word))
		widen(pastTook, elapsedCells(r.Elapsed()))
		widen(pastNote, table.Width(h.note(r)))
		if !r.State.Finished() {
			widen(pastTook, len("Jan 02 15:04"))
			widen(pastNote, len("as of Jan 02 15:04"))
		}
	}
	h.table.SetContent(widest)
}

// foreignName is what stands for the pool of an operation that is neither a pool's
// nor a training's; "" for any other.
func foreignName(r fleet.Row) string {
	if r.Verb != "" {
		return ""
	}
	return strings.TrimSpace(string(r.Op.Type) + " " + string(r.Op.ID))
}

// note is what else there is to say about a past operation.
func (h *History) note(r fleet.Row) string {
	switch {
	case r.State == fleet.Failed:
		return h.words.Reason(r)
	case !r.Op.Created.Zero():
		return "new " + wording.Noun(r.On.Subject) + " " + r.Op.Created.ID
	}
	return ""
}

// Name is the title of the pane.
func (h *History) Name() string { return "History" }

// Lines draws the rows that are in sight.
func (h *History) Lines(d *Context) []string {
	return h.table.LinesOr(func() (string, theme.Tone) { return h.placeholder(d) }, func(id tolokaapi.OperationID, row *table.Row) {
		h.fill(h.Past(h.loaded[id]), d, row)
	})
}

func (h *History) fill(r fleet.Row, d *Context, row *table.Row) {
	word, tone := h.words.State(r), theme.StateTone(r.State)
	switch r.State {
	case fleet.Succeeded:
		row.Flag(tone, d.Theme.Glyphs.Done)
	case fleet.Failed:
		row.Flag(tone, d.Theme.Glyphs.Failed)
	}
	seen := h.OldNews(r, d.Now)
	if !seen.IsZero() {
		tone = theme.ToneStale
	}
	row.Put(pastVerb, theme.ToneText, string(r.Verb))
	if r.Verb == "" { // neither a pool's nor a training's
		row.Put(pastPool, theme.ToneText, foreignName(r))
	} else {
		row.Put(pastPool, theme.ToneText, r.On.ID)
		row.Put(pastPool, theme.ToneText, " ")
		row.Put(pastPool, theme.ToneText, r.Name)
	}
	row.Put(pastState, tone, word)
	row.Put(pastSubmitted, theme.ToneFaint, h.words.Day(r.Op.Submitted, d.Now))
	if !r.End.IsZero() {
		row.Put(pastTook, theme.ToneText, wording.Elapsed(r.Elapsed()))
	}
	switch {
	case !seen.IsZero() && row.Width(pastNote) > 0:
		row.Put(pastNote, theme.ToneStale, "as of "+h.words.Moment(seen, d.Now))
	case !seen.IsZero():
		row.Put(pastTook, theme.ToneStale, h.words.Moment(seen, d.Now))
	default:
		row.Put(pastNote, theme.ToneFaint, h.note(r))
	}
}

// OldNews is when an operation that is drawn as moving was last heard of, if that is
// longer ago than news of it should take; else zero.
func (h *History) OldNews(r fleet.Row, now time.Time) time.Time {
	if r.State.Finished() {
		return time.Time{}
	}
	seen := h.fleet.HistorySeen(r.Op)
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
	for i, p := range h.paces {
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

// say is a pace in words, as in "closes: half take 8 s, nearly all 12 s · 40
// samples", shorter in a narrow window.
func (p pace) say(first bool, w *wording.Words, width int) string {
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
