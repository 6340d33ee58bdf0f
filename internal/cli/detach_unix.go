//go:build unix

package cli

import (
	"os/exec"
	"syscall"
)

// detach starts a command in a session of its own, away from the terminal and its
// signals. Whatever it started is killed with it.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
