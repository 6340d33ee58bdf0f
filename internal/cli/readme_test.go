//go:build unix

package cli

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"tolokadash/keymap"

	"github.com/spf13/cobra"
)

var update = flag.Bool("update", false, "rewrite what tests compare with")

const readmePath = "../../README.md"

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestREADME_ListsEveryKey(t *testing.T) {
	text := readme(t)
	const begin, end = "-update -->\n", "<!-- end of keys -->"
	from := strings.Index(text, begin) + len(begin)
	to := strings.Index(text, end)
	if from < len(begin) || to < from {
		t.Fatal("the place of the key table is not marked")
	}
	want := keymap.Default().Markdown()
	if *update {
		if err := os.WriteFile(readmePath, []byte(text[:from]+want+text[to:]), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if text[from:to] != want {
		t.Error("the key table is not that of the keymap: run go test ./internal/cli -run README -update")
	}
}

// TestREADME_CommandsWork runs what the README prints, each in an
// empty home. A command that is not known here fails, so none goes untried.
func TestREADME_CommandsWork(t *testing.T) {
	blocks := regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(readme(t), -1)
	home := t.TempDir()
	for _, block := range blocks {
		for line := range strings.Lines(block[1]) {
			command := strings.TrimSpace(line)
			t.Run(command, func(t *testing.T) {
				try, ok := printed[command]
				if !ok {
					t.Fatal("the README prints a command that no test runs")
				}
				try(t, home, command)
			})
		}
	}
	if len(blocks) < 6 {
		t.Errorf("only %d blocks of commands were found", len(blocks))
	}
}

// TestREADME_CommandsWithinSentences goes through what is named in
// passing: it takes long, or needs more than a developer's machine has, so it is
// only looked for.
func TestREADME_CommandsWithinSentences(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	text := regexp.MustCompile("(?s)```.*?```").ReplaceAllString(readme(t), "")
	found := regexp.MustCompile("`((?:go|make|tolokadash) [^`]+)`").FindAllStringSubmatch(text, -1)
	for _, f := range found {
		switch name, args, _ := strings.Cut(f[1], " "); {
		case printed[f[1]] != nil: // tried as a command of a block
		case name == "make":
			for _, target := range strings.Fields(args) {
				if !regexp.MustCompile(`(?m)^` + target + `:`).Match(makefile) {
					t.Errorf("there is no target of make %s", target)
				}
			}
		case name == "go":
			cmd := exec.Command("go", strings.Fields(args)...)
			cmd.Dir = "../.."
			if out, err := cmd.CombinedOutput(); err != nil || len(out) == 0 {
				t.Errorf("%s: %v\n%s", f[1], err, out)
			}
		case !strings.Contains(args, " ") && subcommand(args): // the tests of that command run it
		default:
			t.Errorf("the README names a command that no test runs: %s", f[1])
		}
	}
	if len(found) < 5 {
		t.Errorf("only %d commands were found", len(found))
	}
}

// subcommand reports whether the program has a command of that name.
func subcommand(name string) bool {
	return slices.ContainsFunc(newRoot(process{}).Commands(), func(c *cobra.Command) bool { return c.Name() == name })
}

// printed says how each command of the README is tried.
var printed = map[string]func(t *testing.T, home, command string){
	"go run . --demo": opensOn("DEMO"),
	"go test ./...": func(t *testing.T, _, command string) {
		t.Helper()
		// This test is part of it; CI must call the very same command.
		ci, err := os.ReadFile("../../.ci/run")
		if err != nil || !slices.Contains(strings.Split(string(ci), "\n"), command) {
			t.Errorf("CI does not run it: %v", err)
		}
	},
	"go install .": func(t *testing.T, _, _ string) { // TestMain has run it
		t.Helper()
		if _, err := os.Stat(program()); err != nil {
			t.Error(err)
		}
	},
	"tolokadash close --project 12345 --match week --dry-run":        endsWithoutScreen(exitNothing),
	"tolokadash close 32267700 32267701 --yes --timeout 30m -o json": endsWithoutScreen(exitBad),
	`export PATH="$(go env GOPATH)/bin:$PATH"`: func(t *testing.T, _, command string) {
		t.Helper()
		cmd := exec.Command("sh", "-c", command+"; tolokadash --version")
		cmd.Env = append(os.Environ(), "GOPATH="+filepath.Dir(filepath.Dir(program()))) // go install above put it there
		if out, err := cmd.CombinedOutput(); err != nil || !strings.HasPrefix(string(out), "tolokadash ") {
			t.Errorf("%v: %q", err, out)
		}
	},
	"TOLOKA_TOKEN=your-token tolokadash":                        checks("production"),
	"TOLOKA_TOKEN=your-token tolokadash --profile sandbox":      checks("sandbox"),
	"TOLOKA_TOKEN=your-token tolokadash --profile yandex-tasks": checks("yandex-tasks"),
	"source <(tolokadash completion bash)": func(t *testing.T, _, command string) {
		t.Helper()
		cmd := exec.Command("bash", "-c", command+" && complete -p tolokadash")
		cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(program())+":"+os.Getenv("PATH"))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	},
	"tolokadash journal --since 24h --failed":                               prints(""),
	"tolokadash journal --pool 32267700 -o json":                            prints(`"commands": []`),
	"tolokadash config init":                                                prints("wrote "),
	"tolokadash config check":                                               prints("[hidden]"),
	"tolokadash config path":                                                prints("config.toml"),
	"TOLOKA_TOKEN=x tolokadash --api-url http://127.0.0.1:8089":             opensOnASimulator,
	"tolokadash completion bash":                                            prints("tolokadash"),
	"tolokadash simulate --pools 10000 --operation-time 3s --fail-rate 0.1": serves,
}

// words splits a printed command into settings and arguments.
func words(command string) (env, args []string) {
	for _, w := range strings.Fields(command) {
		switch {
		case strings.Contains(w, "=") && len(args) == 0 && !strings.HasPrefix(w, "-"):
			env = append(env, w)
		case w == "tolokadash" || w == "go" || w == "run" || w == ".":
		default:
			args = append(args, w)
		}
	}
	return env, args
}

func opensOn(text string) func(*testing.T, string, string) {
	return func(t *testing.T, _, command string) {
		t.Helper()
		t.Parallel()
		env, args := words(command)
		x := open(t, env, args...)
		x.shows(text)
		x.shows("OPEN")
		x.press("q")
		if code := x.wait(); code != 0 {
			t.Errorf("exit code %d", code)
		}
	}
}

// checks lets config check say what the printed command would talk to: the
// tests reach no network.
func checks(profile string) func(*testing.T, string, string) {
	return func(t *testing.T, home, command string) {
		t.Helper()
		_, args := words(command)
		out := runProgram(t, home, append([]string{"config", "check"}, args...)...)
		if !strings.Contains(out, profile) {
			t.Errorf("it would not talk to %s:\n%s", profile, out)
		}
	}
}

// endsWithoutScreen runs a command on a simulator which has no such pools.
func endsWithoutScreen(code int) func(*testing.T, string, string) {
	return func(t *testing.T, _, command string) {
		t.Helper()
		setHome(t)
		synctest.Test(t, func(t *testing.T) {
			_, args := words(command)
			if got := newCommandScene(t).run(args...); got.code != code {
				t.Errorf("code %d\n%s", got.code, got.stderr)
			}
		})
	}
}

func prints(text string) func(*testing.T, string, string) {
	return func(t *testing.T, home, command string) {
		t.Helper()
		_, args := words(command)
		if out := runProgram(t, home, args...); !strings.Contains(out, text) {
			t.Errorf("it printed %q, without %q", out, text)
		}
	}
}

// serves starts the printed simulator on a free port and talks to it.
func serves(t *testing.T, _, command string) {
	t.Helper()
	t.Parallel()
	_, args := words(command)
	url := simulate(t, args[1:]...)
	x := open(t, []string{"TOLOKA_TOKEN=x"}, "--api-url", url)
	x.shows("OPEN")
	x.press("q")
	if code := x.wait(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// opensOnASimulator points the printed command at a simulator of the test's own.
func opensOnASimulator(t *testing.T, _, _ string) {
	t.Helper()
	serves(t, "", "tolokadash simulate")
}

// runProgram runs the real program without a terminal and returns what it
// printed.
func runProgram(t *testing.T, home string, args ...string) string {
	t.Helper()
	cmd := exec.Command(program(), args...)
	cmd.Env = []string{"HOME=" + home, "XDG_CONFIG_HOME=" + home + "/config", "TOLOKA_TOKEN=your-token"}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out.String())
	}
	return out.String()
}
