package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// discardInput drops what was typed at a terminal and not read.
func discardInput(terminal *os.File) {
	_ = unix.IoctlSetInt(int(terminal.Fd()), unix.TCFLSH, unix.TCIFLUSH)
}
