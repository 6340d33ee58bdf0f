package config

import (
	"fmt"
	"time"
)

// A Duration is a time.Duration that is written like "30s" or "10m". It is a
// struct because the TOML library calls UnmarshalText on structs only.
type Duration struct{ time.Duration }

// UnmarshalText reads what time.ParseDuration reads.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("not a duration: %w", err)
	}
	d.Duration = parsed
	return nil
}

// settings is the file as it is written. Every field has a line in [options].
type settings struct {
	Profile  string             `toml:"profile"`
	ReadOnly bool               `toml:"read_only"`
	Refresh  Refresh            `toml:"refresh"`
	Limits   Limits             `toml:"limits"`
	Confirm  Confirm            `toml:"confirm"`
	UI       UI                 `toml:"ui"`
	Keys     map[string]string  `toml:"keys"`
	Profiles map[string]profile `toml:"profiles"`
}

// Refresh says how old data may get before Toloka is asked again.
type Refresh struct {
	OpenPools      Duration `toml:"open_pools"`      // OPEN and LOCKED pools
	ClosedPools    Duration `toml:"closed_pools"`    // CLOSED pools
	OperationsIdle Duration `toml:"operations_idle"` // operations while none of ours runs
}

// Limits bounds what the program asks of Toloka.
type Limits struct {
	RequestsPerSecond int      `toml:"requests_per_second"`
	InFlight          int      `toml:"in_flight"`       // commands on their way at once
	AdoptSince        Duration `toml:"adopt_since"`     // how far back others' operations are shown
	RequestTimeout    Duration `toml:"request_timeout"` // of one request, to the last byte
}

// Confirm says how hard it is to confirm by mistake.
type Confirm struct {
	TypeCountFrom           int      `toml:"type_count_from"`            // from so many targets on their number is typed
	TypeCountFromProduction int      `toml:"type_count_from_production"` // the same where real money is paid
	TypeCountFromArchive    int      `toml:"type_count_from_archive"`    // the same for archiving
	ArmAfter                Duration `toml:"arm_after"`                  // until then a confirmation takes no yes
}

// UI is how things look. [Config] has what follows from it.
type UI struct {
	Glyphs   string `toml:"glyphs"`    // "auto", "unicode" or "ascii"
	Theme    string `toml:"theme"`     // "auto", "dark" or "light"
	TimeZone string `toml:"time_zone"` // "local", "utc" or an IANA name
}

// profile is one account: where it is and where its token comes from.
type profile struct {
	Environment  string `toml:"environment"`
	APIURL       string `toml:"api_url"`
	Scheme       string `toml:"scheme"`
	Account      string `toml:"account"`
	TokenEnv     string `toml:"token_env"`
	TokenFile    string `toml:"token_file"`
	TokenCommand any    `toml:"token_command"` // a string, or a list of strings
	TokenKeyring bool   `toml:"token_keyring"`
}
