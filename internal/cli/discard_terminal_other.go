//go:build !linux && !darwin && !dragonfly && !freebsd && !netbsd && !openbsd

package cli

import "os"

// discardOutput drops what was written to a terminal and not read by it, where
// the system can.
func discardOutput(*os.File) {}

// discardInput drops what was typed at a terminal and not read, where the system
// can.
func discardInput(*os.File) {}
