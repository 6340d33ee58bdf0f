package tolokaapi

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// minRedacted is the length in bytes from which a token is looked for: a
// shorter one would be found in ordinary words.
const (
	minRedacted = 8
	redacted    = "***"
)

// maxLayers is how many encodings one on top of the other are looked through.
const maxLayers = 4

// A sanitizer makes text from the server harmless and takes the token out of it.
// Every string that a record, an error or a log gets goes through it once, where
// it is decoded. The zero sanitizer knows no token.
type sanitizer struct {
	// tokens are the forms of the token that are looked for. They are held by a
	// closure only, so no dump of a struct shows them.
	tokens func() [][]byte
}

// newSanitizer looks for the token in any case, between characters that take no
// cell, with spaces in it (line breaks become spaces), percent-encoded, and with
// escapes of JSON.
func newSanitizer(token string) sanitizer {
	var forms [][]byte
	if len(token) >= minRedacted {
		plain := visible(token)
		forms = append(forms, plain.bytes())
		for decoded, more := plain.decode(); more && len(decoded) >= minRedacted; decoded, more = decoded.decode() {
			forms = append(forms, decoded.bytes())
		}
	}
	return sanitizer{tokens: func() [][]byte { return forms }}
}

// value is the text of a JSON string.
func (s sanitizer) value(raw []byte, limit int) string {
	decoded, cut := decodeString(raw)
	return s.text(decoded, limit, cut)
}

// text makes text harmless, takes the token out of it and cuts it to limit
// bytes. cut says that it was cut before.
func (s sanitizer) text(from string, limit int, cut bool) string {
	text, cutHere := harmless(from, limit)
	cut = cut || cutHere
	clean := s.redact(text, cut)
	switch {
	case cut:
		clean, _ = harmless(clean, limit-len(ellipsis))
		return clean + ellipsis
	case clean != text:
		return HarmlessN(clean, limit)
	}
	return clean
}

// holdsToken reports whether an id or a number, which cannot be altered, holds
// the token.
func (s sanitizer) holdsToken(text string) bool { return len(s.find(text)) > 0 }

// redact takes the token out of harmless text. Where text was cut, an end that
// may be the first part of the token goes too.
func (s sanitizer) redact(text string, cut bool) string {
	for found := s.find(text); len(found) > 0; found = s.find(text) {
		var out strings.Builder
		end := 0
		for _, at := range found {
			out.WriteString(text[end:at.from] + redacted)
			end = at.to
		}
		text = out.String() + text[end:]
	}
	if cut {
		text = text[:s.tail(text)]
	}
	return text
}

// A glyph is a character as the search sees it, and the bytes of the text that
// show it. All that are not ASCII are 0, as no token has them.
type glyph struct {
	char     byte
	from, to int
}

type glyphs []glyph

// find gives where the token is, from left to right.
func (s sanitizer) find(text string) (found []glyph) {
	if !s.couldHold(text) {
		return nil
	}
	seen, more := visible(text), true
	for layer := 0; more && layer <= maxLayers; layer++ {
		for _, token := range s.tokens() {
			if found = seen.search(token); len(found) > 0 {
				return found
			}
		}
		seen, more = seen.decode()
	}
	return nil
}

// couldHold rules out most texts at little cost. Every encoding makes the token
// longer, and has a percent sign or a backslash.
func (s sanitizer) couldHold(text string) bool {
	if s.tokens == nil {
		return false
	}
	forms := s.tokens()
	if len(forms) == 0 || len(text) < len(forms[len(forms)-1]) {
		return false
	}
	if strings.ContainsAny(text, `%\`) {
		return true
	}
	var space [256]byte
	seen := space[:0]
	for _, r := range text {
		if r < utf8.RuneSelf && r != ' ' {
			seen = append(seen, lower(byte(r)))
		}
	}
	return bytes.Contains(seen, forms[0])
}

// tail is where the end begins that may be the first part of the token; the
// length of text if nothing of it is.
func (s sanitizer) tail(text string) int {
	if s.tokens == nil || len(s.tokens()) == 0 {
		return len(text)
	}
	end := len(text)
	seen, more := visible(text), true
	for layer := 0; more && layer <= maxLayers; layer++ {
		for _, token := range s.tokens() {
			end = min(end, seen.beginning(token, len(text)), seen.withoutPart().beginning(token, len(text)))
		}
		seen, more = seen.decode()
	}
	return end
}

// visible is what of harmless text can be seen, without spaces and in lower
// case.
func visible(text string) glyphs {
	seen := make(glyphs, 0, len(text))
	for i, r := range text {
		switch {
		case r == ' ', attaches(r), tag(r):
		case r < utf8.RuneSelf:
			seen = append(seen, glyph{lower(byte(r)), i, i + 1})
		default:
			seen = append(seen, glyph{0, i, i + utf8.RuneLen(r)})
		}
	}
	return seen
}

func lower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

func (g glyphs) bytes() []byte {
	out := make([]byte, len(g))
	for i := range g {
		out[i] = g[i].char
	}
	return out
}

// search finds every token that does not overlap one before it.
func (g glyphs) search(token []byte) (found []glyph) {
	for text, skipped := g.bytes(), 0; ; {
		i := bytes.Index(text, token)
		if i < 0 {
			return found
		}
		first, last := skipped+i, skipped+i+len(token)-1
		found = append(found, glyph{from: g[first].from, to: g[last].to})
		text, skipped = text[i+len(token):], last+1
	}
}

// beginning is where an end that the token begins with starts; otherwise, if
// there is none.
func (g glyphs) beginning(token []byte, otherwise int) int {
	text := g.bytes()
	for n := min(len(token), len(text)); n > 0; n-- {
		if bytes.HasSuffix(text, token[:n]) {
			return g[len(g)-n].from
		}
	}
	return otherwise
}

// withoutPart leaves out an encoded character at the end that is not whole.
func (g glyphs) withoutPart() glyphs {
	for i := max(len(g)-len(`\u000`), 0); i < len(g); i++ {
		if g[i].char == '%' || g[i].char == '\\' {
			return g[:i]
		}
	}
	return g
}

// decode takes away one layer of percent-encoding and of the escapes of JSON,
// and reports whether there was any.
func (g glyphs) decode() (decoded glyphs, changed bool) {
	for i := 0; i < len(g); {
		char, n := g[i:].encoded()
		if n > 1 && !changed {
			changed = true
			decoded = append(make(glyphs, 0, len(g)), g[:i]...)
		}
		if changed {
			decoded = append(decoded, glyph{lower(char), g[i].from, g[i+n-1].to})
		}
		i += n
	}
	return decoded, changed
}

// encoded is the character that g begins with and how many glyphs stand for it.
func (g glyphs) encoded() (char byte, n int) {
	switch {
	case g[0].char == '%':
		if value, ok := g.hex(1, 2); ok {
			return byte(value), 3
		}
	case g[0].char == '\\' && len(g) > 1 && g[1].char == 'u':
		if value, ok := g.hex(2, 4); ok && value < utf8.RuneSelf {
			return byte(value), 6
		}
	case g[0].char == '\\' && len(g) > 1 && isAny(g[1].char, `"\/`):
		return g[1].char, 2
	}
	return g[0].char, 1
}

// hex reads digits.
func (g glyphs) hex(from, count int) (value int, ok bool) {
	if len(g) < from+count {
		return 0, false
	}
	for _, digit := range g[from : from+count] {
		i := strings.IndexByte("0123456789abcdef", digit.char)
		if i < 0 {
			return 0, false
		}
		value = value<<4 | i
	}
	return value, true
}
