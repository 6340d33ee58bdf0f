package table

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// A Look is how a table looks. Glyphs that are empty are left out.
type Look struct {
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

// SetLook sets how the table looks from the next [Table.Lines] on.
func (t *Table[ID]) SetLook(look Look) {
	t.look, t.measured = look, false
	t.inks = make([]ink, len(look.Tones))
	for i, style := range look.Tones {
		t.inks[i] = newInk(style, look.CursorRow)
	}
	t.base = baseInks{
		blank:  newInk(lipgloss.NewStyle(), look.CursorRow),
		header: newInk(look.Header, look.CursorRow),
		sorted: newInk(look.Sorted, look.CursorRow),
		cursor: newInk(look.CursorGlyph, look.CursorRow),
		mark:   newInk(look.MarkGlyph, look.CursorRow),
	}
}

// An ink is the bytes that turn a style on: on an ordinary row, and on the
// highlighted one, whose background goes through every cell. Taking them out
// of the style once spares six allocations for every cell of every frame.
type ink struct{ plain, lit string }

type baseInks struct{ blank, header, sorted, cursor, mark ink }

func newInk(style, highlight lipgloss.Style) ink {
	return ink{plain: opening(style), lit: opening(style.Inherit(highlight))}
}

// opening returns what Lip Gloss writes before text in this style.
func opening(style lipgloss.Style) string {
	const text = "x"
	before, _, _ := strings.Cut(style.Inline(true).UnsetPadding().Render(text), text)
	return before
}

// on returns the bytes for one kind of row.
func (i ink) on(lit bool) string {
	if lit {
		return i.lit
	}
	return i.plain
}

// tone returns the ink of a tone, that of ordinary text for a number that is
// none.
func (t *Table[ID]) tone(tone int) ink {
	if tone < 0 || tone >= len(t.inks) {
		return t.base.blank
	}
	return t.inks[tone]
}
