package tolokaapi

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
)

// maxLiteral bounds a number's literal, in bytes.
const maxLiteral = 64

// The types below take any JSON value without an error. What they cannot use
// leaves them as if the field were absent.

// ignored skips a value without keeping it.
type ignored struct{}

func (*ignored) UnmarshalJSON([]byte) error { return nil }

// An identifier is a valid id, or else a reason why there is none. Whole
// numbers count as their digits.
type identifier struct {
	id      string
	problem string
}

func (i *identifier) UnmarshalJSON(raw []byte) error {
	var id string
	switch {
	case digits(string(raw)):
		id = string(raw)
	case json.Unmarshal(raw, &id) != nil:
		id = ""
	}
	*i = identifier{id: id}
	if id != "" && !ValidID(id) || id == "" && string(raw) != "null" {
		*i = identifier{problem: "its id cannot be used"}
	}
	return nil
}

// missing says why there is no id; "" if there is one.
func (i *identifier) missing() string {
	if i.id == "" && i.problem == "" {
		return "it has no id"
	}
	return i.problem
}

// An amount keeps a number's literal, so that no digit changes.
type amount struct{ literal json.Number }

func (a *amount) UnmarshalJSON(raw []byte) error {
	a.literal = ""
	if number(raw) {
		a.literal = json.Number(raw)
	}
	return nil
}

// An integer is a whole number, also one written as 40.0.
type integer struct{ value *int }

func (i *integer) UnmarshalJSON(raw []byte) error {
	i.value = nil
	if !number(raw) {
		return nil
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err == nil && f == math.Trunc(f) && math.Abs(f) <= math.MaxInt32 {
		n := int(f)
		i.value = &n
	}
	return nil
}

// A share is a percentage, clamped and rounded down: never more than was said.
type share struct{ progress Progress }

func (s *share) UnmarshalJSON(raw []byte) error {
	s.progress = Progress{}
	if !number(raw) {
		return nil
	}
	// Beyond the range of a float64 the value is an infinity of the right sign.
	f, _ := strconv.ParseFloat(string(raw), 64)
	s.progress = Progress{Known: true, Percent: int(math.Floor(min(max(f, 0), 100)))}
	return nil
}

// number reports whether a valid JSON value is a number of sensible length.
func number(raw []byte) bool {
	return len(raw) > 0 && len(raw) <= maxLiteral && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9')
}

// maxGeneric is up to what size, in bytes, generic JSON is rewritten to show
// escaped letters as letters; more is only compacted, since it is cut anyway.
const maxGeneric = 64 << 10

// compact writes generic JSON on one line and puts that through clean; "" for
// what is absent, null or {}.
func compact(raw []byte, clean func(string) string) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" || string(raw) == "{}" {
		return ""
	}
	var out bytes.Buffer
	if len(raw) <= maxGeneric {
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		e := json.NewEncoder(&out)
		e.SetEscapeHTML(false)
		var v any
		if d.Decode(&v) == nil && e.Encode(v) == nil {
			return clean(string(bytes.TrimSpace(out.Bytes())))
		}
		out.Reset()
	}
	if json.Compact(&out, raw) != nil {
		return ""
	}
	return clean(out.String())
}
