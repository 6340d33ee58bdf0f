package tolokaapi

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// maxLiteral bounds a number's literal, in bytes.
const maxLiteral = 64

// maxString is up to what size, in bytes, a string is decoded: enough for every
// text that is kept, whatever of it is escaped.
const maxString = 64 << 10

// An identifier is a valid id, or else a reason why there is none. Whole
// numbers count as their digits. An id is never altered, so one that holds the
// token costs its record.
type identifier struct {
	id      string
	problem string
}

func (i *identifier) read(raw []byte, clean sanitizer) string {
	var id string
	if digits(string(raw)) {
		id = string(raw)
	} else if len(raw) <= maxString {
		id, _ = decodeString(raw)
	}
	*i = identifier{id: id}
	switch {
	case id != "" && !ValidID(id), id == "" && string(raw) != "null":
		*i = identifier{problem: "its id cannot be used"}
	case clean.holdsToken(id):
		*i = identifier{problem: "one of its ids holds the token"}
		return i.problem
	}
	return ""
}

// missing says why there is no id; "" if there is one.
func (i *identifier) missing() string {
	if i.id == "" && i.problem == "" {
		return "it has no id"
	}
	return i.problem
}

// Texts, by how much of them is kept.
type (
	word    string // statuses, types, codes
	name    string // names and comments
	message string // messages of errors
)

func (w *word) read(raw []byte, clean sanitizer) string {
	*w = word(clean.value(raw, maxWord))
	return ""
}

func (n *name) read(raw []byte, clean sanitizer) string {
	*n = name(clean.value(raw, maxName))
	return ""
}

func (m *message) read(raw []byte, clean sanitizer) string {
	*m = message(clean.value(raw, maxText))
	return ""
}

// A moment is a date.
type moment struct{ date Date }

func (m *moment) read(raw []byte, clean sanitizer) string {
	s, cut := decodeString(raw)
	m.date = Date{Time: parseTime(s), Text: clean.text(s, maxText, cut)}
	return ""
}

// A truth is a boolean; what is none counts as false.
type truth bool

func (t *truth) read(raw []byte, _ sanitizer) string {
	*t = string(raw) == "true"
	return ""
}

// An amount keeps a number's literal, so that no digit changes.
type amount struct{ literal json.Number }

func (a *amount) read(raw []byte, clean sanitizer) string {
	a.literal = ""
	if number(raw) && !clean.holdsToken(string(raw)) {
		a.literal = json.Number(raw)
	}
	return ""
}

// An integer is a whole number, also one written as 40.0.
type integer struct{ value *int }

func (i *integer) read(raw []byte, clean sanitizer) string {
	i.value = nil
	if !number(raw) || clean.holdsToken(string(raw)) {
		return ""
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err == nil && f == math.Trunc(f) && math.Abs(f) <= math.MaxInt32 {
		n := int(f)
		i.value = &n
	}
	return ""
}

// A share is a percentage, clamped and rounded down: never more than was said.
type share struct{ progress Progress }

func (s *share) read(raw []byte, _ sanitizer) string {
	s.progress = Progress{}
	if !number(raw) {
		return ""
	}
	// Beyond the range of a float64 the value is an infinity of the right sign.
	f, _ := strconv.ParseFloat(string(raw), 64)
	s.progress = Progress{Known: true, Percent: int(math.Floor(min(max(f, 0), 100)))}
	return ""
}

// number reports whether a valid JSON value is a number of sensible length.
func number(raw []byte) bool {
	return len(raw) > 0 && len(raw) <= maxLiteral && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9')
}

// decodeString decodes a JSON string; "" for what is none. One longer than
// maxString is cut.
func decodeString(raw []byte) (s string, cut bool) {
	if len(raw) < 2 || raw[0] != '"' {
		return "", false
	}
	if len(raw) > maxString {
		raw, cut = append(slices.Clip(cutString(raw)), '"'), true
	}
	if inner := raw[1 : len(raw)-1]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner), cut
	}
	if json.Unmarshal(raw, &s) != nil {
		return "", false
	}
	return s, cut
}

// cutString is a string up to maxString, not cut within a character or escape.
func cutString(raw []byte) []byte {
	end := 1
	for i := end; i < maxString; {
		size := 1
		switch {
		case raw[i] == '\\' && raw[i+1] == 'u':
			size = len(`\u0000`)
		case raw[i] == '\\':
			size = len(`\n`)
		case raw[i] >= utf8.RuneSelf:
			_, size = utf8.DecodeRune(raw[i:])
		}
		if i += size; i <= maxString {
			end = i
		}
	}
	return raw[:end]
}
