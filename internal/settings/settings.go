// Package settings declares the options of the configuration file: one struct
// field an option, and one default. Package config reads them, the packages
// that use an option take its section as it is.
//
// The tags of a field say all that config has to know of the option:
//
//	toml   its name in the file
//	range  the least and the greatest value
//	oneof  the values of a text, where it is one of a few; {themes} stands for the palettes
//	doc    one or more sentences; {range} stands for the two values of range,
//	       {oneof} for those of oneof
//
// A text that is neither free nor one of a few has a rule of its own in
// config/rules.go.
package settings

import (
	"reflect"
	"time"
)

// Settings is the configuration file without its keys and profiles.
type Settings struct {
	Profile  string `toml:"profile" doc:"The profile used without --profile and TOLOKADASH_PROFILE. Where this line is missing and the file has one profile only, that one is used."`
	ReadOnly bool   `toml:"read_only" doc:"Refuse everything that would change something at Toloka, as --read-only does."`

	Refresh Refresh `toml:"refresh"`
	Limits  Limits  `toml:"limits"`
	Confirm Confirm `toml:"confirm"`
	Figures Figures `toml:"figures"`
	Account Account `toml:"account"`
	Journal Journal `toml:"journal"`
	UI      UI      `toml:"ui"`
}

// Refresh says how old data may get before Toloka is asked again.
type Refresh struct {
	OpenPools      time.Duration `toml:"open_pools" range:"5s 1h" doc:"How often open and locked pools are listed again, from {range}."`
	ClosedPools    time.Duration `toml:"closed_pools" range:"30s 24h" doc:"How often closed and archived pools are listed again, from {range}."`
	OperationsIdle time.Duration `toml:"operations_idle" range:"5s 10m" doc:"How often operations started elsewhere are looked for while none of yours runs, from {range}."`
}

// Limits bounds what the program asks of Toloka.
type Limits struct {
	RequestsPerSecond int           `toml:"requests_per_second" range:"1 300" doc:"Requests a second in all, from {range}; Toloka allows an account 300 over all its programs."`
	InFlight          int           `toml:"in_flight" range:"1 64" doc:"Commands on their way to Toloka at once, from {range}."`
	AdoptSince        time.Duration `toml:"adopt_since" range:"1m 24h" doc:"How far back operations that were started elsewhere are shown, from {range}; what still runs always is."`
	RequestTimeout    time.Duration `toml:"request_timeout" range:"1s 2m" doc:"How long one request may take before it counts as lost, from {range}."`
}

// Confirm says how hard it is to confirm by mistake.
type Confirm struct {
	TypeCountFrom           int           `toml:"type_count_from" range:"2 1000" doc:"From this many pools on a confirmation asks for their number to be typed, from {range}."`
	TypeCountFromProduction int           `toml:"type_count_from_production" range:"1 1000" doc:"The same on production, and at any address that is neither a sandbox nor this machine, from {range}."`
	TypeCountFromArchive    int           `toml:"type_count_from_archive" range:"1 1000" doc:"The same for archiving, which cannot be undone, from {range}. Where several of the three apply, the lowest counts."`
	ArmAfter                time.Duration `toml:"arm_after" range:"100ms 5s" doc:"How long a confirmation takes no yes after it opened, and keys are dropped after it closed, from {range}."`
}

// Figures is about the numbers of pools: how far they are, what they cost.
type Figures struct {
	Enabled bool          `toml:"enabled" doc:"Ask how far the pools in sight are and what they cost. Each ten questions leave an operation of the type ANALYTICS in the account. Not in read-only mode, since asking is a POST."`
	Refresh time.Duration `toml:"refresh" range:"1m 1h" doc:"How often that is asked of open pools in sight, from {range}; of others once, and when they changed."`
}

// Account is about the money of the account.
type Account struct {
	WarnBelow int `toml:"warn_below" range:"0 1000000" doc:"The balance turns amber under this, in the account's currency, from {range}."`
}

// Journal is about the record of what was asked and what became of it.
type Journal struct {
	Enabled  bool `toml:"enabled" doc:"Keep a journal of what you ask for and what becomes of it, in journal.jsonl in the state folder; \"tolokadash journal\" shows it."`
	Required bool `toml:"required" doc:"Send nothing that cannot be written to the journal first."`
}

// UI says how things look.
type UI struct {
	Glyphs   string `toml:"glyphs" oneof:"auto unicode ascii" doc:"What lines, bars and marks are drawn with: \"unicode\", \"ascii\", or \"auto\" for ascii where the locale is not UTF-8. There names lose what is not ASCII too; \"unicode\" says that the terminal takes it."`
	Theme    string `toml:"theme" oneof:"auto {themes}" doc:"The colours, one of {oneof}; \"auto\" asks the terminal whether its background is dark or light. NO_COLOR with any value takes all colour away."`
	TimeZone string `toml:"time_zone" doc:"The time zone of every time shown: \"local\", \"utc\", or a name such as \"Europe/Berlin\"."`
}

// Default is the settings of an empty file.
func Default() Settings {
	return Settings{
		Profile: "production",
		Refresh: Refresh{OpenPools: 30 * time.Second, ClosedPools: 10 * time.Minute, OperationsIdle: 30 * time.Second},
		Limits:  Limits{RequestsPerSecond: 150, InFlight: 16, AdoptSince: 15 * time.Minute, RequestTimeout: 15 * time.Second},
		Confirm: Confirm{TypeCountFrom: 10, TypeCountFromProduction: 3, TypeCountFromArchive: 1, ArmAfter: 200 * time.Millisecond},
		Figures: Figures{Enabled: true, Refresh: time.Minute},
		Account: Account{WarnBelow: 5},
		Journal: Journal{Enabled: true},
		UI:      UI{Glyphs: "auto", Theme: "auto", TimeZone: "local"},
	}
}

// Fill is a section with its default in place of every option that is not set.
func Fill[Section any](section, byDefault Section) Section {
	to, from := reflect.ValueOf(&section).Elem(), reflect.ValueOf(byDefault)
	for i := range to.NumField() {
		if to.Field(i).IsZero() {
			to.Field(i).Set(from.Field(i))
		}
	}
	return section
}

// CountFrom is the number of targets from which on it is to be typed to confirm.
// Where several thresholds apply the lowest counts. paid says that work may cost
// real money there, final that what is asked for cannot be undone.
func (c Confirm) CountFrom(paid, final bool) int {
	from := c.TypeCountFrom
	if paid {
		from = min(from, c.TypeCountFromProduction)
	}
	if final {
		from = min(from, c.TypeCountFromArchive)
	}
	return from
}
