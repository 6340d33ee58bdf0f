//go:build unix

package cli

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/adrg/xdg"
)

// ran is what the program prints when it runs in this process without a terminal,
// in an empty home unless env says otherwise, and its exit code.
func ran(t *testing.T, env []string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	t.Cleanup(xdg.Reload) // after the variables are what they were
	for _, name := range []string{
		"XDG_CONFIG_HOME", "XDG_STATE_HOME", "TOLOKADASH_PROFILE", "TOLOKADASH_CONFIG", "LC_ALL", "LC_CTYPE", "LANG", "TERM",
	} {
		t.Setenv(name, "")
	}
	for _, setting := range append([]string{"HOME=" + t.TempDir(), "TOLOKA_TOKEN=x"}, env...) {
		name, value, _ := strings.Cut(setting, "=")
		t.Setenv(name, value)
	}
	xdg.Reload() // it reads the environment once
	nothing, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	terminal := os.Stdin // which these tests may have
	os.Stdin = nothing
	defer func() {
		os.Stdin = terminal
		_ = nothing.Close()
	}()
	var out, errs bytes.Buffer
	code = run(t.Context(), thisProcess(), args, &out, &errs)
	return out.String(), errs.String(), code
}

func TestFlags_EmptyValueRefused(t *testing.T) {
	for _, command := range [][]string{{}, {"config", "path"}, {"config", "check"}, {"config", "init"}} {
		for flag, what := range map[string]string{"--api-url": "address", "--profile": "name", "--config": "file"} {
			for _, blank := range []string{"", " \t"} {
				_, got, code := ran(t, nil, append(command, flag, blank)...)
				if want := "tolokadash: " + flag + " is empty: write the " + what + ", or leave it out\n"; got != want || code != exitUsage {
					t.Errorf("%v %s %q: code %d, %q", command, flag, blank, code, got)
				}
			}
		}
	}
	for _, args := range [][]string{{"--log-file="}, {"--demo", "--api-url="}, {"simulate", "--addr", ""}, {"operations", "--verb", ""}, {"journal", "--verb="}, {"close", "--project="}} {
		if _, got, code := ran(t, nil, args...); !strings.Contains(got, " is empty: write the ") || code != exitUsage {
			t.Errorf("%v: code %d, %q", args, code, got)
		}
	}
}

// TestFlags_EmptyVariableIsNotSet is the other way round for the
// environment: an empty variable cannot be left out by the one it comes from.
func TestFlags_EmptyVariableIsNotSet(t *testing.T) {
	report, said, code := ran(t, []string{"TOLOKADASH_PROFILE=", "TOLOKADASH_CONFIG="}, "config", "check")
	if code != exitClean || !strings.Contains(report, `profile = "production"  # default`) {
		t.Errorf("code %d\n%s%s", code, report, said)
	}
}

func TestConfigCheck_NoToken(t *testing.T) {
	for _, token := range []string{"", " "} {
		report, said, code := ran(t, []string{"TOLOKA_TOKEN=" + token}, "config", "check")
		if code != exitUsage || !strings.Contains(report, "\ntoken = none  # default: ") {
			t.Errorf("code %d\n%s", code, report)
		}
		if !strings.HasPrefix(said, "tolokadash: warning: as it stands the dashboard would not start: ") ||
			!strings.Contains(said, "set TOLOKA_TOKEN") || strings.Count(said, "\n") != 1 {
			t.Errorf("it said %q", said)
		}
	}
	if _, said, code := ran(t, nil, "config", "check"); said != "" || code != exitClean {
		t.Errorf("with a token it said %q", said)
	}
}

func TestFlags_WithoutHome(t *testing.T) {
	homeless := []string{"HOME=", "XDG_CONFIG_HOME=", "XDG_STATE_HOME="}
	for want, args := range map[string][]string{
		"HOME is not set, so there is no place for a configuration file; use --config": {"config", "init"},
		"there is no place for the log (HOME is not set): use --log-file":              {"--demo", "--debug"},
	} {
		if _, said, code := ran(t, homeless, args...); code != exitUsage || said != "tolokadash: "+want+"\n" {
			t.Errorf("%v: code %d, %q", args, code, said)
		}
	}
	if out, said, code := ran(t, append(homeless, "XDG_CONFIG_HOME=/elsewhere"), "config", "path"); code != exitClean || out != "/elsewhere/tolokadash/config.toml\n" {
		t.Errorf("code %d, %q, %q", code, out, said)
	}
	t.Setenv("HOME", "")
	t.Setenv("XDG_STATE_HOME", "")
	if got := (&crash{what: "why"}).report(nil).Error(); !strings.HasPrefix(got, "the program broke (why);") {
		t.Errorf("a crash report: %q", got)
	}
}

