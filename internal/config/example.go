package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

// Example is the commented configuration: every option on a line of its own
// with its default, and what it does above it. It loads as it stands and
// changes nothing.
func Example() string {
	var b strings.Builder
	comment(&b, "The configuration of tolokadash. Every option stands here with its default, so any line can be left out. \"tolokadash config path\" says where this file belongs, \"tolokadash config check\" what is in force and why. A flag or an environment variable beats what is written here.")
	b.WriteString("\n")
	exampleSettings(&b)
	exampleKeys(&b)
	exampleProfiles(&b)
	return b.String()
}

func exampleSettings(b *strings.Builder) {
	section := ""
	for _, o := range options() {
		if o.section == profileSection {
			continue
		}
		if o.section != section {
			section = o.section
			fmt.Fprintf(b, "\n[%s]\n", section)
		}
		line(b, o.doc, o.key, o.defaultValue)
	}
}

func exampleKeys(b *strings.Builder) {
	b.WriteString("\n")
	comment(b, "Keys: alternatives are separated by blanks, and \"\" unbinds. A key is a character, or one of enter, tab, space, esc, backspace, up, down, left, right, home, end, pgup, pgdown, insert, delete and f1 to f20, with ctrl+, alt+ or shift+ before it if need be. Keys of confirmations and text fields are fixed.")
	fmt.Fprintf(b, "[%s]\n", keysSection)
	for _, d := range keymap.List() {
		if !d.Fixed {
			line(b, sentence(d.Scope.String()+": "+d.Long), string(d.Action), fmt.Sprintf("%q", d.Defaults))
		}
	}
}

// exampleProfiles writes one profile for each environment: the first with all
// options, the others with what tells them apart.
func exampleProfiles(b *strings.Builder) {
	b.WriteString("\n")
	comment(b, "Profiles: one section for each account, under a name of your choice. Those for the three environments exist even without these lines. The token itself never stands in this file.")
	for i, e := range tolokaapi.Environments() {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(b, "[%s.%s]\n", profileSection, e.Name)
		for _, o := range options() {
			switch {
			case o.section == profileSection && i == 0 && o.key == "environment":
				line(b, o.doc, o.key, fmt.Sprintf("%q", e.Name))
			case o.section == profileSection && i == 0:
				line(b, o.doc, o.key, o.defaultValue)
			case o.section == profileSection && o.key == "environment":
				line(b, "As above; tokens are issued for one environment only.", o.key, fmt.Sprintf("%q", e.Name))
			}
		}
	}
}

// line writes an option below its sentence.
func line(b *strings.Builder, says, key, value string) {
	comment(b, says)
	fmt.Fprintf(b, "%s = %s\n", key, value)
}

func sentence(words string) string { return words + "." }

// comment writes words as comment lines of at most 80 characters.
func comment(b *strings.Builder, words string) {
	width := 0
	for _, w := range strings.Fields(words) {
		switch {
		case width == 0:
			b.WriteString("#")
			width = 1
		case width+1+len(w) > 80:
			b.WriteString("\n#")
			width = 1
		}
		b.WriteString(" " + w)
		width += 1 + len(w)
	}
	b.WriteString("\n")
}

// Init writes the example to path, for its owner only, and makes the folders
// above it. It never writes over a file. Its error is an [*Error].
func Init(path string) error {
	fail := func(format string, args ...any) error {
		return &Error{File: tolokaapi.Harmless(path), Message: fmt.Sprintf(format, args...)}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fail("the folder cannot be made (%s); name another file with --config.", reason(err))
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if _, gone := os.Stat(path); errors.Is(err, fs.ErrExist) && errors.Is(gone, fs.ErrNotExist) {
		return fail("this is a link to nothing; mend it, or take it away.")
	}
	if errors.Is(err, fs.ErrExist) {
		return fail("the file exists already and is left as it is; name another one with --config.")
	}
	if err != nil {
		return fail("the file cannot be written (%s); name another one with --config.", reason(err))
	}
	_, err = file.WriteString(Example())
	if err = errors.Join(err, file.Close()); err != nil {
		_ = os.Remove(path) // half an example would only be in the way
		return fail("the file cannot be written (%s); name another one with --config.", reason(err))
	}
	return nil
}
