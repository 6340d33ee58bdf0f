package keymap

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tolokadash/internal/nearest"
)

// named is the keys that have a name instead of a character, as Bubble Tea
// spells them; f1 to f20 come on top.
var named = []string{"enter", "tab", "backspace", "esc", "space", "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "insert", "delete"}

// keyNames is every key that has a name.
var keyNames = append(slices.Clone(named), functionKeys(20)...)

// modifiers is Bubble Tea's spelling and order. It has hyper too, which no
// keyboard has.
var modifiers = []string{"ctrl", "alt", "shift", "meta", "super"}

// parseKeys reads a binding: keys separated by blanks, none for "". Blanks alone
// are an error, since who writes " " means the key.
func parseKeys(binding string) ([]string, error) {
	var keys []string
	if binding != "" && strings.TrimSpace(binding) == "" {
		return nil, fmt.Errorf("%q names no key; write \"space\" for the space bar, or \"\" for none", binding)
	}
	for _, word := range strings.Fields(binding) {
		k, err := parseKey(word)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys, nil
}

// parseKey brings one key into Bubble Tea's spelling. It takes any case of
// modifiers and names, any order of modifiers, and the usual other names; what
// could be meant in two ways or could never be pressed is an error that says
// what to write.
func parseKey(word string) (string, error) {
	mods, base, err := split(word)
	if err != nil {
		return "", err
	}
	if utf8.RuneCountInString(base) != 1 {
		name, ok := keyName(base)
		if !ok {
			return "", unknownKey(base)
		}
		return join(mods, name), nil
	}
	r, _ := utf8.DecodeRuneInString(base)
	if at, ok := cyrillic(r); ok {
		return "", fmt.Errorf("%q is a Cyrillic letter; write the Latin key at its place, %q, and it works in both layouts", base, string(at))
	}
	if !unicode.IsPrint(r) || unicode.Is(unicode.M, r) {
		return "", fmt.Errorf("%q cannot be typed as a key", base)
	}
	return parseCharacter(word, mods, r)
}

// parseCharacter is parseKey for a key that is one character.
func parseCharacter(word string, mods []string, r rune) (string, error) {
	shift := slices.Contains(mods, "shift")
	switch {
	case slices.Equal(mods, []string{"shift"}):
		if up := unicode.ToUpper(r); unicode.IsLetter(r) {
			return string(up), nil
		}
		return "", fmt.Errorf("%q depends on the keyboard; write the character that is typed, such as \"?\" or \"!\"", word)
	case slices.Contains(mods, "ctrl"):
		r = unicode.ToLower(r) // terminals do not tell ctrl+D from ctrl+d
		if as := arrivesAs(mods, r); as != join(mods, string(r)) {
			return "", fmt.Errorf("%q arrives as %q in most terminals; write %q or take another key", word, as, as)
		}
	case len(mods) > 0 && unicode.IsUpper(r):
		r = unicode.ToLower(r)
		if !shift {
			mods = append(mods, "shift")
		}
	}
	return join(mods, string(r)), nil
}

// arrivesAs is what most terminals report of a character with ctrl and other
// modifiers. They send one control code, which has no room for shift, with an
// escape before it for alt. The modifiers that such a code cannot carry at all
// are known only to terminals that report keys as they are pressed.
func arrivesAs(mods []string, r rune) string {
	for _, m := range mods {
		if m != "ctrl" && m != "alt" && m != "shift" {
			return join(mods, string(r))
		}
	}
	arrived, base := []string{"ctrl"}, string(r)
	if as := controlCode(r); as != "" {
		var ctrl bool
		if base, ctrl = strings.CutPrefix(as, "ctrl+"); !ctrl {
			arrived = nil
		}
	}
	if slices.Contains(mods, "alt") {
		arrived = append(arrived, "alt")
	}
	return join(arrived, base)
}

// controlCode is the key that stands for the control code of ctrl with r, where
// that is another one; "" if it is ctrl with r.
func controlCode(r rune) string {
	switch r {
	case 'i':
		return "tab"
	case 'm':
		return "enter"
	case '@', '`', '2':
		return "ctrl+space"
	case '[', '{', '3':
		return "esc"
	case '|', '4':
		return `ctrl+\`
	case '}', '5':
		return "ctrl+]"
	case '~', '6':
		return "ctrl+^"
	case '/', '7':
		return "ctrl+_"
	case '?', '8':
		return "backspace"
	}
	return ""
}

// split takes the modifiers off a key. The key "+" itself may follow them.
func split(word string) (mods []string, base string, err error) {
	base = word
	for {
		head, rest, found := strings.Cut(base, "+")
		if !found || head == "" {
			return mods, base, nil
		}
		mod, ok := modifier(head)
		if !ok {
			return nil, "", fmt.Errorf("%q in %q is no modifier; write one of: %s", head, word, strings.Join(modifiers, ", "))
		}
		if rest == "" {
			return nil, "", fmt.Errorf("%q names no key after the modifier", word)
		}
		if !slices.Contains(mods, mod) {
			mods = append(mods, mod)
		}
		base = rest
	}
}

func modifier(word string) (string, bool) {
	word = strings.ToLower(word)
	switch word {
	case "control":
		word = "ctrl"
	case "option", "opt":
		word = "alt"
	case "cmd", "command", "win":
		word = "super"
	}
	return word, slices.Contains(modifiers, word)
}

func keyName(word string) (string, bool) {
	word = strings.ToLower(word)
	switch word {
	case "escape":
		word = "esc"
	case "return":
		word = "enter"
	case "pageup":
		word = "pgup"
	case "pagedown", "pgdn":
		word = "pgdown"
	case "del":
		word = "delete"
	case "ins":
		word = "insert"
	}
	return word, slices.Contains(keyNames, word)
}

// functionKeys is the names of the first function keys.
func functionKeys(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = "f" + strconv.Itoa(i+1)
	}
	return all
}

// unknownKey says what could have been meant.
func unknownKey(word string) error {
	hint := ""
	if near := nearest.Word(strings.ToLower(word), keyNames); near != "" {
		hint = fmt.Sprintf("; did you mean %q?", near)
	}
	return fmt.Errorf("%q is no key%s A key is one character, or one of: %s, f1 to f20; after ctrl+, alt+ or shift+ if need be; alternatives stand apart by a blank",
		word, orPeriod(hint), strings.Join(named, ", "))
}

func orPeriod(hint string) string {
	if hint == "" {
		return "."
	}
	return hint
}

// join puts modifiers into Bubble Tea's order before the key.
func join(mods []string, base string) string {
	var b strings.Builder
	for _, m := range modifiers {
		if slices.Contains(mods, m) {
			b.WriteString(m + "+")
		}
	}
	return b.String() + base
}
