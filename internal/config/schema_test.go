package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
)

func TestLoad_MistakesWithPlaceAndAdvice(t *testing.T) {
	alone(t)
	for name, c := range map[string]struct {
		content string
		at      string // line:column
		says    string
	}{
		"an unknown option":              {"\n[ui]\n  glyhps = \"ascii\"\n", "3:3", "glyhps is no option at [ui]. Did you mean glyphs? The options there are: glyphs, theme, time_zone."},
		"an unknown option at the top":   {"readonly = true", "1:1", "readonly is no option at the top of the file. Did you mean read_only?"},
		"an option in the wrong section": {"[ui]\nin_flight = 3", "2:1", "It belongs below [limits]."},
		"an option below a section":      {"[ui]\nread_only = true", "2:1", "It belongs before the first section."},
		"a profile's option at the top":  {"token_env = \"A\"", "1:1", "It belongs below a line [profiles.NAME]."},
		"an action in the wrong section": {"[ui]\nhalf_page_up = \"c\"", "2:1", "It is an action and belongs below [keys]."},
		"an unknown option of a profile": {"[profiles.a]\nenvronment = \"sandbox\"", "2:1", "envronment is no option at a profile. Did you mean environment?"},
		"an unknown section":             {"[refesh]\nopen_pools = \"1m\"\nx = 1", "1:2", "[refesh] is no section. Did you mean refresh? The sections are: refresh, limits, confirm, figures, account, journal, ui, keys, profiles.NAME."},
		"an unknown dotted section":      {"uii.theme = \"dark\"", "1:1", "[uii] is no section. Did you mean ui?"},
		"an unknown name, hostile":       {"\"\\u001b[31m\" = 1", "1:1", `"" is no option`},
		"a token in the file":            {"[profiles.a]\nenvironment = \"sandbox\"\ntoken = \"sesame\"", "3:1", "a token does not belong in this file"},
		"an option as a section":         {"[profile]\nx = 1", "1:2", `profile is an option and no section; write profile = "production".`},
		"a section as an option":         {"ui = 5", "1:1", "ui is a section; write [ui]"},
		"a section within a section":     {"[ui.colours]", "1:2", "colours is no option at [ui]"},
		"a section far within":           {"[ui]\na.b.c = 1", "2:1", "[ui] has no sections within"},
		"an empty section on one line":   {"colours = {}", "1:1", "[colours] is no section"},
		"a section for a value":          {"read_only = {}", "1:1", "read_only"},
		"a list of sections":             {"[[ui]]\n", "1:3", "ui is a section; write [ui]"},
		"a list of profiles":             {"[[profiles]]\n", "1:3", "write [profiles.NAME]"},
		"a list of one profile":          {"[[profiles.a]]\n", "1:3", "write [profiles.a] with single brackets"},
		"an option between profiles":     {"[profiles]\nscheme = \"OAuth\"", "2:1", "scheme stands outside a profile"},
		"a profile within a profile":     {"[profiles.a.b.c]\n", "1:2", "a profile has no sections within"},
		"a name no profile can have":     {"[profiles.\"a b\"]\nx = 1\ny = 2", "1:2", "the name of a profile must be"},
		"text for a number":              {"[limits]\nin_flight = \"16\"", "2:13", `limits.in_flight must be a whole number from 1 to 64, without quotes; it is "16".`},
		"a number too large":             {"[limits]\nrequests_per_second = 301", "2:23", "must be a whole number from 1 to 300, without quotes; it is 301."},
		"a number of another world":      {"[limits]\nin_flight = 99999999999999999", "2:13", "it is 99999999999999999."},
		"a negative number":              {"[confirm]\ntype_count_from = -1", "2:19", "from 2 to 1000, without quotes; it is -1."},
		"a fraction":                     {"[limits]\nin_flight = 1.5", "2:13", "it is 1.5."},
		"a number for a duration":        {"[refresh]\nopen_pools = 30", "2:14", `refresh.open_pools must be a duration from "5s" to "1h", in quotes; it is 30.`},
		"a duration without a unit":      {"[refresh]\nopen_pools = \"30\"", "2:14", `it is "30".`},
		"a duration too short":           {"[confirm]\narm_after = \"0s\"", "2:13", `from "100ms" to "5s", in quotes; it is "0s".`},
		"text for yes or no":             {"read_only = \"true\"", "1:13", `read_only must be true or false, without quotes; it is "true".`},
		"one of several, mistyped":       {"[ui]\nglyphs = \"unicod\"", "2:10", `ui.glyphs must be one of "auto", "unicode", "ascii"; it is "unicod". Did you mean "unicode"?`},
		"one of several, a list":         {"[ui]\ntheme = [\"dark\"]", "2:9", "it is a list."},
		"a time zone nobody has":         {"[ui]\ntime_zone = \"Mars/Olympus\"", "2:13", "must be \"local\", \"utc\" or the name of a time zone"},
		"a time zone that is a path":     {"[ui]\ntime_zone = \"../../etc/passwd\"", "2:13", "must be \"local\""},
		"wide characters before it":      {"ui = { \"日本\" = 1 }", "1:8", `日本 is no option at [ui].`},
		"wide characters on the line":    {"profiles = { \"日本\" = { scheem = 1, api_url = \"https://a.b\" } }", "1:23", "scheem is no option at a profile. Did you mean scheme?"},
		"a value without end":            {"[ui]\ntheme = \"" + strings.Repeat("a", 5000) + "\"", "2:9", "it is \"" + strings.Repeat("a", 61) + "…\"."},
		"an unknown environment":         {"[profiles.a]\nenvironment = \"sandbx\"", "2:15", `environment must be one of "production", "sandbox", "yandex-tasks"; it is "sandbx". Did you mean "sandbox"?`},
		"plain http to the world":        {"[profiles.a]\napi_url = \"http://example.com\"", "2:11", "api_url cannot be used: plain http is for this machine only"},
		"an account that is no id":       {"[profiles.a]\nenvironment = \"sandbox\"\naccount = \"a b\"", "3:11", "must be the id of a requester"},
		"a token for a variable":         {"[profiles.a]\nenvironment = \"sandbox\"\ntoken_env = \"y0_sesame\"", "3:13", "and not the token itself"},
		"a command for a shell":          {"[profiles.a]\nenvironment = \"sandbox\"\ntoken_command = \"pass show $X\"", "3:17", "runs without a shell"},
		"a command of numbers":           {"[profiles.a]\nenvironment = \"sandbox\"\ntoken_command = [1]", "3:17", "must be a list of arguments"},
		"a command with a gap":           {"[profiles.a]\nenvironment = \"sandbox\"\ntoken_command = [\"pass\", \"\"]", "3:17", "must be a list of arguments"},
		"a blank command":                {"[profiles.a]\nenvironment = \"sandbox\"\ntoken_command = \" \\t \"", "3:17", "token_command must be a command; it is blank."},
		"a blank file":                   {"[profiles.a]\nenvironment = \"sandbox\"\ntoken_file = \" \"", "3:14", "token_file must name a file; it is blank."},
		"a blank variable":               {"[profiles.a]\nenvironment = \"sandbox\"\ntoken_env = \" \"", "3:13", "must be the name of an environment variable"},
		"two token sources":              {"[profiles.a]\nenvironment = \"sandbox\"\ntoken_keyring = true\ntoken_env = \"A\"", "3:17", "profile a takes its token from token_env and token_keyring; keep one of them."},
		"an environment and a url":       {"[profiles.a]\nenvironment = \"sandbox\"\napi_url = \"https://a.b\"", "3:11", "has an environment and an api_url"},
		"a profile that is nowhere":      {"[profiles.a]\nscheme = \"auto\"", "1:2", "profile a does not say where it is"},
		"a scheme Yandex lacks":          {"[profiles.yandex-tasks]\nscheme = \"ApiKey\"", "2:10", "yandex-tasks takes the scheme OAuth only"},
		"a default profile not there":    {"profile = \"snadbox\"", "1:11", "there is no profile \"snadbox\". Did you mean sandbox?"},
		"a profile in large letters":     {"profile = \"SANDBOX\"", "1:11", "there is no profile \"SANDBOX\". Did you mean sandbox?"},
		"an action in large letters":     {"[keys]\nQUIT = \"q\"", "2:1", `"QUIT" is no action. Did you mean quit? The actions are: help, quit`},
		"an unknown action":              {"[keys]\nclsoe = \"c\"", "2:1", `"clsoe" is no action. Did you mean close? The actions are: help, quit`},
		"a key that is none":             {"[keys]\nclose = \"cc\"", "2:9", `close: "cc" is no key`},
		"two actions on one key":         {"[keys]\nclose = \"x\"", "2:9", `close and archive are both on "x"`},
		"two remapped onto one key":      {"[keys]\narchive = \"z\"\nclose = \"z\"\n", "3:9", `are both on "z"`},
		"the same, the other way round":  {"[keys]\nclose = \"z\"\narchive = \"z\"\n", "3:11", `are both on "z"`},
		"a list behind a dotted key":     {"profiles.a.environment = \"sandbox\"\nprofiles . \"a\"\t. token_command\t =\t[\n1]", "2:35", "must be a list of arguments"},
		"a list within braces":           {"profiles = { \"日本\" = { environment = \"sandbox\", token_command = [] , account = [] } }", "1:79", "account must be text in quotes"},
		"keys as a list":                 {"[keys]\ndown = [\"j\", \"down\"]", "2:8", `down must be keys in one pair of quotes, alternatives separated by blanks, such as "j down"; it is a list.`},
		"a section of keys":              {"[keys.pools]\nclose = \"c\"", "1:2", "[keys] has no sections within"},
		"no quotes":                      {"[ui]\ntheme = dark", "2:9", "this is not TOML: unexpected character U+0064 'd' at start of value. Text stands in quotes"},
		"a capital True":                 {"read_only = True", "1:13", "true and false in small letters."},
		"a duration without quotes":      {"[refresh]\nopen_pools = 30s", "2:16", "this is not TOML: strings must be quoted. Text stands in quotes"},
		"two options on one line":        {"read_only = true profile = \"a\"", "1:18", "Each option stands on a line of its own, and text in quotes."},
		"a line that ends too early":     {"[ui]\ntheme =", "2:7", "this is not TOML: expected value, not end of input."},
		"no value":                       {"[ui]\ntheme =\n", "2:8", "at start of value. Write a value behind the =."},
		"a section without its end":      {"[ui\ntheme = \"dark\"", "1:4", "this is not TOML: expected ']' to close table name."},
		"a duplicate option":             {"\nread_only = true\n\nread_only = false", "4:1", "key read_only is already defined. It stands first in line 2; keep one of the two."},
		"a duplicate in a section":       {"read_only = true\n[ui]\ntheme = \"dark\"\nglyphs = \"auto\"\ntheme = \"dark\"\n= broken", "5:1", "key theme is already defined. It stands first in line 3; keep one of the two."},
		"a duplicate section":            {"[ui]\n[limits]\n[ui]\n", "3:2", "table ui already exists. It stands first in line 1; keep one of the two."},
		"a section after a dotted key":   {"ui.theme = \"dark\"\n[ui]\n", "2:2", "It stands first in line 1; keep one of the two."},
		"a duplicate within braces":      {"ui = { theme = \"dark\", theme = \"light\" }", "1:1", "key theme is already defined. Keep one of the two."},
		"a blank for a key":              {"[keys]\nmark = \" \"", "2:8", `mark: " " names no key; write "space" for the space bar, or "" for none.`},
		"bytes that are no text":         {"profile = \"\xff\"", "1:12", "this is not UTF-8 text"},
	} {
		t.Run(name, func(t *testing.T) {
			file := written(t, c.content)
			_, err := Load(Flags{Config: file})
			var one *Error
			if !errors.As(err, &one) {
				t.Fatalf("got %v", err)
			}
			if got := fmt.Sprintf("%d:%d", one.Line, one.Column); got != c.at || one.File != file {
				t.Errorf("told at %s, want %s: %v", got, c.at, err)
			}
			if strings.HasPrefix(one.Message, "this is not TOML") && !strings.HasSuffix(one.Message, c.says) && !strings.Contains(c.says, "quotes") {
				t.Errorf("got %q, which says more than %q", one.Message, c.says)
			}
			if !strings.Contains(one.Message, c.says) || !strings.HasSuffix(one.Message, ".") && !strings.HasSuffix(one.Message, "?") {
				t.Errorf("got %q, want %q in a whole sentence", one.Message, c.says)
			}
			if unicode.IsUpper(rune(one.Message[0])) || strings.Count(one.Message, ". ") == 0 && strings.HasSuffix(err.Error(), ".") {
				t.Errorf("%q is not written as other reasons not to start are", err)
			}
			if lines := strings.Count(err.Error(), "\n"); lines > 0 {
				t.Errorf("%d mistakes instead of one:\n%v", lines+1, err)
			}
			if strings.Contains(err.Error(), "sesame") {
				t.Errorf("a secret was quoted: %v", err)
			}
		})
	}
}