func TestFlagError_InvalidValue(t *testing.T) {
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"a word for a number":   {[]string{"simulate", "--pools", "abc"}, `--pools takes a whole number, not "abc"; see tolokadash simulate --help`},
		"too few pools":         {[]string{"simulate", "--pools", "-1"}, "-1 pools are not between 0 and 1,000,000; see tolokadash simulate --help"},
		"a seed below zero":     {[]string{"simulate", "--seed", "-1"}, `--seed takes a whole number from 0 on, not "-1"; see tolokadash simulate --help`},
		"a time without a unit": {[]string{"simulate", "--operation-time", "3"}, `--operation-time takes a duration such as 30s, not "3"; see tolokadash simulate --help`},
		"a word for a share":    {[]string{"simulate", "--fail-rate", "x"}, `--fail-rate takes a number such as 0.1, not "x"; see tolokadash simulate --help`},
		"neither yes nor no":    {[]string{"--debug=maybe"}, `--debug takes true or false, not "maybe"; see tolokadash --help`},
		"nothing after it":      {[]string{"--profile"}, "--profile needs a value after it; see tolokadash --help"},
		"no port":               {[]string{"simulate", "--addr", "foo"}, `--addr takes HOST:PORT such as 127.0.0.1:8089, not "foo"; see tolokadash simulate --help`},
		"a port of no service":  {[]string{"simulate", "--addr", "localhost:nosuch"}, `--addr takes HOST:PORT such as 127.0.0.1:8089, not "localhost:nosuch"; see tolokadash simulate --help`},
		"a port too high":       {[]string{"simulate", "--addr", ":99999"}, `--addr takes HOST:PORT such as 127.0.0.1:8089, not ":99999"; see tolokadash simulate --help`},
		"no such flag":          {[]string{"config", "check", "--pols"}, "there is no flag --pols; see tolokadash config check --help"},
		"nearly a flag":         {[]string{"--dem"}, "there is no flag --dem; did you mean --demo?"},
		"no such letter":        {[]string{"-z"}, "there is no flag -z; see tolokadash --help"},
		"no name":               {[]string{"--=3"}, "bad flag syntax: --=3; see tolokadash --help"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, got, code := ran(t, nil, tc.args...); got != "tolokadash: "+tc.want+"\n" || code != exitUsage {
				t.Errorf("code %d, %q", code, got)
			}
		})
	}
}

func TestConfigCheck_TokenSourceMissing(t *testing.T) {
	for option, want := range map[string]string{
		`token_file = "nowhere"`:                        "nowhere, which cannot be read",
		`token_command = ["no-such-program", "show"]`:   "token_command cannot be run",
		`token_env = "LOST"`:                            "LOST, which is not set",
		`token_command = ["/bin/sh", "-c", "exit 1"]`:   "token_command failed (exit status 1)",
		`token_command = ["/bin/sh", "-c", "echo a b"]`: "token_command leads to what cannot be a token",
	} {
		file := write(t, "c.toml", "[profiles.sandbox]\n"+option+"\n")
		out, said, code := ran(t, nil, "config", "check", "--config", file)
		if code != exitUsage || !strings.Contains(out, "\ntoken = ") ||
			!strings.Contains(said, "warning: as it stands the dashboard would not start: ") || !strings.Contains(said, want) {
			t.Errorf("%s: code %d, %q, %q", option, code, out, said)
		}
		if _, _, dashboard := ran(t, nil, "--config", file); dashboard != code {
			t.Errorf("%s: the dashboard ends with %d, the check with %d", option, dashboard, code)
		}
	}
	file := write(t, "c.toml", "[profiles.sandbox]\ntoken_command = [\"/bin/sh\", \"-c\", \"echo sesame\"]\n")
	if out, said, code := ran(t, nil, "config", "check", "--config", file); code != exitClean || said != "" || strings.Contains(out, "sesame\n") {
		t.Errorf("a command that gives a token: code %d, %q, %q", code, said, out)
	}
}

