package config

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"tolokadash/tolokaapi"
)

// A document is a configuration file, taken apart so that every key and value
// has a place.
type document struct {
	path    string // of the file
	file    string // the path as messages name it
	data    []byte
	entries []entry
}

// An entry is a key with its value, or the head of a section.
type entry struct {
	path  []string // section and key
	key   int      // offset of the key in the file
	value int      // offset of its value; that of the key for a section
	kind  unstable.Kind
	text  string   // of a single value: a string's content, else as written
	raw   string   // of a single value: as written
	items []string // of a list
	texts bool     // all items are strings
}

// head reports whether the entry opens a section.
func (e entry) head() bool {
	return e.kind == unstable.Table || e.kind == unstable.ArrayTable || e.kind == unstable.InlineTable
}

// got is the value as messages quote it.
func (e entry) got() string {
	switch e.kind {
	case unstable.String:
		return quote(e.text)
	case unstable.Array:
		return "a list"
	case unstable.Table, unstable.ArrayTable, unstable.InlineTable:
		return "a section"
	}
	return tolokaapi.HarmlessN(e.raw, 64)
}

// parse takes a file apart. The error, if any, is about its syntax.
func parse(path string, data []byte) (*document, *Error) {
	d := &document{path: path, file: tolokaapi.Harmless(path), data: bytes.TrimPrefix(data, []byte("\ufeff"))}
	if at := invalid(d.data); at >= 0 {
		return d, d.at(at, "this is not UTF-8 text; save the file as UTF-8.")
	}
	var all map[string]any
	if err := toml.Unmarshal(d.data, &all); err != nil {
		return d, d.syntax(err)
	}
	d.takeApart()
	return d, nil
}

// without is the document as if these keys of its top, and all within them, were
// not there. What is left keeps its place.
func (d *document) without(keys ...string) *document {
	rest := *d
	rest.entries = slices.DeleteFunc(slices.Clone(d.entries), func(e entry) bool { return slices.Contains(keys, e.path[0]) })
	return &rest
}

// takeApart notes all entries, up to the first mistake in the syntax.
func (d *document) takeApart() {
	p := unstable.Parser{}
	p.Reset(d.data)
	var section []string
	for p.NextExpression() {
		section = d.expression(p.Expression(), section)
	}
}

// invalid is the offset of the first byte that is not UTF-8, or -1.
func invalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// syntax turns the library's error into ours.
func (d *document) syntax(err error) *Error {
	e := &Error{File: d.file}
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		line, column := decode.Position()
		e.Line, e.Column = line, d.characters(line, column)
	}
	what := strings.TrimPrefix(err.Error(), "toml: ")
	e.Message = tolokaapi.HarmlessN("this is not TOML: "+what+"."+d.advice(what, e.Line), 400)
	return e
}

// advice is what to do about the library's error on a line, where that is
// plain; else its own words must do.
func (d *document) advice(what string, line int) string {
	switch {
	case strings.Contains(what, "already"):
		if first := d.firstOf(line); first > 0 {
			return fmt.Sprintf(" It stands first in line %d; keep one of the two.", first)
		}
		return " Keep one of the two."
	case strings.Contains(what, "U+000A at start of value"):
		return " Write a value behind the =."
	case strings.Contains(what, "at start of value"), strings.Contains(what, "strings must be quoted"):
		return " Text stands in quotes; true, false and numbers stand without, and true and false in small letters."
	case strings.Contains(what, "expected newline"):
		return " Each option stands on a line of its own, and text in quotes."
	}
	return ""
}

// firstOf is the line where what a line repeats stands first; 0 if there is
// none before it.
func (d *document) firstOf(line int) int {
	d.takeApart()
	start := 0
	for range line - 1 {
		start += bytes.IndexByte(d.data[start:], '\n') + 1
	}
	again := slices.IndexFunc(d.entries, func(e entry) bool { return e.key >= start })
	if again < 0 {
		return 0
	}
	path := d.entries[again].path
	for _, e := range d.entries[:again] {
		if len(e.path) >= len(path) && slices.Equal(e.path[:len(path)], path) {
			return d.at(e.key, "").Line
		}
	}
	return 0
}

// characters turns a column in bytes into one in characters.
func (d *document) characters(line, column int) int {
	lines := bytes.Split(d.data, []byte("\n"))
	if line < 1 || line > len(lines) || column < 1 {
		return max(column, 1)
	}
	text := lines[line-1]
	return utf8.RuneCount(text[:min(column-1, len(text))]) + 1
}

// at is a mistake at an offset.
func (d *document) at(offset int, format string, args ...any) *Error {
	before := d.data[:min(offset, len(d.data))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return &Error{
		File: d.file, Line: bytes.Count(before, []byte("\n")) + 1, Column: utf8.RuneCount(before[start:]) + 1,
		Message: tolokaapi.HarmlessN(fmt.Sprintf(format, args...), 1500),
	}
}

// expression notes one line of the file and returns the section that the next
// belongs to.
func (d *document) expression(n *unstable.Node, section []string) []string {
	switch n.Kind {
	case unstable.Table, unstable.ArrayTable:
		path, at := keyOf(n)
		d.entries = append(d.entries, entry{path: path, key: at, value: at, kind: n.Kind})
		return path
	case unstable.KeyValue:
		d.pair(n, section)
	}
	return section
}

// pair notes a key and its value; an inline table is the section it stands for.
func (d *document) pair(n *unstable.Node, section []string) {
	path, at := keyOf(n)
	v := n.Value()
	e := entry{path: append(slices.Clone(section), path...), key: at, value: at, kind: v.Kind, text: string(v.Data)}
	switch v.Kind {
	case unstable.InlineTable:
		d.entries = append(d.entries, e)
		for c := v.Children(); c.Next(); {
			d.pair(c.Node(), e.path)
		}
		return
	case unstable.Array:
		e.value = d.valueOf(n) // the parser notes no place for it
		e.texts = true
		for c := v.Children(); c.Next(); {
			e.items = append(e.items, string(c.Node().Data))
			e.texts = e.texts && c.Node().Kind == unstable.String
		}
	default:
		e.value = int(v.Raw.Offset)
		e.raw = string(d.data[v.Raw.Offset : v.Raw.Offset+v.Raw.Length])
	}
	d.entries = append(d.entries, e)
}

// keyOf is the parts of a key and where it begins.
func keyOf(n *unstable.Node) (path []string, at int) {
	for k := n.Key(); k.Next(); {
		if path == nil {
			at = int(k.Node().Raw.Offset)
		}
		path = append(path, string(k.Node().Data))
	}
	return path, at
}

// valueOf is where the value of a pair begins: after its key, blanks and =.
func (d *document) valueOf(pair *unstable.Node) int {
	at := 0
	for k := pair.Key(); k.Next(); {
		at = int(k.Node().Raw.Offset + k.Node().Raw.Length)
	}
	rest := d.data[at:]
	return at + len(rest) - len(bytes.TrimLeft(rest, " \t="))
}

// find is the entry with a path.
func (d *document) find(path ...string) (entry, bool) {
	for _, e := range d.entries {
		if slices.Equal(e.path, path) {
			return e, true
		}
	}
	return entry{}, false
}

// about is a mistake at the value of a path, or without a line if the file does
// not have it.
func (d *document) about(message string, path ...string) *Error {
	if e, ok := d.find(path...); ok {
		return d.at(e.value, "%s", message)
	}
	return &Error{File: d.file, Message: tolokaapi.HarmlessN(message, 1500)}
}
