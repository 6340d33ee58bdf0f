package filter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Word is one word of a filter as it was written.
type Word struct {
	Text string
	Pos  int // where it begins, in bytes
}

// A token is a word taken apart. Without a field, value is the text to search.
type token struct {
	word     Word
	negated  bool
	fuzzy    bool
	field    string
	operator string // ":" "=" "!=" "<" "<=" ">" ">="; "" without a field
	value    string
	quoted   bool // value stood in quotes
	open     bool // the quote did not end
}

// tokens takes a text apart at its blanks, those in quotes aside.
func tokens(text string) []token {
	var all []token
	for pos := 0; pos < len(text); {
		r, size := utf8.DecodeRuneInString(text[pos:])
		if unicode.IsSpace(r) {
			pos += size
			continue
		}
		t, length := readToken(text[pos:])
		t.word = Word{Text: text[pos : pos+length], Pos: pos}
		all = append(all, t)
		pos += length
	}
	return all
}

// readToken reads the token a text begins with, and says how long it is.
func readToken(text string) (t token, length int) {
	rest := text
	rest, t.negated = strings.CutPrefix(rest, "!")
	rest, t.fuzzy = strings.CutPrefix(rest, "~")
	if !t.fuzzy {
		t.field, t.operator, rest = readField(rest)
	}
	length = len(text) - len(rest)
	if inner, quoted := strings.CutPrefix(rest, `"`); quoted {
		end := strings.IndexByte(inner, '"')
		if end < 0 {
			t.value, t.quoted, t.open = inner, true, true
			return t, len(text)
		}
		t.value, t.quoted = inner[:end], true
		return t, length + len(`""`) + end
	}
	end := strings.IndexFunc(rest, unicode.IsSpace)
	if end < 0 {
		end = len(rest)
	}
	t.value = rest[:end]
	return t, length + end
}

// readField takes a field and its operator off a word. A field is ASCII letters
// only: 12:30 is text.
func readField(word string) (field, operator, rest string) {
	end := strings.IndexFunc(word, func(r rune) bool { return r|0x20 < 'a' || r|0x20 > 'z' })
	if end <= 0 {
		return "", "", word
	}
	for _, op := range [...]string{":", "!=", "<=", ">=", "=", "<", ">"} {
		if rest, ok := strings.CutPrefix(word[end:], op); ok {
			return word[:end], op, rest
		}
	}
	return "", "", word
}
