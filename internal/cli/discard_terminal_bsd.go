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

// toBeRead is FREAD of sys/fcntl.h: the input queue.
const toBeRead = 1

// discardInput drops what was typed at a terminal and not read.
func discardInput(terminal *os.File) {
	_ = unix.IoctlSetPointerInt(int(terminal.Fd()), unix.TIOCFLUSH, toBeRead)
}
