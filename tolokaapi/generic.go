package tolokaapi

import (
	"bytes"
	"fmt"
	"strings"
)

// generic is JSON of any shape, as sent. It is good only as long as the answer
// is being decoded.
type generic []byte

func (g *generic) read(raw []byte, _ sanitizer) string {
	*g = raw
	return ""
}

// maxGeneric is up to what size, in bytes, generic JSON is written: more than is
// kept of it, since what is invisible is taken out afterwards.
const maxGeneric = 4 * maxText

// compact writes generic JSON on one line of harmless text, members in the order
// in which they were sent and escaped letters as letters; "" for what is absent,
// null or {}.
func (g generic) compact(clean sanitizer) string {
	raw := bytes.TrimSpace(g)
	if string(raw) == "null" || string(raw) == "{}" {
		return ""
	}
	var out strings.Builder
	cut := false
	for len(raw) > 0 && out.Len() < maxGeneric {
		n := 1
		switch {
		case raw[0] == '"':
			n = stringLength(raw)
			text, shortened := decodeString(raw[:n])
			writeString(&out, text)
			cut = cut || shortened
		case !isAny(raw[0], " \t\r\n"):
			out.WriteByte(raw[0])
		}
		raw = raw[n:]
	}
	return clean.text(out.String(), maxText, cut || len(raw) > 0 || out.Len() > maxGeneric)
}

// writeString writes a JSON string. Control characters are escaped, so that none
// of them takes what follows for a part of a sequence.
func writeString(out *strings.Builder, text string) {
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r < ' ' || r >= 0x7f && r <= lastC1:
			fmt.Fprintf(out, `\u%04x`, r)
		default:
			out.WriteRune(r)
		}
		if out.Len() > maxGeneric {
			break
		}
	}
	out.WriteByte('"')
}
