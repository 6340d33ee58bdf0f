package theme

import (
	"charm.land/lipgloss/v2"

	"tolokadash/internal/palette"
)

// A Theme is every style of the screen by its meaning, and the glyphs that go
// with them. It is a plain value: build it once, and again when the terminal
// has said what its background is.
type Theme struct {
	Glyphs Glyphs

	Text   lipgloss.Style // ordinary text, in the terminal's own colour
	Strong lipgloss.Style // ordinary text that must be found first
	Faint  lipgloss.Style // done, or of little weight
	Accent lipgloss.Style // running
	Good   lipgloss.Style // succeeded
	Bad    lipgloss.Style // failed
	Wait   lipgloss.Style // waiting, queued, throttled: amber
	Stale  lipgloss.Style // data older than it should be

	Title         lipgloss.Style // what a frame is called
	TitleFocused  lipgloss.Style // the same, in the pane that has the keys
	Border        lipgloss.Style // lines of a frame
	BorderFocused lipgloss.Style // lines of the frame that has the keys
	BorderFinal   lipgloss.Style // lines and title of a frame that asks for what cannot be undone
	Key           lipgloss.Style // a key in a hint
	Hint          lipgloss.Style // what that key does

	Header    lipgloss.Style // titles of columns
	Sorted    lipgloss.Style // title of the column the rows are sorted by
	CursorRow lipgloss.Style // the row under the cursor; others inherit from it
	Cursor    lipgloss.Style // the glyph of the cursor
	Mark      lipgloss.Style // the glyph of a mark

	ChipProduction lipgloss.Style // a solid red block, reversed without colours
	ChipSandbox    lipgloss.Style // quiet
	ChipDemo       lipgloss.Style // quiet, in the accent
	ChipOther      lipgloss.Style // an address this program does not know

	Button       lipgloss.Style // a button that enter would not press
	ButtonChosen lipgloss.Style // the button that enter presses
	Field        lipgloss.Style // text being typed
}

// New returns the theme for a dark or a light background. Until the terminal
// has answered what its background is, take it for dark.
func New(dark bool, glyphs Glyphs) Theme { return of(palette.For(dark), glyphs) }

// Named returns the theme that a user chose by name, and false where the name is
// that of no theme: the terminal's background then decides.
func Named(name string, glyphs Glyphs) (t Theme, found bool) {
	p, found := palette.Named(name)
	if !found {
		return Theme{}, false
	}
	return of(p, glyphs), true
}

func of(p palette.Palette, glyphs Glyphs) Theme {
	t := Theme{Glyphs: glyphs}
	t.setText(p)
	t.setFrames(p)
	t.setChips(p)
	return t
}

// WithoutColor is the theme for a terminal that is sent no colours: what only a
// background would show is reversed.
func (t Theme) WithoutColor() Theme {
	t.CursorRow = t.CursorRow.Reverse(true)
	return t
}

func (t *Theme) setText(p palette.Palette) {
	plain := lipgloss.NewStyle()
	t.Text = plain
	t.Strong = plain.Bold(true)
	t.Faint = plain.Foreground(p.Faint)
	t.Accent = plain.Foreground(p.Accent)
	t.Good = plain.Foreground(p.Good)
	t.Bad = plain.Foreground(p.Bad).Bold(true)
	t.Wait = plain.Foreground(p.Wait)
	t.Stale = plain.Foreground(p.Wait).Italic(true)

	t.Header = plain.Foreground(p.Faint)
	t.Sorted = plain.Bold(true)
	t.CursorRow = plain.Background(p.Row).Bold(true)
	t.Cursor = plain.Foreground(p.Accent).Bold(true)
	t.Mark = plain.Foreground(p.Wait).Bold(true)
}

func (t *Theme) setFrames(p palette.Palette) {
	plain := lipgloss.NewStyle()
	t.Title = plain
	t.TitleFocused = plain.Bold(true)
	t.Border = plain.Foreground(p.Faint)
	t.BorderFocused = plain.Foreground(p.Accent).Bold(true)
	t.BorderFinal = plain.Foreground(p.Bad).Bold(true)
	t.Key = plain.Foreground(p.Accent).Bold(true)
	t.Hint = plain.Foreground(p.Faint)

	t.Button = plain.Foreground(p.Faint)
	t.ButtonChosen = plain.Bold(true).Reverse(true)
	t.Field = plain.Bold(true)
}

// setChips draws loud chips reversed: the colour of the block is then the
// foreground, and without colours the block stays.
func (t *Theme) setChips(p palette.Palette) {
	chip := lipgloss.NewStyle().Bold(true)
	t.ChipProduction = chip.Reverse(true).Foreground(p.Alarm).Background(p.OnChip)
	t.ChipOther = chip.Reverse(true).Foreground(p.Caution).Background(p.OnChip)
	t.ChipSandbox = chip.Foreground(p.Faint)
	t.ChipDemo = chip.Foreground(p.Accent)
}
