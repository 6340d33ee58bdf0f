//go:build unix

package cli

import "golang.org/x/sys/unix"

// shellToGoTo reports whether there is a shell that wakes the program up again
// after it stopped itself. In a window of its own (tmux, ssh or a container
// that runs nothing else) it shares the process group of the session's leader;
// the kernel discards stop signals there, and waiting to be woken would last
// for ever. A shell with job control gives every job a group of its own.
func shellToGoTo() bool {
	leader, err := unix.Getsid(0)
	return err == nil && unix.Getpgrp() != leader
}
