//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// toBeRead is FREAD of sys/fcntl.h: the input queue.
const toBeRead = 1

// discardInput drops what was typed at a terminal and not read.
func discardInput(terminal *os.File) {
	_ = unix.IoctlSetPointerInt(int(terminal.Fd()), unix.TIOCFLUSH, toBeRead)
}
