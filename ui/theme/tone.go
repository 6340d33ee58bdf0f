package theme

import "charm.land/lipgloss/v2"

// A Tone names one of the styles a piece of a table row can have. It is a bare
// number, so that what fills a row needs no styles and survives a change of
// theme. The zero Tone is [ToneText].
type Tone = int

// The tones, in the order of [Theme.Tones].
const (
	ToneText Tone = iota
	ToneStrong
	ToneFaint
	ToneAccent
	ToneGood
	ToneBad
	ToneWait
	ToneStale
)

// Tones returns the style of every tone, indexed by tone.
func (t Theme) Tones() []lipgloss.Style {
	return []lipgloss.Style{
		ToneText:   t.Text,
		ToneStrong: t.Strong,
		ToneFaint:  t.Faint,
		ToneAccent: t.Accent,
		ToneGood:   t.Good,
		ToneBad:    t.Bad,
		ToneWait:   t.Wait,
		ToneStale:  t.Stale,
	}
}

// Tone returns the style of one tone, and [Theme.Text] for a number that is
// none.
func (t Theme) Tone(tone Tone) lipgloss.Style {
	styles := t.Tones()
	if tone < 0 || tone >= len(styles) {
		return t.Text
	}
	return styles[tone]
}
