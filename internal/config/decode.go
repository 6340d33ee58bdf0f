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
	decoder := toml.NewDecoder(bytes.NewReader(d.data)).DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return settings{}, d.syntax(err)
	}
	return s, nil
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
