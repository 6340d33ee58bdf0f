//go:build !linux && !darwin && !dragonfly && !freebsd && !netbsd && !openbsd && !windows

package cli

import "os"

// readsBlock says that a read waits until something is typed: then nothing can be said
// about what was read.
const readsBlock = false

// unread reports whether a terminal holds input that nobody has read, where the
// system can say so.
func unread(*os.File) bool { return false }