func TestConfigCheck_PrintsWhatDiffers(t *testing.T) {
	file := write(t, "c.toml", "[ui]\ntheme = \"dark\"\nglyphs = \"auto\"\n[keys]\nclose = \"X\"\nopen = \"O\"\n")
	out, _, code := ran(t, nil, "config", "check", "--config", file)
	for _, want := range []string{"profile = ", "token = ", "ui.theme = \"dark\"  # line 2\n", "keys.close = \"X\"  # line 5\n", "; --all prints it\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
	if strings.Contains(out, "glyphs") || strings.Contains(out, "keys.open") || strings.Count(out, "\n") > 9 || code != exitClean {
		t.Errorf("code %d, and defaults are printed:\n%s", code, out)
	}
	all, _, _ := ran(t, nil, "config", "check", "--all", "--config", file)
	if !strings.Contains(all, "keys.open = \"O\"  # line 6\n") || !strings.Contains(all, "limits.in_flight = 16  # default\n") || strings.Contains(all, "--all") {
		t.Errorf("with --all:\n%s", all)
	}
}

func TestFlags_ForOneRun(t *testing.T) {
	for flags, want := range map[string][]string{
		"--readonly":               {"read_only = true  # --read-only"},
		"--read-only":              {"read_only = true  # --read-only"},
		"--readonly=false":         {"read_only = false  # --read-only"},
		"--ascii":                  {`ui.glyphs = "ascii"  # --ascii`},
		"--no-color":               {"# no colours: --no-color"},
		"--refresh 5s":             {`refresh.open_pools = "5s"  # --refresh`, `refresh.operations_idle = "5s"  # --refresh`},
		"--refresh 10m --readonly": {`refresh.open_pools = "10m"  # --refresh`, "read_only = true"},
	} {
		out, said, code := ran(t, nil, append([]string{"config", "check", "--all"}, strings.Fields(flags)...)...)
		for _, line := range want {
			if !strings.Contains(out, line) || code != exitClean {
				t.Errorf("%s: %q is missing, code %d\n%s%s", flags, line, code, out, said)
			}
		}
	}
	for flags, want := range map[string]string{
		"--refresh 1s":  "--refresh takes a duration from 5s to 10m, not 1s",
		"--refresh 1h":  "--refresh takes a duration from 5s to 10m, not 1h0m0s",
		"--refresh 0s":  "--refresh takes a duration from 5s to 10m, not 0s",
		"--refresh 5":   `--refresh takes a duration such as 30s, not "5"; see tolokadash --help`,
		"-readonly":     "there is no flag -readonly; did you mean --read-only?",
		"-demo":         "there is no flag -demo; did you mean --demo?",
		"-profile work": "there is no flag -profile; did you mean --profile?",
	} {
		if _, said, code := ran(t, nil, strings.Fields(flags)...); code != exitUsage || said != "tolokadash: "+want+"\n" {
			t.Errorf("%s: code %d, %q", flags, code, said)
		}
	}
}

// TestFlags_OnTheScreen shows that what the flags say is drawn.
func TestFlags_OnTheScreen(t *testing.T) {
	x := open(t, []string{"LC_ALL=C.UTF-8"}, "--demo", "--readonly", "--ascii", "--no-color", "--refresh", "5s")
	x.shows("READ-ONLY")
	x.shows("OPEN")
	if code := x.quit(); code != exitClean {
		t.Errorf("code %d", code)
	}
	said := x.output()
	if strings.ContainsAny(said, "╭│●") || regexp.MustCompile(`\x1b\[(3[0-7]|9[0-7]|38;[0-9;]*)m`).MatchString(said) {
		t.Errorf("frames or colours are drawn: %.300q", said)
	}
}

func TestHelp_RefusesWhatIsNoCommand(t *testing.T) {
	for _, args := range []string{"clsoe --help", "-h clsoe", "help clsoe", "config chek --help", "help config chek"} {
		out, said, code := ran(t, nil, strings.Fields(args)...)
		if out != "" || code != exitUsage || strings.Count(said, "\n") != 1 || !strings.Contains(said, "tolokadash: ") {
			t.Errorf("%s: code %d, %q, %q", args, code, out, said)
		}
	}
	for args, meant := range map[string]string{"clsoe": "close", "opne --help": "open", "help cloen": "clone", "config chek": "check"} {
		if _, said, code := ran(t, nil, strings.Fields(args)...); code != exitUsage || !strings.HasSuffix(said, "; did you mean "+meant+"?\n") {
			t.Errorf("%s: code %d, %q", args, code, said)
		}
	}
	for _, args := range []string{"--help", "help", "help simulate", "config check --help", "help completion", "-h", "-h close", "--help close", "-h config check", "help help"} {
		if out, said, code := ran(t, nil, strings.Fields(args)...); !strings.Contains(out, "Usage:") || said != "" || code != exitClean {
			t.Errorf("%s: code %d, %q, %q", args, code, out, said)
		}
	}
}

func TestCompletions_InHelpAndPrinted(t *testing.T) {
	if out, _, _ := ran(t, nil, "--help"); !strings.Contains(out, "completion ") {
		t.Errorf("the help has no completions:\n%s", out)
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if out, said, code := ran(t, nil, "completion", shell); !strings.Contains(out, "tolokadash") || said != "" || code != exitClean {
			t.Errorf("%s: code %d, %q", shell, code, said)
		}
	}
}

func TestDebug_SaysWhereTheLogIs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "my.log")
	for want, args := range map[string][]string{
		"logging to " + file + "\n":               {"--demo", "--debug", "--log-file", file},
		"/.local/state/tolokadash/tolokadash.log": {"--demo", "--debug"},
	} {
		if _, said, _ := ran(t, nil, args...); !strings.Contains(said, "tolokadash: logging to ") || !strings.Contains(said, want) {
			t.Errorf("%v: it said %q", args, said)
		}
	}
	if _, said, _ := ran(t, nil, "--demo"); strings.Contains(said, "logging") {
		t.Errorf("without --debug it said %q", said)
	}
}

