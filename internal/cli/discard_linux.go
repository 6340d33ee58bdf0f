package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// discardOutput drops what was written to a terminal and not read by it.
func discardOutput(terminal *os.File) {
	_ = unix.IoctlSetInt(int(terminal.Fd()), unix.TCFLSH, unix.TCOFLUSH)
}
