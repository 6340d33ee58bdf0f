package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/adrg/xdg"

	"tolokadash/internal/settings"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

// alone takes everything away that the machine's own environment could say, and
// answers with an empty home.
func alone(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{envToken, envConfig, envProfile, envNoColor, "LC_ALL", "LC_CTYPE"} {
		t.Setenv(name, "")
	}
	if err := os.Unsetenv(envNoColor); err != nil { // until the test ends
		t.Fatal(err)
	}
	t.Setenv("LANG", "en_US.UTF-8")
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "settings"))
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	return home
}

// written is a file with this content, for its owner only.
func written(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "c.toml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// loaded is the configuration of a file that has nothing wrong.
func loaded(t *testing.T, content string, flags Flags) *Config {
	t.Helper()
	flags.Config = written(t, content)
	c, err := Load(flags)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLoad_NoFile(t *testing.T) {
	alone(t)
	c, err := Load(Flags{})
	if err != nil {
		t.Fatal(err)
	}
	checkDefaults(t, c)
	if c.File != "" {
		t.Errorf("a file was read: %s", c.File)
	}
}

// TestLoad_Cost bounds what stands before the first request of every command: the
// keys are read once, and no report is made.
func TestLoad_Cost(t *testing.T) {
	alone(t)
	options() // made once a process
	allocations := testing.AllocsPerRun(10, func() {
		if _, err := Load(Flags{}); err != nil {
			t.Fatal(err)
		}
	})
	if allocations > 500 {
		t.Errorf("%v allocations", allocations)
	}
}

func TestLoad_EmptyFile(t *testing.T) {
	alone(t)
	for name, content := range map[string]string{
		"nothing": "", "blanks": " \n\n", "a comment": "# none\n", "a byte order mark": "\ufeff",
		"empty sections": "[ui]\n[keys]\n[profiles]\n",
		"empty sources":  "[profiles.production]\ntoken_env = \"\"\ntoken_file = \"\"\ntoken_command = \"\"\n",
	} {
		t.Run(name, func(t *testing.T) { checkDefaults(t, loaded(t, content, Flags{})) })
	}
}

func checkDefaults(t *testing.T, c *Config) {
	t.Helper()
	for what, ok := range map[string]bool{
		"profile":             c.Profile == "production",
		"url":                 c.APIURL == "https://toloka.dev" && c.Environment.Name == "production",
		"scheme":              c.Scheme == "" && c.Account == "",
		"read_only":           !c.ReadOnly,
		"open_pools":          c.Refresh.OpenPools == 30*time.Second,
		"closed_pools":        c.Refresh.ClosedPools == 10*time.Minute,
		"operations_idle":     c.Refresh.OperationsIdle == 30*time.Second,
		"requests_per_second": c.Limits.RequestsPerSecond == 150,
		"in_flight":           c.Limits.InFlight == 16,
		"adopt_since":         c.Limits.AdoptSince == 15*time.Minute,
		"request_timeout":     c.Limits.RequestTimeout == 15*time.Second,
		"type_count_from":     c.Confirm.TypeCountFrom == 10,
		"other counts":        c.Confirm.TypeCountFromProduction == 3 && c.Confirm.TypeCountFromArchive == 1,
		"arm_after":           c.Confirm.ArmAfter == 200*time.Millisecond,
		"journal":             c.Journal == settings.Journal{Enabled: true},
		"ui":                  c.UI == settings.UI{Glyphs: "auto", Theme: "auto", TimeZone: "local"},
		"what follows":        !c.ASCII && !c.NoColor && c.Location == time.Local && len(c.Warnings) == 0,
		"keys":                strings.Join(c.Keys.Keys(keymap.Down), " ") == "j down",
	} {
		if !ok {
			t.Errorf("the default of %s does not hold: %+v", what, c)
		}
	}
}

func TestLoad_EveryOption(t *testing.T) {
	alone(t)
	c := loaded(t, `
profile = "work"
read_only = true
refresh = { open_pools = "5s", closed_pools = "1m", operations_idle = "7s" }
[limits]
requests_per_second = 1_0
in_flight = 0x4
adopt_since = "1h"
request_timeout = "1m30s"
[confirm]
type_count_from = 30
type_count_from_production = 20
type_count_from_archive = 1_0
arm_after = "1s"
[journal]
enabled = false
required = true
[ui]
glyphs = "ascii"
theme = "light"
time_zone = "Europe/Berlin"
[keys]
close = "X"
archive = ""
[profiles.work]
api_url = "http://localhost:8089/api/v1/"
scheme = "ApiKey"
account = "a1"
token_env = "WORK_TOKEN"
`, Flags{})
	for what, ok := range map[string]bool{
		"profile":  c.Profile == "work" && c.APIURL == "http://localhost:8089" && c.Environment == tolokaapi.Environment{},
		"account":  c.Scheme == tolokaapi.APIKey && c.Account == "a1" && c.token.value == "WORK_TOKEN",
		"readonly": c.ReadOnly && len(c.Keys.Help(keymap.Pools)) == 0,
		"refresh":  c.Refresh == settings.Refresh{OpenPools: 5 * time.Second, ClosedPools: time.Minute, OperationsIdle: 7 * time.Second},
		"limits":   c.Limits == settings.Limits{RequestsPerSecond: 10, InFlight: 4, AdoptSince: time.Hour, RequestTimeout: 90 * time.Second},
		"confirm":  c.Confirm == settings.Confirm{TypeCountFrom: 30, TypeCountFromProduction: 20, TypeCountFromArchive: 10, ArmAfter: time.Second},
		"journal":  c.Journal == settings.Journal{Required: true},
		"ui":       c.UI == settings.UI{Glyphs: "ascii", Theme: "light", TimeZone: "Europe/Berlin"} && c.ASCII && c.Location.String() == "Europe/Berlin",
		"keys":     c.Keys.Keys(keymap.Close)[0] == "X" && len(c.Keys.Keys(keymap.Archive)) == 0,
		"ascii":    c.Keys.Hints(keymap.Down)[0].Label() == "j down",
	} {
		if !ok {
			t.Errorf("%s: got %+v", what, c)
		}
	}
	if len(c.Options(newToken("t"))) != 5 {
		t.Errorf("%d options for the client", len(c.Options(newToken("t"))))
	}
	if _, err := tolokaapi.New(c.Options(newToken("t"))...); err != nil {
		t.Error(err)
	}
}

func TestPath_FlagVariablePlatform(t *testing.T) {
	home := alone(t)
	if got, want := pathOf(t, ""), filepath.Join(home, "settings", "tolokadash", "config.toml"); got != want {
		t.Errorf("by default %s, want %s", got, want)
	}
	t.Setenv(envConfig, "/from/variable")
	if got := pathOf(t, ""); got != "/from/variable" {
		t.Errorf("by variable %s", got)
	}
	if got := pathOf(t, "/from/flag"); got != "/from/flag" {
		t.Errorf("by flag %s", got)
	}
}

// pathOf is where the file is, as there is a place for it.
func pathOf(t *testing.T, flag string) string {
	t.Helper()
	path, err := Path(flag)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPath_NoHome(t *testing.T) {
	alone(t)
	t.Setenv("HOME", "")
	for _, folder := range []string{"", "relative"} {
		t.Setenv("XDG_CONFIG_HOME", folder)
		if got, err := Path(""); err == nil || err.Error() != "HOME is not set, so there is no place for a configuration file; use --config" {
			t.Errorf("got %q, %v", got, err)
		}
	}
	if got := pathOf(t, "/from/flag"); got != "/from/flag" {
		t.Errorf("by flag %s", got)
	}
	c, err := Load(Flags{})
	if err != nil {
		t.Fatal(err)
	}
	checkDefaults(t, c)
	if !strings.HasPrefix(c.Report(true), "# no file; without HOME") {
		t.Errorf("got %.80q", c.Report(true))
	}
}

func TestLoad_NamedFileNotReadable(t *testing.T) {
	home := alone(t)
	missing, dangling := filepath.Join(home, "none.toml"), filepath.Join(home, "link.toml")
	if err := os.Symlink(missing, dangling); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ flag, variable, says string }{
		"a missing one by flag":     {missing, "", "there is no such file; name another one, or make it with: tolokadash config init --config " + missing},
		"a missing one by variable": {"", missing, "there is no such file; name another one, or make it with: tolokadash config init"},
		"a link to nothing":         {dangling, "", "this is a link to nothing"},
		"a folder":                  {home, "", "this is a folder"},
		"one that never ends":       {"/dev/zero", "", "larger than 256 KiB"},
		"one below a file":          {written(t, "") + "/x", "", "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(envConfig, c.variable)
			_, err := Load(Flags{Config: c.flag})
			var one *Error
			if !errors.As(err, &one) || !strings.Contains(one.Message, c.says) || one.File != c.flag+c.variable {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestLoad_ReadOnlyFlagBeatsFile(t *testing.T) {
	alone(t)
	yes, no := true, false
	for _, c := range []struct {
		file string
		flag *bool
		want bool
	}{{"", nil, false}, {"", &yes, true}, {"read_only = true", nil, true}, {"read_only = true", &no, false}, {"read_only = false", &yes, true}} {
		if got := loaded(t, c.file, Flags{ReadOnly: c.flag}); got.ReadOnly != c.want {
			t.Errorf("%q with flag %v: read-only is %v", c.file, c.flag, got.ReadOnly)
		}
	}
}

func TestLoad_NoColor(t *testing.T) {
	alone(t)
	if loaded(t, "", Flags{}).NoColor {
		t.Error("colour is gone without NO_COLOR")
	}
	for _, value := range []string{"", "1", "0", "yes", "false"} {
		t.Setenv(envNoColor, value)
		if !loaded(t, "", Flags{}).NoColor {
			t.Errorf("NO_COLOR=%q leaves colour", value)
		}
	}
}

func TestLoad_GlyphsFollowLocale(t *testing.T) {
	alone(t)
	const drawn, plain, warned = 1, 2, 4
	for name, c := range map[string]struct {
		all, ctype, lang, file string
		want                   int
	}{
		"UTF-8":                         {"", "", "en_US.UTF-8", "", 0},
		"utf8 spelled small":            {"", "", "de_DE.utf8", "", 0},
		"Latin-1":                       {"", "", "de_DE.ISO-8859-1", "", drawn + plain + warned},
		"the POSIX locale":              {"", "", "C", "", drawn + plain + warned},
		"C.UTF-8":                       {"", "", "C.UTF-8", "", 0},
		"no locale at all":              {"", "", "", "", drawn + plain + warned},
		"LC_ALL decides first":          {"C", "en_US.UTF-8", "en_US.UTF-8", "", drawn + plain + warned},
		"LC_CTYPE decides before LANG":  {"", "C.UTF-8", "C", "", 0},
		"unicode in a bare locale":      {"C", "", "", "ui.glyphs = \"unicode\"", 0},
		"ascii in a bare locale":        {"C", "", "", "ui.glyphs = \"ascii\"", drawn + plain},
		"ascii in a locale that is not": {"", "", "en_US.UTF-8", "ui.glyphs = \"ascii\"", drawn},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("LC_ALL", c.all)
			t.Setenv("LC_CTYPE", c.ctype)
			t.Setenv("LANG", c.lang)
			got := loaded(t, c.file, Flags{})
			says := strings.HasPrefix(got.Hint.Text, "of names only what is ASCII is shown")
			if got.ASCII != (c.want&drawn > 0) || got.Plain != (c.want&plain > 0) || says != (c.want&warned > 0) {
				t.Errorf("ASCII is %v, plain %v, warned of %q", got.ASCII, got.Plain, got.Hint)
			}
		})
	}
}

func TestLoad_WarnsOfExposedFiles(t *testing.T) {
	alone(t)
	token := written(t, "secret-token\n")
	file := written(t, "[profiles.production]\ntoken_file = \""+token+"\"\n")
	for name, c := range map[string]struct {
		config, token os.FileMode
		says          []string
	}{
		"both closed":              {0o600, 0o400, nil},
		"a readable configuration": {0o644, 0o600, []string{file + " can be read by other users"}},
		"a configuration of many":  {0o620, 0o600, []string{file + " can be changed by other users"}},
		"a readable token":         {0o600, 0o640, []string{token + " can be read by other users of this machine; run: chmod 600 " + token}},
		"both":                     {0o604, 0o606, []string{file + " can be read", token + " can be changed"}},
	} {
		t.Run(name, func(t *testing.T) {
			for path, mode := range map[string]os.FileMode{file: c.config, token: c.token} {
				if err := os.Chmod(path, mode); err != nil {
					t.Fatal(err)
				}
			}
			got, err := Load(Flags{Config: file})
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Warnings) != len(c.says) {
				t.Fatalf("got %q", got.Warnings)
			}
			for i, want := range c.says {
				if !strings.HasPrefix(got.Warnings[i].String(), want) {
					t.Errorf("got %q, want %q", got.Warnings[i], want)
				}
			}
		})
	}
	if got := shellWord("/a b/it's"); got != `'/a b/it'\''s'` {
		t.Errorf("a path for the shell came out as %s", got)
	}
}
