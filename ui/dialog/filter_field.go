package dialog

import (
	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// FilterLimit bounds a filter in characters.
const FilterLimit = 100

// Searchable is rows that a filter is typed for.
type Searchable interface {
	Search(typed string)
	Bookmark() (back func() bool)
	Move(a keymap.Action) bool
}

// A FilterField is a filter while it is typed. Every letter counts at once.
type FilterField struct {
	*Field
	rows Searchable
	back func() bool // puts the cursor where it was before, and reports whether that row is there
}

// NewFilterField opens the field with the filter as it was. The rows are filtered as
// they are now.
func NewFilterField(rows Searchable, typed string) *FilterField {
	f := &FilterField{Field: NewField(typed, FilterLimit), rows: rows, back: rows.Bookmark()}
	rows.Search(typed)
	return f
}

// A FieldAnswer is what a key press means to a field.
type FieldAnswer int

// The answers.
const (
	FieldStays FieldAnswer = iota
	FieldClosed
	FieldSuspends
)

// Press takes in a key.
func (f *FilterField) Press(keys *keymap.Map, msg tea.KeyPressMsg) FieldAnswer {
	action, ok := keys.Action(msg, keymap.Field)
	switch {
	case action == keymap.FieldAccept:
		return FieldClosed
	case action == keymap.FieldLeave:
		f.rows.Search("")
		f.back()
		return FieldClosed
	case !ok && msg.Text == "" && keys.Matches(msg, keymap.Suspend):
		return FieldSuspends
	}
	f.Take(msg)
	return FieldStays
}

// Take takes in what is typed or pasted. The cursor is where it was before while that
// row is found, else on the first row: not where one letter after another drove it.
func (f *FilterField) Take(msg tea.Msg) {
	was := f.Text()
	f.Field.Take(msg)
	f.rows.Search(f.Text())
	if f.Text() != was && !f.back() {
		f.rows.Move(keymap.Top)
	}
}

// FilterHelp is what stands beside a filter that is typed.
type FilterHelp struct {
	Found, All int
	Loaded     bool     // of what is loaded; there may be more
	Hints      []string // words of the filter to learn from, from long to short
	Problems   []string // instead of all that: what is wrong, from long to short
}

// texts is the help from long to short.
func (h FilterHelp) texts(w *wording.Words) []string {
	if len(h.Problems) > 0 {
		return h.Problems
	}
	found := wording.Count(h.Found) + " of " + wording.Count(h.All)
	if h.Loaded {
		found += " loaded"
	}
	var all []string
	for _, hint := range h.Hints {
		all = append(all, w.Dotted(found, hint, "enter keeps it", "esc clears it"), w.Dotted(found, hint))
	}
	return append(all, found, "")
}

// Line draws the field with the longest help there is room for.
func (f *FilterField) Line(t theme.Theme, w *wording.Words, h FilterHelp, width int) string {
	l := append(styled.Line{styled.Text(t.Key, " / ")}, f.Spans(t, width-4)...)
	style := t.Hint
	if len(h.Problems) > 0 {
		style = t.Wait
	}
	help := styled.Longest(h.texts(w), width-l.Width()-3)
	l = append(l, styled.Text(t.Text, styled.Blanks(max(2, width-l.Width()-1-table.Width(help)))), styled.Text(style, help))
	return l.Fit(width, t.Glyphs.Ellipsis)
}
