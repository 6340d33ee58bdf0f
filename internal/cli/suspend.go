//go:build !windows

package cli

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
)

// rendererStops is how long Bubble Tea's drawing may take to stop by itself.
// When the process is stopped and woken before it has, it stops afterwards
// instead (2.1.1): nothing would ever be drawn again.
const rendererStops = 100 * time.Millisecond

// suspender stops the program for the shell in place of Bubble Tea, once its
// drawing has come to rest, and has it draw everything again when it is woken.
func suspender(program func() *tea.Program) func(tea.Model, tea.Msg) tea.Msg {
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		if _, ok := msg.(tea.SuspendMsg); !ok {
			return msg
		}
		p := program()
		if err := p.ReleaseTerminal(); err != nil {
			return nil
		}
		<-time.After(rendererStops)
		woken := make(chan os.Signal, 1)
		signal.Notify(woken, syscall.SIGCONT)
		_ = syscall.Kill(0, syscall.SIGTSTP) // the whole group, as the terminal would
		<-woken
		signal.Stop(woken)
		_ = p.RestoreTerminal()
		return tea.ResumeMsg{}
	}
}