func TestLoad_AllMistakesInOrder(t *testing.T) {
	alone(t)
	_, err := Load(Flags{Config: written(t, "[keys]\nclose = \"cc\"\n[ui]\nglyhps = 1\ntheme = \"x\"\n[limits]\nin_flight = 0\n")})
	var all Errors
	if !errors.As(err, &all) {
		t.Fatalf("got %v", err)
	}
	var lines []int
	for _, one := range all {
		lines = append(lines, one.Line)
	}
	if fmt.Sprint(lines) != "[2 4 5 7]" {
		t.Errorf("told at lines %v:\n%v", lines, err)
	}
}

func TestLoad_ManyMistakesCut(t *testing.T) {
	alone(t)
	for name, content := range map[string]func(i int) string{
		"options":  func(i int) string { return fmt.Sprintf("x%d = 1\n", i) },
		"actions":  func(i int) string { return fmt.Sprintf("keys.x%d = \"\"\n", i) },
		"profiles": func(i int) string { return fmt.Sprintf("[profiles.x%d]\n", i) },
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			for i := range 300 {
				b.WriteString(content(i))
			}
			_, err := Load(Flags{Config: written(t, b.String())})
			if err == nil {
				t.Fatal("nothing was wrong")
			}
			lines := strings.Split(err.Error(), "\n")
			if len(lines) != maxErrors+1 || !strings.Contains(lines[maxErrors], "there are more mistakes") {
				t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
			}
		})
	}
}
