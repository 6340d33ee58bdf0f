package config

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"tolokadash/internal/palette"
	"tolokadash/internal/settings"
)

// profile is one account: where it is and where its token comes from. Its tags
// are those of package settings.
type profile struct {
	Environment  string   `toml:"environment" doc:"Where the account is: \"production\" (toloka.dev), \"sandbox\" (sandbox.toloka.dev) or \"yandex-tasks\" (tasks.yandex.ru). It may be left out where the profile is named like one of them."`
	APIURL       string   `toml:"api_url" doc:"The address of any other server instead of an environment, such as \"http://127.0.0.1:8089\"; plain http is for this machine only."`
	Scheme       string   `toml:"scheme" oneof:"auto OAuth ApiKey" doc:"How the token is presented: \"OAuth\", \"ApiKey\", or \"auto\" to tell it from the token."`
	Account      string   `toml:"account" doc:"The id of a requester who shared their account with you, to act for them; empty for your own."`
	TokenEnv     string   `toml:"token_env" doc:"The environment variable that holds the token. At most one of the four token options is set; without any of them TOLOKA_TOKEN is used."`
	TokenFile    string   `toml:"token_file" doc:"A file whose only line is the token; ~/ is your home folder, and a relative path starts at the folder of this file."`
	TokenCommand []string `toml:"token_command" doc:"A command that prints the token on one line within 10 seconds, such as [\"pass\", \"show\", \"toloka\"]. It runs without a shell: nothing is expanded, and a plain string is cut at blanks only."`
	TokenKeyring bool     `toml:"token_keyring" doc:"Take the token from the system keyring, where it is stored for the service \"tolokadash\" and the profile's name as user."`
}

// defaultProfile is the options of a profile that says nothing.
func defaultProfile() profile { return profile{Scheme: "auto"} }

// profileSection stands for every [profiles.NAME].
const profileSection = "profiles"

// An option is one line that a user may write, as the tags of its field say.
type option struct {
	section      string // "" at the top, "refresh", …; profileSection for those of a profile
	key          string
	defaultValue string // as TOML
	doc          string // one or more sentences
	low, high    int64  // of a number or a duration
	rule         rule
	field        []int // in settings.Settings, or in profile
}

// name is the option as messages name it.
func (o option) name() string {
	if o.section == "" || o.section == profileSection {
		return o.key
	}
	return o.section + "." + o.key
}

// options is every option, in the order of the example. The keys of [keys] are
// not in it: they are in keymap.List.
var options = sync.OnceValue(func() []option {
	return append(fields("", reflect.ValueOf(settings.Default()), nil),
		fields(profileSection, reflect.ValueOf(defaultProfile()), nil)...)
})

// fields is the options of a struct that holds the defaults. A struct within is
// a section.
func fields(section string, defaults reflect.Value, at []int) []option {
	var all []option
	for i, f := range reflect.VisibleFields(defaults.Type()) {
		value, field := defaults.Field(i), slices.Concat(at, []int{i})
		if f.Type.Kind() == reflect.Struct {
			all = append(all, fields(f.Tag.Get("toml"), value, field)...)
			continue
		}
		o := option{section: section, key: f.Tag.Get("toml"), defaultValue: asTOML(value), field: field}
		if low, high, ok := strings.Cut(f.Tag.Get("range"), " "); ok {
			o.low, o.high = bound(low), bound(high)
		}
		o.doc = strings.ReplaceAll(f.Tag.Get("doc"), "{range}", spelled(value, o.low)+" to "+spelled(value, o.high))
		choices := choicesOf(f.Tag.Get("oneof"))
		o.doc = strings.ReplaceAll(o.doc, "{oneof}", `"`+strings.Join(choices, `", "`)+`"`)
		o.rule = o.ruleFor(value, choices)
		all = append(all, o)
	}
	return all
}

// choicesOf is the values that a oneof tag names.
func choicesOf(tag string) []string {
	return strings.Fields(strings.ReplaceAll(tag, "{themes}", strings.Join(palette.Names(), " ")))
}

// bound is a value of a range tag: a duration or a whole number.
func bound(text string) int64 {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		panic(err) // a test makes every option
	}
	return int64(d)
}

// spelled is a bound of an option as TOML.
func spelled(value reflect.Value, n int64) string {
	if value.Type() == reflect.TypeFor[time.Duration]() {
		return strconv.Quote(brief(time.Duration(n)))
	}
	return strconv.FormatInt(n, 10)
}

// asTOML is the value of a field as TOML.
func asTOML(value reflect.Value) string {
	switch v := value.Interface().(type) {
	case time.Duration:
		return strconv.Quote(brief(v))
	case string:
		return strconv.Quote(v)
	case []string:
		return "[]"
	default:
		return fmt.Sprint(v)
	}
}

// ruleFor is the rule of an option by the type of its field.
func (o option) ruleFor(value reflect.Value, choices []string) rule {
	switch value.Interface().(type) {
	case bool:
		return boolean
	case int:
		return integer(o.low, o.high)
	case time.Duration:
		return duration(time.Duration(o.low), time.Duration(o.high))
	case []string:
		return command
	}
	if len(choices) > 0 {
		return oneOf(choices...)
	}
	return ruleOfText(o.key)
}
