package ui

import (
	"strings"
	"time"
	"unicode/utf8"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// words puts what the core knows into words.
type words struct {
	glyphs   theme.Glyphs
	location *time.Location
	currency string
	host     string
	ascii    bool
}

// dotted joins parts, those that say something, with the dot between two facts.
func (w *words) dotted(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, " "+w.glyphs.Dot+" ")
}

// together is several messages in one line.
func (w *words) together(messages ...wording.Message) wording.Message {
	return wording.Together(w.glyphs.Dot, messages...)
}

// quote puts what the user typed in quotes.
func (w *words) quote(s string) string { return w.glyphs.OpenQuote + s + w.glyphs.CloseQuote }

// poolStatus is the glyph and the tone of a pool's status. The word beside it
// is the server's own.
func (w *words) poolStatus(s tolokaapi.PoolStatus) (glyph string, tone theme.Tone) {
	switch s {
	case tolokaapi.Open:
		return w.glyphs.Open, theme.ToneGood
	case tolokaapi.Locked:
		return w.glyphs.Locked, theme.ToneWait
	case tolokaapi.Closed:
		return w.glyphs.Closed, theme.ToneFaint
	case tolokaapi.Archived:
		return w.glyphs.Archived, theme.ToneFaint
	}
	return w.glyphs.Unsure, theme.ToneText
}

// busy is what stands in the place of a pool's status while a row keeps it
// busy.
func (w *words) busy(r fleet.Row) (glyph, word string, tone theme.Tone) {
	switch r.State {
	case fleet.Queued:
		return w.glyphs.Queued, "queued", theme.ToneWait
	case fleet.Unconfirmed:
		return w.glyphs.Unsure, "looking" + w.glyphs.Ellipsis, theme.ToneWait
	case fleet.Sending:
		return w.glyphs.Moving, "sending" + w.glyphs.Ellipsis, theme.ToneWait
	}
	return w.glyphs.Moving, wording.Doing(r.Verb), theme.ToneAccent
}

// state is the word for a row's state. While the server works on it the word
// is the server's own.
func (w *words) state(r fleet.Row) (word string, tone theme.Tone) {
	switch r.State {
	case fleet.Queued:
		return "queued", theme.ToneWait
	case fleet.Sending:
		return "sending" + w.glyphs.Ellipsis, theme.ToneWait
	case fleet.Unconfirmed:
		return "looking" + w.glyphs.Ellipsis, theme.ToneWait
	case fleet.Pending:
		return said(r, tolokaapi.Pending), theme.ToneWait
	case fleet.Running:
		return said(r, tolokaapi.Running), theme.ToneAccent
	case fleet.Succeeded:
		if r.Op.Status != tolokaapi.Success { // the pool's status or a 204 said so
			return wording.Done(r.Verb), theme.ToneGood
		}
		return said(r, tolokaapi.Success), theme.ToneGood
	case fleet.Unchanged:
		return "already " + wording.Done(r.Verb), theme.ToneFaint
	case fleet.Failed:
		return said(r, tolokaapi.Fail), theme.ToneBad
	case fleet.Rejected:
		return "rejected", theme.ToneBad
	case fleet.Unknown:
		return "unknown", theme.ToneBad
	}
	return "not sent", theme.ToneBad
}

// said is the status as the server spelled it, else what it must have been.
func said(r fleet.Row, otherwise tolokaapi.OperationStatus) string {
	if r.Op.Status != "" {
		return string(r.Op.Status)
	}
	return string(otherwise)
}

// flag is the glyph in the gutter of the operations.
func (w *words) flag(r fleet.Row) (glyph string, tone theme.Tone) {
	switch r.State {
	case fleet.Failed, fleet.Rejected, fleet.NotSent:
		return w.glyphs.Failed, theme.ToneBad
	case fleet.Unconfirmed, fleet.Unknown:
		return w.glyphs.Unsure, theme.ToneWait
	}
	switch {
	case r.Found:
		return w.glyphs.Unsure, theme.ToneWait
	case !r.Ours():
		return w.glyphs.Foreign, theme.ToneFaint
	case r.State == fleet.Succeeded:
		return w.glyphs.Done, theme.ToneGood
	case r.State == fleet.Unchanged:
		return w.glyphs.Already, theme.ToneFaint
	}
	return "", theme.ToneText
}

// foundNote is said of what was found done after a reply was lost.
const foundNote = "found; another may have started it"

// foundBriefly is foundNote in so few cells that a column of notes always has them.
const foundBriefly = "found; may be another's"

// foundWords is foundNote, or what the answer named where one came.
func foundWords(r *fleet.Row) string {
	if r.Named != "" {
		return "found; the answer named " + r.Named
	}
	return foundNote
}

// capital is a text as the beginning of a sentence.
func capital(s string) string {
	if s == "" {
		return ""
	}
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:size]) + s[size:]
}

// noun is what the screen calls a subject; without one, it is about a pool.
func noun(s tolokaapi.Subject) string {
	if s == tolokaapi.SubjectTraining {
		return "training"
	}
	return "pool"
}
