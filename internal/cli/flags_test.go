package cli

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
)

// ran is what the real program prints when it is started without a terminal,
// in an empty home unless env says otherwise, and its exit code.
func ran(t *testing.T, env []string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = append([]string{"HOME=" + cmd.Dir, "TOLOKA_TOKEN=x"}, env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	var status *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &status) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func TestAFlagThatIsGivenEmptyIsRefused(t *testing.T) {
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
	for _, args := range [][]string{{"--log-file="}, {"--demo", "--api-url="}, {"simulate", "--addr", ""}} {
		if _, got, code := ran(t, nil, args...); !strings.Contains(got, " is empty: write the ") || code != exitUsage {
			t.Errorf("%v: code %d, %q", args, code, got)
		}
	}
}

// TestAnEmptyVariableIsOneThatIsNotSet is the other way round for the
// environment: an empty variable cannot be left out by the one it comes from.
func TestAnEmptyVariableIsOneThatIsNotSet(t *testing.T) {
	report, said, code := ran(t, []string{"TOLOKADASH_PROFILE=", "TOLOKADASH_CONFIG="}, "config", "check")
	if code != exitClean || !strings.Contains(report, `profile = "production"  # default`) {
		t.Errorf("code %d\n%s%s", code, report, said)
	}
}

func TestCheckingWithoutATokenSaysThatTheProgramWouldNotStart(t *testing.T) {
	for _, token := range []string{"", " "} {
		report, said, code := ran(t, []string{"TOLOKA_TOKEN=" + token}, "config", "check")
		if code != exitClean || !strings.Contains(report, "\ntoken = none  # default: ") {
			t.Errorf("code %d\n%s", code, report)
		}
		if !strings.HasPrefix(said, "tolokadash: warning: as it stands the dashboard would not start: ") ||
			!strings.Contains(said, "set TOLOKA_TOKEN") || strings.Count(said, "\n") != 1 {
			t.Errorf("it said %q", said)
		}
	}
	if _, said, _ := ran(t, nil, "config", "check"); said != "" {
		t.Errorf("with a token it said %q", said)
	}
}

func TestWithoutAHomeNothingIsWrittenBelowTheRoot(t *testing.T) {
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

func TestAValueThatAFlagCannotTakeIsToldInPlainWords(t *testing.T) {
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"a word for a number":   {[]string{"simulate", "--pools", "abc"}, `--pools takes a whole number, not "abc"; see tolokadash simulate --help`},
		"too few pools":         {[]string{"simulate", "--pools", "-1"}, "-1 pools are not between 0 and 1,000,000; see tolokadash simulate --help"},
		"a seed below zero":     {[]string{"simulate", "--seed", "-1"}, `--seed takes a whole number from 0 on, not "-1"; see tolokadash simulate --help`},
		"a time without a unit": {[]string{"simulate", "--operation-time", "3"}, `--operation-time takes a duration such as 3s, not "3"; see tolokadash simulate --help`},
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

func TestConfigCheckSaysWhereAFileHoldsNoToken(t *testing.T) {
	file := write(t, "c.toml", "[profiles.sandbox]\ntoken_file = \"nowhere\"\n")
	out, said, code := ran(t, nil, "config", "check", "--config", file)
	if code != exitClean || !strings.Contains(out, "token = [hidden] from the file ") ||
		!strings.Contains(said, "warning: as it stands the dashboard would not start: ") || !strings.Contains(said, "nowhere, which cannot be read") {
		t.Errorf("code %d, %q, %q", code, out, said)
	}
}
