//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// fionread is FIONREAD of sys/filio.h: the number of bytes that can be read.
const fionread = 0x4004667f

// readsBlock says that a read waits until something is typed: then nothing can be said
// about what was read.
const readsBlock = false

// unread reports whether a terminal holds input that nobody has read.
func unread(terminal *os.File) bool {
	n, err := unix.IoctlGetInt(int(terminal.Fd()), fionread)
	return err == nil && n > 0
}
