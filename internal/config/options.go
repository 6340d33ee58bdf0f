package config

import (
	"time"

	"tolokadash/tolokaapi"
)

// An option is one line a user may write. The list of them, in the order of the
// example, is all there is.
type option struct {
	section      string // "" at the top, "refresh", …; profileSection for those of a profile
	key          string
	defaultValue string // as TOML
	doc          string // one or more sentences
	rule         rule
}

// What --refresh takes: it must do for both options that it sets.
const (
	leastRefresh = 5 * time.Second
	mostRefresh  = 10 * time.Minute
)

// profileSection stands for every [profiles.NAME].
const profileSection = "profiles"

// name is the option as messages name it.
func (o option) name() string {
	if o.section == "" || o.section == profileSection {
		return o.key
	}
	return o.section + "." + o.key
}

// options is the list. The keys of [keys] are not in it: they are in
// keymap.List.
func options() []option {
	all := []option{
		{"", "profile", `"production"`, "The profile used without --profile and TOLOKADASH_PROFILE. Where this line is missing and the file has one profile only, that one is used.", text(nil)},
		{"", "read_only", `false`, "Refuse everything that would change something at Toloka, as --read-only does.", boolean},
	}
	return append(append(all, settingOptions()...), profileOptions()...)
}

func settingOptions() []option {
	return []option{
		{"refresh", "open_pools", `"30s"`, "How often open and locked pools are listed again, from \"5s\" to \"1h\".", span(leastRefresh, time.Hour)},
		{"refresh", "closed_pools", `"10m"`, "How often closed and archived pools are listed again, from \"30s\" to \"24h\".", span(30*time.Second, 24*time.Hour)},
		{"refresh", "operations_idle", `"30s"`, "How often operations started elsewhere are looked for while none of yours runs, from \"5s\" to \"10m\".", span(leastRefresh, mostRefresh)},

		{"limits", "requests_per_second", `150`, "Requests a second in all, from 1 to 300; Toloka allows an account 300 over all its programs.", integer(1, 300)},
		{"limits", "in_flight", `16`, "Commands on their way to Toloka at once, from 1 to 64.", integer(1, 64)},
		{"limits", "adopt_since", `"15m"`, "How far back operations that were started elsewhere are shown, from \"1m\" to \"24h\"; what still runs always is.", span(time.Minute, 24*time.Hour)},
		{"limits", "request_timeout", `"15s"`, "How long one request may take before it counts as lost, from \"1s\" to \"2m\".", span(time.Second, 2*time.Minute)},

		{"confirm", "type_count_from", `10`, "From this many pools on a confirmation asks for their number to be typed, from 2 to 1000.", integer(2, 1000)},
		{"confirm", "type_count_from_production", `3`, "The same on production, and at any address that is neither a sandbox nor this machine, from 1 to 1000.", integer(1, 1000)},
		{"confirm", "type_count_from_archive", `1`, "The same for archiving, which cannot be undone, from 1 to 1000. Where several of the three apply, the lowest counts.", integer(1, 1000)},
		{"confirm", "arm_after", `"200ms"`, "How long a confirmation takes no yes after it opened, and keys are dropped after it closed, from \"100ms\" to \"5s\".", span(100*time.Millisecond, 5*time.Second)},

		{"ui", "glyphs", `"auto"`, "What lines, bars and marks are drawn with: \"unicode\", \"ascii\", or \"auto\" for ascii where the locale is not UTF-8. There names lose what is not ASCII too; \"unicode\" says that the terminal takes it.", oneOf("auto", "unicode", "ascii")},
		{"ui", "theme", `"auto"`, "Colours for a \"dark\" or a \"light\" background, or \"auto\" to ask the terminal. NO_COLOR with any value takes all colour away.", oneOf("auto", "dark", "light")},
		{"ui", "time_zone", `"local"`, "The time zone of every time shown: \"local\", \"utc\", or a name such as \"Europe/Berlin\".", text(checkTimeZone)},
	}
}

func profileOptions() []option {
	return []option{
		{profileSection, "environment", `"production"`, "Where the account is: \"production\" (toloka.dev), \"sandbox\" (sandbox.toloka.dev) or \"yandex-tasks\" (tasks.yandex.ru). It may be left out where the profile is named like one of them.", oneOfOrNone(environmentNames()...)},
		{profileSection, "api_url", `""`, "The address of any other server instead of an environment, such as \"http://127.0.0.1:8089\"; plain http is for this machine only.", secret(checkURL)},
		{profileSection, "scheme", `"auto"`, "How the token is presented: \"OAuth\", \"ApiKey\", or \"auto\" to tell it from the token.", oneOf("auto", string(tolokaapi.OAuth), string(tolokaapi.APIKey))},
		{profileSection, "account", `""`, "The id of a requester who shared their account with you, to act for them; empty for your own.", text(checkAccount)},
		{profileSection, "token_env", `""`, "The environment variable that holds the token. At most one of the four token options is set; without any of them TOLOKA_TOKEN is used.", secret(checkVariable)},
		{profileSection, "token_file", `""`, "A file whose only line is the token; ~/ is your home folder, and a relative path starts at the folder of this file.", secret(checkFile)},
		{profileSection, "token_command", `[]`, "A command that prints the token on one line within 10 seconds, such as [\"pass\", \"show\", \"toloka\"]. It runs without a shell: nothing is expanded, and a plain string is cut at blanks only.", command},
		{profileSection, "token_keyring", `false`, "Take the token from the system keyring, where it is stored for the service \"tolokadash\" and the profile's name as user.", boolean},
	}
}

func environmentNames() []string {
	var names []string
	for _, e := range tolokaapi.Environments() {
		names = append(names, e.Name)
	}
	return names
}
