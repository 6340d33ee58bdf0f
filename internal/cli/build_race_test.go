//go:build race

package cli

// buildFlags are what the real program is built with: as its tests are.
var buildFlags = []string{"-race"}
