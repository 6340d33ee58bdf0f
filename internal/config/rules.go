package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2/unstable"

	"tolokadash/internal/nearest"
	"tolokadash/tolokaapi"
)

// A rule says what is wrong with a value as the rest of a sentence that begins
// with the option's name; "" if nothing is.
type rule func(entry) string

func boolean(e entry) string {
	if e.kind != unstable.Bool {
		return "must be true or false, without quotes; it is " + e.got() + "."
	}
	return ""
}

func integer(low, high int64) rule {
	return func(e entry) string {
		n, err := strconv.ParseInt(e.text, 0, 64)
		if e.kind != unstable.Integer || err != nil || n < low || n > high {
			return fmt.Sprintf("must be a whole number from %d to %d, without quotes; it is %s.", low, high, e.got())
		}
		return ""
	}
}

func duration(low, high time.Duration) rule {
	return func(e entry) string {
		d, err := time.ParseDuration(e.text)
		if e.kind != unstable.String || err != nil || d < low || d > high {
			return fmt.Sprintf("must be a duration from %q to %q, in quotes; it is %s.", brief(low), brief(high), e.got())
		}
		return ""
	}
}

// brief is a duration without the zeros that time.Duration prints.
func brief(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func oneOf(choices ...string) rule {
	return func(e entry) string {
		if e.kind == unstable.String && slices.Contains(choices, e.text) {
			return ""
		}
		hint := ""
		if near := nearest.Word(e.text, choices); near != "" && e.kind == unstable.String {
			hint = fmt.Sprintf(" Did you mean %q?", near)
		}
		return fmt.Sprintf(`must be one of "%s"; it is %s.%s`, strings.Join(choices, `", "`), e.got(), hint)
	}
}

func oneOfOrNone(choices ...string) rule {
	return func(e entry) string {
		if e.kind == unstable.String && e.text == "" {
			return ""
		}
		return oneOf(choices...)(e)
	}
}

// text is a rule for a string that check, if there is one, has nothing against.
// A check answers like a rule.
func text(check func(string) string) rule {
	return func(e entry) string {
		if e.kind != unstable.String {
			return "must be text in quotes; it is " + e.got() + "."
		}
		return verdict(check, e.text)
	}
}

// secret is text whose value is never quoted: people put tokens and passwords
// where they do not belong.
func secret(check func(string) string) rule {
	return func(e entry) string {
		if e.kind != unstable.String {
			return "must be text in quotes."
		}
		return verdict(check, e.text)
	}
}

// verdict is what check says about a value; the empty one is always right and
// means that the option is not set.
func verdict(check func(string) string, value string) string {
	if check == nil || value == "" {
		return ""
	}
	return check(value)
}

// ruleOfText is the rule of an option whose text is neither free nor one of a
// few.
func ruleOfText(key string) rule {
	switch key {
	case "time_zone":
		return text(checkTimeZone)
	case "environment":
		return oneOfOrNone(environmentNames()...)
	case "api_url":
		return secret(checkURL)
	case "account":
		return text(checkAccount)
	case "token_env":
		return secret(checkVariable)
	case "token_file":
		return secret(checkFile)
	}
	return text(nil)
}

func checkTimeZone(name string) string {
	if _, err := location(name); err != nil {
		return `must be "local", "utc" or the name of a time zone such as "Europe/Berlin"; it is ` + quote(name) + "."
	}
	return ""
}

func checkURL(url string) string {
	if _, err := rootOf(url); err != nil {
		return "cannot be used: " + tolokaapi.Harmless(err.Error()) + "."
	}
	return ""
}

func checkAccount(id string) string {
	if !tolokaapi.ValidID(id) {
		return "must be the id of a requester, 1 to 128 characters without blanks."
	}
	return ""
}

// checkVariable takes capitals only, as such names are written by custom: a
// token put here by mistake is then noticed, and quoted nowhere.
func checkVariable(name string) string {
	outside := func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' }
	if len(name) > 64 || strings.ContainsFunc(name, outside) {
		return "must be the name of an environment variable in capitals, such as \"TOLOKA_SANDBOX_TOKEN\", and not the token itself."
	}
	return ""
}

// checkFile takes no blank name, which would look like none.
func checkFile(path string) string {
	if strings.TrimSpace(path) == "" {
		return "must name a file; it is blank."
	}
	return ""
}

// shellSigns are characters that a shell would give a meaning, and we do not.
const shellSigns = "'\"\\$`|&;<>()*?[]{}~#!"

func command(e entry) string {
	switch {
	case e.kind == unstable.Array && e.texts && !slices.Contains(e.items, ""):
		return ""
	case e.kind == unstable.String && e.text != "" && strings.TrimSpace(e.text) == "":
		return "must be a command; it is blank."
	case e.kind == unstable.String && !strings.ContainsAny(e.text, shellSigns):
		return ""
	case e.kind == unstable.String:
		return "runs without a shell, so quotes, variables and the like have no meaning; write a list of arguments, such as [\"pass\", \"show\", \"toloka\"]."
	}
	return "must be a list of arguments in quotes, such as [\"pass\", \"show\", \"toloka\"]."
}
