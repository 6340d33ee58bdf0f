package tolokaapi

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lengths in bytes to which text from the server is cut. A full page of the
// longest names is then still under a megabyte.
const (
	maxText = 4096 // messages, payloads, details
	maxName = 1024 // names and comments
	maxWord = 128  // statuses, types, codes
)

// maxRun is how many runes that take no cell of their own may follow one that
// does: enough for every script and for the flag of a region (seven tags), too
// few to climb over the rows above.
const maxRun = 8

const ellipsis = "…"

// Harmless makes text from the server safe to print on one line of a terminal:
// valid UTF-8 of at most 4096 bytes, without control characters, escape
// sequences, line breaks (they become a space), bidirectional controls and what
// is invisible, format characters and Hangul fillers among it. What makes up a
// character, as joiners and variation selectors of emoji do, is kept. What is no
// character, or none that all agree on (unassigned, for private use), becomes
// U+FFFD. It is idempotent.
func Harmless(s string) string { return HarmlessN(s, maxText) }

// HarmlessN is [Harmless] with a bound of its own, in bytes. Text that was cut
// ends in "…", which counts; a bound of zero or less leaves nothing.
func HarmlessN(s string, limit int) string {
	text, cut := harmless(s, limit)
	if cut && limit >= len(ellipsis) {
		text, _ = harmless(text, limit-len(ellipsis))
		return text + ellipsis
	}
	return text
}

// harmless is HarmlessN without what shows that text was cut.
func harmless(s string, limit int) (text string, cut bool) {
	if len(s) <= limit && plain(s) {
		return s, false
	}
	var line lineWriter
	for len(s) > 0 && line.out.Len() <= limit {
		if n := sequence(s); n > 0 {
			s = s[n:]
			continue
		}
		if n := flag(s); n > 0 {
			line.flag(s[:n])
			s = s[n:]
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		line.put(r)
		s = s[size:]
	}
	if line.out.Len() > limit {
		return shorten(line.out.String(), limit), true
	}
	return strings.TrimRight(line.out.String(), joiners), false
}

// plain reports whether s is printable ASCII, as most text is.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// shorten cuts s, which is longer than limit, between two runes.
func shorten(s string, limit int) string {
	end := max(limit, 0)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	s = strings.TrimRight(s[:end], joiners)
	if last, _ := utf8.DecodeLastRuneInString(s); tag(last) && last != lastTag { // inside a flag
		s = strings.TrimRightFunc(s, tag)
	}
	return s
}

// joiners connect two characters, so at an end they would reach for whatever is
// printed next.
const joiners = "\u200c\u200d"

// A lineWriter collects the runes of one line, leaving out what does harm.
type lineWriter struct {
	out    strings.Builder
	spaced bool // the last rune is a space
	based  bool // there is a rune that marks can sit on
	run    int  // marks and joiners since that rune
}

func (w *lineWriter) put(r rune) {
	switch {
	case breaksLine(r):
		if !w.spaced {
			w.base(' ')
		}
	case unicode.IsControl(r), unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r):
	case attaches(r):
		if w.based && w.run < maxRun {
			w.out.WriteRune(r)
			w.run++
			w.spaced = false
		}
	case unicode.IsGraphic(r), unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		w.base(r)
	case unicode.Is(unicode.Cf, r):
	default: // unassigned, a noncharacter or for private use
		w.base(utf8.RuneError)
	}
}

// flag writes the flag of a region.
func (w *lineWriter) flag(s string) {
	w.out.WriteString(s)
	w.spaced, w.based, w.run = false, true, utf8.RuneCountInString(s)-1
}

func (w *lineWriter) base(r rune) {
	w.out.WriteRune(r)
	w.spaced, w.based, w.run = r == ' ', true, 0
}

// breaksLine reports whether r ends a line or jumps within it.
func breaksLine(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// attaches reports whether r belongs to the rune before it: combining marks,
// variation selectors, the two joiners, and the vowels and final consonants of
// Hangul syllables that come in pieces.
func attaches(r rune) bool {
	return unicode.IsMark(r) || strings.ContainsRune(joiners, r) ||
		r >= 0x1160 && r <= 0x11ff || r >= 0xd7b0 && r <= 0xd7ff
}

// The flag of a region is a black flag, tags that spell the region, and a tag
// that ends them. Nothing else has tags.
const (
	blackFlag = "\U0001f3f4"
	firstTag  = 0xe0020
	lastTag   = 0xe007f
)

// flag is the length in bytes of the flag of a region s begins with, 0 if with
// none. A region has three to seven letters and digits, as in "gbeng".
func flag(s string) int {
	rest, found := strings.CutPrefix(s, blackFlag)
	if !found {
		return 0
	}
	const size = 4 // bytes of a tag
	for n := range maxRun {
		r, _ := utf8.DecodeRuneInString(rest[n*size:])
		spelled := r - firstTag + ' '
		switch {
		case r == lastTag && n >= 3:
			return len(blackFlag) + (n+1)*size
		case spelled >= '0' && spelled <= '9', spelled >= 'a' && spelled <= 'z':
			continue
		}
		return 0
	}
	return 0
}

func tag(r rune) bool { return r >= firstTag && r <= lastTag }
