//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// written is FWRITE of sys/fcntl.h: the output queue.
const written = 2

// discardOutput drops what was written to a terminal and not read by it.
func discardOutput(terminal *os.File) {
	_ = unix.IoctlSetPointerInt(int(terminal.Fd()), unix.TIOCFLUSH, written)
}
