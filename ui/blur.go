package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// blurredEvery is how often the screen is drawn anew, at most, while another
// window has the keys: half as often as bars move, and often enough for a glance
// at a second monitor.
const blurredEvery = 2 * time.Second

// A picture is the screen as it was drawn last while another window has the
// keys. It stands for blurredEvery, however many answers come meanwhile; what
// is asked for and when does not depend on it.
type picture struct {
	blurred bool
	held    bool // nothing has changed since it was drawn
	view    tea.View
	at      time.Time // when it was drawn; zero: it is not to be shown
	aging   alarm     // set when there is something newer than the picture
}

// blur begins to draw less.
func (p *picture) blur() { p.blurred = true }

// focus draws everything at once again.
func (p *picture) focus() { *p = picture{aging: alarm{tag: p.aging.tag}} }

// hold draws the picture once and keeps it until something may have changed.
func (p *picture) hold(draw func() tea.View) {
	if p.held {
		return
	}
	p.focus() // whatever the terminal said, the keys are here
	p.view, p.held = draw(), true
}

// forget makes the next picture be drawn at once.
func (p *picture) forget() { p.at = time.Time{} }

// takePicture draws the picture anew if its time is over, and else arms the tick that
// will. A clock that was set back makes it due.
func (m *Model) takePicture() tea.Cmd {
	p := &m.picture
	if !p.blurred {
		return nil
	}
	age := m.now.Sub(p.at)
	if p.at.IsZero() || age < 0 || age >= blurredEvery {
		p.view, p.at, p.aging.at = m.draw(), m.now, time.Time{}
		return nil
	}
	if p.aging.at.After(m.now) {
		return nil
	}
	return p.aging.set(m.now, p.at.Add(blurredEvery), func(tag uint64) tea.Msg { return pictureAgedMsg{tag} })
}
