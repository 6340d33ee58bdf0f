package tolokaapi

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// encoding/json matches keys without regard to case: beside "id" it takes "ID",
// and the last of them counts. A record would then name another pool than other
// programs read in it. So objects are decoded here: a key counts only if it is
// exactly the field's name.

// An object is a record, or a part of one, that is decoded field by field.
type object interface {
	// field is the destination of the value under a key; nil if the key is not
	// read. Every field has an address of its own.
	field(key []byte) value
}

// A value takes any JSON value without an error. What it cannot use leaves it
// as if the field were absent, and so does null.
type value interface {
	// read gives the reason why the whole record cannot be used; "" as a rule.
	read(raw []byte, clean sanitizer) (problem string)
}

var null = []byte("null")

// fill decodes the fields of a record, and gives the first reason why it cannot
// be used; "" if there is none. A field that comes twice is as if it were
// absent, and the record cannot be used: nothing says which of the two is meant.
func fill(raw []byte, o object, clean sanitizer) (problem string) {
	if !isObject(raw) {
		return "it is not an object"
	}
	var space [24]value
	seen := space[:0]
	note := func(found string) {
		if problem == "" {
			problem = found
		}
	}
	for m := newMembers(raw); m.next(); {
		v := o.field(m.key)
		switch {
		case v == nil:
		case slices.Contains(seen, v):
			v.read(null, clean)
			note("it has the field " + string(m.key) + " twice")
		default:
			seen = append(seen, v)
			note(v.read(m.value, clean))
		}
	}
	return problem
}

// fillPart is fill for an object inside a record, which may be missing.
func fillPart(raw []byte, o object, clean sanitizer) (problem string) {
	if !isObject(raw) {
		return ""
	}
	return fill(raw, o, clean)
}

func isObject(raw []byte) bool { return len(raw) > 0 && raw[0] == '{' }

// members iterates over the members of an object that is valid JSON, in place.
type members struct {
	key, value []byte // of the member that next went to; the key decoded
	rest       []byte
}

func newMembers(raw []byte) *members { return &members{rest: raw[1:]} }

func (m *members) next() bool {
	if m.rest = skip(m.rest, ","); len(m.rest) == 0 || m.rest[0] != '"' {
		return false
	}
	n := stringLength(m.rest)
	m.key = unquoteKey(m.rest[:n])
	m.rest = skip(m.rest[n:], ":")
	n = valueLength(m.rest)
	m.value, m.rest = m.rest[:n], m.rest[n:]
	return n > 0
}

// elements iterates over the elements of a list that is valid JSON, in place.
type elements struct {
	value []byte // of the element that next went to
	rest  []byte
}

func newElements(raw []byte) *elements { return &elements{rest: raw[1:]} }

func (e *elements) next() bool {
	if e.rest = skip(e.rest, ","); len(e.rest) == 0 || e.rest[0] == ']' {
		return false
	}
	n := valueLength(e.rest)
	e.value, e.rest = e.rest[:n], e.rest[n:]
	return n > 0
}

// maxKey is the largest size, in bytes, of a key that is decoded: six times the
// longest field's name.
const maxKey = 256

// unquoteKey decodes a key. Escaped letters are the letters they stand for.
func unquoteKey(quoted []byte) []byte {
	key := bytes.TrimSuffix(quoted[1:], []byte(`"`))
	if bytes.IndexByte(key, '\\') < 0 {
		return key
	}
	var decoded string
	if len(quoted) > maxKey || json.Unmarshal(quoted, &decoded) != nil {
		return nil
	}
	return []byte(decoded)
}

// skip drops space and the separators given.
func skip(raw []byte, separators string) []byte {
	for len(raw) > 0 && (isAny(raw[0], " \t\r\n") || isAny(raw[0], separators)) {
		raw = raw[1:]
	}
	return raw
}

func isAny(b byte, set string) bool { return strings.IndexByte(set, b) >= 0 }

// valueLength is the length in bytes of the value raw begins with.
func valueLength(raw []byte) int {
	depth := 0
	for i := 0; i < len(raw); {
		switch raw[i] {
		case '"':
			i += stringLength(raw[i:])
		case '{', '[':
			depth++
			i++
		case '}', ']':
			if depth == 0 { // of what the value stands in
				return i
			}
			depth--
			i++
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
			i++
			continue
		default:
			i++
			continue
		}
		if depth == 0 {
			return i
		}
	}
	return len(raw)
}

// stringLength is the length in bytes of the string raw begins with, its quotes
// among them.
func stringLength(raw []byte) int {
	for i := 1; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(raw)
}
