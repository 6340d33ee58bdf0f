//go:build !unix

package cli

// shellToGoTo: without job control there is none.
func shellToGoTo() bool { return false }
