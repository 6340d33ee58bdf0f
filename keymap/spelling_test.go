package keymap

import (
	"strings"
	"testing"
)

func TestParseKeys_Spellings(t *testing.T) {
	for written, want := range map[string]string{
		"j":              "j",
		"j down":         "j down",
		"  j \t down  ":  "j down",
		"j j":            "j",
		"":               "",
		"G":              "G",
		"shift+g":        "G",
		"shift+G":        "G",
		"Shift+G":        "G",
		"space":          "space",
		"SPACE":          "space",
		"shift+space":    "shift+space",
		"ctrl+d":         "ctrl+d",
		"Ctrl+D":         "ctrl+d",
		"control+d":      "ctrl+d",
		"alt+ctrl+d":     "ctrl+alt+d",
		"alt+G":          "alt+shift+g",
		"alt+shift+g":    "alt+shift+g",
		"option+x":       "alt+x",
		"cmd+k":          "super+k",
		"shift+tab":      "shift+tab",
		"ctrl+ctrl+d":    "ctrl+d",
		"Escape":         "esc",
		"return":         "enter",
		"PageDown pgdn":  "pgdown",
		"pageup":         "pgup",
		"del ins":        "delete insert",
		"f1 F12 f20":     "f1 f12 f20",
		"+":              "+",
		"ctrl++":         "ctrl++",
		"-":              "-",
		"é":              "é",
		"shift+é":        "É",
		"\"":             "\"",
		"ctrl+shift+up":  "ctrl+shift+up",
		"shift+super+d":  "shift+super+d",
		"super+ctrl+i":   "ctrl+super+i",
		"ctrl+h ctrl+j":  "ctrl+h ctrl+j",
		`ctrl+\ ctrl+]`:  `ctrl+\ ctrl+]`,
		"ctrl+^ ctrl+_":  "ctrl+^ ctrl+_",
		"ctrl+space":     "ctrl+space",
		"\u00a0j\u2003k": "j k",
	} {
		got, err := parseKeys(written)
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q: got %v, %v; want %q", written, got, err, want)
		}
	}
}

func TestParseKeys_RefusedWithAdvice(t *testing.T) {
	for written, says := range map[string]string{
		" ":                `write "space" for the space bar, or "" for none`,
		" \t\u00a0":        `write "space"`,
		"jj":               "is no key. A key is one character, or one of: enter, tab",
		"pagdown":          `did you mean "pgdown"?`,
		"pgdwn":            `did you mean "pgdown"?`,
		"f21":              "is no key",
		"f0":               "is no key",
		"ctrl+":            "names no key",
		"ctl+d":            "is no modifier; write one of: ctrl, alt",
		"a+b":              "is no modifier",
		"shift+1":          "write the character that is typed",
		"с":                `Cyrillic letter; write the Latin key at its place, "c"`,
		"ctrl+с":           "Cyrillic",
		"ctrl+i":           `arrives as "tab"`,
		"ctrl+M":           `arrives as "enter"`,
		"ctrl+[":           `arrives as "esc"`,
		"ctrl+{":           `arrives as "esc"`,
		"ctrl+3":           `arrives as "esc"`,
		"ctrl+@":           `arrives as "ctrl+space"`,
		"ctrl+`":           `arrives as "ctrl+space"`,
		"ctrl+2":           `arrives as "ctrl+space"`,
		"ctrl+/":           `arrives as "ctrl+_" in most terminals; write "ctrl+_" or take another key`,
		"ctrl+7":           `arrives as "ctrl+_"`,
		"ctrl+|":           `arrives as "ctrl+\\"`,
		"ctrl+4":           `arrives as "ctrl+\\"`,
		"ctrl+}":           `arrives as "ctrl+]"`,
		"ctrl+5":           `arrives as "ctrl+]"`,
		"ctrl+~":           `arrives as "ctrl+^"`,
		"ctrl+6":           `arrives as "ctrl+^"`,
		"ctrl+?":           `arrives as "backspace"`,
		"ctrl+8":           `arrives as "backspace"`,
		"ctrl+shift+d":     `arrives as "ctrl+d" in most terminals; write "ctrl+d"`,
		"ctrl+alt+i":       `arrives as "alt+tab"`,
		"ctrl+alt+shift+m": `arrives as "alt+enter"`,
		"ctrl+alt+@":       `arrives as "ctrl+alt+space"`,
		"\u0301":           "cannot be typed",
		"\x1b":             "cannot be typed",
		"\u202e":           "cannot be typed",
		"ctrl+\x07":        "cannot be typed",
	} {
		keys, err := parseKeys(written)
		if err == nil {
			t.Errorf("%q was read as %v", written, keys)
			continue
		}
		if !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %q does not say %q", written, err, says)
		}
	}
}

func FuzzKeys(f *testing.F) {
	for _, s := range []string{"j down", "ctrl++", "+++", "shift+g", "ctrl+с", "\x1b[31m", "a+\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, written string) {
		keys, err := parseKeys(written)
		if err != nil {
			return
		}
		again, err := parseKeys(strings.Join(keys, " "))
		if err != nil || strings.Join(again, " ") != strings.Join(keys, " ") {
			t.Errorf("%q was read as %q, and that as %q, %v", written, keys, again, err)
		}
	})
}

func TestParseKeys_HyperRefused(t *testing.T) {
	for _, binding := range []string{"hyper+z", "ctrl+hyper+z", "Hyper+up"} {
		if keys, err := parseKeys(binding); err == nil || !strings.Contains(err.Error(), "is no modifier; write one of: ctrl, alt, shift, meta, super") {
			t.Errorf("%s: %q, %v", binding, keys, err)
		}
	}
}
