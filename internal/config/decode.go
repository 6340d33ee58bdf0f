package config

import (
	"bytes"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// decode is the settings: the defaults, and over them what the document says.
// The document has passed its check, so an error here means that check and
// settings disagree; the tests hold that they do not.
func (d *document) decode() (settings, *Error) {
	s := defaults()
	data, err := d.kept()
	if err != nil {
		return settings{}, d.syntax(err)
	}
	decoder := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return settings{}, d.syntax(err)
	}
	return s, nil
}

// kept is the document's text without what is left out of it.
func (d *document) kept() ([]byte, error) {
	if len(d.left) == 0 {
		return d.data, nil
	}
	var all map[string]any
	if err := toml.Unmarshal(d.data, &all); err != nil {
		return nil, err
	}
	for _, key := range d.left {
		delete(all, key)
	}
	return toml.Marshal(all)
}

// defaults is the settings of an empty file.
func defaults() settings {
	var b strings.Builder
	exampleSettings(&b)
	var s settings
	if err := toml.Unmarshal([]byte(b.String()), &s); err != nil {
		panic(err) // the list of options does not fit the settings: a test loads it
	}
	return s
}
