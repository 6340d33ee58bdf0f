package theme

import "charm.land/lipgloss/v2"

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
func New(dark bool, glyphs Glyphs) Theme {
	p := onLight()
	if dark {
		p = onDark()
	}
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

func (t *Theme) setText(p palette) {
	plain := lipgloss.NewStyle()
	t.Text = plain
	t.Strong = plain.Bold(true)
	t.Faint = plain.Foreground(p.faint)
	t.Accent = plain.Foreground(p.accent)
	t.Good = plain.Foreground(p.good)
	t.Bad = plain.Foreground(p.bad).Bold(true)
	t.Wait = plain.Foreground(p.wait)
	t.Stale = plain.Foreground(p.wait).Italic(true)

	t.Header = plain.Foreground(p.faint)
	t.Sorted = plain.Bold(true)
	t.CursorRow = plain.Background(p.row).Bold(true)
	t.Cursor = plain.Foreground(p.accent).Bold(true)
	t.Mark = plain.Foreground(p.wait).Bold(true)
}

func (t *Theme) setFrames(p palette) {
	plain := lipgloss.NewStyle()
	t.Title = plain
	t.TitleFocused = plain.Bold(true)
	t.Border = plain.Foreground(p.faint)
	t.BorderFocused = plain.Foreground(p.accent).Bold(true)
	t.BorderFinal = plain.Foreground(p.bad).Bold(true)
	t.Key = plain.Foreground(p.accent).Bold(true)
	t.Hint = plain.Foreground(p.faint)

	t.Button = plain.Foreground(p.faint)
	t.ButtonChosen = plain.Bold(true).Reverse(true)
	t.Field = plain.Bold(true)
}

// setChips draws loud chips reversed: the colour of the block is then the
// foreground, and without colours the block stays.
func (t *Theme) setChips(p palette) {
	chip := lipgloss.NewStyle().Bold(true)
	t.ChipProduction = chip.Reverse(true).Foreground(p.alarm).Background(p.onChip)
	t.ChipOther = chip.Reverse(true).Foreground(p.caution).Background(p.onChip)
	t.ChipSandbox = chip.Foreground(p.faint)
	t.ChipDemo = chip.Foreground(p.accent)
}
