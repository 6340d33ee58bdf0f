package dialog

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// A Field is one line of text being typed. Its caret is a glyph that does not
// blink: a screen at rest writes nothing.
type Field struct{ input textinput.Model }

// NewField makes a field that takes up to limit characters.
func NewField(text string, limit int) *Field {
	in := textinput.New()
	in.SetVirtualCursor(false)
	in.CharLimit = limit
	in.KeyMap.Paste = key.NewBinding() // the terminal pastes
	in.Focus()
	in.SetValue(text)
	in.CursorEnd()
	return &Field{in}
}

// Take lets the field have a key press or a paste.
func (f *Field) Take(msg tea.Msg) { f.input, _ = f.input.Update(msg) }

// Text is what was typed.
func (f *Field) Text() string { return f.input.Value() }

// Spans is the text with its caret, which stays within so many cells.
func (f *Field) Spans(t theme.Theme, cells int) styled.Line {
	text := []rune(f.input.Value())
	at := min(f.input.Position(), len(text))
	for at > 0 && table.Width(string(text[:at])) >= cells {
		text, at = text[1:], at-1
	}
	return styled.Line{
		styled.Text(t.Field, string(text[:at])),
		styled.Text(t.Cursor, t.Glyphs.Caret),
		styled.Text(t.Field, string(text[at:])),
	}
}
