package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// discardOutput drops what was written to a terminal and not read by it. Linux
// does not wake a write that waits for the room this makes, but does when modes
// are set, be it to what they are.
func discardOutput(terminal *os.File) {
	fd := int(terminal.Fd())
	_ = unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCOFLUSH)
	if modes, err := unix.IoctlGetTermios(fd, unix.TCGETS); err == nil {
		_ = unix.IoctlSetTermios(fd, unix.TCSETS, modes)
	}
}

// discardInput drops what was typed at a terminal and not read.
func discardInput(terminal *os.File) {
	_ = unix.IoctlSetInt(int(terminal.Fd()), unix.TCFLSH, unix.TCIFLUSH)
}
