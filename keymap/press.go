package keymap

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// names is what a press may be called in the spelling of [keys], best first:
// what it types, then the key at its place on a QWERTY board. A binding on what
// is typed always wins.
func names(k tea.Key) []string {
	// The place is for layouts that cannot type what the bindings are made of.
	// Where they can (Dvorak, AZERTY), the letter counts: ctrl+c is the key that
	// types c.
	if r, ok := typed(k); ok && r < utf8.RuneSelf {
		at, also := ambiguous(k)
		k.BaseCode = 0
		if !also {
			return []string{k.String()}
		}
		return []string{k.String(), at}
	}
	all := []string{k.String()}
	if at, ok := place(k); ok {
		all = append(all, at)
	}
	return all
}

// typed is the one character on the key in the layout in use: what it typed,
// else (with ctrl or alt) what it would have typed.
func typed(k tea.Key) (rune, bool) {
	r := k.Code
	if k.Text != "" {
		var size int
		if r, size = utf8.DecodeRuneInString(k.Text); size != len(k.Text) {
			return 0, false
		}
	}
	return r, unicode.IsPrint(r)
}

// place is the name of the QWERTY key where a letter of another script was
// typed: as the terminal says (the Kitty protocol), else by the ЙЦУКЕН layout.
func place(k tea.Key) (string, bool) {
	r, ok := typed(k)
	if !ok || !unicode.IsLetter(r) || unicode.Is(unicode.Latin, r) {
		return "", false
	}
	at, ok := cyrillic(r)
	if k.BaseCode > ' ' && k.BaseCode < utf8.RuneSelf {
		at, ok = k.BaseCode, true
		if unicode.IsUpper(r) || k.Mod.Contains(tea.ModShift) {
			at = shifted(at)
		}
	}
	if !ok {
		return "", false
	}
	return (tea.Key{Text: text(k, at), Code: at, Mod: k.Mod}).String(), true
}

// text is what the press would have typed on a QWERTY board; nothing if it
// typed nothing, as with ctrl.
func text(k tea.Key, at rune) string {
	if k.Text == "" {
		return ""
	}
	return string(at)
}

// ambiguous is the QWERTY name of the one key of the ЙЦУКЕН layout that types
// no letter: at `/` it types a dot, with shift a comma. Those may as well come
// from a Latin layout, and most terminals do not tell. So a dot is a dot where
// something is bound to it, and counts as `/` only where nothing is (see
// [Map.Action]) and the terminal does not say that it is another key.
func ambiguous(k tea.Key) (string, bool) {
	if k.Code >= utf8.RuneSelf || (k.BaseCode != 0 && k.BaseCode != '/') {
		return "", false
	}
	switch k.Text {
	case ".":
		return "/", true
	case ",":
		return "?", true
	}
	return "", false
}

// The rows of the ЙЦУКЕН layout above the QWERTY rows they share their keys
// with.
const (
	cyrillicRows = "ёйцукенгшщзхъфывапролджэячсмитьбю" + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
	qwertyRows   = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + "~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
	// Ukrainian і ї є and Belarusian ў stand where Russian has other letters.
	moreCyrillic = "іїєўІЇЄЎ"
	moreQwerty   = "s]'oS}\"O"
)

// cyrillic is the QWERTY character at the place of a Cyrillic letter.
func cyrillic(r rune) (rune, bool) {
	return across(r, cyrillicRows+moreCyrillic, qwertyRows+moreQwerty)
}

// shifted is what a key of a QWERTY board types with shift.
func shifted(r rune) rune {
	const plain, shift = "`1234567890-=[]\\;',./", "~!@#$%^&*()_+{}|:\"<>?"
	if to, ok := across(r, plain, shift); ok {
		return to
	}
	return unicode.ToUpper(r)
}

// across finds r in one row of characters and answers with its neighbour in
// another, which is ASCII.
func across(r rune, from, to string) (rune, bool) {
	i := strings.IndexRune(from, r)
	if i < 0 {
		return 0, false
	}
	return rune(to[utf8.RuneCountInString(from[:i])]), true
}
