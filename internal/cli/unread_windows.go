package cli

import (
	"os"

	"golang.org/x/sys/windows"
)

// readsBlock says that a read waits until something is typed: then nothing can be said
// about what was read.
const readsBlock = true

// unread reports whether a console holds input that nobody has read.
func unread(console *os.File) bool {
	var events uint32
	err := windows.GetNumberOfConsoleInputEvents(windows.Handle(console.Fd()), &events)
	return err == nil && events > 0
}
