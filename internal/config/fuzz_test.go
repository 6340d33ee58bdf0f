package config

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func FuzzConfig(f *testing.F) {
	// The example in pieces: the engine spends its time on making seeds smaller.
	for _, piece := range strings.Split(Example(), "\n\n") {
		var options []string
		for _, line := range strings.Split(piece, "\n") {
			if !strings.HasPrefix(line, "#") {
				options = append(options, line)
			}
		}
		f.Add([]byte(strings.Join(options, "\n")))
	}
	for _, seed := range []string{
		"", "\ufeff[ui]", "[ui]\ntheme = \"\x1b[31m\"", "\"\\u001b\" = 1", "a.b.c = {d = [1, {e = 2}]}", "[[profiles.a]]",
		"[profiles.\"\\u202e\"]\ntoken_command = [[\"a\"], 1]", "keys = {close = \"\\u0007\", \"x\\ny\" = \"c\"}",
		"[keys]\nclose = \"ctrl+с +++ \"", "profiles = 3", "refresh.open_pools = 1979-05-27", "[limits]\nin_flight = 0b11",
		"read_only = true\nread_only = true", "= 1", "[ui]\ntime_zone = '''\nUTC'''", "profile = \"\xff\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, fail := parse("c.toml", data)
		if fail != nil {
			checkError(t, doc, fail)
			return
		}
		c := &Config{}
		err := c.apply(doc, Flags{})
		if err == nil {
			for _, line := range append(strings.Split(c.Report(true), "\n"), c.token.String()) {
				checkText(t, line)
			}
			return
		}
		var all Errors
		var one *Error
		switch {
		case errors.As(err, &all):
			for _, e := range all {
				checkError(t, doc, e)
			}
		case errors.As(err, &one):
			if strings.HasPrefix(one.Message, "this is not TOML") {
				t.Errorf("the check let pass what the settings do not take: %v", one)
			}
			checkError(t, doc, one)
		default:
			t.Errorf("the error is a %T", err)
		}
	})
}

// checkError holds that an error can be printed and points into the file.
func checkError(t *testing.T, doc *document, e *Error) {
	t.Helper()
	checkText(t, e.Error())
	if e.Line < 0 || e.Line > strings.Count(string(doc.data), "\n")+1 || e.Line > 0 && e.Column < 1 {
		t.Errorf("%v is outside the file", e)
	}
}

func checkText(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
		t.Errorf("%q cannot be printed as it is", text)
	}
}
