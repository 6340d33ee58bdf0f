//go:build !race

package runner_test

// maxGrowth is how many bytes the core may hold after a week beyond a fresh one.
const maxGrowth = 2 << 20
