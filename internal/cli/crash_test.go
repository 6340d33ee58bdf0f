package cli

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
)

// breaking is a model that breaks where it is told to, once a key is pressed.
type breaking struct {
	where   string
	carry   carrier
	pressed bool
}

func (breaking) Init() tea.Cmd { return nil }

func (b breaking) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		b.pressed = true
		if b.where == "update" {
			panic("broke with secret-token-of-the-test")
		}
		if b.where == "command" {
			return b, func() tea.Msg { return b.carry(context.Background(), fleet.Request{}) }
		}
	}
	return b, nil
}

func (b breaking) View() tea.View {
	if b.pressed && b.where == "view" {
		panic("broke with secret-token-of-the-test")
	}
	v := tea.NewView("all is well")
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
