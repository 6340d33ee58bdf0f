package table

import (
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// This file spares most text the search for grapheme clusters, which costs ten
// times as much as anything else done to a cell.

func printableASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// onlySimple reports whether s is made of runes that are clusters by themselves.
func onlySimple(s string) bool {
	for _, r := range s {
		if !simpleRune(r) {
			return false
		}
	}
	return true
}

// leadingSimple returns the bytes and cells of the first rune of s if that is a cluster
// by itself, and 0 when only a search for clusters can tell.
func leadingSimple(s string) (size, cells int) {
	if s[0] >= ' ' && s[0] <= '~' && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return 1, 1
	}
	r, size := utf8.DecodeRuneInString(s)
	if !simpleRune(r) {
		return 0, 0
	}
	if next, n := utf8.DecodeRuneInString(s[size:]); n > 0 && !simpleRune(next) {
		return 0, 0
	}
	return size, ansi.StringWidthWc(s[:size])
}

// simpleRune reports whether r joins no neighbour that is simple too, and is
// equally wide by both measures. It knows the letters most names are written
// in and the glyphs the screen is drawn with; no is the safe answer.
func simpleRune(r rune) bool {
	switch {
	case r < 0x80:
		return r >= ' ' && r <= '~'
	case r < 0x530:
		return european(r)
	case r < 0x3041:
		return r >= 0x2010 && r <= 0x2027 || // dashes, quotes, ellipsis
			r >= 0x2500 && r <= 0x257f // lines and bars
	default:
		return eastAsian(r)
	}
}

func european(r rune) bool {
	return r >= 0xa1 && r <= 0x2ff && r != 0xad || // Latin, without the soft hyphen
		r >= 0x370 && r <= 0x482 || // Greek, Cyrillic
		r >= 0x48a && r <= 0x52f // more Cyrillic, after its marks
}

func eastAsian(r rune) bool {
	return r >= 0x3041 && r <= 0x3096 || // Hiragana
		r >= 0x30a1 && r <= 0x30fc || // Katakana
		r >= 0x4e00 && r <= 0x9fff || // Han
		r >= 0xac00 && r <= 0xd7a3 // Hangul syllables
}
