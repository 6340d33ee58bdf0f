package ui

import (
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
)

// trouble says why a list cannot be read, and what is done about it.
func (d *drawContext) trouble(what string, p *fleet.Problem, again time.Time) string {
	text := what + ":\n" + wording.Capital(d.words.Problem(p)) + "."
	if remedy := d.words.Remedy(p); remedy != "" {
		text += "\n" + wording.Capital(remedy) + "."
	}
	return text + "\nAsking again in " + wording.TimeLeft(p, again, d.now) + "."
}

func (d *drawContext) pausedWords() string {
	return "Paused: nothing is listed." + d.pressTo(keymap.Pause, "go on")
}

// listing reports whether what is shown above is being read.
func (m *Model) listing() bool {
	if m.upper == paneHistory {
		return m.fleet.History().Loading && !m.fleet.Paused()
	}
	return m.fleet.List(m.poolPane().subject).Loading
}

// listTrouble is why what is shown above cannot be read, and when it is tried
// again.
func (m *Model) listTrouble() (*fleet.Problem, time.Time) {
	if m.upper == paneHistory {
		past := m.fleet.History()
		return past.Problem, past.RetryAt
	}
	list := m.fleet.List(m.poolPane().subject)
	return list.Problem, list.RetryAt
}
