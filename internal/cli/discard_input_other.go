//go:build !linux && !darwin && !dragonfly && !freebsd && !netbsd && !openbsd

package cli

import "os"

// discardInput drops what was typed at a terminal and not read, where the system
// can.
func discardInput(*os.File) {}
