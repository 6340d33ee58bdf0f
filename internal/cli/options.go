package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tolokadash/internal/config"
)

// options are the flags of the dashboard and of config.
type options struct {
	config   string
	profile  string
	apiURL   string
	readOnly bool
	demo     bool
	debug    bool
	logFile  string
	ascii    bool
	noColor  bool
	refresh  time.Duration
	process  process
}

// bind declares the flags of the dashboard. A token is never one: it would show
// in ps.
func (o *options) bind(cmd *cobra.Command) {
	o.bindConfiguration(cmd)
	o.bindLog(cmd)
	cmd.Flags().BoolVar(&o.demo, "demo", false, "the whole dashboard on a simulated account; no network")
}

// bindLog declares the flags of the log.
func (o *options) bindLog(cmd *cobra.Command) {
	own := cmd.Flags()
	own.BoolVar(&o.debug, "debug", false, "log every request, and every message to the model")
	own.StringVar(&o.logFile, "log-file", "", "log every request to `FILE`; without it --debug logs to the state folder")
}

// bindConnection declares the flags that say which account is meant. Commands that
// have them take them before and after their name.
func (o *options) bindConnection(cmd *cobra.Command) {
	all := cmd.Flags()
	all.StringVar(&o.config, "config", "", "configuration `FILE` (also TOLOKADASH_CONFIG)")
	all.StringVar(&o.profile, "profile", "", "`NAME` of the profile to use (also TOLOKADASH_PROFILE)")
	all.StringVar(&o.apiURL, "api-url", "", "`URL` of the server, with the token in TOLOKA_TOKEN; needs no file")
	all.BoolVar(&o.readOnly, "read-only", false, "look, but change nothing (also --readonly)")
	all.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "readonly" {
			name = "read-only"
		}
		return pflag.NormalizedName(name)
	})
}

// bindConfiguration declares the flags that stand above the configuration,
// which the commands of config have too.
func (o *options) bindConfiguration(cmd *cobra.Command) {
	o.bindConnection(cmd)
	all := cmd.Flags()
	all.BoolVar(&o.ascii, "ascii", false, "draw lines, bars and marks with ASCII; names stay as they are")
	all.BoolVar(&o.noColor, "no-color", false, "draw without colours (also NO_COLOR)")
	all.DurationVar(&o.refresh, "refresh", 0, "look for news every `TIME`, 5s to 10m: sets open_pools and operations_idle")
}

// load reads the configuration as the flags say.
func (o *options) load(cmd *cobra.Command) (*config.Config, error) {
	flags := o.flags()
	if cmd.Flags().Changed("read-only") {
		flags.ReadOnly = &o.readOnly
	}
	if cmd.Flags().Changed("refresh") {
		flags.Refresh = &o.refresh
	}
	return config.Load(flags)
}

// flags are the flags that say what to read the configuration from.
func (o *options) flags() config.Flags {
	return config.Flags{Config: o.config, Profile: o.profile, APIURL: o.apiURL, Demo: o.demo, ASCII: o.ascii, NoColor: o.noColor}
}

// refuseBlank refuses a flag that was given without a value, as a shell gives
// one from a variable that is not set: what would stand in for it may be
// another server.
func refuseBlank(cmd *cobra.Command, _ []string) error {
	for _, f := range []struct{ name, what string }{
		{"api-url", "address"},
		{"profile", "name"},
		{"config", "file"},
		{"log-file", "file"},
		{"addr", "address"},
		{"pool", "id"},
		{"since", "time"},
		{"verb", "verbs"},
		{"project", "id"},
		{"status", "statuses"},
		{"match", "filter"},
		{"timeout", "time"},
		{"sort", "field"},
		{"output", "format"},
		{"progress", "way"},
	} {
		given := cmd.Flags().Lookup(f.name)
		if given != nil && given.Changed && blank(given.Value) {
			return &failure{exitUsage, fmt.Sprintf("--%s is empty: write the %s, or leave it out", f.name, f.what)}
		}
	}
	return nil
}

// blank reports whether a flag was given nothing.
func blank(v pflag.Value) bool {
	if list, ok := v.(pflag.SliceValue); ok {
		return len(list.GetSlice()) == 0
	}
	return strings.TrimSpace(v.String()) == ""
}
