package cli

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/pkg/browser"

	"tolokadash/internal/fleet"
)

// breaking is a model that breaks where it is told to, once a key is pressed,
// or meets something else that a screen must stand.
type breaking struct {
	where   string
	carry   carrier
	pressed bool
	opened  string // what became of the browser
}

type browserOpened struct{ err error }

func (breaking) Init() tea.Cmd { return nil }

func (b breaking) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case browserOpened:
		b.opened = fmt.Sprint("opened: ", msg.err)
	case tea.KeyPressMsg:
		b.pressed = true
		switch b.where {
		case "update":
			panic("broke with secret-token-of-the-test")
		case "command":
			return b, func() tea.Msg { return b.carry(context.Background(), fleet.Request{}) }
		case "browser":
			return b, func() tea.Msg { return browserOpened{browser.OpenURL("http://localhost")} }
		case "stuck":
			fmt.Fprint(os.Stderr, "stuck")
			<-make(chan struct{})
		}
	}
	return b, nil
}

func (b breaking) View() tea.View {
	if b.pressed && b.where == "view" {
		panic("broke with secret-token-of-the-test")
	}
	v := tea.NewView("all is well\n" + b.opened)
	v.AltScreen = true
	return v
}

// breakHere is what the test binary is when it plays the program: the real
// screen around a model that breaks.
func breakHere(where string) int {
	s := &screen{log: slog.New(slog.DiscardHandler), secret: "secret-token-of-the-test"}
	s.model = breaking{where: where, carry: s.guardCarrier(func(context.Context, fleet.Request) fleet.Response {
		panic("broke with secret-token-of-the-test")
	})}
	return exitCode(s.run(context.Background()), os.Stderr)
}

func TestAPanicGivesTheTerminalBackAndNamesACrashFile(t *testing.T) {
	for _, where := range []string{"update", "view", "command"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			x := openProgram(t, os.Args[0], []string{breakVariable + "=" + where})
			x.shows("all is well")
			x.press("x")
			if code := x.wait(); code != 1 {
				t.Errorf("exit code %d, want 1", code)
			}
			x.restored()
			if !strings.Contains(x.output(), "the program broke and wrote ") {
				t.Errorf("the crash file is not named: %q", tail(x.output()))
			}
			files := 0
			err := walkFiles(x.cmd.Dir+"/state", func(path string, text []byte, mode os.FileMode) {
				files++
				if mode.Perm() != 0o600 || !strings.Contains(string(text), "broke with [hidden]") || !strings.Contains(string(text), "crash_test.go") {
					t.Errorf("%s is %v and holds:\n%s", path, mode, text)
				}
			})
			if err != nil || files != 1 {
				t.Errorf("%d crash files, %v", files, err)
			}
		})
	}
}

func TestABrowserThatTalksDoesNotWriteOverTheScreen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	script := "#!/bin/sh\necho noise; echo noise >&2; : >" + dir + "/opened\n"
	for _, name := range []string{"xdg-open", "open"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	x := openProgram(t, os.Args[0], []string{breakVariable + "=browser", "PATH=" + dir + ":" + os.Getenv("PATH")})
	x.shows("all is well")
	x.press("x")
	x.shows("opened: <nil>")
	x.signal(syscall.SIGTERM)
	x.wait()
	if _, err := os.Stat(dir + "/opened"); err != nil || strings.Contains(x.output(), "noise") {
		t.Errorf("%v: %q", err, x.output())
	}
}

func TestAScreenThatHangsIsLeftWithTheTerminalGivenBack(t *testing.T) {
	t.Parallel()
	x := openProgram(t, os.Args[0], []string{breakVariable + "=stuck"})
	x.shows("all is well")
	x.press("x")
	x.shows("stuck")
	x.signal(syscall.SIGTERM)
	if code := x.wait(); code != exitTerm {
		t.Errorf("exit code %d, want %d", code, exitTerm)
	}
	if !reflect.DeepEqual(x.state(), x.found) {
		t.Errorf("the terminal was %+v and is now %+v", x.found, x.state())
	}
}