func TestVersion_NamesTheCommit(t *testing.T) {
	checkout := []debug.BuildSetting{{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: "0123456789abcdef0123"}, {Key: "vcs.time", Value: "2026-03-11T14:02:03Z"}, {Key: "vcs.modified", Value: "false"}}
	changed := append(slices.Clone(checkout[:3]), debug.BuildSetting{Key: "vcs.modified", Value: "true"})
	for want, settings := range map[string][]debug.BuildSetting{
		"v1.2.3": nil,
		"v1.2.3 (commit 0123456789ab, 2026-03-11)":                checkout,
		"v1.2.3 (commit 0123456789ab, 2026-03-11, changed since)": changed,
	} {
		if got := describeBuild("v1.2.3", settings); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if out, _, code := ran(t, nil, "--version"); code != exitClean || !strings.HasPrefix(out, "tolokadash ") || strings.Count(out, "\n") != 1 {
		t.Errorf("code %d, %q", code, out)
	}
}

func TestRefusedToken_NamesTheOtherScheme(t *testing.T) {
	url := answering(t, 401, "", `{"code":"AUTHENTICATION_ERROR","message":"Bad token"}`)
	key := strings.Repeat("a", 23) + ".bb.cc" // an API key by its dots
	for token, want := range map[string]string{
		"y0_plain": `it was sent as OAuth: if it is one for ApiKey, write scheme = "ApiKey" in the profile`,
		key:        `it was sent as ApiKey: if it is one for OAuth, write scheme = "OAuth" in the profile`,
	} {
		x := open(t, []string{"TOLOKA_TOKEN=" + token}, "--api-url", url)
		if code := x.wait(); code != exitRefused || !strings.Contains(x.output(), want) {
			t.Errorf("%s: code %d, %q", token, code, x.output())
		}
	}
}

func TestSimulate_PrintsHowToConnect(t *testing.T) {
	for at, want := range map[string]string{"127.0.0.1:8089": "127.0.0.1:8089", "[::1]:80": "[::1]:80", "[::]:8089": "127.0.0.1:8089", "0.0.0.0:1": "127.0.0.1:1"} {
		if got := reachable(at); got != want {
			t.Errorf("%s is reached at %s", at, got)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), runTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, program(), "simulate", "--addr", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	var said []string
	for len(said) < 3 && lines.Scan() {
		said = append(said, lines.Text())
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if len(said) < 3 {
		t.Fatalf("it said %q", said)
	}
	url, ok := strings.CutPrefix(said[0], "listening on ")
	if !ok || !strings.Contains(said[1], "another terminal") || said[2] != "  TOLOKA_TOKEN=x tolokadash --api-url "+url {
		t.Errorf("it said %q", said)
	}
}
