package theme

import (
	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// StateTone is the tone of a command's state.
func StateTone(s fleet.State) Tone {
	switch s {
	case fleet.Queued, fleet.Sending, fleet.Unconfirmed, fleet.Pending:
		return ToneWait
	case fleet.Running:
		return ToneAccent
	case fleet.Succeeded:
		return ToneGood
	case fleet.Unchanged:
		return ToneFaint
	}
	return ToneBad
}

// PoolStatus is the glyph and the tone of a pool's status. The word beside it is the
// server's own.
func (g *Glyphs) PoolStatus(s tolokaapi.PoolStatus) (glyph string, tone Tone) {
	switch s {
	case tolokaapi.Open:
		return g.Open, ToneGood
	case tolokaapi.Locked:
		return g.Locked, ToneWait
	case tolokaapi.Closed:
		return g.Closed, ToneFaint
	case tolokaapi.Archived:
		return g.Archived, ToneFaint
	}
	return g.Unsure, ToneText
}

// Busy is what stands for a pool's status while a command in a state keeps it busy.
func (g *Glyphs) Busy(s fleet.State) (glyph string, tone Tone) {
	switch s {
	case fleet.Queued:
		return g.Queued, ToneWait
	case fleet.Unconfirmed:
		return g.Unsure, ToneWait
	case fleet.Sending:
		return g.Moving, ToneWait
	}
	return g.Moving, ToneAccent
}

// Flag is the glyph before an operation; "" for none.
func (g *Glyphs) Flag(r *fleet.Row) (glyph string, tone Tone) {
	switch r.State {
	case fleet.Failed, fleet.Rejected, fleet.NotSent:
		return g.Failed, ToneBad
	case fleet.Unconfirmed, fleet.Unknown:
		return g.Unsure, ToneWait
	}
	switch {
	case r.Found:
		return g.Unsure, ToneWait
	case !r.Ours():
		return g.Foreign, ToneFaint
	case r.State == fleet.Succeeded:
		return g.Done, ToneGood
	case r.State == fleet.Unchanged:
		return g.Already, ToneFaint
	}
	return "", ToneText
}
