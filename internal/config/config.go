package config

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // names of time zones must work where the system has none

	"github.com/pelletier/go-toml/v2/unstable"

	"tolokadash/internal/settings"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

// Flags is what the command line says. The zero value says nothing.
type Flags struct {
	Config   string // --config
	Profile  string // --profile
	APIURL   string // --api-url
	ReadOnly *bool  // --read-only, nil if not given
	Demo     bool   // --demo: no profile, address or token is looked at

	ASCII   bool           // --ascii
	NoColor bool           // --no-color
	Refresh *time.Duration // --refresh: of open pools and idle operations; nil if not given
}

// Config is everything that was configured, checked and ready to use.
type Config struct {
	File            string                // the file that was read; "" if there was none
	Profile         string                // in use; "" if --api-url names a server that no profile has, and in a demo
	SeveralProfiles bool                  // the file has more than one, so the screen says which is in use
	APIURL          string                // root of the API's host, as tolokaapi normalises it
	Environment     tolokaapi.Environment // zero if the host is none of the known ones
	Scheme          tolokaapi.Scheme      // "" to tell it from the token
	Account         string                // id of the requester to act for; "" for the token's own
	ReadOnly        bool

	Refresh  settings.Refresh
	Limits   settings.Limits
	Confirm  settings.Confirm
	Figures  settings.Figures
	Balance  settings.Account
	Journal  settings.Journal
	UI       settings.UI
	ASCII    bool           // draw with ASCII only: asked for, or the locale needs it
	Plain    bool           // write nothing but ASCII, names neither: the locale is not UTF-8, nor was it said to be
	NoColor  bool           // NO_COLOR is set, to anything
	Location *time.Location // of every time shown
	Keys     *keymap.Map    // with ASCII and ReadOnly already applied

	Hint     Notice   // what to change if the screen is not as one would like it
	Warnings []Notice // harmless, to show once, about files that others can read

	token  tokenSource
	report func() []reportLine // made when it is asked for: only `config check` does
}

// Load reads the configuration. Its error is an [*Error] or [Errors]; both are
// mistakes of the user's, and nothing of them needs to be added to.
func Load(flags Flags) (*Config, error) {
	path, making := locate(flags.Config)
	data, exists, fail := readFile(context.Background(), path, making)
	if fail != nil {
		return nil, fail
	}
	doc, fail := parse(path, data)
	if fail != nil {
		return nil, fail
	}
	c := &Config{}
	if exists {
		c.File = path
		c.warn(exposed(path))
	}
	if err := c.apply(doc, flags); err != nil {
		return nil, err
	}
	return c, nil
}

// apply fills the configuration in from the file, then from what stands above
// it.
func (c *Config) apply(doc *document, flags Flags) error {
	if flags.Demo {
		doc = doc.without(profileSection, "profile")
	}
	errs := doc.check()
	keys, wrong := doc.keys()
	errs = append(errs, wrong...)
	if len(errs) > 0 {
		return errs.ordered()
	}
	s, profiles := doc.values()
	c.Refresh, c.Limits, c.Confirm, c.Figures, c.Balance, c.Journal, c.UI = s.Refresh, s.Limits, s.Confirm, s.Figures, s.Account, s.Journal, s.UI
	c.ReadOnly = s.ReadOnly
	if flags.ReadOnly != nil {
		c.ReadOnly = *flags.ReadOnly
	}
	if every := flags.Refresh; every != nil {
		if low, high := refreshRange(); *every < low || *every > high {
			return problem("--refresh takes a duration from %s to %s, not %s.", brief(low), brief(high), *every)
		}
		c.Refresh.OpenPools, c.Refresh.OperationsIdle = *every, *every
	}
	if flags.ASCII {
		s.UI.Glyphs = "ascii"
	}
	_, c.NoColor = os.LookupEnv(envNoColor)
	c.NoColor = c.NoColor || flags.NoColor
	c.applyGlyphs(s.UI.Glyphs)
	var err error
	if c.Location, err = location(s.UI.TimeZone); err != nil {
		return doc.about("ui.time_zone cannot be loaded.", "ui", "time_zone") // it could, a moment ago
	}
	c.Keys = keys
	if c.ASCII {
		c.Keys = c.Keys.ASCII()
	}
	if c.ReadOnly {
		c.Keys = c.Keys.ReadOnly()
	}
	if flags.Demo {
		return nil
	}
	if err := doc.checkProfiles(profiles).ordered(); err != nil {
		return err
	}
	chosen, fail := choose(doc, s.Profile, profiles, flags)
	if fail != nil {
		return fail
	}
	c.use(doc, chosen)
	c.SeveralProfiles = len(profiles) > 1
	c.report = func() []reportLine { return c.describe(doc, flags, chosen) }
	return nil
}

