package config

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"

	"tolokadash/internal/nearest"
	"tolokadash/keymap"
)

// keysSection remaps keys; its names are in package keymap.
const keysSection = "keys"

// check is every mistake in what the document says, line by line.
func (d *document) check() Errors {
	var errs Errors
	told := map[string]bool{} // what is wrong as a whole is told once
	for _, e := range d.entries {
		whole := strings.Join(e.path[:min(2, len(e.path))], ".")
		if told[e.path[0]] || told[whole] {
			continue
		}
		var message string
		var at int
		switch first := e.path[0]; {
		case first == keysSection:
			message, at = inKeys(e)
			told[whole] = message != "" && len(e.path) > 1
		case first == profileSection:
			message, at = inProfiles(e)
			told[whole] = message != "" && len(e.path) > 1 && !profileName(e.path[1])
		case slices.Contains(sections(), first):
			message, at = inSection(e)
		default:
			message, at = atTop(e)
			told[first] = message != "" && (e.head() || len(e.path) > 1)
		}
		if message == "" {
			continue
		}
		if errs = append(errs, d.at(at, "%s", message)); len(errs) > maxErrors {
			break
		}
	}
	return errs
}

// sections is the sections of plain options.
func sections() []string {
	var all []string
	for _, o := range options() {
		if o.section != "" && o.section != profileSection && !slices.Contains(all, o.section) {
			all = append(all, o.section)
		}
	}
	return all
}

// keysIn is the options of a section.
func keysIn(section string) []string {
	var all []string
	for _, o := range options() {
		if o.section == section {
			all = append(all, o.key)
		}
	}
	return all
}

// lookUp finds an option.
func lookUp(section, key string) (option, bool) {
	for _, o := range options() {
		if o.section == section && o.key == key {
			return o, true
		}
	}
	return option{}, false
}

func atTop(e entry) (string, int) {
	key := e.path[0]
	if o, ok := lookUp("", key); ok {
		if e.head() || len(e.path) > 1 {
			return fmt.Sprintf("%s is an option and no section; write %s = %s.", key, key, o.defaultValue), e.key
		}
		return violation(o, e)
	}
	if e.head() || len(e.path) > 1 {
		all := append(sections(), keysSection, profileSection+".NAME")
		return fmt.Sprintf("[%s] is no section.%s The sections are: %s.", bare(key), didYouMean(key, append(sections(), keysSection, profileSection)), strings.Join(all, ", ")), e.key
	}
	return unknown("", key), e.key
}

func inSection(e entry) (string, int) {
	section := e.path[0]
	switch len(e.path) {
	case 1:
		return sectionHead(e, section), e.key
	case 2:
		if o, ok := lookUp(section, e.path[1]); ok {
			return violation(o, e)
		}
		return unknown(section, e.path[1]), e.key
	}
	return fmt.Sprintf("[%s] has no sections within; its options are: %s.", section, strings.Join(keysIn(section), ", ")), e.key
}

func inKeys(e entry) (string, int) {
	switch {
	case len(e.path) == 1:
		return sectionHead(e, keysSection), e.key
	case len(e.path) > 2 || e.head():
		return "[keys] has no sections within; write an action and its keys, such as close = \"c\".", e.key
	case e.kind != unstable.String:
		return fmt.Sprintf("%s must be keys in one pair of quotes, alternatives separated by blanks, such as \"j down\"; it is %s.", bare(e.path[1]), e.got()), e.value
	}
	return "", 0
}

func inProfiles(e entry) (string, int) {
	switch {
	case len(e.path) == 1:
		if e.kind == unstable.Table || e.kind == unstable.InlineTable {
			return "", 0
		}
		return "profiles holds one section for each profile; write [profiles.NAME].", e.key
	case len(e.path) == 2 && e.kind == unstable.ArrayTable:
		return fmt.Sprintf("a profile is one section; write [profiles.%s] with single brackets.", bare(e.path[1])), e.key
	case len(e.path) == 2 && !e.head():
		return bare(e.path[1]) + " stands outside a profile; write it below a line [profiles.NAME].", e.key
	case !profileName(e.path[1]):
		return "the name of a profile must be 1 to 64 letters, digits, dots, dashes or underscores.", e.key
	case len(e.path) == 2:
		return "", 0
	case len(e.path) > 3:
		return fmt.Sprintf("a profile has no sections within; its options are: %s.", strings.Join(keysIn(profileSection), ", ")), e.key
	}
	if o, ok := lookUp(profileSection, e.path[2]); ok {
		return violation(o, e)
	}
	return unknown(profileSection, e.path[2]), e.key
}

func profileName(name string) bool {
	return name != "" && utf8.RuneCountInString(name) <= 64 && !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-", r)
	})
}

func sectionHead(e entry, section string) string {
	if e.kind == unstable.Table || e.kind == unstable.InlineTable {
		return ""
	}
	return fmt.Sprintf("%s is a section; write [%s] on a line of its own and its options below.", section, section)
}

// violation is the sentence about a value that breaks the option's rule, and its
// place; "" if it keeps it.
func violation(o option, e entry) (string, int) {
	if wrong := o.rule(e); wrong != "" {
		return o.name() + " " + wrong, e.value
	}
	return "", 0
}

// unknown names the nearest valid key and, if it is elsewhere, its section.
func unknown(section, key string) string {
	if key == "token" {
		return "a token does not belong in this file; write token_env, token_file, token_command or token_keyring in a profile instead."
	}
	place, valid := "["+section+"]", keysIn(section)
	switch section {
	case "":
		place = "the top of the file"
		valid = append(valid, append(sections(), keysSection, profileSection)...)
	case profileSection:
		place = "a profile"
	}
	hint := didYouMean(key, valid)
	if hint == "" {
		hint = elsewhere(key)
	}
	return fmt.Sprintf("%s is no option at %s.%s The options there are: %s.", bare(key), place, hint, strings.Join(keysIn(section), ", "))
}

// elsewhere says where an option belongs that is right but in the wrong place.
func elsewhere(key string) string {
	for _, o := range options() {
		if o.key == key {
			switch o.section {
			case "":
				return " It belongs before the first section."
			case profileSection:
				return " It belongs below a line [profiles.NAME]."
			}
			return fmt.Sprintf(" It belongs below [%s].", o.section)
		}
	}
	if slices.Contains(keymap.Remappable(), key) {
		return " It is an action and belongs below [keys]."
	}
	return ""
}

func didYouMean(word string, among []string) string {
	if near := nearest.Word(strings.ToLower(word), among); near != "" {
		return fmt.Sprintf(" Did you mean %s?", near)
	}
	return ""
}

// bare is a key as a message shows it, quoted where it is not a plain word.
func bare(key string) string {
	if profileName(key) {
		return key
	}
	return quote(key)
}
