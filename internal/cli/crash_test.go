//go:build unix

package cli

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/pkg/browser"
)

// breaking is a model that meets what a screen must stand, once a key is pressed.
type breaking struct {
	where  string
	opened string // what became of the browser
	drawn  int    // how often another screen was asked for, with a blank
}

type browserOpened struct{ err error }

func (breaking) Init() tea.Cmd { return nil }

func (b breaking) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case browserOpened:
		b.opened = fmt.Sprint("opened: ", msg.err)
	case tea.KeyPressMsg:
		if msg.Code == tea.KeySpace {
			b.drawn++
			return b, nil
		}
		switch b.where {
		case "browser":
			return b, func() tea.Msg { return browserOpened{browser.OpenURL("http://localhost")} }
		case "command":
			return b, func() tea.Msg { panic("broke alone") }
		case "batch":
			idle := func() tea.Msg { return nil }
			return b, tea.Batch(idle, tea.Batch(idle, func() tea.Msg { panic("broke in a batch") }))
		case "stuck":
			fmt.Fprint(os.Stderr, "stuck")
			<-make(chan struct{})
		}
	}
	return b, nil
}

func (b breaking) View() tea.View {
	v := tea.NewView("all is well\n" + b.opened)
	if b.drawn > 0 {
		v.Content += strings.Repeat("\n"+strings.Repeat(string(rune('a'+b.drawn%26)), 99), 25)
	}
	v.AltScreen = true
	return v
}

// breakHere is what the test binary is when it plays the program: the real
// screen, around the real model or one that breaks.
func breakHere(where string) int {
	if where == "model" {
		return exitCode(showBreaking(context.Background()), os.Stderr)
	}
	s := &screen{log: slog.New(slog.DiscardHandler), model: breaking{where: where}}
	return exitCode(s.run(context.Background()), os.Stderr)
}

func TestScreen_BrowserOutputDropped(t *testing.T) {
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

func TestCrash_PanicInCommand(t *testing.T) {
	t.Parallel()
	for where, what := range map[string]string{"command": "broke alone", "batch": "broke in a batch"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			x := openProgram(t, os.Args[0], []string{breakVariable + "=" + where})
			x.shows("all is well")
			x.press("x")
			if code := x.wait(); code != exitFailed {
				t.Errorf("exit code %d, want %d", code, exitFailed)
			}
			x.restored()
			files := 0
			err := walkFiles(x.cmd.Dir+"/state", func(path string, text []byte, _ os.FileMode) {
				files++
				if !strings.Contains(string(text), "panic: "+what) || !strings.Contains(x.output(), path) {
					t.Errorf("%s holds:\n%s", path, text)
				}
			})
			if err != nil || files != 1 {
				t.Errorf("%d crash files, %v: %q", files, err, tail(x.output()))
			}
		})
	}
}

func TestSignalWatcher_HangingScreen(t *testing.T) {
	t.Parallel()
	x := openProgram(t, os.Args[0], []string{breakVariable + "=stuck"})
	x.shows("all is well")
	x.press("x")
	x.shows("stuck")
	x.signal(syscall.SIGTERM)
	if code := x.wait(); code != exitTerm {
		t.Errorf("exit code %d, want %d", code, exitTerm)
	}
	x.restored()
}
