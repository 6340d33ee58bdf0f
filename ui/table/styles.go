package table

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Styles is how a table looks. Glyphs that are empty are left out.
type Styles struct {
	Cursor     string // one cell
	Mark       string // one cell
	Ascending  string // after the title sorted by, lowest first
	Descending string
	Ellipsis   string // where text was cut
	Range      string // between the ends of a range; "-" when empty

	// Tones are the styles that a tone, an index into them, stands for. Tone 0
	// is that of ordinary text. Only their colours and attributes count, not
	// padding, borders or sizes.
	Tones []lipgloss.Style

	Header      lipgloss.Style // titles of columns
	Sorted      lipgloss.Style // the title of the column sorted by
	CursorRow   lipgloss.Style // what the highlighted row adds to every style
	CursorGlyph lipgloss.Style
	MarkGlyph   lipgloss.Style
}

// SetStyles sets how the table looks from the next [Table.Lines] on.
func (t *Table[ID]) SetStyles(set Styles) {
	t.set, t.measured = set, false
	t.styles = make([]styleBytes, len(set.Tones))
	for i, style := range set.Tones {
		t.styles[i] = newStyleBytes(style, set.CursorRow)
	}
	t.base = baseStyles{
		blank:  newStyleBytes(lipgloss.NewStyle(), set.CursorRow),
		header: newStyleBytes(set.Header, set.CursorRow),
		sorted: newStyleBytes(set.Sorted, set.CursorRow),
		cursor: newStyleBytes(set.CursorGlyph, set.CursorRow),
		mark:   newStyleBytes(set.MarkGlyph, set.CursorRow),
	}
}

// A styleBytes is the bytes that turn a style on: on an ordinary row, and on the
// highlighted one, whose background goes through every cell. Taking them out
// of the style once spares six allocations for every cell of every frame.
type styleBytes struct{ plain, lit string }

type baseStyles struct{ blank, header, sorted, cursor, mark styleBytes }

func newStyleBytes(style, highlight lipgloss.Style) styleBytes {
	return styleBytes{plain: opening(style), lit: opening(style.Inherit(highlight))}
}

// opening returns what Lip Gloss writes before text in this style.
func opening(style lipgloss.Style) string {
	const text = "x"
	before, _, _ := strings.Cut(style.Inline(true).UnsetPadding().Render(text), text)
	return before
}

// on returns the bytes for one kind of row.
func (i styleBytes) on(lit bool) string {
	if lit {
		return i.lit
	}
	return i.plain
}

// tone returns the bytes of a tone, that of ordinary text for a number that is
// none.
func (t *Table[ID]) tone(tone int) styleBytes {
	if tone < 0 || tone >= len(t.styles) {
		return t.base.blank
	}
	return t.styles[tone]
}
