package filter

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes texts the same that one types the same: case does not count, nor the
// width of １ and ｱ, nor whether 한 is one character or its pieces, nor the accents of
// Latin and Greek letters and of ё. Those of other scripts make other letters: й is
// not и, and が is not か.
func Fold(s string) string {
	s = strings.ToLower(norm.NFKC.String(s))
	at := strings.IndexFunc(s, accented)
	if at < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:at])
	letterBefore := at > 0 && ignoresAccents(lastRune(s[:at]))
	for _, r := range s[at:] {
		base := r
		if accented(r) {
			base = unaccented(r)
		}
		switch mark := base >= firstMark && unicode.Is(unicode.Mn, base); {
		case mark && letterBefore:
			continue // an accent that no single character has
		case !mark:
			letterBefore = ignoresAccents(base)
		}
		b.WriteRune(base)
	}
	return b.String()
}

// firstMark is the first character that is an accent by itself.
const firstMark = '\u0300'

// accented reports whether a character may not be what it folds to. Of what most names
// are written in it knows without a table.
func accented(r rune) bool {
	switch {
	case r < 0xa0, 'а' <= r && r <= 'я', 0x3400 <= r && r <= 0x9fff: // ASCII, Russian, Chinese
		return false
	case r == 'ё', r >= firstMark && unicode.Is(unicode.Mn, r):
		return true
	}
	return ignoresAccents(r) && unaccented(r) != r
}

// ignoresAccents reports whether the accents of a letter do not count.
func ignoresAccents(r rune) bool { return unicode.In(r, unicode.Latin, unicode.Greek) }

// unaccented is a letter without its accents.
func unaccented(r rune) rune {
	var buf [utf8.UTFMax]byte
	first, _ := utf8.DecodeRune(norm.NFD.Append(nil, buf[:utf8.EncodeRune(buf[:], r)]...))
	return first
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
