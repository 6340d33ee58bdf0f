package screen

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/wording"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
	"tolokadash/ui/timer"
)

// A Level says how a message of the status line is meant.
type Level int

// The levels. From Warning on a message stays longer.
const (
	Plain Level = iota
	Success
	Warning
	Failure
)

// How long a message stays if no key is pressed.
const (
	plainStays   = 4 * time.Second
	failureStays = 20 * time.Second
)

// A Status is the message of the last line, until a key is pressed or its time
// is over.
type Status struct {
	Said  wording.Message
	Level Level
	Clock timer.Timer
}

// Show shows a message until its time is over.
func (s *Status) Show(now time.Time, l Level, said wording.Message) tea.Cmd {
	s.Said, s.Level = said, l
	stays := plainStays
	if l >= Warning {
		stays = failureStays
	}
	return s.Clock.Set(now, now.Add(stays))
}

// Keep shows a message that no time ends.
func (s *Status) Keep(l Level, said wording.Message) { s.Said, s.Level = said, l }

// Clear takes the message away.
func (s *Status) Clear() { s.Said = wording.Message{} }

// Empty reports whether there is no message.
func (s *Status) Empty() bool { return s.Said.Empty() }

// Line draws the message.
func (s *Status) Line(t theme.Theme, width int) string {
	tone, mark := theme.ToneText, " "
	switch s.Level {
	case Success:
		tone = theme.ToneGood
	case Warning:
		tone, mark = theme.ToneWait, mark+t.Glyphs.Alert+" "
	case Failure:
		tone, mark = theme.ToneBad, mark+t.Glyphs.Failed+" "
	}
	room := width - table.Width(mark)
	return styled.Line{styled.Text(t.Tone(tone), mark+fitMessage(s.Said, room, t.Glyphs))}.Fit(width, t.Glyphs.Ellipsis)
}

// fitMessage shortens a message to so many cells. What it is about is cut before
// the advice is; where there is no room for any of that the advice stands alone.
func fitMessage(said wording.Message, cells int, g theme.Glyphs) string {
	whole := said.Line(g.Dash)
	if said.Advice == "" || table.Width(whole) <= cells {
		return whole
	}
	const least = 8 // fewer cells of what it is about say nothing
	short := styled.Longest(said.Advised(), cells)
	advice := said.Joint(g.Dash) + short
	if room := cells - table.Width(advice); room >= least && said.Text != "" {
		return table.Cut(said.Text, room, g.Ellipsis) + advice
	}
	return short
}