// applyGlyphs says what is drawn with a setting of ui.glyphs in the locale there is.
func (c *Config) applyGlyphs(glyphs string) {
	c.ASCII = glyphs == "ascii" || glyphs == "auto" && !LocaleIsUTF8()
	c.Plain = glyphs != "unicode" && !LocaleIsUTF8()
	if c.Plain && glyphs == "auto" {
		c.Hint = Notice{
			Text:   "of names only what is ASCII is shown, since the locale is not UTF-8",
			Advice: `set LC_ALL=C.UTF-8, or glyphs = "unicode" under [ui]`,
			Brief:  "set LC_ALL=C.UTF-8",
		}
	}
}

// refreshRange is what --refresh takes: it must do for both options that it sets.
func refreshRange() (low, high time.Duration) {
	pools, _ := lookUp("refresh", "open_pools")
	idle, _ := lookUp("refresh", "operations_idle")
	return time.Duration(max(pools.low, idle.low)), time.Duration(min(pools.high, idle.high))
}

// use takes over the profile.
func (c *Config) use(doc *document, a account) {
	c.Profile, c.APIURL = a.name, a.root
	c.Environment, _ = tolokaapi.EnvironmentAt(a.root)
	c.Account = a.profile.Account
	if scheme, err := tolokaapi.ParseScheme(a.profile.Scheme); err == nil {
		c.Scheme = scheme
	}
	c.token = sourceOf(doc, a)
	if c.token.kind == tokenFile {
		c.warn(exposed(c.token.value))
	}
}

func (c *Config) warn(n Notice) {
	if n.Text != "" {
		c.Warnings = append(c.Warnings, n)
	}
}

// A Notice is something to be said once: what it is about, and what to do.
// Brief is the latter in fewer words.
type Notice struct{ Text, Advice, Brief string }

// String is the notice as one clause.
func (n Notice) String() string { return n.Text + "; " + n.Advice }

// Options is what a tolokaapi.Client needs to talk to the configured server.
func (c *Config) Options(t Token) []tolokaapi.Option {
	opts := []tolokaapi.Option{tolokaapi.WithBaseURL(c.APIURL), tolokaapi.WithToken(t.Reveal()), tolokaapi.WithAccount(c.Account)}
	if c.Scheme != "" {
		opts = append(opts, tolokaapi.WithScheme(c.Scheme))
	}
	if c.ReadOnly {
		opts = append(opts, tolokaapi.WithReadOnly())
	}
	return opts
}

// keys is the key map the document makes, with every mistake at its place.
func (d *document) keys() (*keymap.Map, Errors) {
	overrides, order := map[string]string{}, map[string]int{}
	for i, e := range d.entries {
		if len(e.path) == 2 && e.path[0] == keysSection && e.kind == unstable.String {
			overrides[e.path[1]], order[e.path[1]] = e.text, i
		}
	}
	m, err := keymap.New(overrides)
	var wrong keymap.Errors
	if !errors.As(err, &wrong) {
		return m, nil
	}
	var errs Errors
	for _, w := range wrong[:min(len(wrong), maxErrors+1)] {
		// Of two that collide the user wrote the later one knowing the first.
		name := w.Name
		if i, ok := order[w.Other]; ok && i > order[name] {
			name = w.Other
		}
		e := d.entries[order[name]]
		at := e.value
		if !slices.Contains(keymap.Remappable(), name) {
			at = e.key
		}
		errs = append(errs, d.at(at, "%s", w.Message))
	}
	return nil, errs
}

// location is the time zone with a name as [ui] has it.
func location(name string) (*time.Location, error) {
	switch strings.ToLower(name) {
	case "", "local":
		return time.Local, nil
	case "utc":
		return time.UTC, nil
	}
	return time.LoadLocation(name)
}
