package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// readsBlock says that a read waits until something is typed: then nothing can be said
// about what was read.
const readsBlock = false

// unread reports whether a terminal holds input that nobody has read.
func unread(terminal *os.File) bool {
	n, err := unix.IoctlGetInt(int(terminal.Fd()), unix.TIOCINQ)
	return err == nil && n > 0
}
