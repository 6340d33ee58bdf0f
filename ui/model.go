package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/ui/dialog"
	"tolokadash/ui/message"
	"tolokadash/ui/screen"
	"tolokadash/ui/theme"
)

// Model is the screen. It implements tea.Model and is changed in place.
type Model struct {
	keys  *keymap.Map
	o     Options
	fleet *fleet.Fleet
	theme theme.Theme
	words wording.Words

	now     time.Time // of the message last handled
	summary fleet.Summary
	width   int
	height  int
	layout  screen.Layout
	panes
	announcements *message.Announcements
	writer        message.Writer
	status        screen.Status
	frame         screen.FrozenFrame
	figures       visibleFigures

	field   *dialog.FilterField  // the filter while it is typed
	confirm *dialog.Confirmation // open dialog
	counted *dialog.Confirmation // the core was told which pools it is about
	help    *dialog.Help
	details *dialog.Details

	timers
	quitting quitting
	copies   copyQueue
	earlier  earlierRuns
}

// New makes the screen. Whatever the fleet has learned before is shown at once.
func New(o Options) *Model {
	o = o.withDefaults()
	m := &Model{o: o, fleet: o.Fleet, keys: o.Keys, now: o.Now()}
	m.words = wording.Words{
		Location: o.Location, Currency: o.Environment.Currency, Host: o.Environment.Host, ASCII: ascii(o.Glyphs),
		Ellipsis: o.Glyphs.Ellipsis, Dot: o.Glyphs.Dot, Dash: o.Glyphs.Dash, OpenQuote: o.Glyphs.OpenQuote, CloseQuote: o.Glyphs.CloseQuote,
	}
	m.panes = newPanes(m.fleet, &m.words)
	m.writer = message.Writer{Words: &m.words, Keys: o.Keys, ReadOnly: o.ReadOnly}
	m.announcements = message.NewAnnouncements(m.fleet, m.writer)
	m.timers = timers{wait: o.Confirm.ArmAfter}
	m.quitting.fleet, m.copies.put, m.earlier.recorder = m.fleet, o.CopyText, o.Recorder
	m.setTheme(true)
	if !o.Notice.Empty() {
		m.status.Keep(screen.Warning, o.Notice)
		m.announcements.HoldForNotice()
	}
	m.refresh()
	return m
}

// Init asks for what is due, and for the colour of the background.
func (m *Model) Init() tea.Cmd {
	m.now = m.o.Now()
	cmds := []tea.Cmd{m.dispatch()}
	if _, chosen := theme.Named(m.o.Theme, m.o.Glyphs); !chosen {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	return tea.Batch(append(cmds, m.countDown(m.now, m.nextRetry()))...)
}

// Exit says why the program ended, once it has.
func (m *Model) Exit() Exit { return m.quitting.exit }

// setTheme draws everything from now on in the theme that the user chose, else in that
// for a dark or a light background.
func (m *Model) setTheme(dark bool) {
	var chosen bool
	if m.theme, chosen = theme.Named(m.o.Theme, m.o.Glyphs); !chosen {
		m.theme = theme.New(dark, m.o.Glyphs)
	}
	if m.o.NoColor {
		m.theme = m.theme.WithoutColor()
	}
	m.panes.setTheme(m.theme)
}
