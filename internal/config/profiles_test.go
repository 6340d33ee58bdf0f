package config

import (
	"strings"
	"testing"

	"tolokadash/keymap"
)

const manyProfiles = `
[profiles.work]
environment = "production"
token_env = "WORK"
[profiles.play]
api_url = "https://SANDBOX.toloka.dev:443/api/v1"
token_env = "PLAY"
[profiles.local]
api_url = "http://127.0.0.1:8089/api"
token_env = "HERE"
[profiles.mirror]
api_url = "http://127.0.0.1:8089"
token_env = "HERE"
`

func TestProfile_Precedence(t *testing.T) {
	alone(t)
	for name, c := range map[string]struct{ flag, variable, file, want string }{
		"flag first":                    {"play", "local", "profile = \"mirror\"" + manyProfiles, "play"},
		"then the variable":             {"", "local", "profile = \"mirror\"" + manyProfiles, "local"},
		"then the file":                 {"", "", "profile = \"mirror\"" + manyProfiles, "mirror"},
		"without any, production":       {"", "", "", "production"},
		"the only one of the file":      {"", "", "[profiles.own]\nenvironment = \"sandbox\"", "own"},
		"production among several":      {"", "", "[profiles.production]\n" + manyProfiles, "production"},
		"an environment without a line": {"sandbox", "", "", "sandbox"},
		"an empty name is no name":      {"", "", "profile = \"\"", "production"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(envProfile, c.variable)
			if got := loaded(t, c.file, Flags{Profile: c.flag}); got.Profile != c.want {
				t.Errorf("got %q", got.Profile)
			}
		})
	}
}

func TestProfile_NamedLikeAnEnvironment(t *testing.T) {
	alone(t)
	for _, name := range environmentNames() {
		got := loaded(t, "[profiles."+name+"]\naccount = \"a\"", Flags{Profile: name})
		if got.Environment.Name != name || got.Account != "a" {
			t.Errorf("%s is at %s", name, got.APIURL)
		}
	}
}

func TestProfile_MissingNamesItsOrigin(t *testing.T) {
	alone(t)
	for name, c := range map[string]struct{ flag, variable, file, want string }{
		"by flag":        {"worl", "", manyProfiles, `--profile: there is no profile "worl". Did you mean work? The profiles are: local, mirror, play, production, sandbox, work, yandex-tasks.`},
		"by variable":    {"", "\x1b[31m", manyProfiles, `TOLOKADASH_PROFILE: there is no profile "". The profiles are:`},
		"none and many":  {"", "", manyProfiles, `c.toml: there are several profiles (local, mirror, play, work) and nothing says which one is meant; write profile = "local"`},
		"by file, typed": {"", "", "profile = \"x\"", "c.toml:1:11: there is no profile"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(envProfile, c.variable)
			_, err := Load(Flags{Config: written(t, c.file), Profile: c.flag})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestLoad_DemoIgnoresProfiles(t *testing.T) {
	alone(t)
	t.Setenv(envProfile, "nosuch")
	for name, file := range map[string]string{
		"many, none chosen":     manyProfiles,
		"one that is not there": "profile = \"nosuch\"",
		"one that is nowhere":   "[profiles.a]\nscheme = \"auto\"",
		"one with two tokens":   "[profiles.a]\nenvironment = \"sandbox\"\ntoken_env = \"A\"\ntoken_keyring = true",
	} {
		t.Run(name, func(t *testing.T) {
			got := loaded(t, "ui.theme = \"light\"\nkeys.close = \"X\"\n"+file, Flags{Demo: true})
			if got.Profile != "" || got.APIURL != "" || len(got.Warnings) > 0 {
				t.Errorf("a profile was looked at: %+v", got)
			}
			if got.UI.Theme != "light" || got.Keys.Keys(keymap.Close)[0] != "X" {
				t.Errorf("the rest of the file does not count: %+v", got)
			}
		})
	}
	if _, err := Load(Flags{Config: written(t, "[ui]\ntheme = \"drak\""), Demo: true}); err == nil {
		t.Error("a mistake in the rest of the file went unnoticed")
	}
}

func TestAPIURL_NoTokenOfAnotherServer(t *testing.T) {
	alone(t)
	for name, c := range map[string]struct {
		url, flag, variable, token string
		profile, source            string
	}{
		"no profile is there: the variable":        {"https://example.com", "", "", "x", "", envToken},
		"a default for another server is not used": {"https://example.com", "", "work", "x", "", envToken},
		"the one profile with that URL":            {"sandbox.toloka.dev", "play", "", "x", "play", "PLAY"},
		"the same URL spelled differently":         {"HTTP://127.0.0.1:8089/api/v1/", "local", "", "", "local", "HERE"},
		"of two the chosen one":                    {"http://127.0.0.1:8089", "", "mirror", "x", "mirror", "HERE"},
		"of two none, but the variable":            {"http://127.0.0.1:8089", "", "", "x", "", envToken},
		"localhost is another name":                {"http://localhost:8089", "", "", "x", "", envToken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(envProfile, c.variable)
			t.Setenv(envToken, c.token)
			got := loaded(t, manyProfiles, Flags{APIURL: c.url, Profile: c.flag})
			if got.Profile != c.profile || got.token.value != c.source {
				t.Errorf("got profile %q and the token from %q", got.Profile, got.token.value)
			}
		})
	}
}

func TestAPIURL_NeedsNoFile(t *testing.T) {
	alone(t)
	t.Setenv(envToken, "x")
	c, err := Load(Flags{APIURL: "http://127.0.0.1:8089"})
	if err != nil {
		t.Fatal(err)
	}
	if c.APIURL != "http://127.0.0.1:8089" || c.Environment.Name != "" || c.Profile != "" || fetched(t, c) != "x" {
		t.Errorf("got %+v", c)
	}
	c, err = Load(Flags{APIURL: "https://sandbox.toloka.dev/"})
	if err != nil || c.Environment.Name != "sandbox" {
		t.Errorf("a known host by URL: %+v, %v", c, err)
	}
}

func TestAPIURL_Refused(t *testing.T) {
	alone(t)
	for name, c := range map[string]struct{ url, flag, says string }{
		"plain http":              {"http://example.com", "", "--api-url cannot be used: plain http is for this machine only"},
		"a password":              {"https://u:sesame@example.com", "", "--api-url cannot be used: the address must not hold a user name or password"},
		"nonsense":                {"://", "", "--api-url cannot be used: it is no address such as https://example.com"},
		"a port too many":         {"https://a:1:2", "", "--api-url cannot be used: it is no address"},
		"a port that is none":     {"http://127.0.0.1:0", "", "--api-url cannot be used: its port is not a number from 1 to 65535"},
		"another profile's":       {"https://example.com", "work", `--profile "work" is not for the server that --api-url names`},
		"two profiles, no choice": {"http://127.0.0.1:8089", "", "--api-url fits the profiles local, mirror; say which one with --profile"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(Flags{Config: written(t, manyProfiles), APIURL: c.url, Profile: c.flag})
			if err == nil || !strings.HasPrefix(err.Error(), c.says) || strings.Contains(err.Error(), "sesame") || strings.Contains(err.Error(), "base URL") {
				t.Errorf("got %v", err)
			}
		})
	}
}
