package config

import (
	"strings"
	"testing"

	"tolokadash/keymap"
)

func TestReport_ValuesAndOrigins(t *testing.T) {
	alone(t)
	t.Setenv(envProfile, "work")
	t.Setenv("WORK", sesame)
	no := false
	t.Setenv("LC_ALL", "C.UTF-8")
	c := loaded(t, `read_only = true
[ui]
theme = "dark"
[keys]
close = "X"
[profiles.work]
environment = "sandbox"
token_env = "WORK"
`, Flags{ReadOnly: &no})
	report := c.Report(true)
	for _, want := range []string{
		`profile = "work"  # TOLOKADASH_PROFILE`,
		`environment = "sandbox"  # line 7`,
		`api_url = "https://sandbox.toloka.dev"  # by the environment`,
		`scheme = "auto"  # default`,
		`token = [hidden] from the variable WORK  # line 8`,
		`read_only = false  # --read-only`,
		`ui.theme = "dark"  # line 3`,
		`ui.glyphs = "auto"  # default: the locale is UTF-8`,
		`keys.close = "X"  # line 5`,
		`keys.down = "j down"  # default`,
		"# " + c.File,
	} {
		if !strings.Contains(report, want+"\n") {
			t.Errorf("the report lacks %q:\n%s", want, report)
		}
	}
	if strings.Contains(report, sesame) {
		t.Error("the report shows the token")
	}
}

func TestReport_EveryOption(t *testing.T) {
	alone(t)
	report := loaded(t, "", Flags{}).Report(true)
	for _, o := range options() {
		if o.section != profileSection && !strings.Contains(report, "\n"+o.name()+" = ") {
			t.Errorf("%s is missing", o.name())
		}
	}
	for _, name := range keymap.Remappable() {
		if !strings.Contains(report, "\nkeys."+name+" = ") {
			t.Errorf("keys.%s is missing", name)
		}
	}
}

func TestReport_TokenSourceNotToken(t *testing.T) {
	alone(t)
	for content, want := range map[string]string{
		"": "token = none  # default: the variable TOLOKA_TOKEN is not set; set it, or another source",
		"[profiles.production]\ntoken_env = \"LOST\"":                     "token = none  # line 2: the variable LOST is not set; set it, or another source",
		"[profiles.production]\ntoken_file = \"/run/t\"":                  "from the file /run/t  # line 2",
		"[profiles.production]\ntoken_command = [\"pass\", \"sesame\"]\n": "from the output of \"pass\"  # line 2",
		"[profiles.production]\ntoken_keyring = true":                     "from the system keyring  # line 2",
		"[profiles.production]\napi_url = \"https://a.b\"":                "api_url = \"https://a.b\"  # line 2",
	} {
		report := loaded(t, content, Flags{}).Report(true)
		if !strings.Contains(report, want+"\n") || strings.Contains(report, "sesame") {
			t.Errorf("%q: want %q in\n%s", content, want, report)
		}
	}
	t.Setenv("LC_ALL", "C")
	t.Setenv(envNoColor, "")
	for content, want := range map[string]string{
		"":                           "ui.glyphs = \"auto\"  # default: \"ascii\", since the locale is not UTF-8",
		"[ui]\nglyphs = \"auto\"":    "ui.glyphs = \"auto\"  # line 2: \"ascii\", since the locale is not UTF-8",
		"[ui]\nglyphs = \"unicode\"": "ui.glyphs = \"unicode\"  # line 2",
		"[ui]\nglyphs = \"ascii\"":   "# no colours: NO_COLOR is set",
	} {
		if report := loaded(t, content, Flags{}).Report(true); !strings.Contains(report, want+"\n") {
			t.Errorf("%q: want %q in\n%s", content, want, report)
		}
	}
	t.Setenv(envToken, sesame)
	twice := loaded(t, "[profiles.a]\nenvironment = \"sandbox\"\n[profiles.b]\nenvironment = \"sandbox\"\n", Flags{APIURL: "https://sandbox.toloka.dev"}).Report(true)
	if want := "profile = none  # several are for this server (a, b, sandbox), so none is used"; !strings.Contains(twice, want) {
		t.Errorf("want %q in\n%s", want, twice)
	}
	byURL := loaded(t, "", Flags{APIURL: "https://a.b"}).Report(true)
	for _, want := range []string{"profile = none  # no profile is for this server", `api_url = "https://a.b"  # --api-url`} {
		if !strings.Contains(byURL, want) {
			t.Errorf("want %q in\n%s", want, byURL)
		}
	}
	if without, err := Load(Flags{}); err != nil || !strings.HasPrefix(without.Report(true), "# no file; one would be looked for at ") {
		t.Errorf("got %v, %v", without, err)
	}
}
